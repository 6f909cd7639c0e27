// The notices and the clocks behind the figures, each a row: what was due when, and when it was given.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { wordIn } from "#modules/clock-rules/naming.ts";
import type { counting } from "./contract.ts";
import { choose } from "./figures.ts";
import type { DueKind } from "./rules.ts";
import { inCountry, isClockDue, isClockInTime, isNoticeDue, isNoticeInTime, isOfCause } from "./sets.ts";

type Listed = Output<typeof counting.listIncidentDues>;

type Reading = { from: RawBuilder<unknown>; columns: RawBuilder<unknown>; inTime: RawBuilder<boolean> };

const read = (ctx: Ctx): Record<DueKind, Reading> => ({
  notices: {
    from: sql`incidents i join incident_notices c on c.incident_id = i.id and ${isNoticeDue}`,
    columns: sql`coalesce(nullif(c.names ->> ${ctx.language}, ''), nullif(c.names ->> 'en', ''), nullif(c.names ->> 'ja', ''), nullif(c.names ->> 'zh', ''), '–') as name,
      c.reached_at as done_at`,
    inTime: isNoticeInTime,
  },
  clocks: {
    from: sql`incidents i join incident_clocks c on c.incident_id = i.id and ${isClockDue} join clock_rules r on r.id = c.rule_id`,
    columns: sql`${wordIn(ctx, "name")} as name, case when c.ended_as = 'notified' then c.ended_at end as done_at`,
    inTime: isClockInTime,
  },
});

export async function listIncidentDues(
  ctx: Ctx,
  {
    what,
    inTime,
    kind,
    country,
    cause,
    after,
    limit = 50,
    ...input
  }: Input<typeof counting.listIncidentDues>,
): Promise<Listed> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  const { chosen } = await choose(ctx, input);
  const of = read(ctx)[what];
  const narrowed = sql`${chosen} and ${kind ? sql`i.kind = ${kind}` : sql`true`} and ${country ? inCountry(ctx, country) : sql`true`}
    and ${cause ? isOfCause(cause) : sql`true`}`;
  const [at, id] = after?.split("|") ?? [];
  const { rows } = await sql<Listed["rows"][number] & { end: string }>`
    select c.id, i.id as incident_id, i.reference, i.title, i.kind, coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name,
      c.due_at, ${of.inTime} as is_in_time, ${of.columns}, c.due_at::text || '|' || c.id::text as "end"
    from ${of.from} join units u on u.id = i.company_id
    left join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${narrowed} and ${inTime === undefined ? sql`true` : sql`${of.inTime} = ${inTime}`}
      and ${at && id ? sql`(c.due_at, c.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by c.due_at desc, c.id desc limit ${limit + 1}`.execute(ctx.db);
  const { rows: counts } = await sql<Pick<Listed, "count" | "inTime">>`
    select count(*)::int as count, count(*) filter (where ${of.inTime})::int as in_time from ${of.from} where ${narrowed}`.execute(
    ctx.db,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row),
    next: last?.end ?? null,
    count: counts[0]?.count ?? 0,
    inTime: counts[0]?.inTime ?? 0,
  };
}
