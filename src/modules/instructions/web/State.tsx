import { useText } from "#web/text/i18n.ts";
import type { Recipient } from "./rows.ts";
import "./instructions.css";

/** How far a recipient is, in a word with its mark; late is said beside it, as it is no step of the way. */
export function Progress({ of }: { of: Recipient["progress"] }) {
  const t = useText();
  return <span className={`told-state ${of}`}>{t(`instruction.progress.${of}`)}</span>;
}

type Counted = { told: number; acknowledged: number; done: number; late: number; left: number };

/** Done, taken note of, neither, and gone, as one bar; the numbers stand beside it. */
export function ToldBar({ of }: { of: Counted }) {
  const parts = [
    ["done", of.done],
    ["acknowledged", of.acknowledged - of.done],
    ["sent", of.told - of.left - of.acknowledged],
    ["left", of.left],
  ] as const;
  return (
    <span className="bar told-bar" aria-hidden="true">
      {parts.map(([name, count]) =>
        count > 0 ? <i key={name} className={name} style={{ flexGrow: count }} /> : null,
      )}
    </span>
  );
}
