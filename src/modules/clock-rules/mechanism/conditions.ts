// Lent to later modules.
// Conditions over the facts of a case, with three values: what nobody has answered is neither yes nor no, and the questions
// that would decide it are named (Kleene's strong logic). Pure.
import {
  type CaseFact,
  type CompanyLaw,
  caseFacts,
  companyLaws,
  countriesOf,
  type FactKind,
  type FactValue,
} from "./facts.ts";

/** What is compared with one fact; exactly one of the comparisons. */
export type Leaf =
  | { fact: CaseFact; is: boolean }
  | { fact: CaseFact; in: readonly string[] }
  | { fact: CaseFact; atLeast: number }
  | { law: CompanyLaw; is: boolean }
  | { law: CompanyLaw; in: readonly string[] }
  /** People whose data are concerned: anywhere (an empty list), or in these countries and areas. */
  | { people: readonly string[]; atLeast: number }
  /** Where the company is by law. */
  | { country: readonly string[] }
  /** The company holds the data for somebody else, who has to be told first. */
  | { entrusted: boolean };

export type Condition =
  | Leaf
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition };

export type People = {
  country: string;
  /** Null where people there are concerned and nobody knows how many: at least one. */
  count: number | null;
  isEstimate: boolean;
  /** Of this company alone; of the whole case where absent. */
  companyId?: string | null;
};

/** What is known of a case, as one of its companies sees it. */
export type Known = {
  facts: Partial<Record<CaseFact, FactValue>>;
  laws: Partial<Record<CompanyLaw, FactValue>>;
  country: string | null;
  isEntrusted: boolean | null;
  /** Null while nobody has said. */
  people: readonly People[] | null;
};

/** What is still to be asked: of the case, of the company, how many people, or for whom it holds the data. */
export type Question =
  | { of: "fact"; fact: CaseFact }
  | { of: "law"; law: CompanyLaw }
  | { of: "people"; countries: readonly string[] }
  | { of: "country" }
  | { of: "entrusted" };

export type Held = { leaf: Leaf; isMet: boolean };
export type Judged = { value: boolean | null; held: readonly Held[]; open: readonly Question[] };

export const keyOfQuestion = (one: Question): string =>
  one.of === "fact"
    ? `fact:${one.fact}`
    : one.of === "law"
      ? `law:${one.law}`
      : one.of === "people"
        ? `people:${[...one.countries].toSorted().join(",")}`
        : one.of;

export const isLeaf = (one: Condition): one is Leaf => !("all" in one || "any" in one || "not" in one);

/** Judges the condition; `held` are the comparisons that decided it, `open` what would decide it where nothing has. */
export function judge(condition: Condition, known: Known): Judged {
  if ("not" in condition) {
    const inner = judge(condition.not, known);
    return { ...inner, value: inner.value === null ? null : !inner.value };
  }
  if ("all" in condition) return joined(condition.all, known, false);
  if ("any" in condition) return joined(condition.any, known, true);
  return judgeLeaf(condition, known);
}

/** One part that is `decisive` settles it: false among all, true among any. */
function joined(parts: readonly Condition[], known: Known, decisive: boolean): Judged {
  const judged = parts.map((part) => judge(part, known));
  const settling = judged.filter((one) => one.value === decisive);
  if (settling.length > 0) return { value: decisive, held: settling.flatMap((one) => one.held), open: [] };
  const isOpen = judged.some((one) => one.value === null);
  return {
    value: isOpen ? null : !decisive,
    held: judged.filter((one) => one.value !== null).flatMap((one) => one.held),
    open: unique(judged.filter((one) => one.value === null).flatMap((one) => one.open)),
  };
}

export function unique(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((one) => [keyOfQuestion(one), one])).values()];
}

function judgeLeaf(leaf: Leaf, known: Known): Judged {
  if ("people" in leaf) return judgePeople(leaf, known);
  const [value, question] = valueOf(leaf, known);
  if (value === undefined || value === null) return { value: null, held: [], open: [question] };
  const isMet = compare(leaf, value);
  return { value: isMet, held: [{ leaf, isMet }], open: [] };
}

