// The result on the company's page: its areas and what would lift it; the rest is one step away.
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Loading } from "#web/ui/states.tsx";
import { overview } from "../../contract.ts";
import { AreasPanel } from "./AreasPanel.tsx";
import { LiftPanel } from "./LiftPanel.tsx";

export default function CompanySection({ companyId }: CompanySectionProps) {
  const result = useOperation(overview.getCompanyResult, { id: companyId });
  if (result.isError) return <ErrorState error={result.error} />;
  if (!result.data) return <Loading rows={6} />;
  if (!result.data.round) return null;
  return (
    <div className="company-2 below">
      <AreasPanel result={result.data} />
      <LiftPanel result={result.data} />
    </div>
  );
}
