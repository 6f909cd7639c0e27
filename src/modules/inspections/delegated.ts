// What of an inspection was handed to one person.
import type { Ctx } from "#core/context.ts";

/** What was handed to this person: the controls a contributor may answer. Null for those who answer everything. */
export async function delegatedTo(
  ctx: Ctx,
  inspectionId: string,
): Promise<((control: { id: string; area: string }) => boolean) | null> {
  if (ctx.permission !== "inspection.contribute") return null;
  const rows = await ctx.db
    .selectFrom("delegations")
    .select(["area", "controlId"])
    .where("inspectionId", "=", inspectionId)
    .where("personId", "=", ctx.actor.personId)
    .where("endedAt", "is", null)
    .execute();
  return (control) => rows.some((row) => row.controlId === control.id || row.area === control.area);
}
