// What the decision table calls for and what may be done with a notice when. Pure.
import { leavesOf } from "#modules/clock-rules/mechanism/conditions.ts";
import { countriesOf } from "#modules/clock-rules/mechanism/facts.ts";
import type { Rule, Stage } from "#modules/clock-rules/mechanism/rules.ts";
import { severities, type Answers, type Kind, type Severity } from "../rules.ts";

export const audiences = [
  "management",
  "internal",
  "group",
  "authority",
  "police",
  "customers",
  "people",
  "partners",
  "insurer",
  "employees",
  "press",
] as const;
export type Audience = (typeof audiences)[number];
/** Whom an exercise must never reach. */
const inside: readonly Audience[] = ["management", "internal", "group", "employees"];
export const isOutside = (audience: Audience): boolean => !inside.includes(audience);

export const channels = ["mail", "portal", "telephone", "letter", "meeting"] as const;
export type Channel = (typeof channels)[number];
export const proofs = ["who_when", "reference", "file"] as const;
export type Proof = (typeof proofs)[number];
export const anchors = ["discovered", "reported", "judged", "weighed"] as const;
export type Anchor = (typeof anchors)[number] | "opened";

export const states = [
  "to_write",
  "to_approve",
  "approved",
  "sent",
  "proven",
  "undelivered",
  "omission",
  "omitted",
  "no_longer",
] as const;
export type State = (typeof states)[number];
/** Still owed by somebody. */
export const owed: readonly State[] = [
  "to_write",
  "to_approve",
  "approved",
  "sent",
  "undelivered",
  "omission",
];
/** How far a recipient is: has it and is proven to; taken by the server, its number or paper to come; on its way; back; to be sent; to be told otherwise. */
export const standings = ["reached", "to_prove", "on_its_way", "failed", "to_send", "to_tell"] as const;
export type Standing = (typeof standings)[number];

/** What lowering the severity takes back, as long as it has left to nobody. */
export const unsent: readonly State[] = ["to_write", "to_approve", "approved"];

/** When a line applies; a condition that is not set holds for everything. */
export type Conditions = {
  on: "incident" | "nothing";
  kinds: readonly Kind[];
  severityFrom: Severity;
  needsPersonal: boolean;
  needsProduct: boolean;
  countries: readonly string[];
};

export type Facts = {
  on: "incident" | "nothing";
  kind: Kind;
  severity: Severity;
  isPersonal: boolean;
  isProduct: boolean;
  /** Where its company is, where the companies are that it affects, and where people are whose data it concerns. */
  countries: readonly string[];
};

const rank = (severity: Severity) => severities.indexOf(severity);
export const isGraver = (severity: Severity, than: Severity): boolean => rank(severity) < rank(than);

export const touches = (line: Conditions, facts: Facts): boolean =>
  line.on === facts.on &&
  (line.kinds.length === 0 || line.kinds.includes(facts.kind)) &&
  rank(facts.severity) <= rank(line.severityFrom) &&
  (!line.needsPersonal || facts.isPersonal) &&
  (!line.needsProduct || facts.isProduct) &&
  (line.countries.length === 0 || facts.countries.some((country) => line.countries.includes(country)));

/** What a notice needs to know of a rule of law. */
export type LawRule = Pick<Rule, "stage" | "subject" | "jurisdiction" | "companyId" | "when">;
const stagesFor: Readonly<Partial<Record<Audience, readonly Stage[]>>> = {
  authority: ["first", "full"],
  people: ["people"],
};
/** Whether a rule of law is about telling those whom a notice tells. */
export const isToldTo = (audience: Audience, { stage, companyId }: LawRule): boolean =>
  companyId === null && (stagesFor[audience]?.includes(stage) ?? false);
const isOfData = (rule: LawRule) =>
  leavesOf(rule.when).some((leaf) => "fact" in leaf && leaf.fact === "personal_data");

/** Whether the clock of a rule is the one for whom the line tells, about the same matter, in one of its countries: not the group's own, nor a contract. */
export const isTimedBy = (
  line: Pick<Conditions, "needsPersonal" | "needsProduct" | "countries"> & { audience: Audience },
  rule: LawRule,
): boolean =>
  isToldTo(line.audience, rule) &&
  /^[A-Z]{2}$/.test(rule.jurisdiction) &&
  (rule.subject === "product") === line.needsProduct &&
  isOfData(rule) === line.needsPersonal &&
  (line.countries.length === 0 ||
    [...countriesOf([rule.jurisdiction])].some((country) => line.countries.includes(country)));

/** What a reporter does not know counts as if it were so, as it does for the severity. */
export const isPersonal = (answers: Answers): boolean =>
  answers.data === "yes" || answers.data === "not_known";

const hour = 3_600_000;
export type Moments = Record<(typeof anchors)[number], string | null>;

/** From the moment its line names; where that has not come, from the discovery: no notice waits for a step that nobody took. */
export function dueOf(
  { anchor, hours }: { anchor: (typeof anchors)[number]; hours: number },
  moments: Moments & { discovered: string },
): { startsAt: Date; dueAt: Date } {
  const startsAt = new Date(moments[anchor] ?? moments.discovered);
  return { startsAt, dueAt: new Date(startsAt.getTime() + hours * hour) };
}

export const placeholders = [
  "reference",
  "title",
  "kind",
  "company",
  "severity",
  "discovered",
  "reported",
  "known",
] as const;
export type Values = Record<(typeof placeholders)[number], string>;

/** In one pass: what a value holds is text, also where it looks like a placeholder. */
export const fill = (template: string, values: Values): string =>
  template.replace(/\{([a-z]+)\}/g, (all, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof Values] : all,
  );

/** A template leaves gaps for what nobody knows beforehand; a text that still has one is not ready. */
export const hasGap = (text: string): boolean => text.includes("____");

/** "[Exercise]" once, however often it is written. */
export const marked = (subject: string, mark: string): string =>
  subject.startsWith(mark) ? subject : `${mark} ${subject}`;

export const acts = ["write", "approve", "send", "prove", "omit", "see_omission", "see_ahead"] as const;
export type Act = (typeof acts)[number];
const open: Readonly<Record<Act, readonly State[]>> = {
  write: ["to_write", "to_approve", "approved", "undelivered"],
  approve: ["to_approve"],
  send: ["approved"],
  prove: ["to_write", "to_approve", "approved", "sent", "proven", "undelivered"],
  omit: ["to_write", "to_approve", "approved"],
  see_omission: ["omission"],
  see_ahead: ["proven"],
};
export const isOpenTo = (act: Act, state: State): boolean => open[act].includes(state);

/** Mail leaves with a text that was handed in and approved; what is said or filed elsewhere may have been given before. */
export const needsTextFirst = (channel: Channel, state: State): boolean =>
  channel === "mail" && (state === "to_write" || state === "to_approve");

/** How many of the approvals that its line asks for a notice does not have; those of a text that is being rewritten count no more. */
export const lackingOf = (state: State, approvals: number, given: number): number =>
  state === "to_write" ? approvals : state === "to_approve" ? Math.max(0, approvals - given) : 0;

/** Whether what was given is the proof that the line asks for. */
export const isProof = (proof: Proof, given: { reference: string; fileId: string | null }): boolean =>
  proof === "who_when" || (proof === "reference" ? given.reference.trim() !== "" : given.fileId !== null);
