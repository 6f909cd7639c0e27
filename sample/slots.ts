// What is decided about each company beyond the cast before it has a name: margins first, then people, plants and dates.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Calendar } from "./calendar.ts";
import { cast } from "./cast.ts";
import type { CastMember, RelationKind } from "./company.ts";
import { companiesPerDivision, divisionOf } from "./divisions.ts";
import { placeOf } from "./places.ts";
import type { Random } from "./random.ts";
import { type Size, type Tier, tierNames } from "./size.ts";
import { boundsOf, type Major, spreadPeople } from "./workforce.ts";

/** What is decided about a company before it has a name. */
export type Slot = {
  tier: Tier;
  criteriaTier: Tier;
  major: Major | null;
  core: "regional" | "finance" | "products" | null;
  region: string;
  relation: RelationKind;
  division: string;
  workers: number;
  plants: number;
  extraSites: number;
  joinedOn: string;
  leftOn: string | null;
};

export function slotsOf(size: Size, calendar: Calendar, random: Random): Slot[] {
  if (size.name === "demo") return [];
  const slots = [...currentSlots(size, random), ...leavingSlots(size, calendar, random)];
  settleWorkforce(slots, size, random);
  settlePlants(slots, size, random);
  settleDates(slots, size, calendar, random);
  return slots;
}

const countBy = (key: (member: CastMember) => string | null) => {
  const counts: Record<string, number> = {};
  for (const member of cast) counts[key(member) ?? ""] = (counts[key(member) ?? ""] ?? 0) + 1;
  return counts;
};

/** `wanted` minus what the cast already takes, as a shuffled list of values. */
function remaining(
  wanted: Readonly<Record<string, number>>,
  taken: Record<string, number>,
  random: Random,
): string[] {
  return random.shuffle(
    Object.entries(wanted).flatMap(([value, count]) =>
      Array<string>(Math.max(0, count - (taken[value] ?? 0))).fill(value),
    ),
  );
}

const coreKinds = [
  ["regional", "north_america", "GAD"],
  ["regional", "europe", "GAD"],
  ["regional", "asean", "GAD"],
  ["regional", "china", "GAD"],
  ["finance", "japan", "FIN"],
  ["finance", "japan", "FIN"],
  ["products", "japan", "ELE"],
  ["products", "japan", "MOB"],
  ["products", "japan", "ELE"],
  ["products", "europe", "MOB"],
] as const;

function currentSlots(size: Size, random: Random): Slot[] {
  const tiers = remaining(
    size.tiers,
    countBy((member) => member.tier),
    random,
  ) as Tier[];
  const regions = remaining(
    size.regions,
    countBy((member) => placeOf(member.country).region),
    random,
  );
  const divisions = remaining(
    companiesPerDivision(size),
    countBy((member) => member.division),
    random,
  );
  const relationsTaken = countBy((member) =>
    member.relation === "parent" ? "consolidated" : (member.relation ?? "consolidated"),
  );
  const relations = remaining(size.relations, relationsTaken, random) as RelationKind[];
  // Beyond the first ten, core companies are so by their money or their products.
  const core = tiers
    .filter((tier) => tier === "T1")
    .map((_, index) => coreKinds[index < 10 ? index : 4 + (index % 6)] ?? coreKinds[9]);
  const take = (list: string[], value: string) =>
    list.splice(Math.max(0, list.indexOf(value)), 1)[0] ?? value;
  const first = core.map(([kind, region, division]) =>
    slot(
      "T1",
      take(regions, region),
      take(relations, "consolidated") as RelationKind,
      take(divisions, division),
      { core: kind },
    ),
  );
  const rest = tiers
    .filter((tier) => tier !== "T1")
    .map((tier) =>
      slot(tier, regions.pop() ?? "japan", relations.pop() ?? "consolidated", divisions.pop() ?? "TRD", {}),
    );
  raiseAndLower(rest);
  for (const one of rest) if (one.criteriaTier === "T2") one.major = majorOf(one, random);
  return [...first, ...rest];
}

function slot(
  tier: Tier,
  region: string,
  relation: RelationKind,
  division: string,
  more: Partial<Slot>,
): Slot {
  return {
    tier,
    criteriaTier: tier,
    major: null,
    core: null,
    region,
    relation,
    division,
    workers: 0,
    plants: 0,
    extraSites: 0,
    joinedOn: "",
    leftOn: null,
    ...more,
  };
}

