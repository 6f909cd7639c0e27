// Sources: who says what there is. A source that has not spoken for longer than it should is silent, and what it said is stale; it is
// never taken for nothing.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "../contract.ts";
import { permissions } from "../contract/words.ts";
import { companyIsCalled } from "../entries/filters.ts";
import { like } from "#core/db/like.ts";
import { leaveSource } from "./assigning.ts";
import { forgetSourceJob } from "./ending.ts";
import { silentSince } from "./silence.ts";
import { orderJob } from "#core/jobs/order.ts";
import { importerOf } from "../importers/importers.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
export type Source = Output<(typeof contract)["listSources"]>["rows"][number];

/** The sources that somebody may look at: those of their companies, and the group's. */
export const isReadable = (ctx: Ctx) =>
  sql<boolean>`(s.company_id is null or ${within(ctx, "s.company_id")})`;

type Sought = In<"countSources">;

const sought = (ctx: Ctx, { companyId, search, isSilent }: Sought): RawBuilder<boolean> =>
  sql<boolean>`s.ended_at is null and ${isReadable(ctx)} and ${companyId ? sql`(s.company_id is null or s.company_id = ${companyId}::uuid)` : sql`true`}
    and ${isSilent ? sql`${silentSince} is not null` : sql`true`}
    and ${
      search?.trim()
        ? sql`(folded(s.name) ilike ${like(search)} or ${companyIsCalled(sql`s.company_id`, search)})`
        : sql`true`
    }`;

/** The silent ones first, then by name. */
const place = sql<string>`case when ${silentSince} is null then '1' else '0' end || lower(s.name)`;

export async function listSources(
  ctx: Ctx,
  { after, limit = 50, ...filter }: In<"listSources">,
): Out<"listSources"> {
  const { companyId } = filter;
  if (companyId) await companyInScope(ctx, companyId);
  const at = after?.lastIndexOf("|") ?? -1;
  const { rows } = await sql<Source & { end: string }>`
    with page as materialized (select s.*, ${place} as place from asset_sources s where ${sought(ctx, filter)}
        and ${after ? sql`(${place}, s.id) > (${after.slice(0, at)}, ${after.slice(at + 1)}::uuid)` : sql`true`}
      order by place, s.id limit ${limit + 1})
    select s.id, s.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, s.name, s.kind, s.rank,
      s.sees, s.records, s.expected_hours, s.is_automatic, s.loaded_at, s.said_at, ${silentSince} as silent_since, s.row_version,
      (select count(*)::int from sightings g where g.source_id = s.id and g.absent_since is null and ${within(ctx, "g.company_id")}
        and ${companyId ? sql`g.company_id = ${companyId}::uuid` : sql`true`}) as named,
      (select jsonb_build_object('id', l.id, 'state', l.state, 'openedAt', to_char(l.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from source_loads l where l.source_id = s.id and (l.company_id is null and ${ctx.reach === "group"} or ${within(ctx, "l.company_id")})
        order by l.opened_at desc limit 1) as last_load,
      case when s.company_id is null then ${ctx.reach === "group"}
        else exists (select from permissions_at(${ctx.actor.personId}::uuid, ${[permissions.manage]}::text[], s.company_id)) end as may_change,
      s.place || '|' || s.id as "end"
    from page s
    left join unit_names n on n.unit_id = s.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    order by s.place, s.id`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

export async function countSources(ctx: Ctx, filter: In<"countSources">): Out<"countSources"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { rows } = await sql<{ all: number; silent: number }>`select count(*)::int as all,
      count(*) filter (where ${silentSince} is not null)::int as silent from asset_sources s where ${sought(ctx, filter)}`.execute(
    ctx.db,
  );
  return rows[0] ?? { all: 0, silent: 0 };
}

/** The group's sources name things of every company: only whoever answers for the whole group brings them in. */
export function assertMaySource(ctx: Ctx, companyId: string | null): void {
  if (companyId === null && ctx.reach !== "group") throw forbidden("ledger.source_of_the_group");
}

