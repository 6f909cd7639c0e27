// The groups in which people think of kinds of events. A kind that a later capability brings falls into one by its name.

/** Named in the catalogues as `trail.group.<name>`, in the order in which they are offered. */
export const groups = [
  "signing_in",
  "refused",
  "read",
  "rights",
  "people",
  "organization",
  "standard",
  "rounds",
  "answers",
  "papers",
  "imports",
  "trail",
  "rest",
] as const;
export type Group = (typeof groups)[number];

/** Regular expressions that JavaScript and PostgreSQL read alike: the database chooses by them what a rule erases. */
export type Pattern = { is: string; not: string | null };

const refused = "[.]refused$";
/** What is looked at and taken away: exports, downloads, values. */
const read = "([.]read|[.]exported|_read|_downloaded)$";

const nouns: Readonly<Record<Exclude<Group, "refused" | "read" | "rest">, string>> = {
  signing_in: "session|password|factor|passkey|recovery",
  rights: "account|grant|role|token|view_as",
  people: "person|people|position",
  organization: "unit|company|group|service",
  standard: "standard|catalogue|mapping|check_sheet",
  rounds: "round|duty|history",
  answers: "inspection|answer|answers|evidence|file",
  papers: "workbook|paper",
  imports: "import|job",
  trail: "trail",
};

const either = `${refused}|${read}`;
const named = (of: string) => `^(${of})[.]`;

export function patternOf(group: Group): Pattern {
  if (group === "refused") return { is: refused, not: null };
  if (group === "read") return { is: read, not: null };
  if (group === "rest") return { is: ".", not: `${named(Object.values(nouns).join("|"))}|${either}` };
  return { is: named(nouns[group]), not: either };
}

export function isOf(group: Group, verb: string): boolean {
  const { is, not } = patternOf(group);
  return new RegExp(is).test(verb) && !(not !== null && new RegExp(not).test(verb));
}
