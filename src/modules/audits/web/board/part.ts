// The part of the group that the board looks at, in the words of the audits.
import type { BoardPart } from "#web/web-module.ts";
import { regions, type Tier, tiers } from "../../programme/rules.ts";

type Part = { divisionId?: string; tier?: Tier; region?: (typeof regions)[number] };

export const auditPart = ({ divisionId, tier, region }: BoardPart): Part => ({
  ...(divisionId ? { divisionId } : {}),
  ...(tiers.includes(tier as Tier) ? { tier: tier as Tier } : {}),
  ...(regions.includes(region as "japan") ? { region: region as "japan" } : {}),
});

/** The same as the list's address: a division is the unit of the top bar. */
export function searchOf(part: BoardPart): Record<string, unknown> {
  const { divisionId, ...rest } = auditPart(part);
  return { ...rest, ...(divisionId ? { unit: divisionId } : {}) };
}
