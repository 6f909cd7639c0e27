// The cells of a returned workbook that cannot be read, as a list to send back to whoever filled it in.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { withContent } from "#core/files/content.ts";
import { inspectionInScope } from "#modules/inspections/loading.ts";
import type { workbooks } from "./contract.ts";
import { getWorkbookReturn } from "./service.ts";
import { sayIn } from "./words.ts";

export async function downloadUnreadCells(
  ctx: Ctx,
  { id }: Input<typeof workbooks.downloadUnreadCells>,
): Promise<Output<typeof workbooks.downloadUnreadCells>> {
  const { rows, scope, fileName, language, inspectionId } = await getWorkbookReturn(ctx, { id });
  const { companyId } = await inspectionInScope(ctx, inspectionId);
  // It goes to whoever filled the workbook in, who reads the language of the workbook.
  const say = sayIn(language);
  const cells = [
    ...rows.map((row) => ({
      ...row,
      what: row.controlId,
      problems: [...row.problems, ...row.changedWords],
    })),
    ...scope.map((one) => ({ ...one, what: one.condition })),
  ].flatMap(({ what, sheet, row, problems }) => problems.map((one) => ({ ...one, what, sheet, row })));
  const columns = [
    { label: say("workbook.problems.control"), value: (one: (typeof cells)[number]) => one.what },
    { label: say("workbook.problems.sheet"), value: (one: (typeof cells)[number]) => one.sheet },
    {
      label: say("workbook.problems.cell"),
      value: (one: (typeof cells)[number]) => `${one.column ?? ""}${one.row}`,
    },
    {
      label: say("workbook.problems.what"),
      value: (one: (typeof cells)[number]) => say(`workbook.problem.${one.code}`, { given: one.given }),
    },
  ];
  const file = fileName.replace(/\.[^.]+$/, "");
  const subject = { kind: "inspection", id: inspectionId, companyId };
  return withContent(
    asSensitiveRead({ id }, { verb: "workbook.unread_read", subject, data: { returnId: id } }),
    {
      name: `${say("workbook.problems.fileName", { file })}.csv`,
      mediaType: "text/csv; charset=utf-8",
      open: () => Readable.from(writeCsv(columns, cells)),
    },
  );
}