/** A few companies do not stand where the criteria would put them. */
function raiseAndLower(slots: readonly Slot[]) {
  const some = (tier: Tier, count: number, criteriaTier: Tier) => {
    for (const one of slots
      .filter((each) => each.tier === tier && each.criteriaTier === tier)
      .slice(0, count))
      one.criteriaTier = criteriaTier;
  };
  some("T2", 3, "T3");
  some("T3", 2, "T4");
  some("T3", 2, "T2");
}

function majorOf(one: Slot, random: Random): Major {
  const makes = divisionOf(one.division).maker;
  if (random.chance(makes ? 0.92 : 0.35)) return "plant";
  return random.chance(0.7) ? "large" : "personal_data";
}

function leavingSlots(size: Size, calendar: Calendar, random: Random): Slot[] {
  const leaving = size.moves.flatMap(([, left], index) => Array<number>(left).fill(index + 1)).slice(1);
  return leaving.map((year) => {
    const round = calendar.rounds[year];
    if (!round) throw new Error("a year without a round");
    const gone = slot(
      random.pick(["T3", "T4"]),
      random.pick(["japan", "asean", "europe"]),
      "consolidated",
      random.pick(["CAS", "ELE", "TRD", "MAT"]),
      {},
    );
    gone.leftOn = addDays(round.opensOn, -random.int(20, 120));
    gone.workers = gone.tier === "T3" ? random.int(55, 180) : random.int(8, 40);
    return gone;
  });
}

function settleWorkforce(slots: readonly Slot[], size: Size, random: Random) {
  for (const tier of tierNames) {
    const members = cast.filter((member) => member.tier === tier);
    const total = size.people[tier] - members.reduce((sum, member) => sum + member.workers[size.name], 0);
    const own = slots.filter((one) => one.tier === tier && one.leftOn === null);
    const people = spreadPeople(
      own.map((one) => boundsOf(one.tier, one.criteriaTier, one.major)),
      total,
      random,
    );
    for (const [index, one] of own.entries()) one.workers = people[index] ?? 0;
  }
}

function settlePlants(slots: readonly Slot[], size: Size, random: Random) {
  const withPlant = slots.filter((one) => one.major === "plant" || one.core === "products");
  for (const one of withPlant) one.plants = 1;
  let plants = size.plants - withPlant.length - cast.reduce((sum, member) => sum + member.plants, 0);
  const bySize = random.shuffle(withPlant).sort((one, other) => other.workers - one.workers);
  for (let turn = 0; plants > 0; turn += 1, plants -= 1) {
    // The larger half is given more than one.
    const one = bySize[turn % Math.ceil(bySize.length * 0.7)];
    if (one) one.plants += 1;
  }
  const current = slots.filter((one) => one.leftOn === null);
  const offices = current.filter((one) => one.plants === 0).length;
  let sites =
    size.sites - size.plants - offices - cast.reduce((sum, member) => sum + member.sites - member.plants, 0);
  const wide = [...current]
    .sort((one, other) => other.workers - one.workers)
    .slice(0, Math.ceil(current.length * 0.6));
  for (let turn = 0; sites > 0 && wide.length > 0; turn += 1, sites -= 1) {
    const one = wide[turn % wide.length];
    if (one) one.extraSites += 1;
  }
}

function settleDates(slots: readonly Slot[], size: Size, calendar: Calendar, random: Random) {
  const old = () =>
    `${random.int(1952, Number(calendar.from.slice(0, 4)) - 2)}-${String(random.int(1, 12)).padStart(2, "0")}-01`;
  for (const one of slots) one.joinedOn = old();
  const young = random.shuffle(
    slots.filter((one) => one.leftOn === null && one.core === null && one.relation === "consolidated"),
  );
  const years = size.moves.length;
  for (const [index, [joined]] of size.moves.entries()) {
    const round = calendar.rounds[index + 1];
    // One of the cast joins in each of the last two years.
    const count = joined - (index >= years - 2 ? 1 : 0);
    for (const one of young.splice(0, count))
      if (round) one.joinedOn = addDays(round.opensOn, -random.int(20, 150));
  }
}
