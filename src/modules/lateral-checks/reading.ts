// One lateral check with its result, and one company's row as both sides see it.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { lateralChecks } from "./contract.ts";
import { counts, fallsShortSql, head, headOf, type HeadRow, noCounts, openDuty } from "./listing.ts";
import { memberColumns, type MemberRow } from "./members.ts";
import { type Answer, canOf, isLateCorrection } from "./rules.ts";
import { isIssuers, isOwnUnit, isSeen, isVisible } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;
type Check = Output<typeof lateralChecks.getLateralCheck>;
type Asked = Output<typeof lateralChecks.getLateralMember>;

const content = (
  ctx: Ctx,
) => sql`${head(ctx)}, c.original_language, c.title as original_title, c.why, c.look, c.translations, c.questions,
  c.contact, c.source_told, c.end_reason`;
type ContentRow = HeadRow & Omit<Asked["check"], "number" | "state"> & { originalTitle: string };

/** The page shows the versions side by side, so it gets the original; lists say it in the reader's language. */
const contentOf = <R extends ContentRow>({ originalTitle, ...row }: R) => ({
  ...headOf(row as never as R),
  title: originalTitle,
});

type CheckRow = ContentRow &
  Pick<Check, "openedByName" | "endReason" | "askedSha256" | "resultSha256" | "rowVersion" | "isIssuers"> & {
    isOwnUnit: boolean;
  };

export async function getLateralCheck(ctx: Ctx, { id }: In<"getLateralCheck">): Out<"getLateralCheck"> {
  const { rows } = await sql<CheckRow>`
    select ${content(ctx)}, ${nameOfActor(ctx.language, sql`c.opened_by`)} as opened_by_name,
      encode(c.asked_sha256, 'hex') as asked_sha256, encode(c.result_sha256, 'hex') as result_sha256, c.row_version,
      ${isIssuers(ctx)} as is_issuers, ${isOwnUnit(ctx)} as is_own_unit
    from lateral_checks c where c.id = ${id}::uuid and ${isVisible(ctx)}`.execute(ctx.db);
  const row = found(rows[0], "lateral_check");
  const counted = await resultOf(ctx, id);
  const result = row.isExercise ? { ...counted, toRaise: 0 } : counted;
  const { toRaise } = result;
  return {
    ...contentOf(row),
    ...result,
    ...((row.isIssuers && (await originOf(ctx, id))) || noOrigin),
    // To whom else it went is for whoever asked to know.
    askedSha256: row.isIssuers ? row.askedSha256 : null,
    resultSha256: row.isIssuers ? row.resultSha256 : null,
    can: canOf({ ...row, toRaise, owing: result.open + result.notKnown }),
  };
}

type Result = Pick<
  Check,
  keyof typeof noCounts | "matched" | "toRaise" | "findings" | "byDivision" | "byTier"
>;

/** The same rows counted whole, by division and by tier, in one pass. */
async function resultOf(ctx: Ctx, id: string): Promise<Result> {
  const { rows } = await sql<
    typeof noCounts & {
      level: number;
      divisionId: string | null;
      tier: string | null;
      name: string | null;
      matched: number;
      toRaise: number;
      findings: number;
    }
  >`
    select g.*, (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = g.division_id
      and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)) as name
    from (select grouping(m.division_id, m.tier) as level, m.division_id, m.tier, ${counts}, coalesce(sum(m.matched), 0)::int as matched,
        (count(*) filter (where m.finding_id is null and ${fallsShortSql(ctx)}))::int as to_raise, count(m.finding_id)::int as findings
      from lateral_check_members m ${openDuty} where m.check_id = ${id}::uuid and ${isSeen(ctx)}
      group by grouping sets ((), (m.division_id), (m.tier))) g
    order by g.division_id is null, name, g.tier nulls last limit 600`.execute(ctx.db);
  const all = rows.find((row) => row.level === 3);
  return {
    ...(all ?? { ...noCounts, matched: 0, toRaise: 0, findings: 0 }),
    byDivision: rows.filter((row) => row.level === 1),
    byTier: rows.filter((row) => row.level === 2),
  };
}

