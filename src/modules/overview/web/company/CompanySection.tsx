// The result on the company's page: its areas and what would lift it; the rest is one step away.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Loading } from "#web/ui/states.tsx";
import { overview } from "../../contract.ts";
import { AreasPanel } from "./AreasPanel.tsx";
import { LiftPanel } from "./LiftPanel.tsx";

export default function CompanySection({ companyId, asOf }: CompanySectionProps) {
  const result = useOperation(overview.getCompanyResult, { id: companyId });
  if (result.isError) return <ErrorState error={result.error} />;
  if (!result.data) return <Loading rows={6} />;
  if (!result.data.round) return null;
  return (
    <>
      {asOf ? <NotOfThatDay companyId={companyId} day={asOf} /> : null}
      <div className="company-2 below">
        <AreasPanel result={result.data} />
        <LiftPanel result={result.data} />
      </div>
    </>
  );
}

/** The rest of the company's page is of another day; the result is not. */
function NotOfThatDay({ companyId, day }: { companyId: string; day: string }) {
  const t = useText();
  const format = useFormat();
  return (
    <p className="note below">
      {t("companyResult.notAsOf", { day: format.day(day) })}{" "}
      <Go to="/companies/$id/result" params={{ id: companyId }}>
        {t("companyResult.otherYears")} ›
      </Go>
    </p>
  );
}
