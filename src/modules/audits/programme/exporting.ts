// The coverage as a file: exactly the rows that are shown, in the reader's language.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { coverage } from "./contract/coverage.ts";
import { type CoverageRow, listAuditCoverage } from "./coverage.ts";

const words = textsOf("audits", "organization");
const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

export async function exportAuditCoverage(
  ctx: Ctx,
  { format, ...filter }: Input<typeof coverage.exportAuditCoverage>,
): Promise<Output<typeof coverage.exportAuditCoverage>> {
  const rows: CoverageRow[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { rows: CoverageRow[]; next: string | null } = await listAuditCoverage(ctx, {
      ...filter,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const say = (key: string) => words()(ctx.language, key);
  const title = say("audits.coverage");
  const columns = columnsOf(say);
  const data = { format, rows: rows.length, isSearched: Boolean(filter.search) };
  return withContent(await asExport(ctx, { rows: rows.length }, "audit.coverage_exported", data), {
    name: `${title} ${filter.asOf ?? ctx.today}.${format}`,
    mediaType: mediaTypes[format],
    open: () => Readable.from(format === "csv" ? writeCsv(columns, rows) : writeXlsx(title, columns, rows)),
  });
}

const columnsOf = (say: (key: string) => string): SheetColumn<CoverageRow>[] => [
  { label: say("company.code"), value: (row) => row.code },
  { label: say("companies.nameColumn"), value: (row) => row.name },
  { label: say("unit.division"), value: (row) => row.divisionName },
  { label: say("company.relation"), value: (row) => say(`relation.${row.relation}`) },
  { label: say("company.tier"), value: (row) => row.tier },
  { label: say("group.by.region"), value: (row) => (row.region ? say(`region.${row.region}`) : null) },
  { label: say("audits.joinedOn"), kind: "day", value: (row) => row.joinedOn },
  { label: say("audits.lastOn"), kind: "day", value: (row) => row.lastOn },
  { label: say("audits.months"), kind: "number", value: (row) => row.months },
  { label: say("audits.dueOn"), kind: "day", value: (row) => row.dueOn },
  { label: say("audits.nextOn"), kind: "day", value: (row) => row.nextOn },
  { label: say("audits.state"), value: (row) => say(`audits.state.${row.state}`) },
];
