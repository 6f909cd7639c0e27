// Its time is over: the sheet is gone from the device; what was entered waits here until it is sent.
import { LonePage } from "#web/layout/LonePage.tsx";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/parts.tsx";
import { Waiting } from "./Waiting.tsx";
import { useSync } from "./useClosing.ts";
import type { Work } from "./work.ts";

export function Over({ work }: { work: Work }) {
  const t = useText();
  useSync();
  return (
    <LonePage title={t("audits.onSite.overTitle", { reference: work.pack.reference })}>
      <Note kind="warn">{t("audits.onSite.over")}</Note>
      <Waiting work={work} />
    </LonePage>
  );
}
