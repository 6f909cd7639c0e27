// Lent to later modules.
// The catalogue: what each figure counts, over which whole. Screens, the API and later reports read these and no others.
import type { figureIds } from "./contract.ts";

export type FigureId = (typeof figureIds)[number];
type Result = "meets" | "improve" | "serious" | "not_known";

/** What a figure looks at in one company of a round. */
export type Counted = {
  result: Result;
  isProvisional: boolean;
  isOverdue: boolean;
  workers: number | null;
  requiredCount: number;
  answeredCount: number;
  naCount: number;
  unknownCount: number;
  verifiedCount: number;
  computedAt: string | null;
};

export type Definition = {
  id: FigureId;
  counts: "companies" | "people" | "answers";
  isGood: boolean;
  part: (company: Counted) => number;
  whole: (company: Counted) => number;
};

const one = () => 1;
const people = (company: Counted) => company.workers ?? 0;
const asked = (company: Counted) => company.requiredCount;
const having = (result: Result) => (company: Counted) => (company.result === result ? 1 : 0);

export const catalogue: readonly Definition[] = [
  { id: "companies_meeting", counts: "companies", isGood: true, part: having("meets"), whole: one },
  { id: "companies_to_improve", counts: "companies", isGood: false, part: having("improve"), whole: one },
  { id: "companies_serious", counts: "companies", isGood: false, part: having("serious"), whole: one },
  { id: "companies_not_known", counts: "companies", isGood: false, part: having("not_known"), whole: one },
  {
    id: "companies_provisional",
    counts: "companies",
    isGood: false,
    part: (company) => (company.isProvisional ? 1 : 0),
    whole: one,
  },
  {
    id: "companies_late",
    counts: "companies",
    isGood: false,
    part: (company) => (company.isOverdue ? 1 : 0),
    whole: one,
  },
  {
    id: "people_in_meeting",
    counts: "people",
    isGood: true,
    part: (company) => (company.result === "meets" ? people(company) : 0),
    whole: people,
  },
  {
    id: "answers_given",
    counts: "answers",
    isGood: true,
    part: (company) => company.answeredCount,
    whole: asked,
  },
  {
    id: "answers_verified",
    counts: "answers",
    isGood: true,
    part: (company) => company.verifiedCount,
    whole: asked,
  },
  {
    id: "answers_not_applicable",
    counts: "answers",
    isGood: false,
    part: (company) => company.naCount,
    whole: asked,
  },
  {
    id: "answers_not_known",
    counts: "answers",
    isGood: false,
    part: (company) => company.unknownCount,
    whole: asked,
  },
];

export type Figure = {
  id: FigureId;
  counts: Definition["counts"];
  isGood: boolean;
  numerator: number;
  denominator: number;
  dataAt: string | null;
};

/** Every company asked is in the denominator, those of which nothing is known among them. */
export function figuresOf(companies: readonly Counted[]): Figure[] {
  const total = (of: (company: Counted) => number) =>
    companies.reduce((sum, company) => sum + of(company), 0);
  const dataAt = oldestOf(companies);
  return catalogue.map(({ id, counts, isGood, part, whole }) => ({
    id,
    counts,
    isGood,
    numerator: total(part),
    denominator: total(whole),
    dataAt,
  }));
}

export function oldestOf(companies: readonly Pick<Counted, "computedAt">[]): string | null {
  return companies.reduce<string | null>(
    (oldest, { computedAt }) =>
      computedAt !== null && (oldest === null || computedAt < oldest) ? computedAt : oldest,
    null,
  );
}

/** The same figure for several sets, by id. */
export function figureOf(id: FigureId, companies: readonly Counted[]): Figure {
  const figure = figuresOf(companies).find((each) => each.id === id);
  if (!figure) throw new Error(`the catalogue has no ${id}`);
  return figure;
}
