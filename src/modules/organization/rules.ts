// Pure decisions about tiers, relations and places in the tree.

export type TierId = "T1" | "T2" | "T3" | "T4";
export type Relation = "parent" | "consolidated" | "equity_method" | "joint_venture" | "dealer";

export type CriteriaFacts = {
  workers: number;
  personalDataPeople: number;
  hasPlant: boolean;
  runsServers: boolean;
  developsProducts: boolean;
  isRegionalHeadquarters: boolean;
  isFinance: boolean;
  providesSharedServices: boolean;
};

/** Marks that the criteria read, then those that choose controls, then how the company answers. */
export const factMarks = [
  "hasPlant",
  "runsServers",
  "developsProducts",
  "isRegionalHeadquarters",
  "isFinance",
  "providesSharedServices",
  "hasRestrictedRooms",
  "developsSoftware",
  "answersByWorkbook",
] as const;

/**
 * The tier that the built-in standard's criteria give (group-standard.yaml, `tiers` and `tier_rule_en`): the highest
 * one of which the company bears a mark. `because` names the marks, as keys of the catalogue.
 */
export function tierByCriteria(
  facts: CriteriaFacts,
  relation: Relation | null,
): { tier: TierId; because: string[] } {
  const core = marks({
    parent: relation === "parent",
    regional_headquarters: facts.isRegionalHeadquarters,
    shared_services: facts.providesSharedServices,
    finance: facts.isFinance,
    connected_products: facts.developsProducts,
  });
  if (core.length > 0) return { tier: "T1", because: core };
  const major = marks({
    plant: facts.hasPlant,
    workers_300: facts.workers >= 300,
    personal_data_10000: facts.personalDataPeople >= 10_000,
  });
  if (major.length > 0) return { tier: "T2", because: major };
  if (facts.workers >= 50) return { tier: "T3", because: ["workers_50"] };
  // Fewer than 50 workers is light only without servers of one's own.
  return facts.runsServers
    ? { tier: "T3", because: ["own_servers"] }
    : { tier: "T4", because: ["workers_under_50"] };
}

const marks = (given: Record<string, boolean>) => Object.keys(given).filter((name) => given[name]);

/** The standard binds those the group controls and asks the others (T-07). */
export function bindingOf(relation: Relation): "bound" | "asked" {
  return relation === "parent" || relation === "consolidated" ? "bound" : "asked";
}

const order: TierId[] = ["T1", "T2", "T3", "T4"];

/** Why this tier is neither a raise nor a lowering against the criteria, or null when it fits. */
export function tierProblem(
  basis: "criteria" | "raised" | "lowered",
  tier: TierId,
  byCriteria: TierId,
): "tier.not_higher" | "tier.not_lower" | null {
  const distance = order.indexOf(tier) - order.indexOf(byCriteria);
  if (basis === "raised" && distance >= 0) return "tier.not_higher";
  if (basis === "lowered" && distance <= 0) return "tier.not_lower";
  return null;
}

const parentsOf: Record<string, readonly string[]> = {
  division: ["group"],
  company: ["group", "division", "company"],
  department: ["company", "division", "department"],
  site: ["company", "department"],
};

/** Which kinds a unit of a kind may stand below in the supervision tree. */
export const mayStandBelow = (kind: string, parentKind: string) =>
  parentsOf[kind]?.includes(parentKind) ?? false;
