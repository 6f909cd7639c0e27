// Locks the confirmed results of a round for good: the same few statements for three hundred companies as for one.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { recordEach } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import type { inspections } from "./contract.ts";
import { inspectionsInScope, subjectOf } from "./loading.ts";
import { keepEach, type Wanted } from "./results.ts";
import { raiseShortfalls } from "./shortfalls.ts";
import { signedForDuty } from "./signed-page.ts";

export async function lockInspections(
  ctx: Ctx,
  input: Input<typeof inspections.lockInspections>,
): Promise<Output<typeof inspections.lockInspections>> {
  const { rows } = await sql<{ id: string }>`
    update inspections i set state = 'locked', locked_at = app_now(), row_version = row_version + 1
    where i.round_id = ${input.roundId}::uuid and i.state = 'confirmed' and ${within(ctx, "i.company_id")}
      and ${input.inspectionIds ? sql`i.id = any (${input.inspectionIds}::uuid[])` : sql`true`}
    returning i.id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("inspection.nothing_to_lock");
  const ids = rows.map((row) => row.id);
  const locked = await inspectionsInScope(ctx, ids);
  // The first lock is the result for good; what a correction gives stands beside it as a restatement.
  const kept = await keepEach(
    ctx,
    locked.flatMap((inspection): Wanted[] => [
      { inspection, basis: inspection.correctedCount > 0 ? "restated" : "locked" },
      { inspection, basis: "live" },
    ]),
  );
  await sql`update corrections set closed_at = app_now() where inspection_id = any (${ids}::uuid[]) and closed_at is null`.execute(
    ctx.db,
  );
  await closeEach(ctx, ids, signedForDuty);
  await recordEach(
    ctx,
    "inspection.locked",
    kept
      .filter(({ basis }) => basis !== "live")
      .map(({ inspection, basis, score: { result, points } }) => ({
        subject: subjectOf(inspection),
        data: { basis, result, halfPoints: points.halfPoints, weight: points.weight },
      })),
  );
  await raiseShortfalls(ctx, locked);
  return { locked: rows.length };
}
