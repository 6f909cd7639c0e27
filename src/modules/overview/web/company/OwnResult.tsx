// The own company's result, for the home page of whoever answers for one company.
import { useOperation } from "#web/api.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { overview } from "../../contract.ts";
import { useKnown } from "../known.ts";
import { AreaTable, useAreasTitle } from "./AreasPanel.tsx";
import { knownOf } from "./shown.ts";
import { type CompanyResult, threeOf } from "./years.ts";

export function OwnResult({ companyId }: { companyId: string }) {
  const result = useOperation(overview.getCompanyResult, { id: companyId });
  return result.data?.round ? <OwnPanel result={result.data} /> : null;
}

function OwnPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const known = useKnown();
  const { now, standing = now } = threeOf(result);
  const score = standing?.answeredCount ? standing.percent : null;
  return (
    <Panel
      className="own-result"
      title={useAreasTitle(result)}
      more={
        <Go to="/companies/$id/result" params={{ id: result.companyId }}>
          {t("companyResult.crumb")} ›
        </Go>
      }
    >
      {standing ? (
        <p className="own-score">
          <b>{score === null ? "–" : format.score(score / 100, true)}</b>
          <ResultBadge
            result={standing.result}
            isProvisional={standing.isProvisional && standing.result !== "not_known"}
          />
          <span className="mute">
            {t("companyResult.edition", { edition: standing.edition })} · {standing.tier} ·{" "}
            {known(knownOf(standing))}
          </span>
        </p>
      ) : null}
      <AreaTable result={result} isShort />
    </Panel>
  );
}
