// Reading a file and judging its rows, in steps: a list of any length is read once and judged batch by batch, and a
// crash goes on where the last step left off.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { fileStore } from "#core/files/store.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { record } from "#core/events/record.ts";
import { valuesOf } from "#core/sheets/place.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import { leftOutBecause } from "#modules/organization/importing/judging.ts";
import { fieldsOf, type Mapping, type TextRow } from "./heading.ts";
import { type ImportKind, type Judge, kindOf, ownKinds } from "./kinds.ts";
import * as queries from "./queries.ts";
import { recognise, type Table } from "./recognise.ts";
import { remember as rememberColumns, remembered } from "./remembering.ts";
import { keysOfTwins, unawareOf } from "./twins.ts";

const perInsert = 2000;
const perJudging = 1000;

type Checkpoint = { phase: "rows" | "verdicts"; after: number };

export function checkJob(kind: ImportKind): JobKind {
  return { kind: `import.check_${kind.kind}`, permission: kind.permission, run: (job) => check(job, kind) };
}
export const checkJobs = Object.values(ownKinds).map(checkJob);

async function check(job: JobCtx, kind: ImportKind): Promise<Record<string, unknown>> {
  const id = job.job.subjectId ?? "";
  const load = await job.step(async (ctx) => ({ value: await queries.importInScope(ctx, id) }));
  const table = await read(job, kind, load);
  if (table === null) return { state: "failed" };
  let at = job.job.checkpoint as Checkpoint | null;
  const { last } = table;
  if (at === null) {
    await job.step(async (ctx) => {
      await begin(ctx, load, table);
      return { value: null, done: 0, total: last, checkpoint: { phase: "rows", after: 0 } };
    });
    at = { phase: "rows", after: 0 };
  }
  if (at.phase === "rows") await storeRows(job, kind, load, table, at.after);
  await judgeAll(job, kind, load, at.phase === "verdicts" ? at.after : 0, last);
  const twins = await job.step(async (ctx) => ({ value: await keysOfTwins(ctx, load.id) }));
  for (let after = twins.length > 0 ? 0 : null; after !== null; ) {
    const which: RawBuilder<unknown> = sql`r.row_number > ${after} and ${unawareOf(twins)}`;
    after = await job.step<number | null>(async (ctx) => ({
      value: await judgeRows(ctx, await queries.importInScope(ctx, load.id), which),
    }));
  }
  const counts = await job.step(async (ctx) => ({ value: await finish(ctx, load), done: last }));
  return { ...counts };
}

/** Each row is stored, then judged; whoever waits counts the rows of the file. */
const halfOf = (steps: number) => Math.floor(steps / 2);

type Load = queries.ImportRow;

/** The file as a table; null when it is none, which the import then says. */
async function read(job: JobCtx, kind: ImportKind, load: Load): Promise<Table | null> {
  const bytes = await gather(await fileStore().read(load.sha256));
  try {
    return await recognise(bytes, kind, load.options, (labels) =>
      job.step(async (ctx) => ({ value: await remembered(ctx, sourceOf(kind, load), labels) })),
    );
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    const problem = { code: error.code, ...valuesOf(error) };
    await job.step(async (ctx) => {
      await sql`update imports set state = 'failed', problem = ${JSON.stringify(problem)}::jsonb, row_version = row_version + 1
        where id = ${load.id}::uuid`.execute(ctx.db);
      return { value: null };
    });
    return null;
  }
}

