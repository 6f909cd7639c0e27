import { useAnyText, useText } from "#web/text/i18n.ts";
import type { Grouping } from "../rules.ts";

/** What a tier, region or division is called; those without one say so. */
export function useGroupName(): (by: Grouping, group: { key: string; name: string | null }) => string {
  const t = useText();
  const any = useAnyText();
  return (by, { key, name }) => {
    if (by === "tier") return `${key} ${any(`tier.${key}`)}`;
    if (by === "region") return key === "-" ? t("overview.noRegion") : any(`region.${key}`);
    return name ?? t("overview.noDivision");
  };
}
