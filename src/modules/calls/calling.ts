// A call as whoever is asked sees it, and taking note of it: a person here, or a receiver by its signed word.
import { sql } from "kysely";
import { Value } from "typebox/value";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, notFound } from "#core/errors.ts";
import { acknowledge, seenCall, type SeenCall } from "#modules/duties/service.ts";
import { risenTo } from "#modules/duties/rules.ts";
import { pathOf } from "#modules/messages/rules.ts";
import type { calls } from "./contract.ts";
import { Acknowledgement } from "./contract/calls.ts";
import { isSigned, type Secrets } from "./signing.ts";

type In<K extends keyof typeof calls> = Input<(typeof calls)[K]>;
type Out<K extends keyof typeof calls> = Promise<Output<(typeof calls)[K]>>;
type Shown = Output<typeof calls.getCall>;

const given = (ctx: Ctx, id: string) =>
  sql`${ctx.actor.personId}::uuid, ${id}::uuid, ${[...risenTo]}::text[]`;

export async function getCall(ctx: Ctx, { id }: In<"getCall">): Out<"getCall"> {
  const call = found(await seenCall(ctx, id), "call");
  return {
    id,
    dutyKind: call.dutyKind,
    company: call.company ?? "",
    dueAt: call.dueAt,
    timeZone: call.timeZone,
    isDutyOpen: call.isDutyOpen,
    ...(await exerciseOf(ctx, call.dutyId)),
    level: call.level,
    state: call.state,
    answerBy: call.answerBy,
    offBecause: offBecause(call),
    path: pathOf({
      kind: "duty.risen",
      subjectId: call.subjectId,
      data: { dutyKind: call.dutyKind, isAddressed: call.level === 0 },
    }),
    rounds: await roundsOf(ctx, call),
    told: await toldOf(ctx, call),
  };
}

/** Seen with the call, whatever the reader may read of the duty itself. */
async function exerciseOf(ctx: Ctx, dutyId: string): Promise<Pick<Shown, "isExercise" | "ringsOutside">> {
  const { rows } = await sql<Pick<Shown, "isExercise" | "ringsOutside">>`
    select d.is_exercise, d.rings_outside from exercise_of_duty(${dutyId}::uuid) d`.execute(ctx.db);
  return found(rows[0], "call");
}

/** Why the reader may not take note of it; null where they may. */
export function offBecause(call: Pick<SeenCall, "state" | "isDutyOpen" | "isAsked">): string | null {
  if (call.state === "acknowledged") return "call.done";
  if (!call.isDutyOpen) return "call.dutyDone";
  if (call.state !== "open") return "call.over";
  return call.isAsked ? null : "call.notAsked";
}

async function roundsOf(ctx: Ctx, call: SeenCall): Promise<Shown["rounds"]> {
  type Row = Omit<Shown["rounds"][number], "acknowledgedBy"> & {
    receiver: string | null;
    acknowledgedAs: string | null;
    person: string | null;
  };
  const { rows } = await sql<Row>`
    select r.id, r.level, r.nth, r.opened_at, r.answer_by, r.state, r.ended_at, r.receiver, r.acknowledged_as,
      ${nameOfActor(ctx.language, sql`r.acknowledged_by`)} as person
    from rounds_of_call(${given(ctx, call.id)}) r`.execute(ctx.db);
  return rows.map(({ receiver, acknowledgedAs, person, ...row }) => ({
    ...row,
    acknowledgedBy: person ?? ([receiver, acknowledgedAs].filter(Boolean).join(": ") || null),
  }));
}

/** Names of whoever was told are for those who answer for it; to the others it is a level. */
async function toldOf(ctx: Ctx, call: SeenCall): Promise<Shown["told"]> {
  const { rows } = await sql<Shown["told"][number]>`
    select t.channel, t.level, t.at, t.state, t.done_at,
      case when not ${call.isAsked}::boolean and t.person_id is distinct from ${ctx.actor.personId}::uuid then null
        else coalesce(t.receiver, (select ${nameOfPerson(ctx.language, "n")} from names_in_trail(array[t.person_id]) n)) end as name
    from told_of_call(${given(ctx, call.id)}) t`.execute(ctx.db);
  return rows;
}

export async function acknowledgeCall(ctx: Ctx, { id }: In<"acknowledgeCall">): Out<"acknowledgeCall"> {
  const call = found(await seenCall(ctx, id), "call");
  if (!call.isAsked) throw forbidden("call.not_asked");
  if (!call.isDutyOpen || !(await acknowledge(ctx, id, { personId: ctx.actor.personId })))
    throw conflict("call.over");
  return { id };
}

/** A company's own receiver answers for its own people: the division and the group office speak for themselves. */
const mostOfCompany = 2;

export async function acknowledgeByReceiver(
  ctx: Ctx,
  input: In<"acknowledgeByReceiver">,
): Out<"acknowledgeByReceiver"> {
  const { rows } = await sql<Secrets & { companyId: string | null }>`
    select r.id, r.company_id, r.secret, r.secret_before, r.secret_before_until > app_now() as is_before_valid
    from receivers r where r.id = ${input.id}::uuid and r.is_on and r.removed_at is null`.execute(ctx.db);
  const [receiver] = rows;
  const headers = {
    "webhook-id": input.webhookId,
    "webhook-timestamp": input.webhookTimestamp,
    "webhook-signature": input.webhookSignature,
  };
  // One answer for a receiver that there is not and a signature that does not hold.
  if (!receiver || !isSigned(receiver, input.payload, headers)) throw forbidden("receiver.not_signed");
  const { id: callId, by } = acknowledgementIn(input.payload).data;
  const { rows: told } = await sql<{ level: number }>`
    select c.level from calls c where c.id = ${callId}::uuid
      and exists (select from deliveries d where d.call_id = c.id and d.receiver_id = ${receiver.id}::uuid)`.execute(
    ctx.db,
  );
  const [call] = told;
  if (!call || (receiver.companyId !== null && call.level > mostOfCompany)) throw notFound("call");
  const isTaken = await acknowledge(ctx, callId, { receiverId: receiver.id, as: by ?? null });
  return { state: isTaken ? "acknowledged" : "over" };
}

function acknowledgementIn(payload: string) {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw invalid("receiver.payload");
  }
  if (!Value.Check(Acknowledgement, value) || !uuid.test(value.data.id)) throw invalid("receiver.payload");
  return value;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
