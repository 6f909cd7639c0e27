// The days somebody is away: entered by themselves or whoever is in charge of the company's people; ended by the calendar.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import type { standingIn } from "./contract.ts";

type In<K extends keyof typeof standingIn> = Input<(typeof standingIn)[K]>;
type Out<K extends keyof typeof standingIn> = Promise<Output<(typeof standingIn)[K]>>;
type Days = { from: string; lastDay: string };

async function enter(ctx: Ctx, person: { id: string; companyId: string }, { from, lastDay }: Days) {
  // Within what a calendar can name: the day after the last one is kept, too.
  if (from < ctx.today || lastDay < from || lastDay > addDays(ctx.today, 1100))
    throw invalid("absences_dates");
  const { rows } = await sql<{ id: string }>`
    insert into absences (person_id, company_id, valid_from, valid_to, entered_by)
    values (${person.id}::uuid, ${person.companyId}::uuid, ${from}::date, ${addDays(lastDay, 1)}::date,
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const id = rows[0]?.id ?? "";
  await record(ctx, "absence.entered", {
    subject: { kind: "person", id: person.id, companyId: person.companyId },
    data: { from, lastDay },
  });
  return { id };
}

type Kept = { id: string; personId: string; companyId: string; validFrom: string; validTo: string };

async function end(ctx: Ctx, kept: Kept | undefined, backOn: string) {
  const absence = found(kept, "absence");
  if (absence.validTo <= ctx.today || backOn >= absence.validTo) throw conflict("absence.over_already");
  if (backOn < ctx.today) throw invalid("absences_dates");
  await sql`update absences set valid_to = greatest(valid_from, ${backOn}::date) where id = ${absence.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "absence.ended", {
    subject: { kind: "person", id: absence.personId, companyId: absence.companyId },
    data: { backOn },
  });
  return { id: absence.id };
}

export async function enterAbsence(ctx: Ctx, input: In<"enterAbsence">): Out<"enterAbsence"> {
  const { rows } = await sql<{ id: string; companyId: string }>`
    select p.id, p.company_id from people p where p.id = ${input.id}::uuid and ${within(ctx, "p.company_id")}`.execute(
    ctx.db,
  );
  return enter(ctx, found(rows[0], "person"), input);
}

export async function endAbsence(ctx: Ctx, input: In<"endAbsence">): Out<"endAbsence"> {
  const { rows } = await sql<Kept>`
    select a.id, a.person_id, a.company_id, a.valid_from, a.valid_to from absences a
    where a.id = ${input.id}::uuid and ${within(ctx, "a.company_id")}`.execute(ctx.db);
  return end(ctx, rows[0], input.backOn);
}

export async function enterOwnAbsence(ctx: Ctx, input: In<"enterOwnAbsence">): Out<"enterOwnAbsence"> {
  return enter(ctx, { id: ctx.actor.personId, companyId: ctx.actor.companyId }, input);
}

export async function endOwnAbsence(ctx: Ctx, input: In<"endOwnAbsence">): Out<"endOwnAbsence"> {
  const { rows } = await sql<Kept>`
    select a.id, a.person_id, a.company_id, a.valid_from, a.valid_to from absences a
    where a.id = ${input.id}::uuid and a.person_id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  return end(ctx, rows[0], input.backOn);
}

export async function getOwnAway(ctx: Ctx): Out<"getOwnAway"> {
  const absences = await sql<Output<typeof standingIn.getOwnAway>["absences"][number]>`
    select a.id, a.person_id, a.valid_from as from, a.valid_to as until from absences a
    where a.person_id = ${ctx.actor.personId}::uuid and a.valid_to > greatest(a.valid_from, ${ctx.today}::date)
    order by a.valid_from limit 100`.execute(ctx.db);
  const seats = await sql<
    Omit<Output<typeof standingIn.getOwnAway>["seats"][number], "otherName"> & {
      familyName: string | null;
      givenName: string | null;
    }
  >`select * from own_seats(${ctx.actor.personId}::uuid) limit 100`.execute(ctx.db);
  return {
    absences: absences.rows,
    seats: seats.rows.map(({ familyName, givenName, ...seat }) => ({
      ...seat,
      otherName: familyName === null ? null : [familyName, givenName].filter(Boolean).join(" "),
    })),
  };
}
