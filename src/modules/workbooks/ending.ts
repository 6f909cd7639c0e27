// Files that end: workbooks that went out after a month, what was sent with many others a day after it was read.
import { sql } from "kysely";
import { record } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";

/** How long a batch can be downloaded; the answers in it are as old as it is. */
export const keptDays = 30;
const atOnce = 200;

export const endFiles: TimedWork = {
  name: "workbooks.end_files",
  everySeconds: 3600,
  run: async (ctx) => {
    const { rows } = await sql<{ count: number }>`
      select end_workbook_files(make_interval(days => ${keptDays}), interval '1 day', ${atOnce}) as count`.execute(
      ctx.db,
    );
    const count = rows[0]?.count ?? 0;
    if (count > 0)
      await record(ctx, "workbook.files_ended", {
        subject: { kind: "workbook_batch", id: null, companyId: null },
        data: { files: count },
      });
    return count === atOnce;
  },
};
