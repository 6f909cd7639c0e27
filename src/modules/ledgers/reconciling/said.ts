// Rows on their way in: written by COPY as a source says them, judged and applied by set.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { copyInto, copyLine } from "#core/db/copy.ts";
import type { Values } from "../contract/words.ts";
import { columnOf, type FieldName, fieldOf } from "../declared/fields.ts";
import { keysOf } from "../declared/keys.ts";
import { type LedgerName, ledgerOf } from "../declared/ledgers.ts";

/** One row as a source says it, in the words of the ledgers. */
export type SaidRow = {
  rowNumber: number;
  ledger: LedgerName;
  /** Null while nobody has said whose it is. */
  companyId: string | null;
  sourceKey: string;
  name: string;
  belongsTo: string | null;
  person: string | null;
  state: "planned" | "in_use" | "stored" | "lost" | "retired";
  seenAt: string | null;
  isGone: boolean;
  values: Values;
  problems: readonly object[];
  /** It says nothing that could become an entry. */
  isRefused: boolean;
  raw: Record<string, unknown>;
};

/**
 * What moves with every look at a thing and says nothing new about it. A change of these alone makes no version and no
 * change in the counts of a load.
 */
export const isFleeting = (name: FieldName) => fieldOf(name).type === "moment";

const columns =
  "load_id, row_number, ledger, company_id, source_key, name, belongs_to, person, state, serial_key, tag_key, name_key, seen_at, is_gone, values, problems, is_refused, digest, raw";

/** Writes the rows of a load; those before are kept, so that it is called portion by portion. */
export async function copySaid(
  ctx: Ctx,
  loadId: string,
  rows: Iterable<SaidRow> | AsyncIterable<SaidRow>,
): Promise<void> {
  await copyInto(ctx.db, `said_rows (${columns})`, linesOf(loadId, rows));
}

async function* linesOf(
  loadId: string,
  rows: Iterable<SaidRow> | AsyncIterable<SaidRow>,
): AsyncGenerator<string> {
  for await (const row of rows) {
    const ledger = ledgerOf(row.ledger);
    const keys = keysOf(ledger, row.name, row.values);
    const values = byColumns(row.values);
    yield copyLine([
      loadId,
      row.rowNumber,
      row.ledger,
      row.companyId,
      row.sourceKey,
      row.name,
      row.belongsTo,
      row.person,
      row.state,
      keys.serialKey,
      keys.tagKey,
      keys.nameKey,
      row.seenAt,
      row.isGone,
      values,
      row.problems.length > 0 ? JSON.stringify(row.problems) : null,
      row.isRefused,
      `\\x${digestOf(row)}`,
      JSON.stringify(row.raw),
    ]);
  }
}

function byColumns(values: Values): string {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined) named[columnOf(name as FieldName)] = value;
  return JSON.stringify(named);
}

/** Two rows with one digest say the same: what was said of the thing, not when it was seen. */
function digestOf(row: SaidRow): string {
  const lasting = Object.entries(row.values)
    .filter(([name, value]) => value !== null && value !== undefined && !isFleeting(name as FieldName))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("md5")
    .update(JSON.stringify([row.name, row.state, row.person, row.isGone, lasting]))
    .digest("hex");
}

/** Forgets what was read of a load: it is read anew, or done with. */
export async function forgetSaid(ctx: Ctx, loadId: string): Promise<void> {
  await sql`delete from arrived where load_id = ${loadId}::uuid`.execute(ctx.db);
}

/** Of several rows with one key the last stands; the others are refused by that reason. @returns how many. */
export async function refuseRepeated(ctx: Ctx, loadId: string): Promise<number> {
  const { numAffectedRows } = await sql`update arrived a set is_refused = true,
      problems = coalesce(a.problems, '[]') || '[{"code": "repeated", "isFatal": true}]'
    from (select row_number, row_number <> max(row_number) over (partition by ledger, source_key) as is_earlier
      from arrived where load_id = ${loadId}::uuid and not is_refused) r
    where a.load_id = ${loadId}::uuid and r.is_earlier and a.row_number = r.row_number`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}

/** Rows whose words have meanwhile been given a company, or are left out. */
export async function giveCompany(
  ctx: Ctx,
  loadId: string,
  belongsTo: string,
  companyId: string | null,
): Promise<void> {
  await sql`update arrived set company_id = ${companyId}::uuid
    where load_id = ${loadId}::uuid and belongs_to = ${belongsTo}`.execute(ctx.db);
}

/** Tells the planner what there is now: without it two large sets are compared row by row, which takes hours. */
export async function measureSaid(ctx: Ctx): Promise<void> {
  await sql`select measure_said()`.execute(ctx.db);
}