async function gather(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A mapping is kept by labels: the next file of this source may have its columns in another order. */
export async function remember(ctx: Ctx, kind: ImportKind, load: Load, mapping: Mapping): Promise<void> {
  const labels = "labels" in load.recognised ? load.recognised.labels : [];
  await rememberColumns(ctx, { ...sourceOf(kind, load), name: load.fileName }, labels, mapping);
}

const sourceOf = (kind: ImportKind, load: Load) => ({ kind: kind.kind, companyId: load.companyId });

async function begin(ctx: Ctx, load: Load, table: Table): Promise<void> {
  const { recognised } = table;
  await sql`delete from import_rows where import_id = ${load.id}::uuid`.execute(ctx.db);
  await sql`update imports set state = 'checking', problem = null, recognised = ${JSON.stringify(recognised)}::jsonb,
      mapping = ${JSON.stringify(recognised.mapping)}::jsonb, counts = '{}' where id = ${load.id}::uuid`.execute(
    ctx.db,
  );
}

async function storeRows(job: JobCtx, kind: ImportKind, load: Load, table: Table, after: number) {
  for await (const rows of inPortions(table.rowsAfter(after), perInsert)) {
    const last = rows.at(-1)?.number ?? 0;
    await job.step(async (ctx) => {
      await queries.insertRows(
        ctx,
        load,
        rows.map((row) => newRow(row, kind, table, load)),
      );
      return { value: null, done: halfOf(last), checkpoint: { phase: "rows", after: last } };
    });
  }
}

async function* inPortions<T>(all: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let portion: T[] = [];
  for await (const one of all) {
    portion.push(one);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** Nothing is dropped: titles, headings, totals and notes are rows too, each with the reason why it is no entry. */
function newRow(row: TextRow, kind: ImportKind, table: Table, load: Load): queries.NewRow {
  const { headingRow, headingRows, mapping } = table.recognised;
  const fields = fieldsOf(row.cells, mapping);
  const keys = kind.keysOf(fields);
  const leftOut = reasonOf(row, headingRow, headingRows, load.options.withHidden ?? false, () =>
    leftOutBecause(row.cells, fields["code"] ?? "", kind.shown.name.map((one) => fields[one] ?? "").join("")),
  );
  return {
    rowNumber: row.number,
    cells: row.cells,
    codeKey: leftOut === null && keys.code !== "" ? keys.code : null,
    nameKey: leftOut === null && keys.name !== "" ? keys.name : null,
    leftOut,
  };
}

function reasonOf(
  row: TextRow,
  headingRow: number,
  headingRows: number,
  withHidden: boolean,
  otherwise: () => string | null,
): string | null {
  if (row.number < headingRow) return "import.above_heading";
  if (row.number < headingRow + headingRows) return "import.heading_row";
  if (row.isHidden && !withHidden) return "import.hidden_row";
  return otherwise();
}

async function judgeAll(job: JobCtx, kind: ImportKind, load: Load, after: number, last: number) {
  let judgeIn: ((ctx: Ctx) => Judge) | null = null;
  for (let from = after; ; ) {
    const next = await job.step(async (ctx) => {
      const rows = await queries.rowsToJudge(ctx, load.id, from, perJudging);
      const end = rows.at(-1)?.rowNumber ?? null;
      if (end === null) return { value: null };
      judgeIn ??= await kind.judge(ctx, load);
      const mapping = (await queries.importInScope(ctx, load.id)).mapping ?? {};
      const judged = await judgeIn(ctx)(rows.map((row) => queries.givenOf(row, mapping)));
      await queries.writeVerdicts(ctx, load.id, judged);
      return { value: end, done: halfOf(last + end), checkpoint: { phase: "verdicts", after: end } };
    });
    if (next === null) return;
    from = next;
  }
}

async function finish(ctx: Ctx, load: Load) {
  await queries.recount(ctx, load.id);
  await sql`update imports set state = 'checked', row_version = row_version + 1 where id = ${load.id}::uuid`.execute(
    ctx.db,
  );
  const { counts } = await queries.importInScope(ctx, load.id);
  await record(ctx, "import.checked", {
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { ...counts },
  });
  return counts;
}

const mostAtOnce = 10_000;

/** Judges anew the rows that fit and are not applied yet, as many as one decision may concern; says which was the last. */
export async function judgeRows(
  ctx: Ctx,
  load: queries.ImportRow,
  which: RawBuilder<unknown>,
): Promise<number | null> {
  const kind = kindOf(load.kind);
  const { rows } = await sql<queries.StoredRow>`
    select r.row_number, r.cells, r.decision from import_rows r
    where r.import_id = ${load.id}::uuid and r.applied_at is null and r.fields is not null and ${which}
    order by r.row_number limit ${mostAtOnce}`.execute(ctx.db);
  const last = rows.at(-1)?.rowNumber ?? null;
  if (last === null) return null;
  const judge = (await kind.judge(ctx, load))(ctx);
  const mapping = load.mapping ?? {};
  await queries.writeVerdicts(ctx, load.id, await judge(rows.map((row) => queries.givenOf(row, mapping))));
  return last;
}
