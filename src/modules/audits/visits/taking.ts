// Devices that take a sheet along, and what is decided where two of them entered different things.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { taking } from "./contract/taking.ts";
import { assertConducts, type Sheet, sheetInScope, sheetToChange, subjectOf } from "./loading.ts";

type In<K extends keyof typeof taking> = Input<(typeof taking)[K]>;
type Out<K extends keyof typeof taking> = Promise<Output<(typeof taking)[K]>>;

export async function takeSheet(ctx: Ctx, input: In<"takeSheet">): Out<"takeSheet"> {
  const sheet = await sheetToChange(ctx, input.id);
  const { rows } = await sql<{ until: string; isNew: boolean }>`
    insert into audit_checkouts (id, visit_id, company_id, person_id, device, taken_at, until, is_kept)
    values (${input.checkoutId}::uuid, ${sheet.visitId}::uuid, ${sheet.companyId}::uuid, ${ctx.actor.personId}::uuid, ${input.device.trim() || "–"},
      app_now(), app_now() + make_interval(days => ${input.days}), ${input.isKept})
    on conflict (id) do nothing returning until, true as is_new`.execute(ctx.db);
  const [one] = rows;
  // Sent twice: the device did not hear that it had succeeded.
  if (!one) return { until: (await ownCheckout(ctx, sheet, input.checkoutId)).until };
  await record(ctx, "audit.sheet_taken", {
    subject: subjectOf(sheet),
    data: { visitId: sheet.visitId, checkoutId: input.checkoutId, until: one.until, isKept: input.isKept },
    personal: { device: input.device.trim() },
  });
  return { until: one.until };
}

type Checkout = { id: string; until: string; revokedAt: string | null; returnedAt: string | null };

async function checkoutOf(ctx: Ctx, sheet: Sheet, id: string, isOwn: boolean): Promise<Checkout> {
  const { rows } =
    await sql<Checkout>`select d.id, d.until, d.revoked_at, d.returned_at from audit_checkouts d
    where d.id = ${id}::uuid and d.visit_id = ${sheet.visitId}::uuid and ${within(ctx, "d.company_id")}
      and ${isOwn ? sql`d.person_id = ${ctx.actor.personId}::uuid` : sql`true`}`.execute(ctx.db);
  return found(rows[0], "audit_checkout");
}

const ownCheckout = (ctx: Ctx, sheet: Sheet, id: string) => checkoutOf(ctx, sheet, id, true);

export async function returnSheet(ctx: Ctx, input: In<"returnSheet">): Out<"returnSheet"> {
  const sheet = await sheetInScope(ctx, input.id, true);
  const checkout = await ownCheckout(ctx, sheet, input.checkoutId);
  if (checkout.returnedAt === null) {
    await sql`update audit_checkouts set returned_at = app_now(), waiting = 0 where id = ${checkout.id}::uuid`.execute(
      ctx.db,
    );
    await record(ctx, "audit.sheet_returned", {
      subject: subjectOf(sheet),
      data: { visitId: sheet.visitId, checkoutId: checkout.id },
    });
  }
  return { id: checkout.id };
}

export async function revokeCheckout(ctx: Ctx, input: In<"revokeCheckout">): Out<"revokeCheckout"> {
  const sheet = await sheetInScope(ctx, input.id, true);
  await assertConducts(ctx, sheet.visitId, sheet.companyId);
  const checkout = await checkoutOf(ctx, sheet, input.checkoutId, false);
  if (checkout.revokedAt !== null || checkout.returnedAt !== null) throw conflict("audit.checkout_over");
  await sql`update audit_checkouts set revoked_at = app_now(), revoked_by = ${ctx.actor.personId}::uuid, revoked_reason = ${input.reason.trim()}
    where id = ${checkout.id}::uuid`.execute(ctx.db);
  await record(ctx, "audit.checkout_revoked", {
    subject: subjectOf(sheet),
    data: { visitId: sheet.visitId, checkoutId: checkout.id },
    personal: { reason: input.reason.trim() },
  });
  return { id: checkout.id };
}

/** What a device asks before anybody has typed a PIN: also a lost one's, and that of a person who has left, is to let go. */
export async function askCheckouts(ctx: Ctx, input: In<"askCheckouts">): Out<"askCheckouts"> {
  const { rows } = await sql<{
    id: string;
    isRevoked: boolean;
  }>`select id, is_revoked from checkouts_over(${input.ids}::uuid[])`.execute(ctx.db);
  return { over: rows };
}

type Waiting = { checkId: string; field: string; value: unknown; outcome: string };

export async function decideConflict(ctx: Ctx, input: In<"decideConflict">): Out<"decideConflict"> {
  const sheet = await sheetToChange(ctx, input.id);
  const { rows } = await sql<Waiting>`select o.check_id, o.field, o.value, o.outcome from audit_ops o
    where o.id = ${input.opId}::uuid and o.visit_id = ${sheet.visitId}::uuid and ${within(ctx, "o.company_id")}`.execute(
    ctx.db,
  );
  const op = found(rows[0], "audit_conflict");
  if (op.outcome !== "conflict") throw conflict("audit.conflict_over");
  const isKept = input.keep === "other";
  // Whoever decides has seen what holds: decided over something newer it would be overwritten unseen.
  const { rows: held } = await sql<{ revision: number }>`
    update audit_values x set revision = x.revision + 1, is_shared = false
      ${isKept ? sql`, value = o.value, op_id = o.id` : sql``}
    from audit_ops o where o.id = ${input.opId}::uuid and x.check_id = o.check_id and x.field = o.field and x.revision = ${input.revision}
    returning x.revision`.execute(ctx.db);
  if (held.length === 0) throw lostRace("audit_value", { revision: input.revision }, {});
  await sql`update audit_ops set outcome = ${isKept ? "kept" : "dropped"}, decided_by = ${ctx.actor.personId}::uuid, decided_at = app_now()
    where id = ${input.opId}::uuid`.execute(ctx.db);
  await record(ctx, "audit.conflict_decided", {
    subject: subjectOf(sheet),
    data: { visitId: sheet.visitId, checkId: op.checkId, field: op.field, isKept },
  });
  return { id: input.opId };
}
