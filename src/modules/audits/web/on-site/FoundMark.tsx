import { useText } from "#web/text/i18n.ts";
import { OpenMark, Verdict as VerdictMark } from "#web/ui/marks.tsx";
import type { Verdict } from "../../visits/rules.ts";

/** What was found; of what nobody has looked at yet, that. */
export function FoundMark({ found }: { found: Verdict | null }) {
  const t = useText();
  if (found) return <VerdictMark verdict={found} />;
  return (
    <span className="verdict">
      <OpenMark />
      {t("audits.sheet.notYet")}
    </span>
  );
}
