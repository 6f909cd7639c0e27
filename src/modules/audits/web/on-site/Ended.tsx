import { LonePage } from "#web/layout/LonePage.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/parts.tsx";
import type { Work } from "./work.ts";

/** Nothing of the sheet is on this device any more. */
export function Ended({ why, visitId }: { why: NonNullable<Work["ended"]>; visitId: string }) {
  const t = useText();
  return (
    <LonePage title={t(`audits.onSite.ended.${why}`)}>
      <Note kind={why === "revoked" ? "bad" : "good"}>{t(`audits.onSite.endedSays.${why}`)}</Note>
      <p className="small">
        <Go to="/audits/visits/$id/sheet" params={{ id: visitId }}>
          {t("audits.onSite.toSheet")}
        </Go>
      </p>
    </LonePage>
  );
}
