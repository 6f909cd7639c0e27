// What the answering page works out by itself: what is still open, how long it takes, where it leads, and what does not
// fit together. Pure; results come from the same rules as the server's.
import type { Output } from "#core/contract.ts";
import type { inspections } from "../../contract.ts";
import { mandatoryOf, resultOf } from "../../scoring/judge.ts";
import type { Result } from "../../scoring/rule-book.ts";
import { percentShown, type Points, ratio, settle, sum } from "../../scoring/settle.ts";
import type { Draft, Fields, Verdict, WholeControl } from "./kept.ts";
import { isUnproven } from "./moved.ts";

export type Inspection = Output<typeof inspections.getInspection>;
export type AskedRow = Output<typeof inspections.listAskedControls>["rows"][number];

/** A question on scope that still waits: for its answer, or for the reason of a "no" that needs one. */
export const isScopeLeft = (one: Inspection["scope"][number]): boolean =>
  one.isTrue === null || one.needsReason;

/** A row as it stands with what this device has on top of it. */
export type Row = AskedRow & { isWaiting: boolean; isDone: boolean };

/** The words that it was given to were corrected since. */
export const askedAgain = "answer.asked_again";

/** Which codes a missing field gives; the server says the same once it has the answer. */
const codeOf: Record<string, string> = {
  evidence: "answer.needs_evidence",
  missing: "answer.needs_missing",
  owner: "answer.needs_owner",
  dueOn: "answer.needs_due",
  reason: "answer.needs_reason",
  coveragePercent: "answer.needs_coverage",
  maturity: "answer.needs_maturity",
};

/** What an answer that only this device has still lacks. */
export function lacksHere(
  demanded: readonly string[],
  fields: Fields,
  evidenceCount: number,
  isInherited = false,
): string[] {
  const given = fields as unknown as Record<string, unknown>;
  const lacks = demanded.filter((name) =>
    name === "evidence"
      ? evidenceCount === 0
      : given[name] === null || given[name] === undefined || String(given[name]).trim() === "",
  );
  const isPartial = typeof fields.coveragePercent === "number" && fields.coveragePercent < 100;
  const needsExceptions =
    fields.verdict === "met" &&
    (demanded.includes("coveragePercent") || isInherited) &&
    isPartial &&
    !fields.exceptions?.trim();
  return [
    ...lacks.flatMap((name) => codeOf[name] ?? []),
    ...(needsExceptions ? ["answer.needs_exceptions"] : []),
  ];
}

/** Lays the drafts of this device over what the server last said. */
export function overlay(
  rows: readonly AskedRow[],
  drafts: ReadonlyMap<string, Draft>,
  wholeOf: (controlId: string) => WholeControl | undefined,
  proofCountOf: (controlId: string) => number,
): Row[] {
  return rows.map((row) => {
    const draft = drafts.get(row.controlId);
    const isNewer = draft && (draft.state !== "saved" || (draft.base ?? 0) > (row.rowVersion ?? 0));
    const evidenceCount = row.evidenceCount + proofCountOf(row.controlId);
    if (!draft || !isNewer)
      return {
        ...row,
        evidenceCount,
        isWaiting: false,
        isDone: isDoneThere(row),
      };
    const demanded = wholeOf(row.controlId)?.demanded[draft.fields.verdict] ?? [];
    const ofThis =
      draft.state === "saved" && draft.problems
        ? draft.problems.filter((code) => code !== "answer.needs_evidence" || evidenceCount === 0)
        : lacksHere(
            // Proof of an inherited answer lies with the provider of the service.
            demanded.filter((name) => name !== "evidence" || draft.origin !== "inherited"),
            draft.fields,
            evidenceCount,
            draft.origin === "inherited",
          );
    // Whether it is an answer to the corrected words is said by itself, not by another answer.
    const stays = row.problems.includes(askedAgain) && !ofThis.includes(askedAgain) ? [askedAgain] : [];
    const problems = [
      ...ofThis.filter((code) => code !== askedAgain || row.problems.includes(code)),
      ...stays,
    ];
    return {
      ...row,
      verdict: draft.fields.verdict,
      proposal: null,
      rowVersion: draft.base,
      evidenceCount,
      problems,
      isWaiting: draft.state !== "saved",
      isDone: problems.length === 0,
    };
  });
}

/** Required controls that are not done; recommended ones may be left, unless they were begun. */
export const isOpen = (row: Pick<Row, "isDone" | "need" | "verdict">): boolean =>
  !row.isDone && (row.need === "required" || row.verdict !== null);

/** In a returned inspection only what was returned asks for something. */
export const isReturned = (row: Pick<Row, "review" | "problems">): boolean =>
  row.review?.decision === "returned" || row.problems.includes(askedAgain);

/** What still waits for its company: the one rule of the answering page and of the home page. */
export const isLeft = (
  row: Pick<Row, "isDone" | "need" | "verdict" | "review" | "problems">,
  isBack: boolean,
) => isOpen(row) || (isBack && isReturned(row));

/** As the server has it, with nothing on top. */
export const isDoneThere = (row: Pick<AskedRow, "verdict" | "problems">): boolean =>
  row.verdict !== null && row.problems.length === 0;

export type Forecast = { result: Result; points: Points; areas: Readonly<Record<string, Points>> };

