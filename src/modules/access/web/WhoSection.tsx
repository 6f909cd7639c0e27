// Among the buttons of a company's page.
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { WhoCanSee } from "./parts.tsx";

export default function WhoSection({ companyId }: CompanySectionProps) {
  return <WhoCanSee companyId={companyId} />;
}
