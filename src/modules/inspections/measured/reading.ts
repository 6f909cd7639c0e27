// What the company's own ledgers say of the controls that have a metric, as of today (T-01, R-31).
import type { Ctx } from "#core/context.ts";
import { sql } from "kysely";
import { countedFrom, countedToday, type Measurement, type Told } from "#modules/ledgers/measuring.ts";
import type { BookControl } from "../book.ts";
import { percentOf, verdictOf } from "./rules.ts";

type Asked = Pick<BookControl, "id" | "metric">;

/** By control; one without a metric, or that no ledger of the company counts, is missing. */
export function measuredFrom(
  told: Told | null,
  controls: readonly Asked[],
): ReadonlyMap<string, Measurement> {
  const counted = countedFrom(told);
  return new Map(
    controls.flatMap(({ id, metric }): [string, Measurement][] => {
      const measured = metric === null ? undefined : counted.measurements.get(metric);
      return measured ? [[id, measured]] : [];
    }),
  );
}

export async function measuredOf(
  ctx: Ctx,
  companyId: string,
  controls: readonly Asked[],
): Promise<ReadonlyMap<string, Measurement>> {
  if (controls.every((one) => one.metric === null)) return new Map();
  const { rows } = await sql<{
    told: Told | null;
  }>`select ${countedToday(ctx, sql`${companyId}::uuid`)} as told`.execute(ctx.db);
  return measuredFrom(rows[0]?.told ?? null, controls);
}

export const shownMeasured = (figure: Measurement | undefined) =>
  figure ? { ...figure, percent: percentOf(figure), verdict: verdictOf(figure) } : null;