/** The row's own answer as it counts: a met answer whose proof is lacking is none yet. */
export const counted = (row: Row): Verdict | null =>
  row.verdict === "met" && isUnproven(row.problems) ? null : row.verdict;

/** Where it leads by these verdicts. Computed by the rules of the standard. */
export function forecastOf(
  rows: readonly Row[],
  scoring: Inspection["scoring"],
  verdictOf: (row: Row) => Verdict | null,
): Forecast {
  const settled = rows
    .filter((row) => row.need === "required")
    .map((row) => {
      const verdict = verdictOf(row);
      const asked = {
        control: { id: row.controlId, area: row.area, weight: row.weight },
        demand: "required" as const,
        because: "tier" as const,
        isMandatory: row.isMandatory,
      };
      const given = verdict
        ? {
            controlId: row.controlId,
            verdict,
            assurance: "declared" as const,
            naIsAllowed: row.verdict === verdict ? row.naIsAllowed : null,
          }
        : undefined;
      return { area: row.area, ...settle(asked as never, given) };
    });
  const book = {
    ...scoring,
    controls: [],
    maturity: { weights: [], tiers: [] },
    evidenceDays: {},
    visitYears: {},
  };
  const { gaps, partly } = mandatoryOf(settled);
  const points = sum(settled);
  const byArea = Map.groupBy(settled, (one) => one.area);
  return {
    result: resultOf(book, points, gaps.length, partly.length),
    points,
    areas: Object.fromEntries([...byArea].map(([area, those]) => [area, sum(those)])),
  };
}

/** What is open taken as last year; what may not be taken over as met because its proof ran out is not met. */
export const asLastYear = (row: Row): Verdict | null => {
  if (row.verdict) return counted(row);
  if (row.proposal?.verdict === "met" && isUnproven(row.proposal.lacks)) return null;
  return row.proposal?.verdict ?? row.lastVerdict;
};

export const scoreOf = (points: Points | undefined): number | null => {
  if (!points) return null;
  const percent = percentShown(points, 0);
  return percent === null ? ratio(points) : percent / 100;
};

export type Contradiction =
  | { code: "evidence_expired"; day: string }
  | { code: "verified_otherwise"; verdict: Verdict; year: number }
  | { code: "judged_otherwise"; verdict: Verdict }
  | { code: "gap_still_planned"; day: string; year: number }
  | { code: "ledger_says_less"; percent: number }
  | { code: "service_says_less"; verdict: Verdict; provider: string };

const rank: Record<Verdict, number> = { met: 3, partly: 2, not_met: 1, unknown: 0, not_applicable: 4 };

/** What is known and does not fit the answer; a sentence each, never a lock. */
export function contradictionsOf(
  whole: WholeControl,
  verdict: Verdict | null,
  today: string,
): Contradiction[] {
  if (!verdict) return [];
  const found: Contradiction[] = [];
  const days = whole.evidence.map((one) => one.validUntil).toSorted();
  const latest = days.at(-1);
  if (verdict === "met" && latest && latest < today) found.push({ code: "evidence_expired", day: latest });
  const { last, review, inherited, measured } = whole;
  if (verdict === "met" && measured && measured.staleSince === null && measured.verdict !== "met")
    found.push({ code: "ledger_says_less", percent: measured.percent });
  if (last?.answer.assurance === "verified" && rank[verdict] > rank[last.answer.verdict])
    found.push({ code: "verified_otherwise", verdict: last.answer.verdict, year: last.fiscalYear });
  else if (verdict === "met" && last?.answer.verdict === "partly" && (last.answer.dueOn ?? "") > today)
    found.push({ code: "gap_still_planned", day: last.answer.dueOn ?? "", year: last.fiscalYear });
  if (review?.decision === "returned" && rank[verdict] > rank[review.verdict])
    found.push({ code: "judged_otherwise", verdict: review.verdict });
  if (inherited && verdict === "met" && inherited.answer.verdict !== "met")
    found.push({
      code: "service_says_less",
      verdict: inherited.answer.verdict,
      provider: inherited.providerName,
    });
  return found;
}

/** How many of these controls are done and out of how many; with what is left they add up, also after some came back. */
export function progressOf(rows: readonly Row[], open: readonly Row[]): { done: number; total: number } {
  const owed = rows.filter((row) => row.need === "required" || open.includes(row));
  return { done: owed.filter((row) => !open.includes(row)).length, total: owed.length };
}

/** Seconds per control that are assumed until this person's own pace is known. */
export const assumedSeconds = { proposed: 15, fresh: 90 };

/** Minutes left: by one's own median pace once there are five answers of it, else by the assumption. */
export function minutesLeft(
  open: readonly Row[],
  paces: readonly number[],
): { minutes: number; isOwnPace: boolean } {
  const own = paces.toSorted((one, other) => one - other)[Math.floor(paces.length / 2)];
  const isOwnPace = paces.length >= 5 && own !== undefined;
  const seconds = open.reduce(
    (total, row) =>
      total +
      (isOwnPace
        ? own
        : row.measured?.verdict === "met" || (row.proposal && row.proposal.lacks.length === 0)
          ? assumedSeconds.proposed
          : assumedSeconds.fresh),
    0,
  );
  return { minutes: Math.max(open.length > 0 ? 1 : 0, Math.round(seconds / 60)), isOwnPace };
}
