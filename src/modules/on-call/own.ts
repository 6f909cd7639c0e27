// One's own turns: seen, handed over, taken over; one's own number, and the numbers of the others, each reading in the trail.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { risenTo } from "#modules/duties/rules.ts";
import type { onCall } from "./contract.ts";
import { swapsOf } from "./reading.ts";
import { peopleOf } from "./seeing.ts";
import { telephoneIn } from "./shifts.ts";
import { subjectOf } from "./visible.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;
type Mine = Output<typeof onCall.getMyOnCall>;

/** Of the rows `t`: the actor's own turns, and in a bound session those of its company alone. */
const isMine = (ctx: Ctx) =>
  sql`t.person_id = ${ctx.actor.personId}::uuid and t.roster_id = any (my_rosters())`;

export type OwnTurn = {
  id: string;
  rosterId: string;
  unitId: string;
  companyId: string | null;
  roster: string;
  tier: number;
  startsAt: string;
  endsAt: string;
  takenAt: string | null;
};

/** The actor's own turn, locked; anybody else's is not there. */
export async function ownTurn(ctx: Ctx, id: string): Promise<OwnTurn> {
  const { rows } = await sql<OwnTurn>`
    select t.id, t.roster_id, t.unit_id, r.company_id, r.name as roster, t.tier, t.starts_at, t.ends_at, t.taken_at
    from on_call_turns t join on_call_rosters r on r.id = t.roster_id where t.id = ${id}::uuid and ${isMine(ctx)} for update of t`.execute(
    ctx.db,
  );
  return found(rows[0], "on_call_turn");
}

export async function getMyOnCall(ctx: Ctx): Out<"getMyOnCall"> {
  const turns = await sql<Mine["turns"][number]>`
    select t.id, t.roster_id, t.tier, t.person_id, t.starts_at, t.ends_at, t.shift_id, t.taken_at from on_call_turns t
    where ${isMine(ctx)} and t.ends_at > app_now() - interval '2 days' order by t.starts_at, t.id limit 500`.execute(
    ctx.db,
  );
  const swaps = await swapsOf(
    ctx,
    sql`(w.asked_by = ${ctx.actor.personId}::uuid or w.asked_of = ${ctx.actor.personId}::uuid) and w.ends_at > app_now()`,
  );
  const handovers = await sql<Mine["handovers"][number]>`
    select h.roster_id, h.turn_id, h.tier, h.person_id, h.note, h.written_at, h.taken_by, h.taken_at from on_call_handovers h
    where h.roster_id = any (my_rosters()) and h.written_at > app_now() - interval '14 days'
      and (h.taken_at is null or h.person_id = ${ctx.actor.personId}::uuid or h.taken_by = ${ctx.actor.personId}::uuid)
    order by h.written_at desc limit 50`.execute(ctx.db);
  const rosters = await sql<
    Omit<Mine["rosters"][number], "people">
  >`select * from my_on_call_rosters()`.execute(ctx.db);
  const number =
    await sql`select from on_call_contacts c where c.person_id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  const people = await peopleOf(
    ctx,
    rosters.rows.map((row) => row.id),
  );
  return {
    rosters: rosters.rows.map((row) => ({ ...row, people: people.get(row.id) ?? [] })),
    turns: turns.rows,
    handovers: handovers.rows,
    swaps,
    hasNumber: number.rows.length > 0,
  };
}

export async function getMyOnCallContact(ctx: Ctx): Out<"getMyOnCallContact"> {
  const { rows } = await sql<{ telephone: string; remark: string }>`
    select c.telephone, c.remark from on_call_contacts c where c.person_id = ${ctx.actor.personId}::uuid`.execute(
    ctx.db,
  );
  return { contact: rows[0] ?? null };
}

export async function setMyOnCallContact(
  ctx: Ctx,
  input: In<"setMyOnCallContact">,
): Out<"setMyOnCallContact"> {
  const { personId, companyId } = ctx.actor;
  const telephone = telephoneIn(input.telephone);
  if (telephone === null)
    await sql`delete from on_call_contacts where person_id = ${personId}::uuid`.execute(ctx.db);
  else
    await sql`insert into on_call_contacts (person_id, company_id, telephone, remark, changed_at, changed_by)
      values (${personId}::uuid, ${companyId}::uuid, ${telephone}, ${input.remark.trim()}, app_now(), ${personId}::uuid)
      on conflict (person_id) do update set telephone = excluded.telephone, remark = excluded.remark, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by`.execute(ctx.db);
  await record(ctx, "on_call.contact_set", {
    subject: { kind: "person", id: personId, companyId },
    data: { personId, isSet: telephone !== null },
  });
  return { id: personId };
}

export async function getOnCallNumber(ctx: Ctx, { id }: In<"getOnCallNumber">): Out<"getOnCallNumber"> {
  const { rows } = await sql<{
    personId: string;
    rosterId: string;
    companyId: string | null;
    telephone: string | null;
    remark: string | null;
  }>`select * from on_call_number(${id}::uuid, ${[...risenTo]}::text[])`.execute(ctx.db);
  const { personId, rosterId, companyId, telephone, remark } = found(rows[0], "on_call_turn");
  return asSensitiveRead(
    { contact: telephone === null ? null : { telephone, remark: remark ?? "" } },
    {
      verb: "on_call.number_read",
      subject: subjectOf({ id: rosterId, companyId }),
      data: { personId, turnId: id, isSet: telephone !== null },
    },
  );
}

export async function listOnCallColleagues(
  ctx: Ctx,
  { id }: In<"listOnCallColleagues">,
): Out<"listOnCallColleagues"> {
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, ${nameOfPerson(ctx.language, "c")} as name from on_call_colleagues(${id}::uuid) c order by name limit 500`.execute(
    ctx.db,
  );
  return { rows };
}

