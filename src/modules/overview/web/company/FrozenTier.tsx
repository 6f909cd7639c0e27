// While a round runs, the tier it froze: changed facts count from the next round on (domain.md, rounds).
import { useOperation } from "#web/api.ts";
import type { CompanySectionProps } from "#web/company-sections.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { overview } from "../../contract.ts";

export default function FrozenTier({ companyId, asOf }: CompanySectionProps) {
  const t = useText();
  const format = useFormat();
  const { data } = useOperation(overview.getCompanyResult, { id: companyId });
  // Of the round that runs now: on another day it says nothing.
  if (asOf || !data?.round || data.tier === null || data.state === "locked") return null;
  return (
    <span>
      {t("companyResult.tierFrozen", { year: format.fiscalYear(data.round.fiscalYear), tier: data.tier })}
    </span>
  );
}
