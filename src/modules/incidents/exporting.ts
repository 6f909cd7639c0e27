// The register as a file: exactly the rows and columns that are shown, in the reader's language.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { formatMoment } from "#core/text/format.ts";
import type { incidents } from "./contract.ts";
import { listIncidents } from "./listing.ts";

type Row = Output<typeof incidents.listIncidents>["rows"][number];

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
/** A file that an office program still opens; the register says how many there are. */
const most = 100_000;
/** Each reading begins anew in the order of the list: few large ones, where the rows are held anyway. */
const atOnce = 20_000;
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function exportIncidents(
  ctx: Ctx,
  { columns: chosen, format = "csv", ...input }: Input<typeof incidents.exportIncidents>,
): Promise<Output<typeof incidents.exportIncidents>> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page: { rows: Row[]; next: string | null } = await listIncidents(ctx, {
      ...input,
      limit: atOnce,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after && rows.length < most);
  const columns = columnsOf(ctx, chosen?.split(","));
  const title = say(ctx.language, "incidents.crumb");
  const isSheet = format === "xlsx";
  const data = {
    format,
    rows: rows.length,
    view: input.view ?? "running",
    isSearched: Boolean(input.search),
  };
  return withContent(await asExport(ctx, { rows: rows.length }, "incident.exported", data), {
    name: `${title} ${ctx.today}.${format}`,
    mediaType: isSheet ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(isSheet ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}

function columnsOf({ language, actor }: Ctx, chosen: readonly string[] | undefined): SheetColumn<Row>[] {
  const t = (key: string) => say(language, key);
  const moment = (at: string | null) =>
    at ? formatMoment(at, language, actor.timeZone ?? "UTC", "full", true) : null;
  const all: (SheetColumn<Row> & { id: string })[] = [
    { id: "reference", label: t("incidents.reference"), value: (row) => row.reference },
    { id: "title", label: t("incidents.what"), value: (row) => row.title },
    { id: "kind", label: t("incidents.kind"), value: (row) => t(`incident.kind.${row.kind}`) },
    { id: "company", label: t("incidents.company"), value: (row) => row.companyName },
    { id: "severity", label: t("incidents.severity"), value: (row) => t(`severity.${row.severity}`) },
    { id: "state", label: t("incidents.state"), value: (row) => t(`incident.state.${row.state}`) },
    { id: "discovered", label: t("incidents.discovered"), value: (row) => moment(row.discoveredAt) },
    { id: "reported", label: t("incidents.reported"), value: (row) => moment(row.reportedAt) },
    {
      id: "late",
      label: t("incidents.late"),
      value: (row) => t(row.isLate ? "incidents.isLate" : "incidents.inTime"),
    },
    { id: "owner", label: t("incidents.inCharge"), value: (row) => row.takenUpByName },
  ];
  const shown = chosen ? all.filter((column) => chosen.includes(column.id)) : all;
  return shown.length > 0 ? shown : all;
}
