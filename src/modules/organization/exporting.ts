// Lent to later modules.
// Companies and people as a file: the rows and columns in front of the reader, or every field, to be changed and brought in again.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { locales } from "#core/text/format.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { organization } from "./contract.ts";
import { companyFields, fullCompanies } from "./exporting-in-full.ts";
import { peopleFields, peoplePages } from "./exporting-people.ts";
import * as queries from "./queries.ts";

type Row = Output<typeof organization.listCompanies>["rows"][number];
export type Say = (key: string, values?: Record<string, unknown>) => string;

const words = textsOf("organization");
const sayIn =
  (ctx: Ctx): Say =>
  (key, values) =>
    words()(ctx.language, key, values);
export const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

const perRead = 500;

export async function exportCompanies(
  ctx: Ctx,
  input: Input<typeof organization.exportCompanies>,
): Promise<Output<typeof organization.exportCompanies>> {
  const { format, columns: chosen, ...filter } = input;
  const day = input.asOf ?? ctx.today;
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { rows: Row[]; next: string | null } = await queries.listCompanies(
      ctx,
      { ...filter, limit: perRead, ...(after ? { after } : {}) },
      day,
    );
    rows.push(...page.rows);
    after = page.next;
  }
  const say = sayIn(ctx);
  const file = { format, name: say("companies.fileName", { day }), title: say("companies.crumb") };
  const data = { format, rows: rows.length, isSearched: Boolean(input.search) };
  const output = await asExport(ctx, { rows: rows.length }, "companies.exported", data);
  if (chosen === undefined)
    return asFile(output, file, companyFields(say, ctx.language), await fullCompanies(ctx, rows, day));
  const all = columnsOf(say, ctx.language);
  return asFile(
    output,
    file,
    chosen.split(",").flatMap((id) => all[id] ?? []),
    rows,
  );
}

/** Read on page by page while it is written: a group has hundreds of thousands of people. */
export async function exportPeople(
  ctx: Ctx,
  input: Input<typeof organization.exportPeople>,
): Promise<Output<typeof organization.exportPeople>> {
  const { format, ...filter } = input;
  // Before the first byte: what is read while it is written can no longer be refused.
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const say = sayIn(ctx);
  const columns = peopleFields(say);
  const output = withContent(
    { format },
    {
      name: `${say("people.fileName", { day: ctx.today })}.${format}`,
      mediaType: mediaTypes[format],
      open: (reading) =>
        Readable.from(
          format === "csv"
            ? writeCsv(columns, peoplePages(reading, filter))
            : writeXlsx(say("rail.people"), columns, peoplePages(reading, filter)),
        ),
    },
  );
  const data = { format, isSearched: Boolean(input.search) };
  return asExport(ctx, output, "people.exported", data, input.companyId);
}

type File = { format: keyof typeof mediaTypes; name: string; title: string };

const asFile = <O extends object, R>(
  output: O,
  { format, name, title }: File,
  columns: SheetColumn<R>[],
  rows: R[],
) =>
  withContent(output, {
    name: `${name}.${format}`,
    mediaType: mediaTypes[format],
    open: () => Readable.from(format === "csv" ? writeCsv(columns, rows) : writeXlsx(title, columns, rows)),
  });

function columnsOf(say: Say, language: Ctx["language"]): Record<string, SheetColumn<Row>> {
  const countries = new Intl.DisplayNames([locales[language]], { type: "region" });
  const named = (name: string | null, ja: string | null, en: string | null, zh: string | null) =>
    ({ ja, en, zh })[language] || name;
  return {
    code: { label: say("company.code"), value: (row) => row.code },
    name: {
      label: say("companies.nameColumn"),
      value: (row) => named(row.name, row.nameJa, row.nameEn, row.nameZh),
    },
    legal: { label: say("company.name"), value: (row) => row.name },
    division: {
      label: say("unit.division"),
      value: (row) => named(row.divisionName, row.divisionNameJa, row.divisionNameEn, row.divisionNameZh),
    },
    relation: {
      label: say("company.relation"),
      value: (row) => (row.relation ? say(`relation.${row.relation}`) : null),
    },
    share: { label: `${say("company.ownership")} %`, kind: "number", value: (row) => row.ownershipPercent },
    tier: { label: say("company.tier"), value: (row) => row.tier },
    region: {
      label: say("group.by.region"),
      value: (row) => (row.region ? say(`region.${row.region}`) : null),
    },
    country: {
      label: say("company.country"),
      value: (row) => (row.country ? (countries.of(row.country) ?? row.country) : null),
    },
    workers: { label: say("company.workers"), kind: "number", value: (row) => row.workers },
    ended: { label: say("companies.left"), kind: "day", value: (row) => row.endedOn },
  };
}
