// On a company's page: the way to what its answers say in other standards.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";

export default function CompanyLink({ companyId }: CompanySectionProps) {
  const t = useText();
  return (
    <GoButton to="/companies/$id/reading" params={{ id: companyId }}>
      {t("readAs.tab")}
    </GoButton>
  );
}
