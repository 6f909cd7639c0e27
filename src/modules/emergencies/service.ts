// Emergency access (break-glass): taken by one person alone, for hours; recorded in full; judged by another (docs/decisions/0085).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { emergencies } from "./contract.ts";
import * as queries from "./queries.ts";
import { mostHours, mostUnjudged, reviewDays, stateOf, takenAt, takenRoles, usualHours } from "./rules.ts";

type In<K extends keyof typeof emergencies> = Input<(typeof emergencies)[K]>;
type Out<K extends keyof typeof emergencies> = Promise<Output<(typeof emergencies)[K]>>;

export async function getEmergencyOffer(ctx: Ctx): Out<"getEmergencyOffer"> {
  const kinds = await queries.kindsToTakeAt(ctx);
  return {
    roles: takenRoles
      .filter((roleId) => kinds.includes(takenAt[roleId]))
      .map((roleId) => ({ roleId, unitKind: takenAt[roleId] })),
    mostHours,
    usualHours,
    currentId: await queries.currentOf(ctx),
  };
}

export async function listEmergencyUnits(
  ctx: Ctx,
  input: In<"listEmergencyUnits">,
): Out<"listEmergencyUnits"> {
  return { rows: await queries.unitsToTakeAt(ctx, takenAt[input.roleId], input.search?.trim() ?? "") };
}

export async function takeEmergency(ctx: Ctx, input: In<"takeEmergency">): Out<"takeEmergency"> {
  const unit = await queries.unitToTakeAt(ctx, input.unitId);
  if (unit?.kind !== takenAt[input.roleId]) throw notFound("unit");
  if (await queries.holdsAlready(ctx, input.roleId, unit.id)) throw conflict("emergency.held_anyway");
  if ((await queries.unjudged(ctx)) >= mostUnjudged) throw conflict("emergency.judge_first");
  const reason = input.reason.trim();
  const { rows } = await sql<{ id: string; companyId: string | null; endsAt: string }>`
    select id, company_id, ends_at from take_emergency(${input.roleId}, ${unit.id}::uuid, ${input.hours}, ${reason})`.execute(
    ctx.db,
  );
  const taken = found(rows[0], "emergency");
  await record(ctx, "emergency.taken", {
    subject: { kind: "emergency", id: taken.id, companyId: taken.companyId },
    data: { roleId: input.roleId, unitId: unit.id, endsAt: taken.endsAt },
    personal: { reason },
  });
  await openReview(ctx, taken);
  return { id: taken.id, endsAt: taken.endsAt };
}

/** The duty of whoever judges in all of the group, and has not taken it themselves. */
async function openReview(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const { fiscalYearStartMonth, timeZone, groupId } = await queries.group(ctx);
  const dueOn = addDays(ctx.today, reviewDays);
  await sql`select open_group_duty('emergency.review', 'emergency', ${id}::uuid, 'emergency.review',
    ${[ctx.actor.personId]}::uuid[], ${fiscalYearOf(ctx.today, fiscalYearStartMonth)}::integer, ${groupId}::uuid,
    (${dueOn}::date + time '23:59:59') at time zone ${timeZone}, ${timeZone})`.execute(ctx.db);
}

/** Emergencies are judged for the whole group, whatever they concern. */
const judges = (ctx: Ctx) => ctx.permission === "emergency.review" && ctx.reach === "group";

export async function endEmergency(ctx: Ctx, { id }: In<"endEmergency">): Out<"endEmergency"> {
  const one = found(await queries.emergencyInScope(ctx, id), "emergency");
  if (!one.isOwn && !judges(ctx)) throw notFound("emergency");
  if (stateOf(one, ctx.now) !== "in_force") throw conflict("emergency.over");
  const { rows } =
    await sql`update emergencies set ends_at = app_now(), ended_by = ${ctx.actor.personId}::uuid
    where id = ${id}::uuid and ends_at > app_now() returning id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("emergency.over");
  await record(ctx, "emergency.ended", {
    subject: { kind: "emergency", id, companyId: one.companyId },
    data: { isOwn: one.isOwn },
  });
  return { id };
}

export async function listEmergencies(ctx: Ctx, input: In<"listEmergencies">): Out<"listEmergencies"> {
  const limit = input.limit ?? 50;
  const rows = await queries.emergenciesInScope(ctx, { ...input, limit });
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((one) => {
      const { companyId: _, ...row } = one;
      return { ...row, state: stateOf(row, ctx.now) };
    }),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

export async function getEmergency(ctx: Ctx, { id }: In<"getEmergency">): Out<"getEmergency"> {
  const { companyId: _, ...one } = found(await queries.emergencyInScope(ctx, id), "emergency");
  const state = stateOf(one, ctx.now);
  const reviews = await queries.reviewsAll(ctx);
  return {
    ...one,
    state,
    ...(await queries.doneUnder(ctx, id)),
    can: {
      end: state !== "in_force" ? "emergency.over" : one.isOwn || reviews ? null : "emergency.not_yours",
      review: one.isOwn
        ? "emergency.own"
        : !reviews
          ? "emergency.not_yours"
          : state === "in_force"
            ? "emergency.in_force"
            : state === "reviewed"
              ? "emergency.reviewed_already"
              : null,
    },
  };
}

export async function reviewEmergency(ctx: Ctx, input: In<"reviewEmergency">): Out<"reviewEmergency"> {
  const one = found(await queries.emergencyInScope(ctx, input.id), "emergency");
  if (one.isOwn) throw forbidden("emergency.own");
  if (!judges(ctx)) throw notFound("emergency");
  const state = stateOf(one, ctx.now);
  if (state === "in_force") throw conflict("emergency.in_force");
  if (state === "reviewed") throw conflict("emergency.reviewed_already");
  const note = input.note?.trim() || null;
  if (input.verdict === "not_justified" && note === null) throw invalid("emergency.note_needed");
  const { rows } = await sql`
    update emergencies set verdict = ${input.verdict}, reviewed_by = ${ctx.actor.personId}::uuid, reviewed_at = app_now(),
      review_note = ${note} where id = ${one.id}::uuid and verdict is null returning id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("emergency.reviewed_already");
  await sql`select close_group_duty(${one.id}::uuid, 'done', null)`.execute(ctx.db);
  await record(ctx, "emergency.reviewed", {
    subject: { kind: "emergency", id: one.id, companyId: one.companyId },
    data: { verdict: input.verdict },
    ...(note === null ? {} : { personal: { note } }),
  });
  return { id: one.id };
}