type Single = Exclude<Leaf, { people: readonly string[] }>;

function valueOf(leaf: Single, known: Known): [FactValue | null | undefined, Question] {
  if ("fact" in leaf) return [answered(leaf.fact, known), { of: "fact", fact: leaf.fact }];
  if ("law" in leaf) return [known.laws[leaf.law], { of: "law", law: leaf.law }];
  if ("country" in leaf) return [known.country, { of: "country" }];
  return [known.isEntrusted, { of: "entrusted" }];
}

/** Whoever counts people whose data are concerned has said that personal data are. */
function answered(fact: CaseFact, known: Known): FactValue | undefined {
  const said = known.facts[fact];
  if (said !== undefined || fact !== "personal_data") return said;
  return known.people?.some((one) => one.count !== 0) ? true : undefined;
}

function compare(leaf: Single, value: FactValue): boolean {
  if ("country" in leaf) return countriesOf(leaf.country).has(value as string);
  if ("entrusted" in leaf) return value === leaf.entrusted;
  if ("is" in leaf) return value === leaf.is;
  if ("in" in leaf)
    return Array.isArray(value)
      ? value.some((one) => leaf.in.includes(one as string))
      : leaf.in.includes(value as string);
  return (value as number) >= leaf.atLeast;
}

function judgePeople(leaf: { people: readonly string[]; atLeast: number }, known: Known): Judged {
  const question: Question = { of: "people", countries: leaf.people };
  if (known.people === null) return { value: null, held: [], open: [question] };
  const where = leaf.people.length === 0 ? null : countriesOf(leaf.people);
  const meant = known.people.filter((one) => where === null || where.has(one.country));
  const least = meant.reduce((sum, one) => sum + (one.count ?? 1), 0);
  const isUnknown = meant.some((one) => one.count === null);
  if (least < leaf.atLeast && isUnknown) return { value: null, held: [], open: [question] };
  const isMet = least >= leaf.atLeast;
  return { value: isMet, held: [{ leaf, isMet }], open: [] };
}

/** Every comparison that the condition makes. */
export function leavesOf(condition: Condition): Leaf[] {
  if ("not" in condition) return leavesOf(condition.not);
  if ("all" in condition) return condition.all.flatMap(leavesOf);
  if ("any" in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}

const most = { depth: 6, leaves: 60 };
const kinds: Record<string, FactKind | undefined> = { ...caseFacts, ...companyLaws };

/** What is wrong with a condition, as a code; null where it can be judged. */
export function wrongWith(condition: Condition, depth = 0): string | null {
  if (depth > most.depth || leavesOf(condition).length > most.leaves) return "clock_rule.condition_too_large";
  if ("not" in condition) return wrongWith(condition.not, depth + 1);
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : null;
  // An empty "any" is never met; an empty "all" always: the first is a slip.
  if (parts) {
    if ("any" in condition && parts.length === 0) return "clock_rule.condition_empty";
    return parts.map((part) => wrongWith(part, depth + 1)).find((one) => one !== null) ?? null;
  }
  return fitsKind(condition as Leaf) ? null : "clock_rule.condition_unknown";
}

function fitsKind(leaf: Leaf): boolean {
  if ("people" in leaf) return Number.isInteger(leaf.atLeast) && leaf.atLeast >= 1;
  if ("country" in leaf) return leaf.country.length > 0;
  if ("entrusted" in leaf) return true;
  const of = kinds["fact" in leaf ? leaf.fact : leaf.law];
  if (!of) return false;
  if ("is" in leaf) return of.kind === "yes_no";
  if ("in" in leaf)
    return (
      (of.kind === "one_of" || of.kind === "some_of") &&
      leaf.in.length > 0 &&
      leaf.in.every((one) => of.options.includes(one))
    );
  return of.kind === "number";
}
