// Which controls a company meets. The aim says how well and with what result; which ones fall short follows from how
// hard a control is everywhere and from what this company is weak in, so that the same gaps come back next year.
import { type Applicable, applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type {
  RuleBook,
  ScopeAnswers,
  ScoredControl,
  Verdict,
} from "#modules/inspections/scoring/rule-book.ts";
import type { Aim, Company } from "./company.ts";
import { stricterIds, withdrawnIds } from "./editions.ts";
import { type Random, randomOf } from "./random.ts";

/** Mandatory controls that are hard in every group, the commonest gaps first. */
const commonGaps = ["TEC-12", "TEC-26", "TEC-19", "TEC-33", "INC-02", "ORG-23"] as const;
const gapWeights = [6, 5, 4, 4, 3, 2];
const hard: Readonly<Record<string, number>> = {
  "TEC-12": 0.95,
  "TEC-26": 0.9,
  "TEC-19": 0.85,
  "TEC-33": 0.85,
  "INC-02": 0.75,
  "ORG-23": 0.7,
  "TEC-20": 0.85,
  "TEC-36": 0.8,
  "TEC-14": 0.8,
  "TEC-27": 0.75,
  "ORG-26": 0.75,
  "INC-11": 0.7,
  "TEC-03": 0.6,
  "PHY-03": 0.55,
};
const areas = ["ORG", "HUM", "TEC", "PHY", "INC"] as const;

export const scopeOf = (company: Company): ScopeAnswers => ({
  has_servers: company.runsServers,
  has_plant: company.plants > 0,
  has_restricted_rooms: company.hasRestrictedRooms,
  develops_software: company.developsSoftware,
  develops_products: company.developsProducts,
});

export type Asked = {
  rules: RuleBook;
  isOlder: boolean;
  company: Company;
  aim: Aim;
  fiscalYear: number;
  seed: string;
};

/** The verdict on every control that is asked and, in an inspection still open, answered already. */
export function verdictsOf(asked: Asked): Map<string, Verdict> {
  const { rules, company, aim, fiscalYear, seed } = asked;
  const random = randomOf(seed, "verdicts", company.code, fiscalYear);
  const applicable = applicableControls(rules, company.tier, scopeOf(company)).filter(
    (one) => one.demand !== "not_asked",
  );
  const verdicts = new Map<string, Verdict>(applicable.map(({ control }) => [control.id, "met"]));
  if (company.story !== "flawless") {
    const required = applicable.filter((one) => one.demand === "required");
    const left = notApplicable(required, company, verdicts, seed);
    // What waits for the division's word on "not applicable" counts as not known until then.
    const isWaiting = aim.state === "submitted" || aim.state === "returned";
    const waiting = isWaiting ? weightOf(required) - weightOf(left) : 0;
    fallShort({ ...asked, random, required: left, waiting, verdicts });
    recommended(applicable, random, verdicts);
  }
  return aim.state === "answering"
    ? begun(verdicts, company, random)
    : aim.state === "not_begun"
      ? new Map()
      : verdicts;
}

/** Four in a hundred do not apply; the same ones each year. */
function notApplicable(
  required: readonly Applicable[],
  company: Company,
  verdicts: Map<string, Verdict>,
  seed: string,
): Applicable[] {
  return required.filter(({ control, isMandatory }) => {
    const isOut =
      !isMandatory &&
      control.weight < 3 &&
      control.appliesWhen === "always" &&
      randomOf(seed, "na", company.code, control.id).chance(0.06);
    if (isOut) verdicts.set(control.id, "not_applicable");
    return !isOut;
  });
}

const weightOf = (those: readonly Applicable[]) =>
  those.reduce((sum, { control }) => sum + control.weight, 0);

type Falling = Asked & {
  random: Random;
  required: readonly Applicable[];
  waiting: number;
  verdicts: Map<string, Verdict>;
};

function fallShort(falling: Falling) {
  const { company, aim, random, required, waiting, verdicts } = falling;
  let toLose = Math.floor((1 - aim.score) * 2 * (weightOf(required) + waiting)) - 2 * waiting;
  const lose = (control: ScoredControl, verdict: Verdict) => {
    verdicts.set(control.id, verdict);
    toLose -= (verdict === "partly" ? 1 : 2) * control.weight;
  };
  const mandatory = required.filter((one) => one.isMandatory).map((one) => one.control);
  if (aim.result === "serious")
    for (const control of gapsOf(company, mandatory, random))
      lose(control, random.chance(0.12) ? "unknown" : "not_met");
  if (aim.result === "improve" && random.chance(0.5)) {
    const one = weighted(mandatory, random);
    if (one) lose(one, "partly");
  }
  const weak = random.pick(areas);
  const ranked = required
    .filter((one) => !one.isMandatory)
    .map(({ control }) => ({ control, rank: weakness(control, falling, weak) }))
    .sort((a, b) => b.rank - a.rank);
  // The weaker a company, the more of its gaps are whole ones.
  const whole = 0.3 + 2 * Math.max(0, 0.8 - aim.score);
  for (const { control } of ranked) {
    if (toLose < 1) break;
    const chance = random.next();
    const wanted: Verdict = chance < whole ? "not_met" : chance < whole + 0.12 ? "unknown" : "partly";
    const cost = (wanted === "partly" ? 1 : 2) * control.weight;
    if (cost <= toLose) lose(control, wanted);
    else if (control.weight <= toLose) lose(control, "partly");
  }
}

function gapsOf(company: Company, mandatory: readonly ScoredControl[], random: Random): ScoredControl[] {
  // The forgotten VPN box: an open remote connection that nobody patches, and that no list knows.
  if (company.story === "forgotten_vpn") return mandatory.filter((control) => control.id === "TEC-19");
  const first = weighted(mandatory, random);
  const second = random.chance(0.5)
    ? weighted(
        mandatory.filter((control) => control !== first),
        random,
      )
    : undefined;
  return [first, second].filter((control) => control !== undefined);
}

function weighted(mandatory: readonly ScoredControl[], random: Random): ScoredControl | undefined {
  const stock = commonGaps.flatMap((id, index) => Array<string>(gapWeights[index] ?? 1).fill(id));
  const id = random.pick(stock);
  return mandatory.find((control) => control.id === id) ?? mandatory[0];
}

function weakness(
  control: ScoredControl,
  { company, fiscalYear, seed, isOlder }: Asked,
  weak: string,
): number {
  const lasting = randomOf(seed, "weak", company.code, control.id).next();
  const passing = randomOf(seed, "weak", company.code, control.id, fiscalYear).next();
  const everywhere = hard[control.id] ?? (control.area === "TEC" ? 0.5 : 0.35);
  const edition = withdrawnIds.includes(control.id)
    ? 0.5
    : isOlder && stricterIds.includes(control.id)
      ? 0.25
      : 0;
  return 0.5 * lasting + 0.1 * passing + 0.4 * everywhere + edition + (control.area === weak ? 0.12 : 0);
}

/** Recommended controls are shown apart; most companies say something about most of them. */
function recommended(applicable: readonly Applicable[], random: Random, verdicts: Map<string, Verdict>) {
  for (const { control, demand } of applicable) {
    if (demand !== "recommended") continue;
    if (random.chance(0.35)) verdicts.delete(control.id);
    else if (random.chance(0.3)) verdicts.set(control.id, random.chance(0.5) ? "partly" : "not_met");
  }
}

const begunShare: Partial<Record<NonNullable<Company["story"]>, number>> = {
  postponed: 0.62,
  late_with_answers: 0.93,
  sold: 0.45,
};

function begun(
  verdicts: ReadonlyMap<string, Verdict>,
  company: Company,
  random: Random,
): Map<string, Verdict> {
  const share = (company.story && begunShare[company.story]) ?? 0.15 + 0.7 * random.next();
  return new Map([...verdicts].filter(() => random.chance(share)));
}
