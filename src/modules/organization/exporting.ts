// The register of companies as a file: exactly the rows and columns that the reader has in front of them.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts, type Texts } from "#core/text/catalogue.ts";
import { locales } from "#core/text/format.ts";
import type { organization } from "./contract.ts";
import * as queries from "./queries.ts";

type Row = Output<typeof organization.listCompanies>["rows"][number];
type Say = (key: string, values?: Record<string, unknown>) => string;

let texts: Texts | undefined;
const src = fileURLToPath(new URL("../../", import.meta.url));
const words = () => (texts ??= loadTexts([`${src}core/text`, `${src}modules/organization`]));

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
  const say: Say = (key, values) => words()(ctx.language, key, values);
  const all = columnsOf(say, ctx.language);
  const ids = chosen?.split(",") ?? Object.keys(all);
  const columns = ids.flatMap((id) => all[id] ?? []);
  const name = `${say("companies.fileName", { day })}.${format}`;
  const output = { rows: rows.length };
  return format === "csv"
    ? withContent(output, {
        name,
        mediaType: "text/csv; charset=utf-8",
        open: () => Readable.from(writeCsv(columns, rows)),
      })
    : withContent(output, {
        name,
        mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        open: () => Readable.from(writeXlsx(say("companies.crumb"), columns, rows)),
      });
}

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
