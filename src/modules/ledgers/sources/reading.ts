// A file of a source becomes rows on their way in: read by its format, each given its company, repeated ones told apart; then counted.
// Begun anew after a crash: what was read of it before is forgotten.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { orderJob } from "#core/jobs/order.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import { permissions } from "../contract/words.ts";
import { type Choices, type Reading, type Said, SourceError } from "../importers/importer.ts";
import { importerOf } from "../importers/importers.ts";
import { countLoad, isUnusual } from "../reconciling/counting.ts";
import { copySaid, forgetSaid, measureSaid, refuseRepeated, type SaidRow } from "../reconciling/said.ts";
import { applyLoadJob } from "./applying.ts";
import { askWhose } from "./assigning.ts";
import { type LoadRow, loadInScope } from "./load-row.ts";

const perStep = 20_000;

export const readLoadJob: JobKind = {
  kind: "ledgers.read_load",
  permission: permissions.manage,
  run: readLoad,
};

async function readLoad(job: JobCtx): Promise<Record<string, unknown>> {
  const id = job.job.subjectId ?? "";
  const { load, companyOf } = await job.step(async (ctx) => {
    const load = await loadInScope(ctx, id);
    await forgetSaid(ctx, id);
    return { value: { load, companyOf: await companiesFor(ctx, load) } };
  });
  if (load.state !== "reading") return { state: load.state };
  try {
    const bytes = await gather(await fileStore().read(load.sha256));
    const reading = await importerOf(load.kind).read(bytes, load.choices as Choices);
    const rows = await takeIn(job, load, reading, companyOf);
    if (rows === 0) throw new SourceError("nothing_said");
    return await job.step(async (ctx) => ({ value: await finish(ctx, load, reading, rows), done: rows }));
  } catch (error) {
    if (!(error instanceof SheetError) && !(error instanceof SourceError)) throw error;
    const problem = { code: error.code, ...placeOf(error.details) };
    await job.step(async (ctx) => ({ value: await fail(ctx, load, problem) }));
    return { state: "failed" };
  }
}

const placeOf = (details: object) =>
  Object.fromEntries(Object.entries(details).filter(([name]) => ["row", "column", "value"].includes(name)));

