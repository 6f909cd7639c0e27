// What follows an incident: causes, lessons and what becomes of them, procedures that age. Pure.

/** The harms of the standard's own tags that an incident is a case of; what was none of them, and what nobody found out. */
export const causes = ["attack", "insider", "error", "failure", "not_known"] as const;
export type Cause = (typeof causes)[number];

export const leads = ["finding", "lateral_check", "standard", "nothing"] as const;
export type LeadsTo = (typeof leads)[number];

export const costKinds = [
  "work",
  "outside_help",
  "stopped_business",
  "replacement",
  "notices",
  "fines",
  "other",
] as const;
export const procedureKinds = ["incident", "recovery", "contacts", "communication"] as const;
/** Those nobody ever tried out, those over their turn, those in it. */
export const procedureViews = ["all", "never", "due", "in_time"] as const;
export const proposalViews = ["all", "waiting", "taken", "not_taken"] as const;
export const trialHows = ["read_through", "table_top", "exercise", "real"] as const;
export const worked = ["yes", "partly", "no"] as const;

/** The day so many months after another; of a month that has no such day its last one. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Reading it through finds fewer faults than trying it out: it counts for half of the time. */
export const nextTrialOn = (triedOn: string, everyMonths: number, how: (typeof trialHows)[number]): string =>
  monthsAfter(triedOn, how === "read_through" ? Math.ceil(everyMonths / 2) : everyMonths);

export type Standing = "never" | "due" | "soon" | "tried";
const soonDays = 30;

/** one that was never tried, or whose turn has passed, shows so. */
export function standingOf(triedOn: string | null, nextOn: string, today: string): Standing {
  if (triedOn === null) return "never";
  if (nextOn < today) return "due";
  return Date.parse(nextOn) - Date.parse(today) <= soonDays * 86_400_000 ? "soon" : "tried";
}
