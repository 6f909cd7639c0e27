// The follow-up meeting's list as a file, with what the screen shows of each step.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { board, plans } from "./contract.ts";
import { listFollowUp } from "./listing.ts";

type Row = Output<typeof plans.listFollowUp>["rows"][number];
const most = 20_000;
const words = textsOf("plans");

export async function exportFollowUp(
  ctx: Ctx,
  { format = "csv", ...filter }: Input<typeof board.exportFollowUp>,
): Promise<Output<typeof board.exportFollowUp>> {
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null && rows.length < most; ) {
    const page: { rows: Row[]; next: string | null } = await listFollowUp(ctx, {
      ...filter,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const columns = columnsOf((key, values) => words()(ctx.language, key, values));
  const title = words()(ctx.language, "plans.followUpTab");
  const { search, ...narrowed } = filter;
  const data = { ...narrowed, format, rows: rows.length, isSearched: Boolean(search) };
  return withContent(
    await asExport(ctx, { rows: rows.length }, "plan.follow_up_exported", data, filter.companyId),
    {
      name: `${title} ${ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: () => Readable.from(format === "csv" ? writeCsv(columns, rows) : writeXlsx(title, columns, rows)),
    },
  );
}

const columnsOf = (
  say: (key: string, values?: Record<string, string | number>) => string,
): SheetColumn<Row>[] => [
  { label: say("plans.reference"), value: (row) => row.planReference },
  { label: say("plans.company"), value: (row) => row.companyName },
  { label: say("followUp.step"), value: (row) => row.what },
  { label: say("plan.stepOwner"), value: (row) => row.ownerName },
  { label: say("followUp.due"), kind: "day", value: (row) => row.dueOn },
  { label: say("followUp.overdue"), value: (row) => (row.isOverdue ? "×" : "") },
  { label: say("followUp.firstDue"), kind: "day", value: (row) => row.firstDueOn },
  { label: say("followUp.movedTimes"), kind: "number", value: (row) => row.postponedCount },
  {
    label: say("followUp.waits"),
    value: (row) => (row.askedNth === null ? "" : say("followUp.asked", { nth: row.askedNth })),
  },
];
