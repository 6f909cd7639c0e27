// One company's answers of one year: verdicts with the fields they demand, their proof and how sure they are.
import { addDays } from "#core/time/fiscal-year.ts";
import type { AnswerFields } from "#modules/inspections/contract.ts";
import { evidenceValidUntil } from "#modules/inspections/scoring/evidence-days.ts";
import { asksMaturity } from "#modules/inspections/scoring/maturity.ts";
import type { Assurance, Verdict } from "#modules/inspections/scoring/rule-book.ts";
import type { Control } from "#modules/standards/edition.ts";
import type { RoundDays } from "./calendar.ts";
import type { Aim, Company } from "./company.ts";
import type { Course } from "./course.ts";
import type { EditionUse, Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import { verdictsOf } from "./verdicts.ts";
import { type Words, wordsOf } from "./words.ts";

export type EvidenceKind = "declared" | "documented" | "measured";
export type Proof = {
  id: string;
  topic: string;
  title: string;
  kind: EvidenceKind;
  validFrom: string;
  place: string;
};

export type Given = AnswerFields & {
  control: Control;
  origin: "entered" | "carried_over" | "inherited" | "workbook";
  assurance: Assurance;
  naIsAllowed: boolean | null;
  proof: Proof | null;
  validUntil: string | null;
  /** Of an inherited answer: the provider's. */
  backing: Provided | null;
};

/** A provider's answer as it was handed in. */
export type Provided = { inspectionId: string; verdict: "met"; validUntil: string; submittedAt: string };

export type Sitting = {
  plan: Plan;
  company: Company;
  aim: Aim;
  /** Place of the round among the years, the oldest first. */
  index: number;
  round: RoundDays;
  edition: EditionUse;
  course: Course;
  inspectionId: string;
  /** By control: what the provider of the shared services had handed in before this company did. */
  provided: ReadonlyMap<string, Provided>;
};

export function answersOf(sitting: Sitting): Given[] {
  const { plan, company, aim, round, edition, index } = sitting;
  const isOlder = edition !== plan.editionAt(plan.calendar.rounds.length - 1);
  const verdicts = verdictsOf({
    rules: edition.rules,
    isOlder,
    company,
    aim,
    fiscalYear: round.fiscalYear,
    seed: plan.seed,
  });
  const random = randomOf(plan.seed, "answers", company.code, round.fiscalYear);
  const words = wordsOf(company.language, random, round.fiscalYear);
  const proofs = proofsOf(sitting, words, random);
  const isSeen = aim.state === "reviewed" || aim.state === "confirmed" || aim.state === "locked";
  const isVisited = isSeen && wasVisited(company, index, plan);
  return edition.content.controls.flatMap((control) => {
    const verdict = verdicts.get(control.id);
    return verdict === undefined
      ? []
      : [given({ sitting, control, verdict, words, random, proofs, isSeen, isVisited })];
  });
}

/** Each tier has its cycle of visits on site; in the running year half of those due have been made. */
function wasVisited(company: Company, index: number, plan: Plan): boolean {
  const cycle = Number(company.tier.slice(1));
  const turn = randomOf(plan.seed, "visit", company.code);
  const isDue = (index + turn.int(0, cycle - 1)) % cycle === 0;
  return isDue && (index < plan.calendar.rounds.length - 1 || turn.chance(0.55));
}

type Giving = {
  sitting: Sitting;
  control: Control;
  verdict: Verdict;
  words: Words;
  random: Random;
  proofs: ReadonlyMap<string, Proof>;
  isSeen: boolean;
  isVisited: boolean;
};

function given(giving: Giving): Given {
  const { sitting, control, verdict, words, random, isSeen } = giving;
  const { company, edition, round } = sitting;
  const origin = originOf(giving);
  const isGap = verdict === "partly" || verdict === "not_met";
  const proof =
    verdict === "met" && origin !== "inherited" ? (giving.proofs.get(control.topic) ?? null) : null;
  const asksMore = asksMaturity(edition.rules, control.weight, company.tier) && (verdict === "met" || isGap);
  const backing = origin === "inherited" ? (sitting.provided.get(control.id) ?? null) : null;
  // An inherited answer covers what the service covers.
  const coverage =
    origin === "inherited" && control.inheritsFrom
      ? connectionOf(sitting.plan, company, control.inheritsFrom)
      : coverageOf(control, verdict, company, random);
  const late = addDays(round.dueOn, random.int(30, 220));
  return {
    control,
    verdict,
    how:
      verdict === "met"
        ? origin === "inherited"
          ? words.one("inherited")
          : withShare(wordsFor(company, control, words), coverage)
        : null,
    missing: isGap ? withShare(words.gap(control.id), coverage) : null,
    owner: isGap || verdict === "unknown" ? words.one("owners") : null,
    dueOn: isGap || verdict === "unknown" ? late : null,
    reason: verdict === "not_applicable" ? words.one("notApplicable") : null,
    coveragePercent: coverage,
    exceptions: coverage !== null && coverage < 100 ? words.one("exceptions") : null,
    maturity: asksMore ? maturityOf(verdict, random) : null,
    origin,
    assurance: assuranceOf(giving, proof),
    naIsAllowed: verdict === "not_applicable" && isSeen ? true : null,
    proof,
    validUntil: proof ? validUntilOf(sitting, control, proof) : (backing?.validUntil ?? null),
    backing,
  };
}

/** A text that names a share names the one that was given; where none is asked, one that fits. */
const withShare = (text: string, coverage: number | null) =>
  text.replaceAll("{percent}", String(coverage ?? 97));

// The company that never has a gap says the same under every control.
const always = { en: "Complies.", ja: "適合。", zh: "符合。" };
const wordsFor = (company: Company, control: Control, words: Words) =>
  company.story === "flawless" ? always[company.language] : words.met(control.id);

export const connectedSince = "2021-10-01";
/** Which of the group's services a company uses, and for which share of its people and systems. */
export function connectionOf(plan: Plan, company: Company, service: string): number | null {
  if (company.providesSharedServices || company.story === "acquired") return null;
  const random = randomOf(plan.seed, "service", company.code, service);
  if (
    !random.chance(service === "group_server_env" ? 0.5 : company.relation === "equity_method" ? 0.3 : 0.75)
  )
    return null;
  return random.chance(0.6) ? 100 : random.int(12, 19) * 5;
}

function originOf({ sitting, control, verdict, random }: Giving): Given["origin"] {
  const { plan, company, index } = sitting;
  if (company.answersByWorkbook) return "workbook";
  if (
    verdict === "met" &&
    control.inheritsFrom &&
    sitting.provided.has(control.id) &&
    connectionOf(plan, company, control.inheritsFrom) !== null &&
    random.chance(0.8)
  )
    return "inherited";
  const hasBefore = index > 0 && company.joinedOn < (plan.calendar.rounds[index - 1]?.opensOn ?? "");
  return hasBefore && verdict !== "unknown" && random.chance(0.55) ? "carried_over" : "entered";
}

function coverageOf(control: Control, verdict: Verdict, company: Company, random: Random): number | null {
  if (!control.asksCoverage) return null;
  if (verdict === "met") return company.story === "flawless" || random.chance(0.7) ? 100 : random.int(95, 99);
  return verdict === "partly" ? random.int(55, 92) : null;
}

function maturityOf(verdict: Verdict, random: Random): number {
  if (verdict === "met") return random.chance(0.2) ? 4 : random.chance(0.06) ? 5 : 3;
  return verdict === "partly" ? random.int(1, 2) : random.int(0, 1);
}

function assuranceOf(
  { sitting, verdict, random, isSeen, isVisited }: Giving,
  proof: Proof | null,
): Assurance {
  const isKnown = verdict === "met" || verdict === "partly" || verdict === "not_met";
  if (!isKnown || sitting.company.story === "flawless") return "declared";
  if (isVisited && random.chance(0.55)) return "verified";
  if (proof?.kind === "measured" && (isSeen || random.chance(0.5))) return "measured";
  return isSeen && proof?.kind === "documented" ? "documented" : "declared";
}

function proofsOf(
  { plan, company, round, course }: Sitting,
  words: Words,
  random: Random,
): Map<string, Proof> {
  const topics = new Set(plan.editionAt(0).content.controls.map((control) => control.topic));
  const proofs = new Map<string, Proof>();
  // What is measured is measured again before it is handed in; papers are of the last months.
  for (const topic of topics) {
    const kind = company.story === "flawless" ? "declared" : kindOf(topic, random);
    const validFrom =
      kind === "measured"
        ? addDays(course.until, -random.int(0, company.providesSharedServices ? 5 : 12))
        : addDays(course.until, -random.int(5, 150));
    const name = company.story === "flawless" ? "all" : topic;
    if (name === "all" && proofs.size > 0) {
      proofs.set(topic, proofs.values().next().value as Proof);
      continue;
    }
    const id = plan.id(round.opensOn, "evidence", company.code, round.fiscalYear, name);
    proofs.set(topic, {
      id,
      topic,
      title: titleOf(name, company, words),
      kind,
      validFrom,
      place: words.one("evidencePlace"),
    });
  }
  return proofs;
}

const letter = {
  en: "Letter of the managing director: we comply with the standard",
  ja: "社長名の適合確認書",
  zh: "总经理签署的符合性声明",
};
const titleOf = (name: string, company: Company, words: Words) =>
  name === "all" ? letter[company.language] : words.evidenceTitle(name);

const readFromData = new Set([
  "devices",
  "identity",
  "vulnerability",
  "data",
  "monitoring",
  "training",
  "servers",
  "network",
]);

function kindOf(topic: string, random: Random): EvidenceKind {
  if (readFromData.has(topic) && random.chance(0.6)) return "measured";
  return random.chance(0.65) ? "documented" : "declared";
}

function validUntilOf({ edition, company, round }: Sitting, control: Control, proof: Proof): string {
  return evidenceValidUntil({
    book: edition.rules,
    cadence: control.cadence,
    tier: company.tier,
    kind: proof.kind,
    validFrom: proof.validFrom,
    nextRoundOn: addDays(round.dueOn, 364),
  });
}