async function gather(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

type CompanyOf = (said: Said) => string | null;

/** Of a company's own source every row is its; of the group's, whoever the row names in the words of the source, by code or name. */
async function companiesFor(ctx: Ctx, load: LoadRow): Promise<CompanyOf> {
  if (load.companyId !== null) return () => load.companyId;
  const words = await sql<{
    word: string;
    toCompanyId: string | null;
  }>`select w.word, w.to_company_id from source_words w
    where w.source_id = ${load.sourceId}::uuid`.execute(ctx.db);
  const units = await sql<{
    id: string;
    words: (string | null)[];
  }>`select u.id, array[u.code, n.name, n.name_en, n.name_ja, n.name_zh] as words
    from units u left join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(ctx.db);
  const byName = new Map<string, string | null>();
  // A name that two companies share says nothing.
  for (const { id, words: names } of units.rows)
    for (const name of new Set(names.flatMap((one) => (one ? [companyNameKey(one)] : []))))
      byName.set(name, byName.has(name) && byName.get(name) !== id ? null : id);
  const said = new Map(words.rows.map((one) => [one.word, one.toCompanyId]));
  return ({ belongsTo }) => {
    if (belongsTo === null) return null;
    return said.has(belongsTo)
      ? (said.get(belongsTo) ?? null)
      : (byName.get(companyNameKey(belongsTo)) ?? null);
  };
}

async function takeIn(job: JobCtx, load: LoadRow, { rows }: Reading, companyOf: CompanyOf): Promise<number> {
  let taken = 0;
  let portion: SaidRow[] = [];
  const write = async () => {
    const now = portion;
    portion = [];
    taken += now.length;
    await job.step(async (ctx) => {
      await copySaid(ctx, load.id, now);
      return { value: null, done: taken };
    });
  };
  for await (const said of rows) {
    portion.push(rowOf(said, companyOf));
    if (portion.length >= perStep) await write();
  }
  if (portion.length > 0) await write();
  return taken;
}

const rowOf = (said: Said, companyOf: CompanyOf): SaidRow => ({
  rowNumber: said.row,
  ledger: said.ledger,
  companyId: companyOf(said),
  sourceKey: said.sourceKey,
  name: said.name,
  belongsTo: said.belongsTo,
  person: said.person,
  state: said.state,
  seenAt: said.seenAt,
  isGone: said.isGone,
  values: said.values,
  problems: said.problems,
  isRefused: said.problems.some((one) => one.isFatal === true),
  raw: said.raw,
});

/** Rows that name no company belong where the person works whom they name. */
async function byPerson(ctx: Ctx, load: LoadRow): Promise<void> {
  if (load.companyId !== null) return;
  await sql`update arrived a set company_id = p.company_id
    from (select lower(p.email) as email, (array_agg(p.company_id))[1] as company_id from people p where p.email is not null
      group by lower(p.email) having count(distinct p.company_id) = 1) p
    where a.load_id = ${load.id}::uuid and a.company_id is null and a.belongs_to is null and a.person is not null
      and lower(a.person) = p.email`.execute(ctx.db);
}

async function finish(
  ctx: Ctx,
  load: LoadRow,
  reading: Reading,
  taken: number,
): Promise<Record<string, unknown>> {
  const { rows: kept } = await sql<{
    count: number;
  }>`select count(*)::int as count from arrived a where a.load_id = ${load.id}::uuid`.execute(ctx.db);
  // A database that came back from a crash meanwhile has forgotten the first of them: what is left is not the file.
  if (kept[0]?.count !== taken) throw new SourceError("lost_on_the_way");
  await measureSaid(ctx);
  await refuseRepeated(ctx, load.id);
  await byPerson(ctx, load);
  await sql`update source_loads set extent = ${reading.extent}, captured_at = ${reading.capturedAt}::timestamptz where id = ${load.id}::uuid`.execute(
    ctx.db,
  );
  return judge(ctx, { ...load, extent: reading.extent });
}

/** Counts what the load would do; what is unusual waits for a person, what a source may do by itself goes on. */
export async function judge(ctx: Ctx, load: LoadRow): Promise<Record<string, unknown>> {
  const judged = await countLoad(ctx, {
    id: load.id,
    sourceId: load.sourceId,
    extent: load.extent ?? "whole",
  });
  const isHeld = isUnusual(judged);
  const state = isHeld ? "held" : load.isAutomatic ? "applying" : "ready";
  await sql`update source_loads set state = ${state}, counts = ${JSON.stringify(judged)}::jsonb, row_version = row_version + 1
    where id = ${load.id}::uuid`.execute(ctx.db);
  await record(ctx, "asset_load.read", {
    subject: { kind: "asset_load", id: load.id, companyId: load.companyId },
    data: { ...judged, isHeld, sourceId: load.sourceId },
  });
  await askWhose(ctx, load);
  if (state === "applying")
    await orderJob(ctx, applyLoadJob, { companyId: load.companyId, subjectId: load.id, total: judged.rows });
  return { state, ...judged };
}

async function fail(ctx: Ctx, load: LoadRow, problem: { code: string }): Promise<null> {
  await forgetSaid(ctx, load.id);
  await sql`update source_loads set state = 'failed', problem = ${JSON.stringify(problem)}::jsonb, ended_at = app_now(), row_version = row_version + 1
    where id = ${load.id}::uuid`.execute(ctx.db);
  await record(ctx, "asset_load.failed", {
    subject: { kind: "asset_load", id: load.id, companyId: load.companyId },
    data: { code: problem.code, sourceId: load.sourceId },
  });
  return null;
}
