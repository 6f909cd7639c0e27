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
import type { findings } from "./contract.ts";
import { listFindings } from "./listing.ts";

type Row = Output<typeof findings.listFindings>["rows"][number];

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
/** A file that an office program still opens; the register says how many there are. */
const most = 100_000;
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function exportFindings(
  ctx: Ctx,
  { columns: chosen, format = "csv", ...input }: Input<typeof findings.exportFindings>,
): Promise<Output<typeof findings.exportFindings>> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const page: { rows: Row[]; next: string | null } = await listFindings(ctx, {
      ...input,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after && rows.length < most);
  const columns = columnsOf(ctx, chosen?.split(","));
  const title = say(ctx.language, "findings.crumb");
  const isSheet = format === "xlsx";
  const data = {
    format,
    rows: rows.length,
    view: input.view ?? "running",
    isSearched: Boolean(input.search),
  };
  return withContent(await asExport(ctx, { rows: rows.length }, "finding.exported", data), {
    name: `${title} ${ctx.today}.${format}`,
    mediaType: isSheet ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(isSheet ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}

function columnsOf({ language }: Ctx, chosen: readonly string[] | undefined): SheetColumn<Row>[] {
  const t = (key: string) => say(language, key);
  const all: (SheetColumn<Row> & { id: string })[] = [
    { id: "reference", label: t("findings.reference"), value: (row) => row.reference },
    { id: "title", label: t("findings.what"), value: (row) => row.title },
    { id: "company", label: t("findings.company"), value: (row) => row.companyName },
    { id: "severity", label: t("findings.severity"), value: (row) => t(`severity.${row.severity}`) },
    {
      id: "state",
      label: t("findings.state"),
      value: (row) => t(`workState.${row.state}`) + (row.isByList ? ` ${t("finding.byList")}` : ""),
    },
    { id: "due", label: t("findings.due"), value: (row) => row.dueOn },
    { id: "found", label: t("findings.found"), value: (row) => row.foundOn },
    { id: "source", label: t("findings.source"), value: (row) => t(`finding.source.${row.sourceKind}`) },
    { id: "controls", label: t("findings.controls"), value: (row) => row.controlIds.join(", ") },
    { id: "owner", label: t("findings.owner"), value: (row) => row.ownerName },
  ];
  const shown = chosen ? all.filter((column) => chosen.includes(column.id)) : all;
  return shown.length > 0 ? shown : all;
}
