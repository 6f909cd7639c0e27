// Lent to later modules.
// Which clocks a case has: per company and rule, with the due instant, why it runs, and what nobody has answered yet. Pure: no
// clock moves because a company is added or because a fact of another one is answered.
import type { Calendar } from "#modules/organization/calendar/rules.ts";
import {
  type Held,
  judge,
  keyOfQuestion,
  type Known,
  type People,
  type Question,
  unique,
} from "./conditions.ts";
import { afterPauses, dayIn, type Pause } from "./due.ts";
import {
  type Anchor,
  isRepeated,
  partsOfSubmission,
  proposedOn,
  type Rule,
  rulingOn,
  type Stage,
} from "./rules.ts";

/** When something was so. Moments are added, never changed: the last one recorded of the same kind holds. */
export type Moment = {
  anchor: Anchor;
  /** Which submission (submissionOf), determination or further fact. */
  of: string | null;
  /** Of this company alone; of every company of the case where null. */
  companyId: string | null;
  at: string;
  recordedAt: string;
  /** Nobody has said it: it holds until somebody says when it was. */
  isAssumed?: boolean;
};

export type CaseCompany = Pick<Known, "laws" | "country" | "isEntrusted"> & {
  companyId: string;
  timeZone: string;
  calendar?: Calendar | undefined;
};

export type ClockPause = Pause & {
  companyId: string | null;
  /** Of one rule; of all that may pause where null. */
  ruleKey: string | null;
  reason: string;
};

/** More time than the rule gives by itself, up to what it allows. */
export type ClockExtension = { companyId: string; ruleKey: string; to: string };

export type Case = {
  facts: Known["facts"];
  people: readonly People[] | null;
  companies: readonly CaseCompany[];
  moments: readonly Moment[];
  pauses?: readonly ClockPause[];
  extensions?: readonly ClockExtension[];
  /** The day by which a rule is chosen while its anchor has no moment. */
  today: string;
};

/** `waits` for its anchor; `runs` to a due time; `at_once` has none; `paused` has none until the pause ends. */
export type ClockState = "waits" | "runs" | "at_once" | "paused";

export type Clock = {
  /** Stable while the case changes: the rule, the company and which of several moments started it. */
  id: string;
  ruleId: string;
  ruleKey: string;
  version: number;
  companyId: string;
  subject: Rule["subject"];
  jurisdiction: string;
  stage: Stage;
  /** Only an adopted rule that is in force may be called due; all else is proposed. */
  standing: "due" | "proposed";
  isDraft: boolean;
  /** Whether every condition is met, or some are still to be answered. */
  outcome: "applies" | "possible";
  state: ClockState;
  anchor: Anchor;
  anchorOf: string | null;
  startedAt: string | null;
  /** Whether it counts from a moment that nobody has said yet. */
  isAssumed: boolean;
  dueAt: string | null;
  zone: string;
  softFrom: string | null;
  extendedTo: string | null;
  because: readonly Held[];
  open: readonly Question[];
  /** Due times by what was recorded before the anchor was corrected, the oldest first. */
  earlier: readonly { startedAt: string; dueAt: string | null; recordedAt: string }[];
};

export type ClockOptions = { withDrafts?: boolean };

export function clocksOf(rules: readonly Rule[], of: Case, options: ClockOptions = {}): Clock[] {
  const byKey = Map.groupBy(rules, (rule) => rule.key);
  return of.companies.flatMap((company) => {
    const known = knownBy(company, of);
    return [...byKey.values()].flatMap((versions) =>
      inForce(versions, company, known, of).concat(
        options.withDrafts
          ? versions
              .filter((rule) => rule.status === "draft")
              .flatMap((rule) =>
                runsOf(rule, company, of).flatMap((run) =>
                  made(rule, company, known, run, of, `draft${rule.version}`),
                ),
              )
          : [],
      ),
    );
  });
}

const knownBy = (company: CaseCompany, of: Case): Known => ({
  facts: of.facts,
  laws: company.laws,
  country: company.country,
  isEntrusted: company.isEntrusted,
  people: of.people?.filter((one) => !one.companyId || one.companyId === company.companyId) ?? null,
});

/** The revisions of one moment, the oldest first; none where the anchor is still awaited. */
type Run = { key: string; revisions: readonly Moment[] };

function inForce(versions: readonly Rule[], company: CaseCompany, known: Known, of: Case): Clock[] {
  // Versions may differ in their anchor: each is asked for its own moments, and keeps those on whose day it rules. What a newer
  // one would say once it is adopted stands beside it.
  return versions
    .filter((rule) => rule.status === "in_force")
    .flatMap((rule) =>
      runsOf(rule, company, of).flatMap((run) => {
        const day = dayOfRun(run, company, of);
        if (rulingOn(versions, day)?.version === rule.version) return made(rule, company, known, run, of, "");
        if (proposedOn(versions, day)?.version === rule.version)
          return made(rule, company, known, run, of, `v${rule.version}`);
        return [];
      }),
    );
}

const dayOfRun = (run: Run, company: CaseCompany, of: Case) => {
  const last = run.revisions.at(-1);
  return last ? dayIn(last.at, company.timeZone) : of.today;
};

/** Which of several moments starts the rule, "" where there is but one; null where this one does not. */
function runStartedBy(rule: Rule, one: Moment): string | null {
  if (one.anchor !== rule.anchor) return null;
  if (isRepeated(rule.anchor)) return one.of ?? "";
  if (rule.anchor !== "submitted") return one.of === rule.anchorOf ? "" : null;
  const { ruleKey, run } = partsOfSubmission(one.of ?? "");
  return ruleKey === rule.anchorOf ? run : null;
}

