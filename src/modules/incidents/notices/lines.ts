// The lines of the decision table as they stand: the group's, and those that divisions and companies added.
import { type RawBuilder, sql } from "kysely";
import type { Static } from "typebox";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { permissions } from "../contract/words.ts";
import type { notices } from "./contract.ts";
import type { Line as LineSchema } from "./contract/words.ts";

export type Line = Static<typeof LineSchema>;
type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
export type LineRow = Output<typeof notices.getNoticeTable>["lines"][number];
export type Level = LineRow["level"];
type Row = Omit<LineRow, keyof Line | "mayChange"> & { content: Line };

const levelOf = sql<Level>`case when l.unit_id is null then 'group' when l.company_id is null then 'division' else 'company' end`;
/** The nearest first: the company's own, its division's, the group's. */
const nearest = sql`case when l.unit_id is null then 2 when l.company_id is null then 1 else 0 end`;

/** Lines with their version of today, or of the version asked for. */
const select = (ctx: Ctx, where: RawBuilder<boolean>) => sql<
  Row & { endedAt: string | null; endedBecause: string | null }
>`
  select l.id, v.n, v.content, l.unit_id, ${levelOf} as level, coalesce(${nameOfUnit(ctx.language, "o")}, ${nameOfUnit(ctx.language, "w")}) as unit_name,
    v.made_at, l.row_version, l.ended_at, l.ended_because
  from notice_lines l
  join lateral (select x.* from notice_line_versions x where x.line_id = l.id order by x.n desc limit 1) v on true
  left join unit_names o on o.unit_id = l.unit_id and holds_on(o.valid_from, o.valid_to, ${ctx.today}::date)
  left join names_of_line_units(array(select y.unit_id from notice_lines y where y.unit_id is not null)) w on w.unit_id = l.unit_id
  where ${where} order by ${nearest}, l.made_at, l.id limit 500`;

/** Those that hold for a company: its own, of the units above it, and the group's. */
export async function linesFor(ctx: Ctx, companyId: string): Promise<(Row & { endedAt: string | null })[]> {
  const { rows } = await select(
    ctx,
    sql`l.ended_at is null and (l.unit_id is null or l.unit_id = ${companyId}::uuid or l.unit_id = any (units_above(${companyId}::uuid)))`,
  ).execute(ctx.db);
  return rows;
}

type Place = { id: string | null; name: string | null; level: Level };

/** Where the actor may set lines: the group's by the right to rule, one's own units by the right to work on incidents. */
export async function placesOf(ctx: Ctx): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name, u.kind as level from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind in ('division', 'company') and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and u.id = any (units_in_scope(${ctx.actor.personId}::uuid, ${permissions.manage}) || units_in_scope(${ctx.actor.personId}::uuid, ${permissions.assess}))
    order by u.kind desc, name limit 199`.execute(ctx.db);
  const { rows: ruling } = await sql`select u.id from units u
    where u.kind = 'group' and u.id = any (units_in_scope(${ctx.actor.personId}::uuid, ${permissions.rule}))`.execute(
    ctx.db,
  );
  return [...(ruling.length > 0 ? [{ id: null, name: null, level: "group" as const }] : []), ...rows];
}

const withRights = ({ content, ...row }: Row, places: readonly Place[]): LineRow => ({
  ...row,
  ...content,
  mayChange: places.some((one) => one.id === row.unitId),
});

export async function getNoticeTable(ctx: Ctx, { companyId }: In<"getNoticeTable">): Out<"getNoticeTable"> {
  if (companyId) await companyInScope(ctx, companyId);
  const { rows } = companyId
    ? { rows: await linesFor(ctx, companyId) }
    : await select(ctx, sql`l.ended_at is null and ${seenLine(ctx)}`).execute(ctx.db);
  const places = await placesOf(ctx);
  return { lines: rows.map((row) => lineOf(row, places)), mayAdd: places.length > 0 };
}

/** Without what only the page of one line shows. */
function lineOf(row: Row & { endedAt?: unknown; endedBecause?: unknown }, places: readonly Place[]): LineRow {
  const { endedAt: _at, endedBecause: _because, ...rest } = row;
  return withRights(rest, places);
}

/** The group's and the divisions' lines are for all who see incidents to read, a company's own within the scope. */
const seenLine = (ctx: Ctx) => sql<boolean>`(l.company_id is null or ${within(ctx, "l.company_id")})`;

export async function getNoticeLine(ctx: Ctx, { id }: In<"getNoticeLine">): Out<"getNoticeLine"> {
  const { rows } = await select(ctx, sql`l.id = ${id}::uuid and ${seenLine(ctx)}`).execute(ctx.db);
  const row = found(rows[0], "notice_line");
  const versions = await sql<Output<typeof notices.getNoticeLine>["versions"][number]>`
    select v.n, v.reason, v.made_at, ${nameOfActor(ctx.language, sql`v.made_by`)} as made_by_name
    from notice_line_versions v where v.line_id = ${id}::uuid order by v.n desc limit 200`.execute(ctx.db);
  const opened = await sql<{
    count: number;
  }>`select count(*)::int as count from incident_notices c where c.line_id = ${id}::uuid
    and not c.is_exercise`.execute(ctx.db);
  return {
    ...lineOf(row, await placesOf(ctx)),
    endedAt: row.endedAt,
    endedBecause: row.endedBecause,
    versions: versions.rows,
    opened: opened.rows[0]?.count ?? 0,
  };
}

export async function getNoticeChoices(ctx: Ctx): Out<"getNoticeChoices"> {
  const positionName = sql`coalesce(nullif(${sql.ref(`p.name_${ctx.language}`)}, ''), p.name)`;
  const { rows } = await sql<Output<typeof notices.getNoticeChoices>["positions"][number]>`
    select p.id, ${positionName} as name, ${nameOfUnit(ctx.language, "n")} as company_name from positions p
    left join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${ctx.reach === "group" ? sql`true` : sql`p.company_id = any ((select scope_of(${ctx.actor.personId}::uuid, ${ctx.permission}))::uuid[])`}
      and (p.ended_on is null or p.ended_on > ${ctx.today}::date) order by company_name, name limit 500`.execute(
    ctx.db,
  );
  return { units: await placesOf(ctx), positions: rows };
}