export async function handOverOnCall(ctx: Ctx, { id, note }: In<"handOverOnCall">): Out<"handOverOnCall"> {
  const turn = await ownTurn(ctx, id);
  // While it runs, and for a while after: the night may have been long.
  const isOver = ctx.now.getTime() - Date.parse(turn.endsAt) > 86_400_000;
  if (new Date(turn.startsAt) > ctx.now || isOver) throw conflict("on_call.turn_over");
  const { rows } = await sql`
    insert into on_call_handovers as h (turn_id, roster_id, unit_id, tier, person_id, note, written_at)
    values (${id}::uuid, ${turn.rosterId}::uuid, ${turn.unitId}::uuid, ${turn.tier}, ${ctx.actor.personId}::uuid, ${note}, app_now())
    on conflict (turn_id) do update set note = excluded.note, written_at = excluded.written_at where h.taken_at is null
    returning h.turn_id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("on_call.handover_taken");
  await record(ctx, "on_call.handed_over", {
    subject: subjectOf({ id: turn.rosterId, companyId: turn.companyId }),
    data: { turnId: id, tier: turn.tier },
    personal: { note },
  });
  return { id };
}

export async function takeOverOnCall(ctx: Ctx, { id }: In<"takeOverOnCall">): Out<"takeOverOnCall"> {
  const turn = await ownTurn(ctx, id);
  // A little before it begins, when the two talk to each other.
  const isAhead = Date.parse(turn.startsAt) - ctx.now.getTime() > 2 * 3_600_000;
  if (isAhead || new Date(turn.endsAt) <= ctx.now) throw conflict("on_call.turn_over");
  if (turn.takenAt) throw conflict("on_call.taken_already");
  await sql`update on_call_turns set taken_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
  const { rows } = await sql<{ turnId: string }>`
    update on_call_handovers h set taken_by = ${ctx.actor.personId}::uuid, taken_at = app_now()
    where h.roster_id = ${turn.rosterId}::uuid and h.tier = ${turn.tier} and h.taken_at is null and h.person_id <> ${ctx.actor.personId}::uuid
    returning h.turn_id`.execute(ctx.db);
  await record(ctx, "on_call.taken_over", {
    subject: subjectOf({ id: turn.rosterId, companyId: turn.companyId }),
    data: { turnId: id, tier: turn.tier, handovers: rows.length },
  });
  return { id, takenAt: ctx.now.toISOString() };
}
