// Lent to later modules.
// Loading one inspection in scope with what its rules look at.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { planned } from "#core/db/planned.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { answerClock } from "#modules/rounds/late.ts";
import type { TextLanguage } from "#modules/standards/edition.ts";
import { noteErrata } from "./book.ts";
import { clockOf } from "./clock-of.ts";
import type { AnswerFields, Clock } from "./contract.ts";
import type { ScopeAnswers, ScoredAnswer } from "./scoring/rule-book.ts";

export type InspectionState =
  | "not_begun"
  | "answering"
  | "submitted"
  | "returned"
  | "reviewed"
  | "confirmed"
  | "locked";

export type Inspection = {
  id: string;
  roundId: string;
  companyId: string;
  editionId: string;
  tier: string;
  state: InspectionState;
  dueOn: string;
  /** The clock that runs for its answers: the first one with its postponements, or the one of what was sent back. */
  answerClock: Clock | null;
  /** By that clock ; without one by the end of the due day in the company's zone. */
  isPastDue: boolean;
  submittedAt: string | null;
  submittedBy: string | null;
  reviewedAt: string | null;
  confirmedAt: string | null;
  confirmedBy: string | null;
  confirmedFor: string | null;
  lockedAt: string | null;
  isLate: boolean;
  lateReason: string | null;
  correctedCount: number;
  leftOn: string | null;
  rowVersion: number;
  previousId: string | null;
  roundName: string;
  roundState: string;
  fiscalYear: number;
  reviewDueOn: string;
  confirmDueOn: string;
  nextRoundOn: string | null;
  timeZone: string;
};

export async function inspectionInScope(ctx: Ctx, id: string): Promise<Inspection> {
  return found((await load(ctx, sql`= ${id}::uuid`, sql``))[0], "inspection");
}

/** The same, held until the end: of two who save at once the second counts the answer of the first in its result. */
export async function inspectionToChange(ctx: Ctx, id: string): Promise<Inspection> {
  return found((await load(ctx, sql`= ${id}::uuid`, sql`for no key update of i`))[0], "inspection");
}

/** Those of them that are in scope, in one statement. */
export const inspectionsInScope = (ctx: Ctx, ids: readonly string[]) =>
  load(ctx, sql`= any (${[...ids]}::uuid[])`, sql``);

/** The same, held until the end; in the order of their ids, so that of two who hold several neither waits for ever. */
export const inspectionsToChange = (ctx: Ctx, ids: readonly string[]) =>
  load(ctx, sql`= any (${[...ids]}::uuid[])`, sql`order by i.id for no key update of i`);

async function load(ctx: Ctx, which: RawBuilder<unknown>, lock: RawBuilder<unknown>): Promise<Inspection[]> {
  const { rows } = await planned(sql<Inspection & { errata: number }>`
    select i.*, (select e.errata from editions e where e.id = i.edition_id) as errata, r.name as round_name, r.state as round_state, r.fiscal_year, r.review_due_on, r.confirm_due_on, r.previous_id,
      (r.due_on + interval '1 year')::date as next_round_on, coalesce(f.time_zone, 'UTC') as time_zone,
      ${clockOf("c")} as answer_clock,
      coalesce(c.due_at, (i.due_on + 1)::timestamp at time zone coalesce(f.time_zone, 'UTC')) < app_now() as is_past_due
    from inspections i join rounds r on r.id = i.round_id
    ${answerClock}
    left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    where i.id ${which} and ${within(ctx, "i.company_id")}
      and ${isMineToSee(ctx)}
    ${lock}`).execute(ctx.db);
  for (const { editionId, errata } of rows) noteErrata(ctx, editionId, errata);
  return rows;
}

/** Whoever contributes sees the inspections in which something is handed over to him or her. */
const isMineToSee = (ctx: Ctx) =>
  ctx.permission === "inspection.contribute"
    ? sql`exists (select 1 from delegations d
        where d.inspection_id = i.id and d.person_id = ${ctx.actor.personId}::uuid and d.ended_at is null)`
    : sql`true`;