/** What was said goes before what is assumed, however late; of what was said the last holds. */
function byRecord(a: Moment, b: Moment): number {
  const [first, second] = [a.isAssumed ?? false, b.isAssumed ?? false];
  if (first !== second) return first ? -1 : 1;
  return a.recordedAt < b.recordedAt ? -1 : 1;
}

function runsOf(rule: Rule, company: CaseCompany, of: Case): Run[] {
  const meant = of.moments.flatMap((one) => {
    const key = runStartedBy(rule, one);
    const isOurs = one.companyId === null || one.companyId === company.companyId;
    return key !== null && isOurs ? [{ key, one }] : [];
  });
  const groups = [...Map.groupBy(meant, ({ key }) => key).entries()].map(([key, all]) => {
    // What was recorded for the company itself goes before what was recorded for all.
    const own = all.filter(({ one }) => one.companyId !== null);
    const revisions = (own.length > 0 ? own : all).map(({ one }) => one).toSorted(byRecord);
    return { key, revisions };
  });
  return groups.length > 0 ? groups : [{ key: "", revisions: [] }];
}

/** Which of several moments started a clock, from its id. */
export const runOfClock = (id: string): string => id.split("|")[2] ?? "";

/** @param beside what sets it apart from the clock of the version that rules: a draft, a version not adopted yet. */
function made(rule: Rule, company: CaseCompany, known: Known, run: Run, of: Case, beside: string): Clock[] {
  if (rule.companyId !== null && rule.companyId !== company.companyId) return [];
  // A case of a product alone is no incident of the company: none of its clocks runs, nor is asked about.
  if (rule.subject === "company" && known.facts.company_concerned === false) return [];
  const judged = judge({ all: [rule.whose, rule.when] }, known);
  if (judged.value === false) return [];
  const last = run.revisions.at(-1);
  const pauses = rule.mayPause ? pausesOf(rule, company, of) : [];
  const granted = (of.extensions ?? [])
    .filter((one) => one.companyId === company.companyId && one.ruleKey === rule.key)
    .at(-1)?.to;
  const due = last ? extendedBy(granted, dueOf(rule, company, last.at, pauses)) : null;
  const isDraft = rule.status === "draft";
  return [
    {
      id: [rule.key, company.companyId, run.key, beside].join("|"),
      ruleId: rule.id,
      ruleKey: rule.key,
      version: rule.version,
      companyId: company.companyId,
      subject: rule.subject,
      jurisdiction: rule.jurisdiction,
      stage: rule.stage,
      standing: rule.isAdopted && !isDraft ? "due" : "proposed",
      isDraft,
      outcome: judged.value === null ? "possible" : "applies",
      state: !due ? "waits" : due.state,
      anchor: rule.anchor,
      anchorOf: isRepeated(rule.anchor) ? run.key || null : rule.anchorOf,
      startedAt: last?.at ?? null,
      isAssumed: last?.isAssumed ?? false,
      dueAt: due?.dueAt ?? null,
      zone: company.timeZone,
      softFrom: due?.softFrom ?? null,
      extendedTo: due?.extendedTo ?? null,
      because: judged.held,
      open: judged.open,
      earlier: run.revisions.slice(0, -1).map((one) => ({
        startedAt: one.at,
        dueAt: dueOf(rule, company, one.at, pauses).dueAt,
        recordedAt: one.recordedAt,
      })),
    },
  ];
}

const pausesOf = (rule: Rule, company: CaseCompany, of: Case) =>
  (of.pauses ?? []).filter(
    (one) =>
      (one.companyId === null || one.companyId === company.companyId) &&
      (one.ruleKey === null || one.ruleKey === rule.key),
  );

type Due = {
  state: Exclude<ClockState, "waits">;
  dueAt: string | null;
  softFrom: string | null;
  extendedTo: string | null;
};

function dueOf(rule: Rule, company: CaseCompany, startedAt: string, pauses: readonly Pause[]): Due {
  const { unit, amount, softFrom, extension } = rule;
  if (unit === "none" || amount === null)
    return { state: "at_once", dueAt: null, softFrom: null, extendedTo: null };
  const count = (length: { amount: number; unit: Exclude<typeof unit, "none"> }) =>
    afterPauses(startedAt, length, rule, company.timeZone, company.calendar, pauses);
  const dueAt = count({ amount, unit });
  if (dueAt === null) return { state: "paused", dueAt: null, softFrom: null, extendedTo: null };
  return {
    state: "runs",
    dueAt,
    softFrom: softFrom === null ? null : count({ amount: softFrom, unit }),
    extendedTo: extension === null ? null : count(extension),
  };
}

/** To the moment that was granted, never beyond what the rule allows nor before its own due time. */
const extendedBy = (granted: string | undefined, due: Due): Due =>
  granted === undefined || due.dueAt === null || due.extendedTo === null
    ? due
    : {
        ...due,
        dueAt:
          [due.dueAt, granted < due.extendedTo ? granted : due.extendedTo].toSorted().at(-1) ?? due.dueAt,
      };

/** What is still to be asked, each with the clocks that its answer would help to decide. */
export function openQuestions(
  clocks: readonly Clock[],
): { question: Question; companyId: string | null; clocks: Clock[] }[] {
  const open = new Map<string, { question: Question; companyId: string | null; clocks: Clock[] }>();
  for (const clock of clocks)
    for (const question of unique(clock.open)) {
      // Facts and people belong to the case; where a company is, and by which law, to the company.
      const companyId = question.of === "fact" || question.of === "people" ? null : clock.companyId;
      const key = `${keyOfQuestion(question)}|${companyId ?? ""}`;
      const known = open.get(key) ?? { question, companyId, clocks: [] };
      known.clocks.push(clock);
      open.set(key, known);
    }
  return [...open.values()].toSorted((a, b) => b.clocks.length - a.clocks.length);
}
