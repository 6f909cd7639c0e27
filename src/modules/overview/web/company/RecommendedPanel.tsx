// Controls that are recommended, not required, at the company's tier: shown apart, never part of a score.
import { inspections } from "#modules/inspections/contract.ts";
import { useOperation } from "#web/api.ts";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { AnswerTable } from "./AnswerTable.tsx";
import type { CompanyResult } from "./years.ts";

export function RecommendedPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const mayRead = useMay("inspection.read");
  const { recommended, inspectionId, tier } = result;
  if (!recommended || recommended.n === 0 || !inspectionId) return null;
  return (
    <Panel
      title={t("recommended.title", { met: recommended.met, count: recommended.n })}
      more={t("recommended.apart")}
      isFlush={mayRead}
    >
      <p className={mayRead ? "age padded" : "age"}>
        {t("recommended.note", { tier: tier ?? "", answered: recommended.answered, count: recommended.n })}
      </p>
      {mayRead ? (
        <details className="recommended">
          <summary>{t("recommended.show")}</summary>
          <Rows inspectionId={inspectionId} />
        </details>
      ) : null}
    </Panel>
  );
}

function Rows({ inspectionId }: { inspectionId: string }) {
  const asked = useOperation(inspections.listAskedControls, { id: inspectionId });
  const rows = asked.data?.rows.filter((row) => row.need === "recommended") ?? [];
  return rows.length === 0 ? null : <AnswerTable rows={rows} inspectionId={inspectionId} />;
}
