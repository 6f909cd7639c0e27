// Where the companies of a round stand.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { Lack, rounds } from "./contract.ts";
import { answerClock, answersDueAt, isOverdue } from "./late.ts";
import { lacksOne } from "./missing.ts";
import { sentBackBy } from "./sent-back.ts";

type Progress = Output<typeof rounds.getRoundProgress>;
type Stage = Progress["stages"][number];

const order = ["not_begun", "answering", "submitted", "returned", "reviewed", "confirmed", "locked"] as const;

/** Only those below the division, as the freeze found them; all without one. */
const standsIn = (divisionId: string | undefined) =>
  divisionId
    ? sql<boolean>`exists (select from round_members q where q.round_id = i.round_id and q.company_id = i.company_id and q.division_id = ${divisionId}::uuid)`
    : sql<boolean>`true`;

const since: RawBuilder<unknown> = sql`case i.state when 'answering' then i.begun_at when 'submitted' then i.submitted_at
  when 'returned' then i.returned_at when 'reviewed' then i.reviewed_at when 'confirmed' then i.confirmed_at
  when 'locked' then i.locked_at end`;

type Row = Omit<Stage, "state"> & { state: Stage["state"]; postponed: number; silent: number };

export async function stagesOf(ctx: Ctx, roundId: string, divisionId?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select i.state, count(*)::int as companies, count(*) filter (where ${isOverdue})::int as late,
      count(*) filter (where ${isOverdue} and i.submitted_at is null)::int as silent,
      count(*) filter (where c.postponed_count > 0)::int as postponed,
      extract(day from app_now() - min(${since}))::int as oldest_days,
      jsonb_path_query_array(jsonb_agg(jsonb_build_object('companyId', i.company_id, 'code', u.code, 'name', n.name, 'nameEn', n.name_en,
        'nameJa', n.name_ja, 'nameZh', n.name_zh) order by ${since}, u.code), '$[0 to 2]') as first
    from inspections i ${answerClock}
    join units u on u.id = i.company_id
    join lateral (select * from unit_names x where x.unit_id = i.company_id order by valid_from desc limit 1) n on true
    where i.round_id = ${roundId}::uuid and i.left_on is null and ${standsIn(divisionId)} and ${within(ctx, "i.company_id")}
    group by i.state`.execute(ctx.db);
  return rows;
}

type Moved = { joined: number; left: number; exempt: number; lacks: Progress["lacks"] };

const nothingMoved: Moved = { joined: 0, left: 0, exempt: 0, lacks: { answer: 0, review: 0, confirm: 0 } };

export async function getRoundProgress(ctx: Ctx, roundId: string, divisionId?: string): Promise<Progress> {
  const rows = await stagesOf(ctx, roundId, divisionId);
  const isNeeded = sql`m.is_in and m.left_on is null and r.state <> 'closed'`;
  const lacking = (lack: Lack) =>
    sql`count(*) filter (where ${isNeeded} and ${lacksOne(ctx, lack, "m.company_id", "i.state")})`;
  const moved = await sql<Moved>`
    select count(*) filter (where m.is_in and m.joined_on is not null and m.left_on is null)::int as joined,
      count(*) filter (where m.is_in and m.left_on is not null)::int as "left",
      count(*) filter (where not m.is_in)::int as exempt,
      jsonb_build_object('answer', ${lacking("answer")}, 'review', ${lacking("review")}, 'confirm', ${lacking("confirm")}) as lacks
    from round_members m join rounds r on r.id = m.round_id
    left join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    where m.round_id = ${roundId}::uuid
      and ${divisionId ? sql`m.division_id = ${divisionId}::uuid` : sql`true`} and ${within(ctx, "m.company_id")}`.execute(
    ctx.db,
  );
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    companies: sum((row) => row.companies),
    stages: order.map((state) => {
      const row = rows.find((one) => one.state === state);
      return {
        state,
        companies: row?.companies ?? 0,
        late: row?.late ?? 0,
        oldestDays: row?.oldestDays ?? null,
        first: row?.first ?? [],
      };
    }),
    late: sum((row) => row.late),
    notKnown: sum((row) => row.silent),
    sentBack: rows.some((row) => row.state === "returned")
      ? await sentBackBy(ctx, roundId, divisionId ? sql`m.division_id = ${divisionId}::uuid` : sql`true`)
      : [],
    postponed: sum((row) => row.postponed),
    ...(moved.rows[0] ?? nothingMoved),
    countedAt: ctx.now.toISOString(),
  };
}

type Late = Output<typeof rounds.listLate>["rows"][number] & { total: number };

export async function listLate(
  ctx: Ctx,
  input: Input<typeof rounds.listLate>,
): Promise<Output<typeof rounds.listLate>> {
  const { rows } = await sql<Late>`
    select i.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, i.id as inspection_id, i.state, i.tier,
      ${answersDueAt} as due_at, coalesce(c.time_zone, (select time_zone from group_settings)) as time_zone,
      coalesce(c.postponed_count, 0) as postponed_count, coalesce(c.level, 0) as level, count(*) over ()::int as total
    from inspections i ${answerClock}
    join units u on u.id = i.company_id
    join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    where i.round_id = ${input.id}::uuid and ${isOverdue} and ${standsIn(input.divisionId)} and ${within(ctx, "i.company_id")}
    order by due_at, u.code limit ${input.limit ?? 100}`.execute(ctx.db);
  return { rows, total: rows[0]?.total ?? 0 };
}

type Standing = { states: Record<string, number>; late: number; left: number };

/** For the list of rounds: companies per state, how many are late and how many left, of several rounds in one statement. */
export async function statesOf(
  ctx: Ctx,
  roundIds: readonly string[],
  divisionId?: string,
): Promise<Map<string, Standing>> {
  const { rows } = await sql<{ roundId: string; state: string; staying: number; late: number; left: number }>`
    select i.round_id, i.state, count(*) filter (where i.left_on is null)::int as staying,
      count(*) filter (where ${isOverdue})::int as late, count(i.left_on)::int as "left"
    from inspections i ${answerClock}
    where i.round_id = any (${roundIds}::uuid[]) and ${standsIn(divisionId)} and ${within(ctx, "i.company_id")}
    group by i.round_id, i.state`.execute(ctx.db);
  const found = new Map<string, Standing>();
  for (const row of rows) {
    const one = found.get(row.roundId) ?? { states: {}, late: 0, left: 0 };
    if (row.staying > 0) one.states[row.state] = row.staying;
    one.late += row.late;
    one.left += row.left;
    found.set(row.roundId, one);
  }
  return found;
}
