// All important systems within one's scope, the next test due first, and the same as a file.
import { Readable } from "node:stream";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { type Reading, withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { continuity as contract } from "../contract/continuity.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { numberOf } from "../entries/listing.ts";
import { entryOf } from "../gaps/wanted.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Row = Output<(typeof contract)["listContinuity"]>["rows"][number];
type Filter = In<"countContinuity">;

/** As rules.ts says it, over a row `c` of the targets. */
const verdict = sql<string>`case when c.outcome is null then 'never' when c.outcome <> 'restored' then 'failed'
  when c.took_minutes <= c.rto_minutes and c.lost_minutes <= c.rpo_minutes then 'within' else 'slower' end`;
const isOverdue = (ctx: Ctx) => sql<boolean>`(c.tested_on is null or c.next_test_on < ${ctx.today}::date)`;

function conditionsOf(ctx: Ctx, filter: Filter): RawBuilder<boolean>[] {
  return [
    sql<boolean>`c.ended_on is null`,
    within(ctx, "c.company_id"),
    ...(filter.companyId ? [sql<boolean>`c.company_id = ${filter.companyId}::uuid`] : []),
    ...(filter.divisionId
      ? [sql<boolean>`c.company_id = any (array(select companies_under(${filter.divisionId}::uuid)))`]
      : []),
    ...(filter.ledger ? [sql<boolean>`c.ledger = ${filter.ledger}`] : []),
    ...(filter.verdict ? [sql<boolean>`${verdict} = ${filter.verdict}`] : []),
    ...(filter.isOverdue === undefined ? [] : [sql<boolean>`${isOverdue(ctx)} = ${filter.isOverdue}`]),
  ];
}

/** The targets of entries that are still there. */
const there = sql`continuity_targets c join ${entryOf("c")} e on e.state <> 'retired'`;

async function readPage(
  ctx: Ctx,
  { after, limit = 50, ...filter }: In<"listContinuity">,
): Out<"listContinuity"> {
  const [day, id] = after?.split("|") ?? [];
  const conditions = [
    ...conditionsOf(ctx, filter),
    ...(day && id ? [sql<boolean>`(c.next_test_on, c.entry_id) > (${day}::date, ${id}::uuid)`] : []),
  ];
  const { rows } =
    await sql<Row>`select c.entry_id, e.number::text as entry_number, e.name as entry_name, c.ledger, e.class, c.company_id,
      coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name,
      (select ${nameOfPerson(ctx.language, "op")} from people op where op.id = e.owner_id) as owner_name, c.why, c.rto_minutes, c.rpo_minutes,
      c.backup_minutes, c.tested_on, c.took_minutes, c.lost_minutes, ${verdict} as verdict, c.next_test_on, ${isOverdue(ctx)} as is_overdue
    from ${there} join units u on u.id = c.company_id
    left join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${sql.join(conditions, sql` and `)} order by c.next_test_on, c.entry_id limit ${limit + 1}`.execute(
      ctx.db,
    );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows
      .slice(0, limit)
      .map((row) => ({ ...row, entryNumber: numberOf(ledgerOf(row.ledger), row.entryNumber) })),
    next: last ? `${last.nextTestOn}|${last.entryId}` : null,
  };
}

export async function listContinuity(ctx: Ctx, input: In<"listContinuity">): Out<"listContinuity"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  return readPage(ctx, input);
}

export async function countContinuity(ctx: Ctx, filter: Filter): Out<"countContinuity"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const of = (word: string) => sql`count(*) filter (where ${verdict} = ${word})::int as ${sql.ref(word)}`;
  const { rows } = await sql<
    Awaited<Out<"countContinuity">>
  >`select count(*)::int as systems, ${of("within")}, ${of("slower")}, ${of("failed")},
      ${of("never")}, count(*) filter (where ${isOverdue(ctx)})::int as overdue
    from ${there} where ${sql.join(conditionsOf(ctx, filter), sql` and `)}`.execute(ctx.db);
  return rows[0] ?? { systems: 0, within: 0, slower: 0, failed: 0, never: 0, overdue: 0 };
}

const words = textsOf("ledgers");

export async function exportContinuity(
  ctx: Ctx,
  { format, ...filter }: In<"exportContinuity">,
): Out<"exportContinuity"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const say = (key: string) => words()(ctx.language, key);
  const title = say("ledgers.continuity");
  const columns = columnsOf(say);
  const output = withContent(
    {},
    {
      name: `${title} ${ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: (reading) =>
        Readable.from(
          format === "csv"
            ? writeCsv(columns, pagesOf(reading, filter))
            : writeXlsx(title, columns, pagesOf(reading, filter)),
        ),
    },
  );
  return asExport(ctx, output, "continuity.exported", { format }, filter.companyId);
}

async function* pagesOf(reading: Reading, filter: Filter): AsyncGenerator<Row> {
  for (let after: string | undefined; ; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await reading((ctx) =>
      readPage(ctx, { ...filter, limit: 500, ...(after ? { after } : {}) }),
    );
    yield* page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

function columnsOf(say: (key: string) => string): SheetColumn<Row>[] {
  return [
    { label: say("entry.number"), value: (row) => row.entryNumber },
    { label: say("entry.name"), value: (row) => row.entryName },
    { label: say("ledgers.ledger"), value: (row) => say(`ledger.${row.ledger}`) },
    { label: say("entry.company"), value: (row) => row.companyName },
    { label: say("entry.owner"), value: (row) => row.ownerName },
    { label: say("continuity.why"), value: (row) => row.why },
    { label: say("continuity.rtoColumn"), kind: "number", value: (row) => row.rtoMinutes },
    { label: say("continuity.rpoColumn"), kind: "number", value: (row) => row.rpoMinutes },
    { label: say("continuity.backupColumn"), kind: "number", value: (row) => row.backupMinutes },
    { label: say("continuity.testedOn"), kind: "day", value: (row) => row.testedOn },
    { label: say("continuity.tookColumn"), kind: "number", value: (row) => row.tookMinutes },
    { label: say("continuity.lostColumn"), kind: "number", value: (row) => row.lostMinutes },
    { label: say("continuity.verdict"), value: (row) => say(`continuity.verdict.${row.verdict}`) },
    { label: say("continuity.nextTest"), kind: "day", value: (row) => row.nextTestOn },
  ];
}
