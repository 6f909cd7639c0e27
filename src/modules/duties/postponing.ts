// A later due moment, with a reason: the first two are granted at once, from the third the division decides.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, held, within, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { daysBetween } from "#core/time/fiscal-year.ts";
import type { duties } from "./contract.ts";
import { calendarsOf } from "#modules/organization/calendar/calendars.ts";
import type { Rule } from "./kinds.ts";
import { moveWhatItIsAbout } from "./moved.ts";
import { advance, dayIn, endOfDay, isByHours, needsDivision, stepsOf } from "./rules.ts";
import { standsUnder } from "./under.ts";

type In<K extends keyof typeof duties> = Input<(typeof duties)[K]>;
type Out<K extends keyof typeof duties> = Promise<Output<(typeof duties)[K]>>;

type OpenDuty = {
  id: string;
  fiscalYear: number;
  kind: string;
  companyId: string;
  permission: string;
  subjectId: string;
  startsAt: string;
  dueAt: string;
  timeZone: string;
  postponedCount: number;
  state: string;
  unitId: string | null;
  rises: Rule["rise"] | null;
};

async function dutyInScope(ctx: Ctx, id: string): Promise<OpenDuty> {
  const { rows } =
    await sql<OpenDuty>`select d.* from duties d where d.id = ${id}::uuid and (${within(ctx, "d.company_id")} or ${withinUnits(ctx, "d.unit_id")}) for update`.execute(
      ctx.db,
    );
  return found(rows[0], "duty");
}

export async function askPostponement(ctx: Ctx, input: In<"askPostponement">): Out<"askPostponement"> {
  const duty = await dutyInScope(ctx, input.id);
  if (duty.state !== "open") throw conflict("duty.closed");
  // Whose duty it is may ask, nobody else of the company: the desk's and the executive's clocks are not the officer's.
  if (!(await isTheirs(ctx, duty))) throw forbidden("duty.not_yours");
  if (isByHours(duty.kind)) throw conflict("duty.by_hours");
  const toAt = endOfDay(input.toDay, duty.timeZone);
  if (toAt <= new Date(duty.dueAt)) throw invalid("postponement.not_later");
  const byDays = daysBetween(dayIn(new Date(duty.dueAt), duty.timeZone), input.toDay);
  if (byDays > 366) throw invalid("postponement.too_far");
  const { rows: asked } = await sql<{ count: number; open: number }>`
    select count(*)::int as count, count(*) filter (where decided_at is null)::int as open
    from postponements where duty_id = ${duty.id}::uuid`.execute(ctx.db);
  if ((asked[0]?.open ?? 0) > 0) throw conflict("postponement.open_already");
  // One that was refused keeps its number and its words; asking again is the next one.
  const nth = Math.max(duty.postponedCount, asked[0]?.count ?? 0) + 1;
  const isAllowed = needsDivision(nth, byDays) ? null : true;
  const { rows } = await sql<{ id: string }>`
    insert into postponements (duty_id, company_id, nth, from_at, to_at, reason, asked_by, decided_at, decided_by, is_allowed)
    values (${duty.id}::uuid, ${duty.companyId}::uuid, ${nth}, ${duty.dueAt}::timestamptz, ${toAt.toISOString()}::timestamptz, ${input.reason},
      ${ctx.actor.personId}::uuid, ${isAllowed ? sql`app_now()` : null}, null, ${isAllowed})
    returning id`.execute(ctx.db);
  const id = found(rows[0], "postponement").id;
  if (isAllowed) await postpone(ctx, duty, toAt);
  await record(ctx, isAllowed ? "duty.postponed" : "duty.postponement_asked", {
    subject: { kind: "duty", id: duty.id, companyId: duty.companyId },
    data: { nth, toAt: toAt.toISOString(), subjectId: duty.subjectId },
    personal: { reason: input.reason },
  });
  return { id, isAllowed, dueAt: isAllowed ? toAt.toISOString() : duty.dueAt };
}

async function isTheirs(ctx: Ctx, { companyId, unitId, permission }: OpenDuty): Promise<boolean> {
  if (!unitId) return (await held(ctx, [permission], companyId)).has(permission);
  const { rows } = await sql`select from nearest_holders(array[${unitId}::uuid], ${permission}) n
    where n.person_id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  return rows.length > 0;
}

async function postpone(ctx: Ctx, duty: OpenDuty, toAt: Date): Promise<void> {
  const calendar = (await calendarsOf(ctx, [duty.companyId])).get(duty.companyId);
  const next = advance(stepsOf(duty.kind, ctx.now, toAt, duty.timeZone, calendar, duty.rises), 0, ctx.now);
  await sql`update duties set due_at = ${toAt.toISOString()}::timestamptz, postponed_count = postponed_count + 1, level = 0, step = 0,
      next_at = ${next.nextAt?.toISOString() ?? null}::timestamptz, row_version = row_version + 1
    where id = ${duty.id}::uuid and fiscal_year = ${duty.fiscalYear}`.execute(ctx.db);
  await moveWhatItIsAbout(ctx, duty);
}

export async function listPostponements(
  ctx: Ctx,
  { divisionId }: In<"listPostponements">,
): Out<"listPostponements"> {
  const { rows } = await sql<Output<typeof duties.listPostponements>["rows"][number]>`
    select p.id, p.duty_id, d.kind, d.subject_id, p.company_id, n.name as company_name, n.name_en as company_name_en,
      n.name_ja as company_name_ja, n.name_zh as company_name_zh, p.nth, p.from_at, p.to_at, d.time_zone, p.reason, p.asked_at, d.about,
      ${nameOfPerson(ctx.language, "a")} as asked_by_name
    from postponements p join duties d on d.id = p.duty_id and d.state = 'open'
    left join people a on a.id = p.asked_by
    join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where p.decided_at is null and ${within(ctx, "p.company_id")} and ${standsUnder("p.company_id", divisionId)} order by p.asked_at limit 500`.execute(
    ctx.db,
  );
  return { rows };
}

export async function decidePostponement(
  ctx: Ctx,
  input: In<"decidePostponement">,
): Out<"decidePostponement"> {
  const { rows } = await sql<{ id: string; dutyId: string; toAt: string; decidedAt: string | null }>`
    select p.* from postponements p where p.id = ${input.id}::uuid and ${within(ctx, "p.company_id")} for update`.execute(
    ctx.db,
  );
  const asked = found(rows[0], "postponement");
  if (asked.decidedAt) throw conflict("postponement.decided_already");
  const duty = await dutyInScope(ctx, asked.dutyId);
  if (duty.state !== "open") throw conflict("duty.closed");
  const isAllowed = input.decision === "allow";
  await sql`update postponements set decided_by = ${ctx.actor.personId}::uuid, decided_at = app_now(), is_allowed = ${isAllowed},
    decision_reason = ${input.reason} where id = ${asked.id}::uuid`.execute(ctx.db);
  if (isAllowed) await postpone(ctx, duty, new Date(asked.toAt));
  await record(ctx, isAllowed ? "duty.postponed" : "duty.postponement_refused", {
    subject: { kind: "duty", id: duty.id, companyId: duty.companyId },
    data: { postponementId: asked.id, subjectId: duty.subjectId },
    personal: { reason: input.reason },
  });
  return { id: asked.id };
}
