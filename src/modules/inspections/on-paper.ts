// Lent to later modules.
// Confirmed by a page signed by hand. One person enters it for another: whoever signed is told, somebody else of the desk
// compares the scan, and until the lock both may take it back.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuties, openDuty } from "#modules/duties/service.ts";
import { type inspections, permissions } from "./contract.ts";
import { type Inspection, inspectionToChange, move, subjectOf } from "./loading.ts";
import { type Moved, settle, unconfirmed } from "./moving.ts";
import {
  assertPageOfNow,
  assertSignedFile,
  assertSigner,
  signAgainDuty,
  signedForDuty,
} from "./signed-page.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;

const daysToLook = 14;

export async function confirmOnPaper(ctx: Ctx, input: In<"confirmOnPaper">): Promise<Moved> {
  const inspection = await inspectionToChange(ctx, input.id);
  const why = input.why?.trim();
  await assertSigner(ctx, inspection, input.personId, why);
  await assertSignedFile(ctx, inspection, input.fileId);
  if (inspection.state === "reviewed") await assertPageOfNow(ctx, inspection.id);
  const rowVersion = await move(ctx, inspection, ["reviewed"], "confirmed", input.rowVersion, {
    ...unconfirmed,
    confirmed_at: ctx.now.toISOString(),
    confirmed_by: ctx.actor.personId,
    confirmed_for: input.personId,
    confirmation_file_id: input.fileId,
    signer_reason: why || null,
  });
  await record(ctx, "inspection.confirmed", {
    subject: subjectOf(inspection),
    onBehalfOf: input.personId,
    data: { fileId: input.fileId },
  });
  const moved = await settle(ctx, inspection, rowVersion, "confirmed");
  await tell(ctx, inspection, input.personId);
  return moved;
}

/** By name: only who signs in here is told, and a duty of nobody's would come to the desk that has just done it. */
async function tell(ctx: Ctx, inspection: Inspection, signerId: string): Promise<void> {
  const { rows } = await sql<{ personId: string }>`
    select a.person_id from accounts a
    where a.state = 'active' and a.person_id <> ${ctx.actor.personId}::uuid
      and (a.person_id in (select people_with_permission(${permissions.confirm}, ${inspection.companyId}::uuid))
        or a.person_id = ${signerId}::uuid
          and a.person_id in (select people_with_permission(${permissions.answer}, ${inspection.companyId}::uuid)))`.execute(
    ctx.db,
  );
  await openDuties(
    ctx,
    rows.map(({ personId }) => ({
      kind: signedForDuty,
      subjectKind: "inspection",
      subjectId: inspection.id,
      companyId: inspection.companyId,
      permission: permissions.confirm,
      personId,
      dueOn: addDays(ctx.today, daysToLook),
    })),
  );
}

/** @throws AppError `inspection.not_on_paper` where an executive confirmed, or nobody. */
async function entered(ctx: Ctx, id: string): Promise<Inspection & { confirmedFor: string }> {
  const inspection = await inspectionToChange(ctx, id);
  const { confirmedFor, state } = inspection;
  if (state !== "confirmed") throw conflict("inspection.not_now", { values: { state } });
  if (!confirmedFor) throw conflict("inspection.not_on_paper");
  return { ...inspection, confirmedFor };
}

type Side = "signer" | "executive" | "desk";

/** @throws AppError `inspection.not_the_signer` for somebody of the company who neither signed nor confirms there. */
async function sideOf(ctx: Ctx, { companyId, confirmedFor }: Inspection): Promise<Side> {
  if (confirmedFor === ctx.actor.personId) return "signer";
  const own = await held(ctx, [permissions.confirm, permissions.confirmFor], companyId);
  if (own.has(permissions.confirm)) return "executive";
  if (own.has(permissions.confirmFor)) return "desk";
  throw forbidden("inspection.not_the_signer");
}

export async function ownConfirmation(ctx: Ctx, input: In<"ownConfirmation">): Promise<Moved> {
  const inspection = await entered(ctx, input.id);
  const side = await sideOf(ctx, inspection);
  if (side === "desk") throw forbidden("inspection.not_the_signer");
  const owned = side === "signer" ? { signature_owned_at: ctx.now.toISOString() } : {};
  const rowVersion = await move(ctx, inspection, ["confirmed"], "confirmed", input.rowVersion, owned);
  await closeDuties(ctx, inspection.id, signedForDuty, ctx.actor.personId);
  await record(ctx, "inspection.confirmation_owned", { subject: subjectOf(inspection), data: { side } });
  return { id: inspection.id, state: "confirmed", rowVersion };
}

