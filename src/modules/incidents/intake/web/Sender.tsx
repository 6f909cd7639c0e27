import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";

type Sent = { channel: "link" | "mail"; saidName: string; isVouched: boolean };

/** Whom a report says it is from; only of a mail that is vouched for is that more than said. */
export function Sender({ of }: { of: Sent }) {
  const t = useText();
  if (!of.saidName) return <span className="mute">{t("intake.list.anonymous")}</span>;
  if (of.isVouched) return <LangText text={of.saidName} />;
  return <>{t("intake.list.saidToBe", { name: of.saidName })}</>;
}
