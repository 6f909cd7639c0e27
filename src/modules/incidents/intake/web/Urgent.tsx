import { useText } from "#web/text/i18n.ts";

/** Stands where the number will, and in no text. */
const mark = "\u2063";

/** Whom to ring when it is urgent, as a number that a telephone dials. */
export function Urgent({ phone }: { phone: string }) {
  const t = useText();
  const [before, after] = t("intake.urgent", { phone: mark }).split(mark);
  return (
    <>
      {before}
      <a href={`tel:${phone.replaceAll(/[^+\d]/g, "")}`}>{phone}</a>
      {after}
    </>
  );
}