export async function compareConfirmation(ctx: Ctx, input: In<"compareConfirmation">): Promise<Moved> {
  const inspection = await entered(ctx, input.id);
  const rowVersion = await move(ctx, inspection, ["confirmed"], "confirmed", input.rowVersion, {
    compared_by: ctx.actor.personId,
    compared_at: ctx.now.toISOString(),
  });
  await record(ctx, "inspection.confirmation_compared", { subject: subjectOf(inspection) });
  return { id: inspection.id, state: "confirmed", rowVersion };
}

export async function takeBackConfirmation(ctx: Ctx, input: In<"takeBackConfirmation">): Promise<Moved> {
  const inspection = await entered(ctx, input.id);
  const side = await sideOf(ctx, inspection);
  await sql`insert into confirmations_taken_back (inspection_id, company_id, signer_id, signer_reason, file_id, entered_by, confirmed_at,
      taken_back_by, side, reason)
    select i.id, i.company_id, i.confirmed_for, i.signer_reason, i.confirmation_file_id, i.confirmed_by, i.confirmed_at,
      ${ctx.actor.personId}::uuid, ${side}, ${input.reason}
    from inspections i where i.id = ${inspection.id}::uuid`.execute(ctx.db);
  const rowVersion = await move(ctx, inspection, ["confirmed"], "reviewed", input.rowVersion, unconfirmed);
  await record(ctx, "inspection.confirmation_taken_back", {
    subject: subjectOf(inspection),
    data: { side },
    personal: { reason: input.reason },
  });
  await closeDuties(ctx, inspection.id, signedForDuty);
  const moved = await settle(ctx, inspection, rowVersion, "reviewed", {
    kind: "inspection.confirm",
    permission: permissions.confirm,
    dueOn: inspection.confirmDueOn,
  });
  if (side !== "desk" && inspection.leftOn === null)
    await openDuty(ctx, {
      kind: signAgainDuty,
      subjectKind: "inspection",
      subjectId: inspection.id,
      companyId: inspection.companyId,
      permission: permissions.confirmFor,
      dueOn: addDays(ctx.today, daysToLook),
    });
  return moved;
}

type Shown = NonNullable<Output<typeof inspections.getInspection>["onPaper"]>;

/** Who signed, of which company, who entered it, who has looked at it since; by name, whoever reads it. */
export async function onPaperOf(ctx: Ctx, inspection: Inspection): Promise<Shown | null> {
  if (!inspection.confirmedFor) return null;
  const { rows } = await sql<Shown>`
    select coalesce(${nameOfActor(ctx.language, sql`i.confirmed_for`)}, '–') as signer_name, coalesce(${nameOfUnit(ctx.language, "n")}, '–') as signer_unit,
      (select t.name from position_holders h join positions t on t.id = h.position_id
        where h.person_id = i.confirmed_for and holds_on(h.valid_from, h.valid_to, group_today())
        order by t.purpose = 'accountable_executive' desc nulls last, h.valid_from desc limit 1) as signer_position,
      i.signer_reason as why, f.id as file_id, f.name as file_name, ${nameOfActor(ctx.language, sql`i.confirmed_by`)} as entered_by_name,
      i.signature_owned_at as owned_at, ${nameOfActor(ctx.language, sql`i.compared_by`)} as compared_by_name, i.compared_at,
      i.confirmed_for = ${ctx.actor.personId}::uuid as is_signer
    from inspections i left join people p on p.id = i.confirmed_for left join files f on f.id = i.confirmation_file_id
    left join lateral (select * from unit_names n where n.unit_id = p.company_id order by n.valid_from desc limit 1) n on true
    where i.id = ${inspection.id}::uuid`.execute(ctx.db);
  return found(rows[0], "inspection");
}

/** What may be done about it by this reader, each with its reason when not. */
export function onPaperCan(
  ctx: Ctx,
  own: ReadonlySet<string>,
  { state, confirmedFor, confirmedBy }: Inspection,
): Record<string, string | null> {
  const isSigner = confirmedFor === ctx.actor.personId;
  const isTheirs = own.has(permissions.confirm) || (isSigner && own.has(permissions.answer));
  const isDesk = own.has(permissions.confirmFor);
  const when = (isYours: boolean) =>
    !isYours || !confirmedFor ? "can.not_yours" : state === "confirmed" ? null : `can.not_now.${state}`;
  const compare = when(isDesk);
  return {
    ownConfirmation: when(isTheirs),
    takeBack: when(isTheirs || isDesk),
    compare: compare === null && confirmedBy === ctx.actor.personId ? "can.entered_yourself" : compare,
  };
}
