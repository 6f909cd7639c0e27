// Loads: what a source has brought, what it would do, what was decided about it, and what became of it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { ledgers as contract } from "../contract.ts";
import { permissions } from "../contract/words.ts";
import type { Choices } from "../importers/importer.ts";
import { forgetSaid, giveCompany } from "../reconciling/said.ts";
import { applyLoadJob } from "./applying.ts";
import { countNobodys, isOvertaken, endWhose, giveNameless } from "./assigning.ts";
import { columnsOfLoad } from "./columns.ts";
import { judge, readLoadJob } from "./reading.ts";
import { isReadable, type LoadRow, loadInScope, stateNow } from "./load-row.ts";
import { assertIdle, assertMaySource, isReadable as isSourceReadable, sourceToChange } from "./sources.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type LoadShown = Output<(typeof contract)["listLoads"]>["rows"][number];

export async function openLoad(ctx: Ctx, { id: sourceId, fileId }: In<"openLoad">): Out<"openLoad"> {
  const source = await sourceToChange(ctx, sourceId);
  await assertIdle(ctx, sourceId);
  const { rows: files } = await sql<{
    name: string;
  }>`select f.name from files f where f.id = ${fileId}::uuid and f.purpose = 'asset_source'
    and ${ctx.reach === "group" ? sql`true` : within(ctx, "f.company_id")}`.execute(ctx.db);
  const file = found(files[0], "file");
  const { rows } = await sql<{
    id: string;
  }>`insert into source_loads (source_id, company_id, file_id, file_name, ordered_by)
    values (${sourceId}::uuid, ${source.companyId}::uuid, ${fileId}::uuid, ${file.name}, ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  const { id } = found(rows[0], "asset_load");
  await orderJob(ctx, readLoadJob, { companyId: source.companyId, subjectId: id });
  await record(ctx, "asset_load.opened", {
    subject: { kind: "asset_load", id, companyId: source.companyId },
    data: { sourceId, fileId },
    personal: { fileName: file.name },
  });
  return { id };
}

const shownColumns = (
  ctx: Ctx,
) => sql`l.id, l.source_id, s.name as source_name, s.kind, l.company_id, l.file_name, ${stateNow} as state, l.extent, l.captured_at,
  l.problem, nullif(l.counts, '{}') as counts, l.opened_at, l.ended_at, ${nameOfActor(ctx.language, sql`l.ordered_by`)} as ordered_by_name,
  (select j.id from jobs j where j.subject_id = l.id order by j.created_at desc limit 1) as job_id, l.row_version`;

export async function listLoads(
  ctx: Ctx,
  { sourceId, after, limit = 50 }: In<"listLoads">,
): Out<"listLoads"> {
  if (sourceId) await assertSource(ctx, sourceId);
  const [at, id] = after?.split("|") ?? [];
  const { rows } = await sql<LoadShown & { end: string }>`select ${shownColumns(ctx)},
      to_char(l.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || l.id as "end"
    from source_loads l join asset_sources s on s.id = l.source_id
    where ${isReadable(ctx)} and ${sourceId ? sql`l.source_id = ${sourceId}::uuid` : sql`true`}
      and ${at ? sql`(l.opened_at, l.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by l.opened_at desc, l.id desc limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

/** A source that the reader may look at. */
async function assertSource(ctx: Ctx, id: string): Promise<void> {
  const { rows } =
    await sql`select from asset_sources s where s.id = ${id}::uuid and ${isSourceReadable(ctx)}`.execute(
      ctx.db,
    );
  found(rows[0], "asset_source");
}

/** While its rows are on the move nothing is counted over them: the page asks every second how far it is. */
const isAtRest = (state: string) => state !== "reading" && state !== "applying";

const isOpen = (state: string) => state === "ready" || state === "held";

export async function getLoad(ctx: Ctx, { id }: In<"getLoad">): Out<"getLoad"> {
  const { rows } = await sql<
    LoadShown & { choices: Choices; job: Output<(typeof contract)["getLoad"]>["job"] }
  >`select ${shownColumns(ctx)}, s.choices,
      (select jsonb_build_object('state', j.state, 'done', j.done, 'total', j.total) from jobs j where j.subject_id = l.id order by j.created_at desc limit 1) as job
    from source_loads l join asset_sources s on s.id = l.source_id where l.id = ${id}::uuid and ${isReadable(ctx)}`.execute(
    ctx.db,
  );
  const load = found(rows[0], "asset_load");
  const may =
    load.companyId === null ? ctx.reach === "group" : await holds(ctx, permissions.manage, load.companyId);
  const nobodys = may ? await countNobodys(ctx, await loadInScope(ctx, id)) : { rows: 0, nameless: 0 };
  return {
    ...load,
    ...(load.kind === "plain" && isAtRest(load.state)
      ? await columnsOfLoad(ctx, id, load.choices)
      : { ledger: null, columns: [] }),
    ...(isOpen(load.state) || load.state === "failed" || nobodys.rows > 0
      ? await sidesOf(ctx, load)
      : { words: [], problems: [] }),
    nameless: nobodys.nameless,
    can: {
      apply:
        may &&
        isOpen(load.state) &&
        (load.counts?.isNew ?? 0) +
          (load.counts?.changed ?? 0) +
          (load.counts?.absent ?? 0) +
          (load.counts?.gone ?? 0) >=
          0,
      drop: may && isOpen(load.state),
      decide:
        may &&
        (isOpen(load.state) || load.state === "failed" || (load.state === "applied" && nobodys.rows > 0)),
    },
  };
}

/** Whose its rows are in the words of the source, the unclear ones first; and what was wrong with how many rows. */
async function sidesOf(ctx: Ctx, load: LoadShown) {
  const words = await sql<{
    word: string;
    rows: number;
    companyId: string | null;
    companyName: string | null;
    isLeftOut: boolean;
  }>`
    select a.belongs_to as word, count(*)::int as rows, (array_agg(a.company_id))[1] as company_id,
      (array_agg(${nameOfUnit(ctx.language, "n")}))[1] as company_name, bool_or(w.word is not null and w.to_company_id is null) as is_left_out
    from arrived a left join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join source_words w on w.source_id = ${load.sourceId}::uuid and w.word = a.belongs_to
    where a.load_id = ${load.id}::uuid and a.belongs_to is not null and ${load.companyId === null}
    group by a.belongs_to order by bool_or(a.company_id is null) desc, count(*) desc, 1 limit 500`.execute(
    ctx.db,
  );
  const problems = await sql<{ code: string; field: string | null; rows: number }>`
    select p.code, p.field, count(*)::int as rows from arrived a
    cross join lateral jsonb_to_recordset(a.problems) as p (code text, field text)
    where a.load_id = ${load.id}::uuid and a.problems is not null group by p.code, p.field order by count(*) desc limit 100`.execute(
    ctx.db,
  );
  return { words: words.rows, problems: problems.rows };
}

/** One that somebody may still decide about. */
async function openLoadOf(ctx: Ctx, id: string, isDeciding = false): Promise<LoadRow> {
  const load = await loadInScope(ctx, id);
  assertMaySource(ctx, load.companyId);
  const { rows } = await sql<{ state: LoadRow["state"]; hasEnded: boolean }>`
    select ${stateNow} as state, s.ended_at is not null as has_ended
    from source_loads l join asset_sources s on s.id = l.source_id where l.id = ${id}::uuid`.execute(ctx.db);
  const state = rows[0]?.state ?? load.state;
  const isOver =
    !isDeciding ||
    (state !== "failed" && (state !== "applied" || (await countNobodys(ctx, load)).rows === 0));
  if (rows[0]?.hasEnded || (!isOpen(state) && isOver)) throw conflict("ledger.load_over");
  return load;
}

export async function decideLoad(ctx: Ctx, input: In<"decideLoad">): Out<"decideLoad"> {
  const { id, words = [], nameless, choices } = input;
  const load = await openLoadOf(ctx, id, true);
  if (nameless) await companyInScope(ctx, nameless);
  if (nameless !== undefined) await giveNameless(ctx, load, nameless);
  for (const { word, companyId } of words) {
    if (companyId) await companyInScope(ctx, companyId);
    await sql`insert into source_words (source_id, company_id, word, to_company_id)
      values (${load.sourceId}::uuid, ${load.companyId}::uuid, ${word}, ${companyId}::uuid)
      on conflict (source_id, word) do update set to_company_id = excluded.to_company_id`.execute(ctx.db);
    await giveCompany(ctx, id, word, companyId);
  }
  if (choices) {
    await sql`update asset_sources set choices = choices || ${JSON.stringify(choices)}::jsonb, row_version = row_version + 1
      where id = ${load.sourceId}::uuid`.execute(ctx.db);
    await sql`update source_loads set state = 'reading', problem = null, ended_at = null, row_version = row_version + 1 where id = ${id}::uuid`.execute(
      ctx.db,
    );
    await orderJob(ctx, readLoadJob, { companyId: load.companyId, subjectId: id });
  } else await judge(ctx, { ...load, isAutomatic: false, ...(await restOf(ctx, load)) });
  await record(ctx, "asset_load.decided", {
    subject: { kind: "asset_load", id, companyId: load.companyId },
    data: {
      sourceId: load.sourceId,
      words: words.length,
      companyIds: [...words.map((one) => one.companyId), ...(nameless === undefined ? [] : [nameless])],
      choices: choices ?? null,
    },
  });
  return {};
}

/** What of an applied load was nobody's: applied as a change, so that what was named before is not taken for absent. */
async function restOf(ctx: Ctx, { id, state, extent }: LoadRow): Promise<Pick<LoadRow, "extent">> {
  if (state !== "applied") return { extent };
  await sql`update source_loads set extent = 'changes', ended_at = null where id = ${id}::uuid`.execute(
    ctx.db,
  );
  return { extent: "changes" };
}

export async function applyLoad(ctx: Ctx, { id, rowVersion }: In<"applyLoad">): Out<"applyLoad"> {
  const load = await openLoadOf(ctx, id);
  if (load.rowVersion !== rowVersion)
    throw lostRace("asset_load", { rowVersion }, { rowVersion: load.rowVersion });
  // A whole file of an earlier day would write over what a later one said.
  if (load.extent === "whole" && (await isOvertaken(ctx, load))) throw conflict("ledger.load_overtaken");
  await sql`update source_loads set state = 'applying', row_version = row_version + 1 where id = ${id}::uuid`.execute(
    ctx.db,
  );
  const jobId = await orderJob(ctx, applyLoadJob, {
    companyId: load.companyId,
    subjectId: id,
    total: load.counts["rows"] ?? null,
  });
  await record(ctx, "asset_load.applying", {
    subject: { kind: "asset_load", id, companyId: load.companyId },
    data: { sourceId: load.sourceId, wasHeld: load.state === "held" },
  });
  return { jobId };
}

export async function dropLoad(ctx: Ctx, { id, reason }: In<"dropLoad">): Out<"dropLoad"> {
  const load = await openLoadOf(ctx, id);
  await forgetSaid(ctx, id);
  await endWhose(ctx, id, "dropped");
  await sql`update source_loads set state = case when applied_at is null then 'dropped' else 'applied' end, ended_at = app_now(), row_version = row_version + 1 where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "asset_load.dropped", {
    subject: { kind: "asset_load", id, companyId: load.companyId },
    data: { sourceId: load.sourceId },
    personal: { reason },
  });
  return {};
}