export type SourceRow = {
  id: string;
  companyId: string | null;
  name: string;
  kind: string;
  rank: number;
  sees: boolean;
  records: boolean;
  isAutomatic: boolean;
  choices: Record<string, unknown>;
  rowVersion: number;
};

/** One that has not ended, for somebody who may change it. */
export async function sourceToChange(ctx: Ctx, id: string): Promise<SourceRow> {
  const { rows } =
    await sql<SourceRow>`select s.id, s.company_id, s.name, s.kind, s.rank, s.sees, s.records, s.is_automatic, s.choices, s.row_version
    from asset_sources s where s.id = ${id}::uuid and s.ended_at is null and ${isReadable(ctx)}`.execute(
      ctx.db,
    );
  const source = found(rows[0], "asset_source");
  assertMaySource(ctx, source.companyId);
  return source;
}

export async function addSource(ctx: Ctx, input: In<"addSource">): Out<"addSource"> {
  const { companyId, name, kind, rank, records, expectedHours, isAutomatic, ledger } = input;
  assertMaySource(ctx, companyId);
  if (companyId) await companyInScope(ctx, companyId);
  const { rows } = await sql<{
    id: string;
  }>`insert into asset_sources (company_id, name, kind, rank, sees, records, expected_hours, is_automatic, choices, created_by)
    values (${companyId}::uuid, ${name.trim()}, ${kind}, ${rank}, ${importerOf(kind).sees}, ${records}, ${expectedHours}, ${isAutomatic},
      ${JSON.stringify(ledger ? { ledger } : {})}::jsonb, ${ctx.actor.personId}::uuid)
    returning id`.execute(ctx.db);
  const { id } = found(rows[0], "asset_source");
  await record(ctx, "asset_source.added", {
    subject: { kind: "asset_source", id, companyId },
    data: { kind, rank, records, expectedHours, isAutomatic },
    personal: { name },
  });
  return { id };
}

export async function changeSource(ctx: Ctx, input: In<"changeSource">): Out<"changeSource"> {
  const { id, name, rank, records, expectedHours, isAutomatic, rowVersion } = input;
  const before = await sourceToChange(ctx, id);
  const { rows } = await sql<{
    rowVersion: number;
  }>`update asset_sources set name = ${name.trim()}, rank = ${rank}, records = ${records},
      expected_hours = ${expectedHours}, is_automatic = ${isAutomatic}, row_version = row_version + 1
    where id = ${id}::uuid and row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const [after] = rows;
  if (!after) throw lostRace("asset_source", input, before);
  await record(ctx, "asset_source.changed", {
    subject: { kind: "asset_source", id, companyId: before.companyId },
    data: { rank, records, expectedHours, isAutomatic },
    personal: { before: before.name, after: name },
  });
  return after;
}

export async function endSource(ctx: Ctx, { id, reason }: In<"endSource">): Out<"endSource"> {
  const source = await sourceToChange(ctx, id);
  await assertIdle(ctx, id);
  await sql`update asset_sources set ended_at = app_now(), row_version = row_version + 1 where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await leaveSource(ctx, id);
  await orderJob(ctx, forgetSourceJob, { companyId: source.companyId, subjectId: id });
  await record(ctx, "asset_source.ended", {
    subject: { kind: "asset_source", id, companyId: source.companyId },
    personal: { reason },
  });
  return {};
}

/** One load of a source at a time: what it names no more is told by comparing with what it named before. */
export async function assertIdle(ctx: Ctx, sourceId: string): Promise<void> {
  const { rows } =
    await sql`select from source_loads l where l.source_id = ${sourceId}::uuid and l.state in ('reading', 'applying')
    and exists (select from jobs j where j.subject_id = l.id and j.state in ('queued', 'running')) limit 1`.execute(
      ctx.db,
    );
  if (rows.length > 0) throw conflict("ledger.source_busy");
}
