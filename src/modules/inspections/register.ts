// The register of a round's inspections: rows, their counts, reminding those behind them.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { notFound } from "#core/errors.ts";
import { remindAbout } from "#modules/duties/service.ts";
import { answerClock, isOverdue } from "#modules/rounds/late.ts";
import type { inspections } from "./contract.ts";
import type { reviewing } from "./review/contract.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Row = Output<typeof inspections.listInspections>["rows"][number];
type Filter = Pick<
  In<"listInspections">,
  "roundId" | "state" | "result" | "tier" | "divisionId" | "late" | "search"
>;

/** The result that counts now: locked (or restated) once there, else the live one. */
const currentResult = sql`left join lateral (select * from inspection_results x where x.inspection_id = i.id
  and x.basis in ('live', 'locked', 'restated') and (i.state = 'locked' or x.basis = 'live')
  order by case x.basis when 'restated' then 0 when 'locked' then 1 else 2 end limit 1) v on true`;
const runningClock = sql`left join lateral (select * from duties x where x.subject_id = i.id and x.state = 'open'
  and x.person_id is null and x.kind <> 'inspection.question' order by x.due_at limit 1) d on true`;
const rowColumns = sql`i.id, i.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, i.tier, i.state, i.due_on, i.is_late, ${isOverdue} as is_overdue,
  nullif(i.due_on, q.due_on) as own_due_on,
  coalesce(v.answered_count, 0) as answered_count, coalesce(v.required_count, 0) as required_count, v.result,
  coalesce(v.is_provisional, true) as is_provisional, coalesce(v.half_points, 0) as half_points, coalesce(v.weight, 0) as weight,
  coalesce(v.verified_count, 0) as verified_count, m.division_id, i.left_on,
  case when d.id is null then null else jsonb_build_object('startsAt', to_char(d.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'dueAt', to_char(d.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'timeZone', d.time_zone, 'kind', d.kind, 'level', d.level,
    'postponedCount', d.postponed_count,
    'remindedAt', to_char(d.reminded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) end as clock`;
const rowSource = sql`inspections i join units u on u.id = i.company_id join rounds q on q.id = i.round_id
  join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
  join lateral (select * from unit_names x where x.unit_id = i.company_id order by valid_from desc limit 1) n on true
  ${currentResult} ${runningClock} ${answerClock}`;

function narrowed(ctx: Ctx, filter: Filter): RawBuilder<boolean> {
  const conditions = [
    sql`i.round_id = ${filter.roundId}::uuid and ${within(ctx, "i.company_id")}`,
    filter.state ? sql`i.state = ${filter.state}` : null,
    filter.result ? sql`v.result = ${filter.result}` : null,
    filter.tier ? sql`i.tier = ${filter.tier}` : null,
    filter.divisionId ? sql`m.division_id = ${filter.divisionId}::uuid` : null,
    filter.late === undefined ? null : sql`${isOverdue} = ${filter.late}`,
    filter.search
      ? sql`folded(concat_ws(' ', u.code, n.name, n.name_en, n.name_ja, n.name_zh)) ilike ${`%${filter.search.normalize("NFKC").replace(/[\\%_]/g, "\\$&")}%`}`
      : null,
  ];
  return sql<boolean>`${sql.join(
    conditions.filter((one) => one !== null),
    sql` and `,
  )}`;
}

const sorts = {
  code: sql`u.code`,
  // What nothing is due of any more comes after all that is.
  due: sql`coalesce(to_char(d.due_at at time zone 'UTC', 'YYYYMMDDHH24MISS'), '9')`,
  score: sql`lpad(coalesce(1000000::bigint * v.half_points / nullif(v.weight, 0), 0)::text, 10, '0')`,
};

