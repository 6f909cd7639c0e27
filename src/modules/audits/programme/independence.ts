// Who may go on a visit, and who had better not. Pure; what the data say of everybody comes from fitness.ts.
import type { Competence } from "./rules.ts";

/** In the order in which they are told: the first is the reason. */
export const refusals = ["company", "division", "advised", "not_in_pool", "absent", "no_days"] as const;
export type Refusal = (typeof refusals)[number];
export const warnings = ["third_time", "language", "competence", "far"] as const;
export type Warning = (typeof warnings)[number];

/** What the data say of one auditor and one visit. */
export type FitFacts = {
  /** Employment or seat at the company itself, and what it is called. */
  ofCompany: string | null;
  /** The same at its supervising division, or at anything below it. */
  ofDivision: string | null;
  /** How the company was advised within the twelve months before. */
  advised: string | null;
  isInPool: boolean;
  absentFrom: string | null;
  /** Days left in the fiscal year of the visit, this visit not counted. */
  daysLeft: number;
  /** Of the last two audits of the company, those with this person. */
  lastTwo: number;
  homeRegion: string;
  competences: readonly Competence[];
  languages: readonly string[];
};
export type VisitFacts = {
  region: string | null;
  language: string | null;
  hasPlant: boolean;
  /** What the team has without this auditor. */
  team: { languages: readonly string[]; competences: readonly Competence[] };
};

export type Refused = { code: Refusal; what: string };

export function refusalsOf(one: FitFacts, days: number): Refused[] {
  const found: Record<Refusal, string | null> = {
    company: one.ofCompany,
    division: one.ofDivision,
    advised: one.advised,
    not_in_pool: one.isInPool ? null : "",
    absent: one.absentFrom,
    no_days: one.daysLeft < days ? String(Math.max(0, one.daysLeft)) : null,
  };
  return refusals.flatMap((code) => (found[code] === null ? [] : [{ code, what: found[code] }]));
}

/** What the company asks of a team beside its lead. */
export const neededOf = ({ hasPlant }: Pick<VisitFacts, "hasPlant">): Competence[] =>
  hasPlant ? ["lead", "it", "plant"] : ["lead", "it"];

/** What a team lacks; of a competence its name, of the language `language`. */
export function lacksOf(visit: VisitFacts): string[] {
  const has = new Set(visit.team.competences);
  const lacks: string[] = neededOf(visit).filter((one) => !has.has(one));
  if (visit.language !== null && !speaks(visit.team.languages, visit.language)) lacks.push("language");
  return lacks;
}

export function warningsOf(one: FitFacts, visit: VisitFacts): Warning[] {
  const together: VisitFacts = {
    ...visit,
    team: {
      languages: [...visit.team.languages, ...one.languages],
      competences: [...visit.team.competences, ...one.competences],
    },
  };
  const lacks = lacksOf(together);
  return [
    ...(one.lastTwo >= 2 ? (["third_time"] as const) : []),
    ...(lacks.includes("language") ? (["language"] as const) : []),
    ...(lacks.some((lack) => lack !== "language") ? (["competence"] as const) : []),
    ...(visit.region !== null && visit.region !== one.homeRegion ? (["far"] as const) : []),
  ];
}

/** The more of what the team still lacks somebody brings, the nearer and the freer, the better the fit. */
export function fitOf(one: FitFacts, visit: VisitFacts): number {
  const lacks = lacksOf(visit);
  const brings = lacks.filter((lack) =>
    lack === "language"
      ? visit.language !== null && speaks(one.languages, visit.language)
      : one.competences.includes(lack as Competence),
  ).length;
  return (
    brings * 30 +
    (one.homeRegion === visit.region ? 20 : 0) +
    Math.min(20, Math.max(0, one.daysLeft)) -
    one.lastTwo * 10
  );
}

/** zh-Hant is zh for this purpose. */
const speaks = (languages: readonly string[], wanted: string) =>
  languages.some((one) => one.split("-")[0] === wanted.split("-")[0]);
