// The register of lateral checks, and what is counted of each.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { withinUnits } from "#core/db/scope.ts";
import type { Severity } from "#modules/findings/rules.ts";
import type { lateralChecks } from "./contract.ts";
import { numberOf } from "./rules.ts";
import { isSeen, isVisible } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;

/** Of the check `c`; the title in the reader's language where it was written in it. */
export const head = (
  ctx: Ctx,
) => sql`c.id, coalesce(c.translations->${ctx.language}->>'title', c.title) as title, c.issuer_unit_id, c.issuer_kind,
  c.issuer_code, c.issuer_name, c.issuer_name_en, c.issuer_name_ja, c.issuer_name_zh, c.fiscal_year, c.serial, c.severity, c.due_on, c.opened_at,
  c.closed_at, c.is_withdrawn, c.is_exercise`;

export type HeadRow = {
  id: string;
  title: string;
  issuerUnitId: string;
  issuerKind: "group" | "division";
  issuerCode: string;
  issuerName: string;
  issuerNameEn: string | null;
  issuerNameJa: string | null;
  issuerNameZh: string | null;
  fiscalYear: number;
  serial: number;
  severity: Severity;
  dueOn: string;
  openedAt: string;
  closedAt: string | null;
  isWithdrawn: boolean;
  isExercise: boolean;
};

const inState = {
  open: sql`c.closed_at is null`,
  closed: sql`c.closed_at is not null and not c.is_withdrawn`,
  withdrawn: sql`c.is_withdrawn`,
} as const;

const stateOf = ({ closedAt, isWithdrawn }: Pick<HeadRow, "closedAt" | "isWithdrawn">) =>
  isWithdrawn ? "withdrawn" : closedAt ? "closed" : "open";

export const headOf = <R extends HeadRow>(
  row: R,
): R & { number: string; state: ReturnType<typeof stateOf> } => ({
  ...row,
  number: numberOf(row),
  state: stateOf(row),
});

/** The open duty of the row `m`, which knows of postponements; late is what is over it. */
export const openDuty = sql`left join lateral (select d.id, d.due_at, d.time_zone from duties d
  where d.subject_id = m.id and d.kind = 'lateral.answer' and d.state = 'open' limit 1) d on true`;
export const isLate = sql<boolean>`coalesce(d.due_at < app_now(), false)`;
export const dueDay = sql<string>`coalesce((d.due_at at time zone d.time_zone)::date, m.due_on)`;
export const standing = sql<string>`case when m.left_on is not null then 'left' else coalesce(m.answer, 'open') end`;
/** Of the row `m`: rules.ts, fallsShort. */
export const fallsShortSql = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`(m.left_on is null and (m.answer = 'affected' or (m.answer = 'fixed' and m.fixed_on > ${ctx.today}::date)))`;

/** How many of the rows `m` with their open duty `d` stand where; who has left is counted apart. */
export const counts = sql`count(*)::int as asked,
  (count(*) filter (where m.left_on is null and m.answer = 'affected'))::int as affected,
  (count(*) filter (where m.left_on is null and m.answer = 'not_affected'))::int as not_affected,
  (count(*) filter (where m.left_on is null and m.answer = 'fixed'))::int as fixed,
  (count(*) filter (where m.left_on is null and m.answer = 'not_known'))::int as not_known,
  (count(*) filter (where m.left_on is null and m.answer is null))::int as "open",
  (count(*) filter (where m.left_on is not null))::int as "left",
  (count(*) filter (where m.left_on is null and ${isLate}))::int as late,
  (count(*) filter (where m.left_on is null and m.noted_at is not null))::int as noted`;

export const noCounts = {
  asked: 0,
  affected: 0,
  notAffected: 0,
  fixed: 0,
  notKnown: 0,
  open: 0,
  left: 0,
  late: 0,
  noted: 0,
};

type Listed = Output<typeof lateralChecks.listLateralChecks>["rows"][number];

export async function listLateralChecks(ctx: Ctx, input: In<"listLateralChecks">): Out<"listLateralChecks"> {
  const limit = input.limit ?? 50;
  const [at, id] = input.after?.split("|") ?? [];
  const asks = (more: RawBuilder<unknown>) =>
    sql`exists (select from lateral_check_members m where m.check_id = c.id and ${withinUnits(ctx, "m.company_id")} and ${more})`;
  const { rows } = await sql<Listed & HeadRow & { orderedAt: string }>`
    select p.*, n.asked, n.affected, n.not_affected, n.fixed, n.not_known, n."open", n."left", n.late, n.noted,
      case when n.mine = 1 then jsonb_build_object('memberId', n.member_id, 'standing', n.standing, 'fixedOn', n.fixed_on, 'isLate', n.late > 0) end as mine
    from (select ${head(ctx)}, to_char(c.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ordered_at
      from lateral_checks c
      where ${isVisible(ctx)}
        and ${input.state ? inState[input.state] : sql`true`}
        and ${input.search?.trim() ? fits(input.search) : sql`true`}
        and ${input.companyId ? asks(sql`m.company_id = ${input.companyId}::uuid`) : sql`true`}
        and ${
          input.isOpen
            ? sql`c.closed_at is null and ${asks(sql`m.left_on is null and (m.answer is null or m.answer = 'not_known')
          and ${input.companyId ? sql`m.company_id = ${input.companyId}::uuid` : sql`true`}`)}`
            : sql`true`
        }
        and ${input.isExercise === undefined ? sql`true` : sql`c.is_exercise = ${input.isExercise}`}
        and ${input.sourceId ? comesFrom(ctx, input.sourceId) : sql`true`}
        and ${at && id ? sql`(c.opened_at, c.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
      order by c.opened_at desc, c.id desc limit ${limit + 1}) p
    left join lateral (select ${counts}, count(*) filter (where ${mine(ctx, input.companyId)}) as mine,
        (array_agg(m.id) filter (where ${mine(ctx, input.companyId)}))[1] as member_id,
        (array_agg(${standing}) filter (where ${mine(ctx, input.companyId)}))[1] as standing,
        (array_agg(m.fixed_on) filter (where ${mine(ctx, input.companyId)}))[1] as fixed_on
      from lateral_check_members m ${openDuty} where m.check_id = p.id and ${isSeen(ctx)}) n on true
    order by p.ordered_at desc, p.id desc`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit).map(headOf),
    next: rows.length > limit && last ? `${last.orderedAt}|${last.id}` : null,
  };
}

const mine = (ctx: Ctx, companyId: string | undefined) =>
  companyId ? sql`m.company_id = ${companyId}::uuid` : withinUnits(ctx, "m.company_id");

/** By any of its words, or by its number as it is quoted. */
const fits = (
  search: string,
) => sql`(folded(concat_ws(' ', c.title, c.translations->'ja'->>'title', c.translations->'en'->>'title',
    c.translations->'zh'->>'title', concat_ws('-', 'L', case when c.issuer_kind = 'division' then c.issuer_code end, c.fiscal_year,
    lpad(c.serial::text, 3, '0')))) ilike ${like(search)})`;

/** Opened because of this record, as far as whoever asked is in scope; or this finding was raised by it. */
const comesFrom = (ctx: Ctx, sourceId: string) =>
  sql`(exists (select from lateral_check_origins o where o.check_id = c.id and o.source_id = ${sourceId}::uuid
      and ${withinUnits(ctx, "o.issuer_unit_id")})
    or exists (select from lateral_check_members m where m.check_id = c.id and m.finding_id = ${sourceId}::uuid and ${isSeen(ctx)}))`;
