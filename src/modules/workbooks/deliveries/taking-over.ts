// A colleague of the same desk goes on with a delivery: from then on it is in that colleague's hand, and the record says so.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { workbooks } from "../contract.ts";
import { assertIdle, deliveryInScope } from "./service.ts";

export async function takeOverDelivery(
  ctx: Ctx,
  { id }: Input<typeof workbooks.takeOverDelivery>,
): Promise<Output<typeof workbooks.takeOverDelivery>> {
  const delivery = await deliveryInScope(ctx, id, "hold");
  assertIdle(delivery);
  if (delivery.receivedBy === ctx.actor.personId) throw conflict("workbook.delivery_yours");
  // First the delivery: its parts and items are reached through it.
  await sql`update workbook_deliveries set received_by = ${ctx.actor.personId}::uuid, brought_by = coalesce(brought_by, received_by),
    taken_over_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  await sql`update workbook_delivery_parts set received_by = ${ctx.actor.personId}::uuid where delivery_id = ${id}::uuid`.execute(
    ctx.db,
  );
  await sql`update workbook_delivery_items set received_by = ${ctx.actor.personId}::uuid where delivery_id = ${id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "workbook.delivery_taken_over", {
    subject: { kind: "round", id: delivery.roundId, companyId: null },
    data: { deliveryId: id, fromPersonId: delivery.receivedBy },
  });
  return { id };
}
