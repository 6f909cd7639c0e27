// On the company's page: whom to ring for it now.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { OnCallPanel } from "./OnCallPanel.tsx";

export default function CompanyOnCall({ companyId, asOf }: CompanySectionProps) {
  // Of another day nobody is rung.
  return asOf === undefined ? <OnCallPanel className="c6" companyId={companyId} /> : null;
}
