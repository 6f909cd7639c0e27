// What a report may become, what it counts and what it proposes. Pure.
import { wilson } from "#core/wilson.ts";
import { severityOf, type Severity } from "#modules/findings/rules.ts";
import { isOverturned, type Verdict } from "../visits/rules.ts";

export const requestStates = ["asked", "answered", "accepted", "withdrawn"] as const;
export type RequestState = (typeof requestStates)[number];
export const agendaKinds = ["opening", "walk", "talk", "other", "closing"] as const;
export type AgendaKind = (typeof agendaKinds)[number];
export const reportStates = ["draft", "sent", "final"] as const;
export type ReportState = (typeof reportStates)[number];
export const settlements = ["upheld", "changed", "withdrawn"] as const;
export type Settlement = (typeof settlements)[number];

/** A visit asks for tens of documents, not for hundreds. */
export const mostRequests = 200;
/** The company has this long for its reply, where the lead says nothing else. */
export const daysToReply = 14;

export const fallsShort = (verdict: Verdict): verdict is "partly" | "not_met" =>
  verdict === "partly" || verdict === "not_met";

/** By the rule of findings; what does not fall short has none. */
export const proposedSeverity = (
  verdict: Verdict,
  control: { isMandatory: boolean; weight: number },
): Severity | null => (fallsShort(verdict) ? severityOf({ verdict, ...control }) : null);

type Counted = {
  saidVerdict: string | null;
  verdict: Verdict;
  settlement: Settlement | null;
  drawn: "mandatory" | "sample" | "added";
};

/** What the auditors took back counts neither way: it is counted apart. */
export const stands = ({ settlement }: Pick<Counted, "settlement">): boolean => settlement !== "withdrawn";

export const overturned = (one: Pick<Counted, "saidVerdict" | "verdict">): boolean =>
  isOverturned(one.saidVerdict, one.verdict);

/** What counts for over-claim: claimed as met and looked at. What could not be seen stays in, as in `opinions`: else the share would grow. */
export const isClaimed = (one: Pick<Counted, "saidVerdict" | "settlement">): boolean =>
  stands(one) && one.saidVerdict === "met";

type Left = { mandatory: number; sample: number; added: number; reason: string };

/** What was drawn or added and not looked at: a report that leaves it out would claim more than was done. */
export const leftOf = ({ seen }: { seen: { left?: Left | null } }): Left & { count: number } => {
  const { mandatory = 0, sample = 0, added = 0, reason = "" } = seen.left ?? {};
  return { mandatory, sample, added, reason, count: mandatory + sample + added };
};

export function countsOf(controls: readonly Counted[]) {
  const standing = controls.filter(stands);
  const of = (verdict: Verdict) => standing.filter((one) => one.verdict === verdict).length;
  return {
    looked: standing.length,
    met: of("met"),
    partly: of("partly"),
    notMet: of("not_met"),
    unknown: of("unknown"),
    overturned: standing.filter(overturned).length,
    withdrawn: controls.length - standing.length,
  };
}
export type Counts = ReturnType<typeof countsOf>;

/**
 * Over-claim (domain.md): of the answers claimed met, the share overturned. The interval stands over the random
 * sample alone; what is mandatory was all looked at and has none, and what an auditor added was chosen because of a doubt.
 */
export function overClaim(controls: readonly Counted[]) {
  const claimed = controls.filter(isClaimed);
  const of = (drawn: Counted["drawn"]) => {
    const rows = claimed.filter((one) => one.drawn === drawn);
    return { overturned: rows.filter(overturned).length, of: rows.length };
  };
  const sample = of("sample");
  return {
    mandatory: of("mandatory"),
    sample,
    added: of("added"),
    interval: sample.of === 0 ? null : wilson(sample.overturned, sample.of),
  };
}

type Replied = { verdict: Verdict; agrees: boolean | null; settlement: Settlement | null };

/** What the company sees differently and nobody has gone through. */
export const isUnsettled = (one: Replied): boolean => one.agrees === false && one.settlement === null;

/** Final is what the company has replied to, or has let its day pass for. */
export const isReplyAwaited = (
  report: { repliedAt: string | null; replyBy: string | null },
  today: string,
): boolean => report.repliedAt === null && report.replyBy !== null && report.replyBy >= today;
