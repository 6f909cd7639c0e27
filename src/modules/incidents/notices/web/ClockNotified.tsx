// That the clock of a notice was notified by itself: when, to whom, by which number.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Row } from "./notice.ts";

export function ClockNotified({ of, zone }: { of: NonNullable<Row["notified"]>; zone?: string }) {
  const t = useText();
  const format = useFormat();
  return t("notice.clockNotified", {
    at: format.momentWithZone(of.at, zone),
    recipient: of.recipient || "–",
    reference: of.reference || (of.file?.name ?? "–"),
  });
}
