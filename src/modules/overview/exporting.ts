// The results as a file: exactly the rows that are shown, in the reader's language, each with the round and the reading
// it is from, because a file travels without its page.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { RoundHead } from "#modules/figures/rounds.ts";
import type { overview } from "./contract.ts";
import { resultRows, type Row } from "./rows.ts";

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL("../inspections", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function exportCompanyResults(
  ctx: Ctx,
  { format = "csv", ...input }: Input<typeof overview.exportCompanyResults>,
): Promise<Output<typeof overview.exportCompanyResults>> {
  const { round, rows } = await resultRows(ctx, input);
  const title = say(ctx.language, "results.tab");
  const columns = columnsOf(ctx, round, input.basis ?? "standing");
  const isSheet = format === "xlsx";
  const data = { format, rows: rows.length, roundId: round?.id ?? null, isSearched: Boolean(input.search) };
  return withContent(await asExport(ctx, { rows: rows.length }, "results.exported", data), {
    name: [title, round?.name, `${ctx.today}.${format}`].filter(Boolean).join(" "),
    mediaType: isSheet ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(isSheet ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}

function columnsOf({ language }: Ctx, round: RoundHead | undefined, basis: string): SheetColumn<Row>[] {
  const t = (key: string) => say(language, key);
  const mark = (is: boolean, key: string) => (is ? t(key) : null);
  return [
    { label: t("results.code"), value: (row) => row.code },
    { label: t("results.company"), value: (row) => row.name },
    { label: t("results.result"), value: (row) => t(`result.${row.result}`) },
    { label: t("results.provisional"), value: (row) => mark(row.isProvisional, "results.provisional") },
    {
      label: t("results.score"),
      kind: "number",
      value: (row) => (row.percent === null ? null : row.percent / 100),
    },
    { label: t("results.gapCount"), kind: "number", value: (row) => row.gaps },
    { label: t("results.tier"), value: (row) => row.tier },
    { label: t("results.division"), value: (row) => row.divisionName },
    { label: t("results.region"), value: (row) => (row.region ? t(`region.${row.region}`) : null) },
    { label: t("results.people"), kind: "number", value: (row) => row.people },
    { label: t("results.state"), value: (row) => t(`inspection.${row.state}`) },
    { label: t("results.overdue"), value: (row) => mark(row.isOverdue, "results.overdue") },
    { label: t("results.isLate"), value: (row) => mark(row.isLate, "results.isLate") },
    { label: t("results.left"), kind: "day", value: (row) => row.leftOn },
    { label: t("results.answered"), kind: "number", value: (row) => row.answered },
    { label: t("results.required"), kind: "number", value: (row) => row.required },
    { label: t("results.naLong"), kind: "number", value: (row) => row.na },
    { label: t("results.unknown"), kind: "number", value: (row) => row.unknown },
    { label: t("results.points"), kind: "number", value: (row) => row.halfPoints / 2 },
    { label: t("results.weight"), kind: "number", value: (row) => row.weight },
    { label: t("results.verified"), kind: "number", value: (row) => row.verifiedPercent / 100 },
    { label: t("results.dueOn"), value: (row) => row.dueAt },
    { label: t("overview.round"), value: () => round?.name ?? "" },
    { label: t("results.edition"), value: () => round?.edition ?? "" },
    { label: t("overview.basis"), value: () => t(`overview.basis.${basis}`) },
  ];
}
