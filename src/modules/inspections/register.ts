// The register of a round's inspections: rows, those of one's own, reminding those behind them.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { notFound } from "#core/errors.ts";
import { remindAbout } from "#modules/duties/service.ts";
import type { inspections } from "./contract.ts";
import { narrowed, rowColumns, rowSource } from "./register-rows.ts";
import type { reviewing } from "./review/contract.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Row = Output<typeof inspections.listInspections>["rows"][number];

const sorts = {
  code: sql`u.code`,
  due: sql`to_char(coalesce(d.due_at, i.due_on::timestamptz) at time zone 'UTC', 'YYYYMMDDHH24MISS')`,
  score: sql`lpad(coalesce(1000000::bigint * v.half_points / nullif(v.weight, 0), 0)::text, 10, '0')`,
};

export async function listInspections(ctx: Ctx, input: In<"listInspections">): Out<"listInspections"> {
  const limit = input.limit ?? 100;
  const { by, isDown } = orderOf(input.sort ?? "code");
  const direction = isDown ? sql`desc` : sql``;
  const { rows } = await sql<Row & { sortedBy: string }>`
    select ${rowColumns}, ${by} as sorted_by from ${rowSource}
    where ${narrowed(ctx, input)} and ${beyond(input.after, by, isDown)}
    order by ${by} ${direction}, i.id ${direction} limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? `${last.sortedBy}|${last.id}` : null,
  };
}

function orderOf(sort: NonNullable<In<"listInspections">["sort"]>) {
  return { by: sorts[sort.replace("-", "") as keyof typeof sorts], isDown: sort.startsWith("-") };
}

/** The rows behind the last one of the page before: its value and its id, with a mark between. */
function beyond(after: string | undefined, by: RawBuilder<unknown>, isDown: boolean): RawBuilder<boolean> {
  // A code may hold the mark itself; an id never does.
  const mark = after?.lastIndexOf("|") ?? -1;
  if (after === undefined || mark < 0 || mark === after.length - 1) return sql<boolean>`true`;
  const [value, id] = [after.slice(0, mark), after.slice(mark + 1)];
  return sql<boolean>`(${by}, i.id) ${isDown ? sql`<` : sql`>`} (${value}, ${id}::uuid)`;
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
