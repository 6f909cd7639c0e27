// What is decided about an incident: kinds, how grave it may be, the 24 hours, what may be done when. Pure.

/** In the order in which a person is asked; the first six stand large on a phone. */
export const kinds = [
  "lost_device",
  "suspicious_mail",
  "mis_sent",
  "malware",
  "physical",
  "other",
  "ransomware",
  "account_takeover",
  "supplier",
  "web_server",
  "cloud_setting",
  "insider",
  "plant_stop",
  "product_vulnerability",
] as const;
export type Kind = (typeof kinds)[number];
export const mostSeenKinds = 6;

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];
export const actuals = [...severities, "none"] as const;
export type Actual = (typeof actuals)[number];

export const states = ["reported", "open", "contained", "handled", "closed", "nothing"] as const;
export type State = (typeof states)[number];
export const running: readonly State[] = ["reported", "open", "contained", "handled"];

export const channels = ["form", "for_somebody", "link", "mail", "system"] as const;
export type Channel = (typeof channels)[number];

/** What a reporter may be able to say beyond what happened; "not known" is an answer. */
export const questions = ["data", "protected", "spreading", "stopped", "outside"] as const;
export type Question = (typeof questions)[number];
export const said = ["yes", "no", "not_known"] as const;
export type Said = (typeof said)[number];
export type Answers = Partial<Record<Question, Said>>;

const asked: Readonly<Partial<Record<Kind, readonly Question[]>>> = {
  lost_device: ["data", "protected"],
  mis_sent: ["data", "outside"],
  malware: ["spreading", "stopped"],
  ransomware: ["spreading", "stopped"],
  account_takeover: ["data"],
  physical: ["data"],
  supplier: ["data", "stopped"],
  web_server: ["data", "stopped"],
  cloud_setting: ["data", "outside"],
  insider: ["data"],
  plant_stop: ["spreading"],
};

/** Two at most: a report takes a minute. */
export const questionsOf = (kind: Kind): readonly Question[] => asked[kind] ?? [];

/** Where nobody has weighed it yet: what a kind may do at the worst that is likely. */
const atFirst: Readonly<Record<Kind, Severity>> = {
  lost_device: "medium",
  suspicious_mail: "low",
  mis_sent: "medium",
  malware: "medium",
  physical: "medium",
  other: "low",
  ransomware: "critical",
  account_takeover: "high",
  supplier: "medium",
  web_server: "medium",
  cloud_setting: "medium",
  insider: "high",
  plant_stop: "high",
  product_vulnerability: "medium",
};

const up: Readonly<Record<Severity, Severity>> = {
  low: "medium",
  medium: "high",
  high: "critical",
  critical: "critical",
};

/**
 * The damage that is possible, as a report alone tells it (R-19: by potential or actual damage). What a reporter does not know counts as
 * if it were so: data that may be on a device are on it until somebody knows better. What is encrypted and out of reach is no leak.
 */
export function potentialOf(kind: Kind, answers: Answers): Severity {
  const first = atFirst[kind];
  const may = (question: Question) =>
    questionsOf(kind).includes(question) && answers[question] !== undefined && answers[question] !== "no";
  if (kind === "lost_device" && answers.protected === "yes") return "low";
  if (may("data") || may("spreading")) return up[first];
  return first;
}

export const hoursToReport = 24;
const hour = 3_600_000;

/** within 24 elapsed hours of discovery, whatever the zone. */
export const reportDueAt = (discoveredAt: Date): Date =>
  new Date(discoveredAt.getTime() + hoursToReport * hour);

/** At the very moment it is still in time. */
export const isLate = (dueAt: Date, reportedAt: Date | null, now: Date): boolean =>
  (reportedAt ?? now).getTime() > dueAt.getTime();

/** Grave ones wake people: whoever answers for the company takes charge, and headquarters takes note, at whatever hour. */
export const wakes = (severity: Severity): boolean => severity === "critical" || severity === "high";

export const isGraver = (one: Severity, than: Severity): boolean =>
  severities.indexOf(one) < severities.indexOf(than);

const graver = (one: Severity, other: Severity): Severity => (isGraver(one, other) ? one : other);

/**
 * Judged to be of another kind. Until a person has weighed it, it is as grave as that kind by what was said; what one has weighed may
 * become graver by the kind, never harmless by it.
 */
export const potentialAsKind = (
  kind: Kind,
  { answers, potential, isWeighed }: { answers: Answers; potential: Severity; isWeighed: boolean },
): Severity => {
  const byKind = potentialOf(kind, answers);
  return isWeighed ? graver(potential, byKind) : byKind;
};

/** Hours in which headquarters takes note of a report. */
export const hoursToNote = (severity: Severity): number => (wakes(severity) ? 2 : 24);

export const severityOf = (potential: Severity, actual: Actual): Severity =>
  severities.find((one) => one === potential || one === actual) ?? potential;

export const acts = [
  "judge",
  "report",
  "weigh",
  "take_up",
  "contained",
  "handled",
  "close",
  "correct",
  "why_late",
  "note",
  "add",
] as const;
export type Act = (typeof acts)[number];

const open: Readonly<Record<Act, readonly State[]>> = {
  judge: ["reported", "open", "nothing"],
  report: ["reported", "open", "contained", "handled"],
  weigh: running,
  take_up: running,
  contained: ["open"],
  handled: ["contained"],
  close: ["handled"],
  correct: running,
  why_late: states,
  note: states,
  add: states,
};
export const isOpenTo = (act: Act, state: State): boolean => open[act].includes(state);