export async function listInspections(ctx: Ctx, input: In<"listInspections">): Out<"listInspections"> {
  const limit = input.limit ?? 100;
  const isDown = input.sort?.startsWith("-") ?? false;
  const by = sorts[(input.sort ?? "code").replace("-", "") as keyof typeof sorts];
  // A code may hold the mark itself; an id never does.
  const mark = input.after?.lastIndexOf("|") ?? -1;
  const [value, id] = mark < 0 ? [] : [input.after?.slice(0, mark), input.after?.slice(mark + 1)];
  const beyond = isDown ? sql`<` : sql`>`;
  const { rows } = await sql<Row & { sortedBy: string }>`
    select ${rowColumns}, ${by} as sorted_by from ${rowSource}
    where ${narrowed(ctx, input)}
      and ${value !== undefined && id ? sql`(${by}, i.id) ${beyond} (${value}, ${id}::uuid)` : sql`true`}
    order by ${by} ${isDown ? sql`desc` : sql``}, i.id ${isDown ? sql`desc` : sql``} limit ${limit + 1}`.execute(
    ctx.db,
  );
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.sortedBy}|${last.id}` : null,
  };
}

type Mine = Output<typeof inspections.listMyInspections>["rows"];

/** Those of the companies one answers for, and those of others in which something was handed to one. */
export async function listMyInspections(ctx: Ctx): Out<"listMyInspections"> {
  const first = await minePer(ctx);
  if (ctx.permission === "inspection.contribute") return { rows: first };
  const helping = await under(ctx, "inspection.contribute");
  if (helping.reach === "none") return { rows: first };
  const known = new Set(first.map((row) => row.id));
  const handed = (await minePer(helping)).filter((row) => !known.has(row.id));
  return { rows: [...first, ...handed].slice(0, 200) };
}

async function minePer(ctx: Ctx): Promise<Mine> {
  const { rows } = await sql<Mine[number]>`
    select ${rowColumns}, i.round_id, r.name as round_name, r.fiscal_year from ${rowSource} join rounds r on r.id = i.round_id
    where r.state = 'open' and ${within(ctx, "i.company_id")} and i.left_on is null
      and (${ctx.permission} <> 'inspection.contribute' or exists (select 1 from delegations x where x.inspection_id = i.id
        and x.person_id = ${ctx.actor.personId}::uuid and x.ended_at is null))
    order by i.due_on, u.code limit 200`.execute(ctx.db);
  return rows;
}

type Counts = Output<typeof reviewing.countInspections>;

/** From the rows of the register, never from answers: proportional to the companies of one round. */
export async function countInspections(
  ctx: Ctx,
  input: Input<typeof reviewing.countInspections>,
): Promise<Counts> {
  const { rows } = await sql<{
    state: string;
    result: string | null;
    late: number;
    count: number;
    unsent: number;
  }>`
    select i.state, v.result, count(*)::int as count, (count(*) filter (where ${isOverdue}))::int as late,
      (count(*) filter (where i.submitted_at is null and i.left_on is null))::int as unsent
    from ${rowSource} where ${narrowed(ctx, input)} group by i.state, v.result`.execute(ctx.db);
  const divisions = await sql<Counts["divisions"][number]>`
    select distinct on (n.unit_id) n.unit_id as id, n.name, n.name_en, n.name_ja, n.name_zh
    from (select distinct m.division_id from round_members m
      where m.round_id = ${input.roundId}::uuid and m.is_in and m.division_id is not null and ${within(ctx, "m.company_id")}) m
    join unit_names n on n.unit_id = m.division_id order by n.unit_id, n.valid_from desc limit 400`.execute(
    ctx.db,
  );
  const sum = (key: "late" | "count" | "unsent") => rows.reduce((total, row) => total + row[key], 0);
  const by = (name: (row: (typeof rows)[number]) => string) =>
    rows.reduce<Record<string, number>>((all, row) => {
      all[name(row)] = (all[name(row)] ?? 0) + row.count;
      return all;
    }, {});
  return {
    total: sum("count"),
    states: by((row) => row.state),
    results: by((row) => row.result ?? "not_known"),
    late: sum("late"),
    notSubmitted: sum("unsent"),
    at: ctx.now.toISOString(),
    divisions: divisions.rows,
  };
}

export async function remindInspections(
  ctx: Ctx,
  input: Input<typeof reviewing.remindInspections>,
): Promise<Output<typeof reviewing.remindInspections>> {
  const { rows } = await sql<{ id: string }>`
    select i.id from inspections i where i.round_id = ${input.roundId}::uuid and i.id = any (${input.inspectionIds}::uuid[])
      and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  if (rows.length < new Set(input.inspectionIds).size) throw notFound("inspection");
  return remindAbout(
    ctx,
    rows.map((row) => row.id),
  );
}
