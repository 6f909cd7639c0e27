// Lent to later modules.
// What a list of seats does to the organization, by its own changes: a seat, its holder, a person who was not known.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addPerson, addPosition, holdPosition } from "../people.ts";
import { changePerson } from "../person.ts";

export { addPerson, addPosition, changePerson, holdPosition };

/** The holder of a day keeps the seat until another day, the first on which nobody or the next one holds it. */
export async function holdUntil(
  ctx: Ctx,
  positionId: string,
  { on, until, reason }: { on: string; until: string; reason: string },
): Promise<void> {
  const { rows } = await sql<{ companyId: string }>`
    update position_holders h set valid_to = ${until}::date
    where h.position_id = ${positionId}::uuid and holds_on(h.valid_from, h.valid_to, ${on}::date)
      and ${within(ctx, "h.company_id")}
    returning h.company_id`.execute(ctx.db);
  const [seat] = rows;
  if (!seat) throw conflict("position.vacant_already");
  await record(ctx, "position.vacated", {
    subject: { kind: "position", id: positionId, companyId: seat.companyId },
    data: { on: until },
    personal: { reason },
  });
}
