// What may be taken in an emergency, and for how long. Pure.

/** Each role is taken at one kind of unit; what reaches further than the emergency is not among them. */
export const takenAt = {
  security_officer: "company",
  division_secretary: "division",
  group_office: "group",
  administrator: "group",
} as const;
export type TakenRole = keyof typeof takenAt;
export const takenRoles = Object.keys(takenAt) as TakenRole[];

export const mostHours = 8;
export const usualHours = 4;
/** A reason that somebody else can judge afterwards is a sentence. */
export const shortestReason = 20;
/** Within so many days after its end somebody else says what they think of it. */
export const reviewDays = 3;

/** One after another is a right held in secret: so many of one's own may wait for a judgement. */
export const mostUnjudged = 3;

export type EmergencyState = "in_force" | "to_review" | "reviewed";

export function stateOf(
  { endsAt, verdict }: { endsAt: string; verdict: string | null },
  now: Date,
): EmergencyState {
  if (new Date(endsAt) > now) return "in_force";
  return verdict === null ? "to_review" : "reviewed";
}