type Origin = Pick<Check, "rules" | "needsAll" | "exceptions" | "source">;
const noOrigin: Origin = { rules: [], needsAll: false, exceptions: [], source: null };

/** Null where the row's own lock lets nobody else read it. */
async function originOf(ctx: Ctx, id: string): Promise<Origin | null> {
  const { rows } = await sql<Pick<Check, "rules" | "needsAll" | "exceptions"> & NonNullable<Check["source"]>>`
    select o.rules, o.needs_all, o.exceptions, o.source_kind as kind, o.source_id as id, o.source_reference as reference, o.source_words as words,
      (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = o.source_company_id
        and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)) as company_name
    from lateral_check_origins o where o.check_id = ${id}::uuid`.execute(ctx.db);
  if (!rows[0]) return null;
  const { rules, needsAll, exceptions, ...source } = rows[0];
  return { rules, needsAll, exceptions, source };
}

type Row = MemberRow & {
  checkId: string;
  answer: Answer | null;
  dutyId: string | null;
  dueAt: string | null;
  timeZone: string | null;
  isAddressed: boolean;
  isIssuers: boolean;
};

export async function getLateralMember(ctx: Ctx, { id }: In<"getLateralMember">): Out<"getLateralMember"> {
  const { rows } = await sql<Row>`
    select ${memberColumns(ctx)}, m.check_id, m.answer, d.id as duty_id, d.due_at, d.time_zone,
      exists (select from nearest_holders(array[m.company_id], 'lateral.answer') n where n.person_id = ${ctx.actor.personId}::uuid) as is_addressed,
      ${isIssuers(ctx)} as is_issuers
    from lateral_check_members m join lateral_checks c on c.id = m.check_id ${openDuty}
    where m.id = ${id}::uuid and ${isSeen(ctx)}`.execute(ctx.db);
  const row = found(rows[0], "lateral_check");
  const of =
    await sql<ContentRow>`select ${content(ctx)} from lateral_checks c where c.id = ${row.checkId}::uuid and ${isVisible(ctx)}`.execute(
      ctx.db,
    );
  const check = contentOf(found(of.rows[0], "lateral_check"));
  const problem = answerProblem(row, check.closedAt);
  return {
    check,
    member: row,
    entries: await entriesOf(ctx, id),
    said: await saidOf(ctx, id),
    dutyId: row.dutyId,
    dueAt: row.dueAt,
    timeZone: row.timeZone ?? "UTC",
    isReasonNeeded: isLateCorrection(row.answer, row.dueOn, ctx.today),
    isIssuers: row.isIssuers,
    answer: row.answer,
    can: { answer: problem, note: problem ?? (row.notedAt ? "lateral_check.noted_already" : null) },
  };
}

const answerProblem = (row: Row, closedAt: string | null): string | null =>
  !row.isAddressed
    ? "lateral_check.not_addressed"
    : closedAt
      ? "lateral_check.closed"
      : row.leftOn
        ? "lateral_check.left"
        : null;

async function entriesOf(ctx: Ctx, memberId: string): Promise<Asked["entries"]> {
  const { rows } = await sql<Asked["entries"][number]>`
    select e.entry_id, e.ledger, e.name, e.about, e.says from lateral_check_entries e join lateral_check_members m on m.id = e.member_id
    where e.member_id = ${memberId}::uuid and ${isSeen(ctx)} order by e.place limit 100`.execute(ctx.db);
  return rows;
}

async function saidOf(ctx: Ctx, memberId: string): Promise<Asked["said"]> {
  const files: RawBuilder<unknown> = sql`coalesce((select jsonb_agg(jsonb_build_object('id', p.file_id, 'name', p.name) order by p.name, p.file_id)
    from lateral_check_proofs p where p.answer_id = a.id), '[]')`;
  const { rows } = await sql<Asked["said"][number]>`
    select a.id, a.answer, a.fixed_on, a.note, a.reason, a.said_at, ${nameOfActor(ctx.language, sql`a.said_by`)} as said_by_name, ${files} as files
    from lateral_check_answers a join lateral_check_members m on m.id = a.member_id
    where a.member_id = ${memberId}::uuid and ${isSeen(ctx)} order by a.said_at desc, a.id desc limit 100`.execute(
    ctx.db,
  );
  return rows;
}
