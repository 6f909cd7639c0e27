// The lines of an exported file, and what its proof has to know of them.
import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type Block, exportColumns, type ExportRow, perBlock } from "#core/events/export-proof.ts";
import { csvCell } from "#core/exports/csv.ts";
import { textsOf } from "#core/text/own-texts.ts";

export type Format = "jsonl" | "csv";

const words = textsOf("trail", "access");

/** A page of found events as rows of the file: whatever is hashed as the text that was hashed. */
export async function exportRows(
  ctx: Ctx,
  page: RawBuilder<unknown>,
  withValues: boolean,
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    with page as materialized (${page}), names as materialized (
      select n.* from names_in_trail(array(select actor_id from page union select on_behalf_of from page)) n
    )
    select e.id::text, e.era::text, e.xid::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.verb,
      e.actor_id, e.on_behalf_of, e.subject_kind, e.subject_id, e.company_id, e.request_id, e.data::text as data,
      encode(e.values_hash, 'hex') as values_hash, encode(e.hash, 'hex') as hash,
      (select s.n from seals s where s.era = e.era and s.xid_to > e.xid order by s.era, s.xid_to limit 1) as seal,
      ${nameOfPerson(ctx.language, "a")} as actor_name, ${nameOfPerson(ctx.language, "b")} as on_behalf_of_name,
      ${nameOfUnit(ctx.language, "u")} as company_name,
      ${withValues ? sql`v.content::text` : sql`null`} as values,
      ${withValues ? sql`case when v.content is not null then encode(v.salt, 'hex') end` : sql`null`} as salt,
      ${withValues ? sql`v.erased_at is not null` : sql`false`} as is_erased
    from page e
    left join names a on a.id = e.actor_id
    left join names b on b.id = e.on_behalf_of
    left join unit_names u on u.unit_id = e.company_id and holds_on(u.valid_from, u.valid_to, group_today())
    ${withValues ? sql`left join event_values v on v.event_id = e.id` : sql``}
    order by e.id desc`.execute(ctx.db);
  return rows.map((row) => ({ ...row, what: words()(ctx.language, `events.${row.verb}`) }));
}

/** Excel takes the mark before the heading for UTF-8. */
const heading = `\uFEFF${exportColumns.join(",")}\r\n`;

const lineOf = (row: ExportRow, format: Format): string =>
  format === "jsonl"
    ? `${JSON.stringify(Object.fromEntries(exportColumns.map((name) => [name, row[name]])))}\n`
    : `${exportColumns.map((name) => csvCell(typeof row[name] === "boolean" ? String(row[name]) : row[name])).join(",")}\r\n`;

export type Written = {
  count: number;
  unsealed: number;
  firstId: string | null;
  lastId: string | null;
  seals: { from: number; to: number } | null;
  blocks: Block[];
};

/** Gives the file piece by piece and notes in `written` what the proof needs. */
export async function* fileOf(
  pages: AsyncIterable<readonly ExportRow[]>,
  format: Format,
  written: Written,
): AsyncGenerator<Uint8Array> {
  if (format === "csv") yield Buffer.from(heading);
  let block: { rows: ExportRow[]; hash: ReturnType<typeof createHash> } | null = null;
  const close = () => {
    const [first, last] = [block?.rows[0], block?.rows.at(-1)];
    if (block && first && last)
      written.blocks.push({
        firstId: first.id,
        lastId: last.id,
        rows: block.rows.length,
        sha256: block.hash.digest("hex"),
      });
    block = null;
  };
  for await (const rows of pages) {
    let text = "";
    for (const row of rows) {
      block ??= { rows: [], hash: createHash("sha256") };
      const line = lineOf(row, format);
      block.hash.update(line);
      block.rows.push(row);
      if (block.rows.length === perBlock) close();
      note(written, row);
      text += line;
    }
    if (text) yield Buffer.from(text);
  }
  close();
  // A file with nothing in it would be no file.
  if (written.count === 0 && format === "jsonl") yield Buffer.from("\n");
}

function note(written: Written, row: ExportRow): void {
  written.count += 1;
  written.firstId ??= row.id;
  written.lastId = row.id;
  if (row.seal === null) written.unsealed += 1;
  else
    written.seals = {
      from: Math.min(written.seals?.from ?? row.seal, row.seal),
      to: Math.max(written.seals?.to ?? row.seal, row.seal),
    };
}
