// Calls of the companies that one may look at: what waits first, then the newest; who took note, and when.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { risenTo } from "#modules/duties/rules.ts";
import { offBecause } from "./calling.ts";
import type { calls } from "./contract.ts";

type In<K extends keyof typeof calls> = Input<(typeof calls)[K]>;
type Out<K extends keyof typeof calls> = Promise<Output<(typeof calls)[K]>>;
type Row = Output<typeof calls.listCalls>["rows"][number];

/** More open at once are not looked through: nobody reads the difference. */
const mostCounted = 1000;

const ofState: Record<NonNullable<In<"listCalls">["show"]>, RawBuilder<boolean>> = {
  // What is done meanwhile asks nobody, though its call ends a little later.
  open: sql`c.state = 'open' and d.state = 'open'`,
  acknowledged: sql`c.state = 'acknowledged'`,
  unanswered: sql`c.state in ('unanswered', 'risen')`,
};

const asking = (ctx: Ctx, ids: RawBuilder<unknown>) =>
  sql`calls_asking(${ctx.actor.personId}::uuid, (${ids})::uuid[], ${[...risenTo]}::text[])`;
function cursorOf(after: string | undefined) {
  if (!after) return null;
  const [isOpen, openedAt, id] = after.split("|");
  return { isOpen: isOpen === "true", openedAt, id };
}

type Found = Omit<Row, "acknowledgedBy" | "offBecause"> & {
  companyCode: string;
  person: string | null;
  receiver: string | null;
  acknowledgedAs: string | null;
  isAsked: boolean;
  end: string;
};

export async function listCalls(ctx: Ctx, input: In<"listCalls">): Out<"listCalls"> {
  const limit = input.limit ?? 50;
  const after = cursorOf(input.after);
  const wanted = sql.join(
    [
      within(ctx, "c.company_id"),
      ...(input.show ? [ofState[input.show]] : []),
      ...(input.companyId ? [sql`c.company_id = ${input.companyId}::uuid`] : []),
      ...(input.kind ? [sql`d.kind = ${input.kind}`] : []),
      ...(input.search ? [sql`n.sought ilike ${like(input.search)}`] : []),
      ...(after
        ? [
            sql`((c.state = 'open'), c.opened_at, c.id) < (${after.isOpen}::boolean, ${after.openedAt}::timestamptz, ${after.id}::uuid)`,
          ]
        : []),
    ],
    sql` and `,
  );
  const { rows } = await sql<Found>`
    with page as materialized (
      select c.*, d.kind as duty_kind, d.due_at, d.time_zone, d.state = 'open' as is_duty_open, d.is_exercise, u.code as company_code,
        ${nameOfUnit(ctx.language, "n")} as company_name
      from calls c
      join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year
      join units u on u.id = c.company_id
      left join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
      where ${wanted} order by (c.state = 'open') desc, c.opened_at desc, c.id desc limit ${limit + 1}
    ), asked as materialized (select * from ${asking(ctx, sql`select array_agg(p.id) from page p where p.state = 'open'`)} as a (id))
    select p.id, p.duty_kind, p.company_id, p.company_name, p.company_code, p.due_at, p.time_zone, p.is_duty_open, p.is_exercise, p.level, p.nth,
      p.state, p.opened_at, p.answer_by, p.ended_at, p.id in (select id from asked) as is_asked, p.acknowledged_as,
      ${nameOfActor(ctx.language, sql`p.acknowledged_by`)} as person, (select r.name from receivers r where r.id = p.receiver_id) as receiver,
      (p.state = 'open') || '|' || to_char(p.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || p.id as "end"
    from page p order by (p.state = 'open') desc, p.opened_at desc, p.id desc`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(shown), next: last?.end ?? null };
}

function shown({ companyCode, person, receiver, acknowledgedAs, isAsked, end: _end, ...row }: Found): Row {
  return {
    ...row,
    companyName: row.companyName ?? companyCode,
    acknowledgedBy: person ?? ([receiver, acknowledgedAs].filter(Boolean).join(": ") || null),
    offBecause: offBecause({ ...row, isAsked }),
  };
}

export async function countCalls(ctx: Ctx): Out<"countCalls"> {
  const { rows } = await sql<{ open: number; mine: number }>`
    with waiting as materialized (
      select c.id from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year
      where ${ofState.open} and ${within(ctx, "c.company_id")} limit ${mostCounted}
    )
    select (select count(*)::int from waiting) as open,
      (select count(*)::int from ${asking(ctx, sql`select array_agg(w.id) from waiting w`)}) as mine`.execute(
    ctx.db,
  );
  return rows[0] ?? { open: 0, mine: 0 };
}
