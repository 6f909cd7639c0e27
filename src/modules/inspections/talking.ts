// Talk about a control, and handing areas or controls to people of the company.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { openQuestionDuty } from "./asking.ts";
import { type inspections, permissions } from "./contract.ts";
import { bookOf } from "./book.ts";
import { assertDesk, isStandingIn } from "./desk.ts";
import { delegatedTo } from "./delegated.ts";
import { assertOpen, type Inspection, inspectionInScope } from "./loading.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

export async function say(ctx: Ctx, input: In<"say">): Out<"say"> {
  const inspection = await inspectionInScope(ctx, input.id);
  await assertDesk(ctx, inspection.companyId);
  await assertMine(ctx, inspection, input.controlId ?? null);
  // The desk itself is whom the company asks.
  const isDesk = ctx.permission === permissions.review || isStandingIn(ctx);
  const asksDivision = input.asksDivision === true && !isDesk;
  const talk = await ctx.db
    .insertInto("talks")
    .values({
      inspectionId: inspection.id,
      companyId: inspection.companyId,
      controlId: input.controlId ?? null,
      body: input.body,
      asksDivision,
      saidBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "inspection.talked", {
    subject: { kind: "inspection", id: inspection.id, companyId: inspection.companyId },
    data: { talkId: talk.id, controlId: input.controlId ?? null, asksDivision },
  });
  if (asksDivision) await openQuestionDuty(ctx, inspection);
  return { id: talk.id };
}

/** A contributor talks about what was delegated, about nothing else. */
async function assertMine(ctx: Ctx, inspection: Inspection, controlId: string | null): Promise<void> {
  const isMine = await delegatedTo(ctx, inspection.id);
  if (!isMine) return;
  const control = controlId ? (await bookOf(ctx, inspection.editionId)).byId.get(controlId) : undefined;
  if (!control || !isMine(control)) throw forbidden("control.not_delegated");
}

export async function delegate(ctx: Ctx, input: In<"delegate">): Out<"delegate"> {
  const inspection = await inspectionInScope(ctx, input.id);
  assertOpen(inspection);
  if ((input.area === undefined) === (input.controlId === undefined))
    throw invalid("delegations_area_or_control");
  if (input.dueOn && input.dueOn < ctx.today) throw invalid("delegation.due_passed");
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
  const { rows } = await sql<Ended>`
    update delegations d set ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid where d.id = ${id}::uuid and d.ended_at is null and ${within(ctx, "d.company_id")}
    returning d.inspection_id, d.company_id, d.person_id`.execute(ctx.db);
  const ended = found(rows[0], "delegation");
  await closeWhenEmpty(ctx, ended);
  await record(ctx, "inspection.delegation_ended", {
    subject: { kind: "inspection", id: ended.inspectionId, companyId: ended.companyId },
    data: { delegationId: id },
  });
  return { id };
}

type Ended = { inspectionId: string; companyId: string; personId: string };

/** With the last delegation of a person the duty to answer ends. */
async function closeWhenEmpty(ctx: Ctx, ended: Ended): Promise<void> {
  const left =
    await sql`select 1 from delegations where inspection_id = ${ended.inspectionId}::uuid and person_id = ${ended.personId}::uuid and ended_at is null`.execute(
      ctx.db,
    );
  if (left.rows.length === 0) await closeDuties(ctx, ended.inspectionId, "delegation.answer", ended.personId);
}

export async function handBack(ctx: Ctx, input: In<"handBack">): Out<"handBack"> {
  const { rows } = await sql<Ended>`
    update delegations d set ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid, end_note = ${input.note?.trim() || null}
    where d.id = ${input.id}::uuid and d.ended_at is null and d.person_id = ${ctx.actor.personId}::uuid and ${within(ctx, "d.company_id")}
    returning d.inspection_id, d.company_id, d.person_id`.execute(ctx.db);
  const ended = found(rows[0], "delegation");
  await closeWhenEmpty(ctx, ended);
  await record(ctx, "inspection.delegation_handed_back", {
    subject: { kind: "inspection", id: ended.inspectionId, companyId: ended.companyId },
    data: { delegationId: input.id },
    personal: { note: input.note ?? null },
  });
  return { id: input.id };
}

export async function listHelpers(ctx: Ctx, input: In<"listHelpers">): Out<"listHelpers"> {
  const inspection = await inspectionInScope(ctx, input.id);
  const sought = input.search ? like(input.search) : null;
  const { rows } = await sql<Output<typeof inspections.listHelpers>["rows"][number]>`
    select p.id as person_id, p.family_name, p.given_name, e.title,
      c.person_id is not null as can_answer
    from people p
    left join people_with_permission('inspection.contribute', ${inspection.companyId}::uuid) as c (person_id) on c.person_id = p.id
    left join lateral (select title from employments x where x.person_id = p.id
      and holds_on(x.valid_from, x.valid_to, group_today()) order by x.valid_from desc limit 1) e on true
    where p.company_id = ${inspection.companyId}::uuid and p.id <> ${ctx.actor.personId}::uuid and ${within(ctx, "p.company_id")}
      and ${sought ? sql`(p.sought ilike ${sought} or folded(e.title) ilike ${sought})` : sql`true`}
    order by can_answer desc, p.family_name, p.given_name limit 100`.execute(ctx.db);
  return { rows };
}