/** Moves an inspection from one of the states to another; whoever comes second is told. */
export async function move(
  ctx: Ctx,
  inspection: Inspection,
  from: readonly InspectionState[],
  to: InspectionState,
  rowVersion: number,
  set: Record<string, unknown> = {},
): Promise<number> {
  if (!from.includes(inspection.state))
    throw conflict("inspection.not_now", { values: { state: inspection.state } });
  const columns = Object.entries(set).map(([name, value]) => sql`, ${sql.ref(name)} = ${value}`);
  const { rows } = await sql<{
    rowVersion: number;
  }>`update inspections set state = ${to}, row_version = row_version + 1 ${sql.join(columns, sql` `)}
    where id = ${inspection.id}::uuid and row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const row = rows[0];
  if (!row)
    throw lostRace(
      "inspection",
      { rowVersion },
      { rowVersion: inspection.rowVersion, state: inspection.state },
    );
  return row.rowVersion;
}

const openStates: readonly InspectionState[] = ["not_begun", "answering", "returned"];

/**
 * A company has its inspection in hand: it may answer and hand in. What it did not hand in before the round was closed stays
 * so; what came back to it (from the desk, from its executive, for a correction after the lock) goes on to its own lock.
 */
export const isInHand = (inspection: Pick<Inspection, "state" | "roundState" | "submittedAt">): boolean =>
  openStates.includes(inspection.state) &&
  (inspection.roundState !== "closed" || inspection.submittedAt !== null);

export function assertOpen(inspection: Inspection): void {
  if (!isInHand(inspection)) throw conflict("inspection.not_now", { values: { state: inspection.state } });
}

/** The first change makes "not begun" into "answering"; returned stays returned until it is handed in again. */
async function begin(ctx: Ctx, inspection: Inspection): Promise<boolean> {
  if (inspection.state !== "not_begun") return false;
  await sql`update inspections set state = 'answering', begun_at = app_now() where id = ${inspection.id}::uuid and state = 'not_begun'`.execute(
    ctx.db,
  );
  return true;
}

/** @returns the inspection as it stands now. */
export async function recordBegun(ctx: Ctx, inspection: Inspection): Promise<Inspection> {
  if (!(await begin(ctx, inspection))) return inspection;
  await record(ctx, "inspection.begun", { subject: subjectOf(inspection) });
  return { ...inspection, state: "answering" };
}

export const subjectOf = (inspection: Inspection) => ({
  kind: "inspection",
  id: inspection.id,
  companyId: inspection.companyId,
});

export async function scopeOf(ctx: Ctx, inspectionId: string): Promise<ScopeAnswers> {
  return (await scopesOf(ctx, [inspectionId])).get(inspectionId) ?? {};
}

/** The scope answers of several inspections; one without any is missing. */
export async function scopesOf(
  ctx: Ctx,
  inspectionIds: readonly string[],
): Promise<ReadonlyMap<string, ScopeAnswers>> {
  const rows = await ctx.db
    .selectFrom("scopeAnswers")
    .select(["inspectionId", "condition", "isTrue"])
    .where("inspectionId", "in", [...inspectionIds])
    .execute();
  const scopes = new Map<string, Record<string, boolean>>();
  for (const row of rows)
    scopes.set(row.inspectionId, { ...scopes.get(row.inspectionId), [row.condition]: row.isTrue });
  return scopes;
}

export type AnswerRow = ScoredAnswer & {
  how: string | null;
  missing: string | null;
  owner: string | null;
  dueOn: string | null;
  reason: string | null;
  coveragePercent: number | null;
  exceptions: string | null;
  origin: string;
  answeredAt: string;
  answeredByName: string | null;
  rowVersion: number;
  /** The last days of the company's own proof, and of the provider's where the answer is inherited. */
  evidenceDays: string[];
  /** Of an inherited answer: whether the provider's answer still stands, and since when. */
  backing?: "stands" | "changed" | "returned" | "gone" | null;
  backingAt?: string | null;
  backedUntil?: string | null;
  /** Words that it was given to were corrected, and nobody has said yet that it holds. */
  isAskedAgain?: boolean;
  /** With how many errata of the edition the words were read that it was given to. */
  errata?: number;
  /** The language of those words; null where it is not known, as in a workbook. */
  readIn?: TextLanguage | null;
};

export type AnswerBefore = Pick<
  AnswerRow,
  keyof AnswerFields | "rowVersion" | "backedUntil" | "isAskedAgain"
>;
export type Around = {
  scope: ScopeAnswers;
  answers: ScoredAnswer[];
  before: AnswerBefore | null;
  evidenceDays: string[];
};

/** Every answer of an inspection with the last valid days of its evidence, or of one control. */
export async function answersOf(ctx: Ctx, inspectionId: string, controlId?: string): Promise<AnswerRow[]> {
  return (
    (await answersByInspection(ctx, [inspectionId], controlId ? [controlId] : undefined)).get(inspectionId) ??
    []
  );
}

/** The same of several inspections in one statement. */
export async function answersByInspection(
  ctx: Ctx,
  ids: readonly string[],
  controlIds?: readonly string[],
): Promise<Map<string, AnswerRow[]>> {
  const { rows } = await sql<AnswerRow & { inspectionId: string }>`
    select a.inspection_id, a.control_id, a.verdict, a.assurance, a.na_is_allowed, a.maturity, a.how, a.missing, a.owner, a.due_on, a.reason,
      a.coverage_percent, a.exceptions, a.origin, a.answered_at, a.row_version, a.backing, a.backing_at, a.backed_until,
      a.errata, a.read_in, ${isAskedAgain} as is_asked_again, ${nameOfPerson(ctx.language, "p")} as answered_by_name,
      coalesce(u.days, '{}') as evidence_days, u.latest as evidence_valid_until
    from answers a
    left join people p on p.id = a.answered_by
    ${proofOfAnswer}
    where a.inspection_id = any (${ids}::uuid[]) and ${controlIds ? sql`a.control_id = any (${controlIds}::text[])` : sql`true`}`.execute(
    ctx.db,
  );
  return Map.groupBy(rows, (row) => row.inspectionId);
}

const isAskedAgain = sql`exists (select from asked_again q
  where q.inspection_id = a.inspection_id and q.control_id = a.control_id and q.settled_at is null)`;

/** The last days of all that proves an answer `a`: the company's own, and the provider's where it rests on one. */
const proofOfAnswer = sql`left join lateral (select array_agg(x.day::text) as days, max(x.day)::text as latest
  from (select e.valid_until from evidence_uses e where e.inspection_id = a.inspection_id and e.control_id = a.control_id
    union all select a.backed_until where a.backed_until is not null) x (day)) u on true`;

/** What one answer is judged against: the scope, every answer as the rules read it, and the answer itself, in one statement. */
export async function answersAround(ctx: Ctx, inspectionId: string, controlId: string): Promise<Around> {
  const { rows } = await planned(sql<Around>`
    with uses as (select x.control_id, array_agg(x.valid_until::text order by x.valid_until desc) as days from evidence_uses x
      where x.inspection_id = ${inspectionId}::uuid group by x.control_id)
    select (select coalesce(jsonb_object_agg(s.condition, s.is_true), '{}') from scope_answers s
        where s.inspection_id = ${inspectionId}::uuid) as scope,
      coalesce(jsonb_agg(jsonb_build_object('controlId', a.control_id, 'verdict', a.verdict, 'assurance', a.assurance,
        'naIsAllowed', a.na_is_allowed, 'maturity', a.maturity, 'evidenceValidUntil', greatest(u.days[1], a.backed_until::text),
        'origin', a.origin)), '[]') as answers,
      jsonb_agg(jsonb_build_object('verdict', a.verdict, 'how', a.how, 'missing', a.missing, 'owner', a.owner, 'dueOn', a.due_on,
        'reason', a.reason, 'coveragePercent', a.coverage_percent, 'exceptions', a.exceptions, 'maturity', a.maturity,
        'rowVersion', a.row_version, 'backedUntil', a.backed_until, 'isAskedAgain', ${isAskedAgain})) filter (where a.control_id = ${controlId}) -> 0 as before,
      coalesce((select x.days from uses x where x.control_id = ${controlId}), '{}') as evidence_days
    from answers a left join uses u on u.control_id = a.control_id where a.inspection_id = ${inspectionId}::uuid`).execute(
    ctx.db,
  );
  if (!rows[0]) throw new Error("an aggregate without a row");
  return rows[0];
}

/** With the day of the visit that verified it. */
export type SeenAnswer = ScoredAnswer & { seenOn: string | null };

/** The day on which somebody saw on site what an answer says: of an earlier year's visit, or of this year's. */
export const dayOfVisit = (row: string) =>
  sql<string>`coalesce(${sql.ref(`${row}.verified_on`)}, (${sql.ref(`${row}.answered_at`)} at time zone (select time_zone from group_settings))::date)`;

/** What scoring needs of every answer of several inspections. */
export async function answersOfMany(
  ctx: Ctx,
  inspectionIds: readonly string[],
): Promise<ReadonlyMap<string, SeenAnswer[]>> {
  const { rows } = await sql<SeenAnswer & { inspectionId: string }>`
    select a.inspection_id, a.control_id, a.verdict, a.assurance, a.na_is_allowed, a.maturity, a.origin, u.latest as evidence_valid_until,
      case when a.assurance = 'verified' then ${dayOfVisit("a")} end as seen_on,
      case when a.assurance = 'measured' then (select max(x.valid_until)::text from evidence_uses x
        join evidence e on e.id = x.evidence_id and e.reading is not null
        where x.inspection_id = a.inspection_id and x.control_id = a.control_id) end as measured_until
    from answers a ${proofOfAnswer}
    where a.inspection_id = any (${[...inspectionIds]}::uuid[])`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}
