// Single shifts over the rules, set by whoever keeps the roster; and the numbers of those who stand in it.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { readTelephone } from "#core/text/telephone.ts";
import type { onCall } from "./contract.ts";
import { assertPeople } from "./keeping.ts";
import { layOutRoster } from "./laying.ts";
import { horizonDays } from "./rules.ts";
import { keptRoster, moveOn, subjectOf } from "./visible.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;

const dayMs = 86_400_000;
/** Of a roster that are not over: more is a rule that somebody did not make. */
export const mostAhead = 200;

export async function setOnCallShift(ctx: Ctx, input: In<"setOnCallShift">): Out<"setOnCallShift"> {
  const roster = await keptRoster(ctx, input.id);
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)];
  const last = ctx.now.getTime() + horizonDays * dayMs;
  if (!(startsAt < endsAt) || endsAt <= ctx.now || endsAt.getTime() > last)
    throw invalid("on_call.shift_times");
  await assertPeople(ctx, roster.unitId, [input.personId]);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from on_call_shifts s
    where s.roster_id = ${input.id}::uuid and s.removed_at is null and s.ends_at > app_now()`.execute(ctx.db);
  if ((rows[0]?.count ?? 0) >= mostAhead) throw conflict("on_call.too_many", { values: { most: mostAhead } });
  const id = randomUUID();
  // What has begun already begins now: nobody was on call who was not.
  const since = startsAt < ctx.now ? ctx.now : startsAt;
  await sql`insert into on_call_shifts (id, roster_id, unit_id, tier, person_id, starts_at, ends_at, reason, entered_at, entered_by)
    values (${id}::uuid, ${input.id}::uuid, ${roster.unitId}::uuid, ${input.tier}, ${input.personId}::uuid, ${since.toISOString()}::timestamptz,
      ${endsAt.toISOString()}::timestamptz, ${input.reason}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  await layOutRoster(ctx, roster);
  await record(ctx, "on_call.shift_set", {
    subject: subjectOf(roster),
    data: {
      personId: input.personId,
      tier: input.tier,
      startsAt: since.toISOString(),
      endsAt: endsAt.toISOString(),
      roster: roster.name,
    },
    personal: { reason: input.reason },
  });
  await moveOn(ctx, input.id);
  return { id };
}

export async function removeOnCallShift(
  ctx: Ctx,
  { id, reason }: In<"removeOnCallShift">,
): Out<"removeOnCallShift"> {
  const { rows } = await sql<{
    rosterId: string;
    personId: string;
    startsAt: string;
    endsAt: string;
    isOver: boolean;
  }>`
    select s.roster_id, s.person_id, s.starts_at, s.ends_at, s.removed_at is not null or s.ends_at <= app_now() as is_over
    from on_call_shifts s where s.id = ${id}::uuid and ${withinUnits(ctx, "s.unit_id")} for update`.execute(
    ctx.db,
  );
  const shift = found(rows[0], "on_call_shift");
  const roster = await keptRoster(ctx, shift.rosterId);
  if (shift.isOver) throw conflict("on_call.shift_over");
  await sql`update on_call_shifts set removed_at = app_now(), removed_by = ${ctx.actor.personId}::uuid where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await layOutRoster(ctx, roster);
  await record(ctx, "on_call.shift_removed", {
    subject: subjectOf(roster),
    data: {
      personId: shift.personId,
      startsAt: shift.startsAt,
      endsAt: shift.endsAt,
      roster: roster.name,
    },
    personal: { reason },
  });
  await moveOn(ctx, roster.id);
  return { id };
}

/** As one can call it, or the refusal; null takes it away. */
export function telephoneIn(given: string | null): string | null {
  if (given === null || given.trim() === "") return null;
  const telephone = readTelephone(given);
  if (telephone === null) throw invalid("on_call.telephone");
  return telephone;
}

export async function setOnCallContact(ctx: Ctx, input: In<"setOnCallContact">): Out<"setOnCallContact"> {
  const { rows: rosters } = await sql<{ id: string; companyId: string | null }>`
    select r.id, r.company_id from on_call_rosters r where r.id = ${input.id}::uuid and ${withinUnits(ctx, "r.unit_id")}`.execute(
    ctx.db,
  );
  const roster = found(rosters[0], "on_call_roster");
  const telephone = telephoneIn(input.telephone);
  const { rows } = await sql<{ companyId: string | null }>`
    select set_on_call_contact(${input.id}::uuid, ${input.personId}::uuid, ${telephone}, ${input.remark.trim()}) as company_id`.execute(
    ctx.db,
  );
  found(rows[0]?.companyId ? rows[0] : undefined, "person");
  await record(ctx, "on_call.contact_set", {
    subject: subjectOf(roster),
    data: { personId: input.personId, isSet: telephone !== null, byKeeper: true },
  });
  return { id: input.personId };
}
