// What the company's own ledgers say of the controls that have a metric, as of today (T-01, R-31).
import type { Ctx } from "#core/context.ts";
import { type Measurement, measurementsOf } from "#modules/ledgers/measuring.ts";
import type { Book } from "../book.ts";
import { percentOf, verdictOf } from "./rules.ts";

/** By control; a control without a metric, or one that no ledger of the company counts, is missing. */
export async function measuredOf(
  ctx: Ctx,
  companyId: string,
  book: Pick<Book, "controls">,
): Promise<ReadonlyMap<string, Measurement>> {
  const counted = (await measurementsOf(ctx, [companyId])).get(companyId);
  if (!counted) return new Map();
  return new Map(
    book.controls.flatMap((control): [string, Measurement][] => {
      const measured = control.metric === null ? undefined : counted.measurements.get(control.metric);
      return measured ? [[control.id, measured]] : [];
    }),
  );
}

export const shownMeasured = (figure: Measurement | undefined) =>
  figure ? { ...figure, percent: percentOf(figure), verdict: verdictOf(figure) } : null;
