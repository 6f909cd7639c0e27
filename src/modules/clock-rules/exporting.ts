// The list of rules as a file.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { clockRules } from "./contract.ts";
import { anchorInWords } from "./mechanism/words.ts";
import { listClockRules } from "./reading.ts";

type Row = Output<typeof clockRules.listClockRules>["rows"][number];
const words = textsOf("clock-rules");

export async function exportClockRules(
  ctx: Ctx,
  { format = "csv", ...input }: Input<typeof clockRules.exportClockRules>,
): Promise<Output<typeof clockRules.exportClockRules>> {
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null && rows.length < 20_000; ) {
    const page: { rows: Row[]; next: string | null } = await listClockRules(ctx, {
      ...input,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const columns = columnsOf(ctx);
  const title = words()(ctx.language, "clockRule.title");
  const output = withContent(
    { rows: rows.length },
    {
      name: `${title} ${ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: () =>
        Readable.from(format === "xlsx" ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
    },
  );
  return asSensitiveRead(output, {
    verb: "clock_rules.exported",
    subject: { kind: "clock_rules", id: null, companyId: null },
    data: { format, rows: rows.length, isSearched: Boolean(input.search) },
  });
}

function columnsOf({ language }: Ctx): SheetColumn<Row>[] {
  const t = (key: string, values?: Record<string, unknown>) => words()(language, key, values);
  return [
    { label: t("clockRule.jurisdiction"), value: (row) => row.jurisdiction },
    { label: t("clockRule.name"), value: (row) => row.name },
    { label: t("clockRule.version"), value: (row) => row.version },
    { label: t("clockRule.stage"), value: (row) => t(`clockStage.${row.stage}`) },
    { label: t("clockRule.anchor"), value: (row) => anchorInWords(t, row) },
    {
      label: t("clockRule.length"),
      value: (row) =>
        row.amount === null ? t("clockUnit.none") : t(`clockUnit.${row.unit}`, { count: row.amount }),
    },
    { label: t("clockRule.recipient"), value: (row) => row.recipient },
    { label: t("clockRule.subject"), value: (row) => t(`clockSubject.${row.subject}`) },
    { label: t("clockRule.company"), value: (row) => row.companyName ?? t("clockRule.everyCompany") },
    { label: t("clockRule.status"), value: (row) => t(`clockStatus.${row.status}`) },
    { label: t("clockRule.effectiveFrom"), value: (row) => row.effectiveFrom ?? "" },
    { label: t("clockRule.effectiveTo"), value: (row) => row.effectiveTo ?? "" },
    { label: t("clockRule.source"), value: (row) => row.sourceTitle },
    { label: t("clockRule.address"), value: (row) => row.sourceAddress },
    { label: t("clockRule.sure"), value: (row) => t(`clockSure.${row.sure}`) },
    { label: t("clockRule.reviewedOn"), value: (row) => row.reviewedOn ?? t("clockRule.unread") },
    {
      label: t("clockRule.reviewedBy"),
      value: (row) => row.reviewedByName ?? (row.reviewedOn ? t("clockRule.shippedReview") : ""),
    },
    { label: t("clockRule.adoptedAt"), value: (row) => row.adoptedAt ?? "" },
    { label: t("clockRule.adoptedBy"), value: (row) => row.adoptedByName ?? "" },
  ];
}
