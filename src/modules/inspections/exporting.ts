// The register as a file: exactly the rows that are shown, in the reader's language.
import { percentDown } from "#core/text/shares.ts";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { percentShown } from "./scoring/settle.ts";
import { listInspections } from "./register.ts";
import type { reviewing } from "./review/contract.ts";

type Row = Awaited<ReturnType<typeof listInspections>>["rows"][number];

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
/** More companies than a group has; a bound all the same. */
const most = 20_000;
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function exportInspections(
  ctx: Ctx,
  { columns: chosen, format = "csv", ...input }: Input<typeof reviewing.exportInspections>,
): Promise<Output<typeof reviewing.exportInspections>> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page: { rows: Row[]; next: string | null } = await listInspections(ctx, {
      ...input,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after && rows.length < most);
  const columns = columnsOf(ctx, chosen?.split(","));
  const title = say(ctx.language, "inspections.crumb");
  const isSheet = format === "xlsx";
  const data = { format, rows: rows.length, roundId: input.roundId, isSearched: Boolean(input.search) };
  return withContent(await asExport(ctx, { rows: rows.length }, "inspections.exported", data), {
    name: `${title} ${ctx.today}.${format}`,
    mediaType: isSheet ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(isSheet ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}

/** To three decimals, rounded down like every score shown. */
const perThousand = (row: Row) => {
  const percent = percentShown(row, 1);
  return percent === null ? null : percent / 100;
};

function columnsOf({ language }: Ctx, chosen: readonly string[] | undefined): SheetColumn<Row>[] {
  const t = (key: string) => say(language, key);
  const all: (SheetColumn<Row> & { id: string })[] = [
    { id: "code", label: t("inspections.code"), value: (row) => row.code },
    {
      id: "company",
      label: t("inspections.company"),
      value: (row) => ({ ja: row.nameJa, en: row.nameEn, zh: row.nameZh })[language] ?? row.name,
    },
    { id: "tier", label: t("inspections.tier"), value: (row) => row.tier },
    { id: "state", label: t("inspections.state"), value: (row) => t(`inspection.${row.state}`) },
    {
      id: "result",
      label: t("inspections.result"),
      value: (row) => (row.result ? t(`result.${row.result}`) : null),
    },
    {
      id: "score",
      kind: "number",
      label: t("inspections.score"),
      value: (row) => perThousand(row),
    },
    {
      id: "answered",
      kind: "number",
      label: t("inspections.answeredShare"),
      value: (row) => percentDown(row.answeredCount, row.requiredCount),
    },
    {
      id: "verified",
      kind: "number",
      label: t("inspections.verifiedShare"),
      value: (row) => percentDown(row.verifiedCount, row.requiredCount),
    },
    {
      // The day as its own clock counts it: 23:59 in Tokyo is the afternoon before in UTC.
      id: "due",
      label: t("inspections.due"),
      value: (row) => (row.clock ? dayIn(new Date(row.clock.dueAt), row.clock.timeZone) : row.dueOn),
    },
    {
      id: "late",
      label: t("inspections.viewLate"),
      value: (row) => (row.isOverdue ? t("inspections.viewLate") : row.isLate ? t("inspections.late") : null),
    },
  ];
  const shown = chosen ? all.filter((column) => chosen.includes(column.id)) : all;
  return shown.length > 0 ? shown : all;
}
