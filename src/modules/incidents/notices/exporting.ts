// The decisions not to notify as a file: exactly the rows that are shown, in the reader's language.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { formatMoment } from "#core/text/format.ts";
import type { notices } from "./contract.ts";
import { say } from "./drafting.ts";
import { listOmissions, type Omission } from "./omissions.ts";

/** As the register of incidents: what an office program still opens, read in few large pages. */
const most = 100_000;
const atOnce = 20_000;
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function exportOmissions(
  ctx: Ctx,
  { format = "csv", ...input }: Input<typeof notices.exportOmissions>,
): Promise<Output<typeof notices.exportOmissions>> {
  const rows: Omission[] = [];
  let after: string | null = null;
  do {
    const page: { rows: Omission[]; next: string | null } = await listOmissions(ctx, {
      ...input,
      limit: atOnce,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after && rows.length < most);
  const columns = columnsOf(ctx);
  const title = say(ctx.language, "noticeOmissions.file");
  const isSheet = format === "xlsx";
  const data = { format, rows: rows.length, view: input.view ?? "all" };
  return withContent(await asExport(ctx, { rows: rows.length }, "notice.omissions_exported", data), {
    name: `${title} ${ctx.today}.${format}`,
    mediaType: isSheet ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(isSheet ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}

function columnsOf({ language, actor }: Ctx): SheetColumn<Omission>[] {
  const t = (key: string) => say(language, key);
  const moment = (at: string | null) =>
    at ? formatMoment(at, language, actor.timeZone ?? "UTC", "full", true) : null;
  return [
    { label: t("incidents.reference"), value: (row) => row.reference },
    { label: t("incidents.company"), value: (row) => row.companyName },
    { label: t("noticeOmissions.kind"), value: (row) => t(`noticeOmissions.kind.${row.kind}`) },
    { label: t("noticeOmissions.what"), value: (row) => row.name },
    { label: t("noticeOmissions.entity"), value: (row) => row.entityName },
    { label: t("notice.to"), value: (row) => (row.audience ? t(`notice.audience.${row.audience}`) : null) },
    { label: t("incidents.severity"), value: (row) => (row.severity ? t(`severity.${row.severity}`) : null) },
    { label: t("noticeOmissions.standing"), value: (row) => t(`noticeOmissions.standing.${row.standing}`) },
    { label: t("notice.reason"), value: (row) => row.reason },
    { label: t("notice.criteria"), value: (row) => row.criteria },
    { label: t("noticeOmissions.decidedAt"), value: (row) => moment(row.decidedAt) },
    { label: t("noticeOmissions.decidedBy"), value: (row) => row.decidedByName },
    { label: t("noticeOmissions.seenAt"), value: (row) => moment(row.seenAt) },
    { label: t("noticeOmissions.seenBy"), value: (row) => row.seenByName },
    { label: t("notice.see.said"), value: (row) => row.said },
  ];
}
