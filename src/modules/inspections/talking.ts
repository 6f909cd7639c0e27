// Talk about a control, and handing areas or controls to people of the company.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import type { inspections } from "./contract.ts";
import { assertOpen, inspectionInScope } from "./loading.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

export async function say(ctx: Ctx, input: In<"say">): Out<"say"> {
  const inspection = await inspectionInScope(ctx, input.id);
  const talk = await ctx.db
    .insertInto("talks")
    .values({
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      controlId: input.controlId ?? null,
      body: input.body,
      asksDivision: input.asksDivision ?? false,
      saidBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "inspection.talked", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { talkId: talk.id, controlId: input.controlId ?? null, asksDivision: input.asksDivision ?? false },
  });
  return { id: talk.id };
}

export async function delegate(ctx: Ctx, input: In<"delegate">): Out<"delegate"> {
  const inspection = await inspectionInScope(ctx, input.id);
  assertOpen(inspection);
  if ((input.area === undefined) === (input.controlId === undefined))
    throw invalid("delegations_area_or_control");
  const person = await sql<{
    id: string;
  }>`select p.id from people p where p.id = ${input.personId}::uuid and p.company_id = ${inspection.companyId}::uuid
    and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  found(person.rows[0], "person");
  const row = await ctx.db
    .insertInto("delegations")
    .values({
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      personId: input.personId,
      area: input.area ?? null,
      controlId: input.controlId ?? null,
      dueOn: input.dueOn ?? null,
      note: input.note ?? null,
      givenBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  // One duty per delegated bundle, never one per answer inside it.
  await openDuty(ctx, {
    kind: "delegation.answer",
    subjectKind: "inspection",
    subjectId: inspection.id,
    companyId: inspection.companyId,
    permission: "inspection.contribute",
    personId: input.personId,
    dueOn: input.dueOn ?? inspection.dueOn,
  });
  await record(ctx, "inspection.delegated", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: {
      delegationId: row.id,
      personId: input.personId,
      area: input.area ?? null,
      controlId: input.controlId ?? null,
    },
    personal: { note: input.note ?? null },
  });
  return { id: row.id };
}

export async function endDelegation(ctx: Ctx, { id }: In<"endDelegation">): Out<"endDelegation"> {
  const { rows } = await sql<{ inspectionId: string; companyId: string; personId: string }>`
    update delegations d set ended_at = app_now() where d.id = ${id}::uuid and d.ended_at is null and ${within(ctx, "d.company_id")}
    returning d.inspection_id, d.company_id, d.person_id`.execute(ctx.db);
  const ended = found(rows[0], "delegation");
  const left =
    await sql`select 1 from delegations where inspection_id = ${ended.inspectionId}::uuid and person_id = ${ended.personId}::uuid and ended_at is null`.execute(
      ctx.db,
    );
  if (left.rows.length === 0) await closeDuties(ctx, ended.inspectionId, "delegation.answer", ended.personId);
  await record(ctx, "inspection.delegation_ended", {
    subject: { kind: "inspection", id: ended.inspectionId, companyId: ended.companyId },
    data: { delegationId: id },
  });
  return { id };
}
