// On a company's page: the way to its years.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { GoButton } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";

export default function TrendLink({ companyId }: CompanySectionProps) {
  const t = useText();
  return (
    <GoButton to="/group/trend" search={{ companyId }}>
      {t("trend.crumb")}
    </GoButton>
  );
}
