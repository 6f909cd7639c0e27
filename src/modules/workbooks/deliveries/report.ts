// A delivery as a list to work down or to send on: a line for every file, and for every cell that cannot be read.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import type { workbooks } from "../contract.ts";
import { mostFiles } from "../contract/deliveries.ts";
import { xlsx } from "../issuing.ts";
import { inSentences } from "../rules.ts";
import { type Say, sayIn } from "../words.ts";
import type { BadCell } from "./findings.ts";
import { byName, ofDesk, rankNow, reasonNow, remarksNow, stateNow, told } from "./queries.ts";
import type { Reason } from "./unpacking.ts";

type Item = {
  name: string;
  companyCode: string | null;
  companyName: string | null;
  state: string;
  codeByName: string | null;
  reason: Reason | null;
  remarks: Reason[];
  counts: Record<string, number>;
  cells: BadCell[];
};
type Line = Omit<Item, "cells" | "state"> & { state: string | null; cell: BadCell | null };
/** Every file that is read, and what closes a part that is not read to its end. */
const mostLines = 2 * mostFiles;

export async function downloadDeliveryReport(
  ctx: Ctx,
  { id, format }: Input<typeof workbooks.downloadDeliveryReport>,
): Promise<Output<typeof workbooks.downloadDeliveryReport>> {
  const { rows: heads } = await sql<{ roundName: string; day: string }>`
    select r.name as round_name, (d.received_at at time zone (select time_zone from group_settings))::date::text as day
    from workbook_deliveries d join rounds r on r.id = d.round_id where d.id = ${id}::uuid and ${ofDesk(ctx)}`.execute(
    ctx.db,
  );
  const head = found(heads[0], "workbook_delivery");
  const { rows } = await sql<Item>`
    select x.name, u.code as company_code, ${nameOfUnit(ctx.language, "n")} as company_name, ${stateNow} as state, ${reasonNow} as reason, x.counts,
      x.cells, ${remarksNow} as remarks, v.code as code_by_name
    from workbook_delivery_items x left join workbook_returns b on b.id = x.return_id left join units u on u.id = x.company_id
    left join lateral (select * from unit_names n where n.unit_id = x.company_id order by n.valid_from desc limit 1) n on true
    ${byName(ctx)}
    where x.delivery_id = ${id}::uuid and ${told(ctx)} order by ${rankNow}, x.part, x.entry limit ${mostLines + 1}`.execute(
    ctx.db,
  );
  const say = sayIn(ctx.language);
  const columns = columnsOf(say);
  const title = say("workbook.delivery.report", { round: head.roundName, day: head.day });
  const name = safeName(`${title.replace(/[/\\]/g, "-")}.xlsx`, xlsx).replace(/\.xlsx$/, "");
  return withContent(
    await asExport(ctx, { id }, "workbook.report_read", { format, rows: rows.length, deliveryId: id }),
    format === "csv"
      ? {
          name: `${name}.csv`,
          mediaType: "text/csv; charset=utf-8",
          open: () => Readable.from(writeCsv(columns, linesOf(rows))),
        }
      : {
          name: `${name}.xlsx`,
          mediaType: xlsx,
          open: () => Readable.from(writeXlsx(head.roundName, columns, linesOf(rows))),
        },
  );
}

function* linesOf(items: readonly Item[]): Generator<Line> {
  for (const { cells, ...item } of items.slice(0, mostLines)) {
    yield { ...item, cell: null };
    for (const cell of cells) yield { ...item, cell };
  }
  if (items.length > mostLines) yield cut;
}

const cut: Line = {
  name: "…",
  companyCode: null,
  companyName: null,
  state: null,
  codeByName: null,
  reason: { code: "workbook.found.report_cut", values: { most: mostLines } },
  remarks: [],
  counts: {},
  cell: null,
};

function columnsOf(say: Say): SheetColumn<Line>[] {
  const ofFile =
    <T>(value: (line: Line) => T) =>
    (line: Line) =>
      line.cell ? null : value(line);
  const number = (label: string, kind: string): SheetColumn<Line> => ({
    label: say(label),
    kind: "number",
    value: ofFile(({ counts }) => counts[kind] ?? null),
  });
  return [
    { label: say("workbook.returns.file"), value: (line) => line.name },
    { label: say("workbook.delivery.code"), value: (line) => codeOf(line, say) },
    { label: say("workbook.delivery.company"), value: (line) => line.companyName },
    {
      label: say("workbook.returns.found"),
      value: ofFile(({ state }) => state && say(`workbook.verdict.${state}`)),
    },
    {
      label: say("workbook.problems.what"),
      value: ({ cell, ...line }) =>
        cell ? say(`workbook.problem.${cell.code}`, { given: cell.given }) : wordsOf(line, say),
    },
    { label: say("workbook.problems.control"), value: ({ cell }) => cell?.what ?? null },
    { label: say("workbook.problems.sheet"), value: ({ cell }) => cell?.sheet ?? null },
    {
      label: say("workbook.problems.cell"),
      value: ({ cell }) => (cell ? `${cell.column ?? ""}${cell.row}` : null),
    },
    number("workbook.kind.new", "new"),
    number("workbook.kind.changed", "changed"),
    number("workbook.kind.confirmed", "confirmed"),
    number("workbook.kind.questions", "questions"),
    number("workbook.kind.conflict", "conflict"),
    number("workbook.kind.error", "error"),
    number("workbook.delivery.replaced", "replaces"),
    number("workbook.delivery.lacking", "lacking"),
  ];
}

const codeOf = ({ companyCode, codeByName }: Line, say: Say): string | null =>
  companyCode ?? (codeByName && say("workbook.delivery.byName", { code: codeByName }));

/** What was found, and what is worth knowing beside: "nothing stands against it" only where nothing is. */
function wordsOf({ state, reason, remarks, companyCode, codeByName }: Omit<Line, "cell">, say: Say): string {
  const others =
    companyCode && codeByName && codeByName !== companyCode
      ? [{ code: "workbook.remark.other_name", values: { code: codeByName } }, ...remarks]
      : remarks;
  const isPlain = state === "ready" && !reason && others.length > 0;
  const first = reason ? say(reason.code, reason.values) : say(`workbook.verdictNote.${state}`);
  return inSentences(say, {
    first: isPlain ? null : first,
    brings: null,
    others: others.map((one) => say(one.code, one.values)),
  });
}
