// Duties: what somebody must do by a date, its clock, its way up, its postponements.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { duties } from "./contract.ts";
import { advance, endOfDay, needsDivision, stepsOf } from "./rules.ts";

type In<K extends keyof typeof duties> = Input<(typeof duties)[K]>;
type Out<K extends keyof typeof duties> = Promise<Output<(typeof duties)[K]>>;

/** Whose turn it is at each level above the addressee. Level 1 is the company's, 2 the division's, 3 the group's. */
const risen = ["inspection.confirm", "inspection.review", "round.manage"];

export async function listMyDuties(ctx: Ctx, input: In<"listMyDuties">): Out<"listMyDuties"> {
  const { rows } = await sql<Output<typeof duties.listMyDuties>["rows"][number] & { count: number }>`
    select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, d.company_name, d.company_name_en, d.company_name_ja,
      d.company_name_zh, d.starts_at, d.due_at, d.time_zone, d.level, d.postponed_count, d.due_at < app_now() as is_overdue,
      count(*) over ()::int as count
    from my_duties(${ctx.actor.personId}::uuid, ${risen}::text[]) d order by d.due_at, d.id limit ${input.limit ?? 50}`.execute(
    ctx.db,
  );
  return { rows, count: rows[0]?.count ?? 0 };
}

export type NewDuty = {
  kind: string;
  subjectKind: string;
  subjectId: string;
  companyId: string;
  permission: string;
  personId?: string | null;
  dueOn: string;
};

/** Opens one duty; the due day ends in the company's own zone. An equal open one stays as it is. */
export async function openDuty(ctx: Ctx, duty: NewDuty): Promise<void> {
  const { rows } = await sql<{ timeZone: string; startMonth: number }>`
    select coalesce((select f.time_zone from company_facts f where f.company_id = ${duty.companyId}::uuid
      and holds_on(f.valid_from, f.valid_to, group_today())), 'UTC') as time_zone,
      (select fiscal_year_start_month from group_settings) as start_month`.execute(ctx.db);
  const zone = rows[0]?.timeZone ?? "UTC";
  const dueAt = endOfDay(duty.dueOn, zone);
  const next = advance(stepsOf(duty.kind, ctx.now, dueAt), 0, ctx.now).nextAt;
  await sql`insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, person_id, starts_at, due_at, time_zone, next_at)
    values (${fiscalYearOf(ctx.today, rows[0]?.startMonth ?? 4)}, ${duty.kind}, ${duty.subjectKind}, ${duty.subjectId}::uuid,
      ${duty.companyId}::uuid, ${duty.permission}, ${duty.personId ?? null}::uuid, app_now(), ${dueAt.toISOString()}::timestamptz, ${zone},
      ${next?.toISOString() ?? null}::timestamptz) on conflict do nothing`.execute(ctx.db);
}

/** Closes every open duty of a subject, of one kind or one person if named. */
export async function closeDuties(
  ctx: Ctx,
  subjectId: string,
  kind?: string,
  personId?: string,
): Promise<void> {
  await sql`update duties set state = 'done', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, next_at = null
    where subject_id = ${subjectId}::uuid and state = 'open' and ${kind ? sql`kind = ${kind}` : sql`true`}
      and ${personId ? sql`person_id = ${personId}::uuid` : sql`true`}`.execute(ctx.db);
}

type OpenDuty = {
  id: string;
  fiscalYear: number;
  kind: string;
  companyId: string;
  subjectId: string;
  startsAt: string;
  dueAt: string;
  timeZone: string;
  postponedCount: number;
  state: string;
};

async function dutyInScope(ctx: Ctx, id: string): Promise<OpenDuty> {
  const { rows } =
    await sql<OpenDuty>`select d.* from duties d where d.id = ${id}::uuid and ${within(ctx, "d.company_id")} for update`.execute(
      ctx.db,
    );
  return found(rows[0], "duty");
}

export async function askPostponement(ctx: Ctx, input: In<"askPostponement">): Out<"askPostponement"> {
  const duty = await dutyInScope(ctx, input.id);
  if (duty.state !== "open") throw conflict("duty.closed");
  const toAt = endOfDay(input.toDay, duty.timeZone);
  if (toAt <= new Date(duty.dueAt)) throw invalid("postponement.not_later");
  const open =
    await sql`select 1 from postponements where duty_id = ${duty.id}::uuid and decided_at is null`.execute(
      ctx.db,
    );
  if (open.rows.length > 0) throw conflict("postponement.open_already");
  const nth = duty.postponedCount + 1;
  const isAllowed = needsDivision(nth) ? null : true;
  const { rows } = await sql<{ id: string }>`
    insert into postponements (duty_id, company_id, nth, from_at, to_at, reason, asked_by, decided_at, decided_by, is_allowed)
    values (${duty.id}::uuid, ${duty.companyId}::uuid, ${nth}, ${duty.dueAt}::timestamptz, ${toAt.toISOString()}::timestamptz, ${input.reason},
      ${ctx.actor.personId}::uuid, ${isAllowed ? sql`app_now()` : null}, null, ${isAllowed})
    on conflict (duty_id, nth) do update set to_at = excluded.to_at, reason = excluded.reason, asked_by = excluded.asked_by,
      asked_at = now(), decided_at = null, decided_by = null, is_allowed = null returning id`.execute(ctx.db);
  const id = found(rows[0], "postponement").id;
  if (isAllowed) await postpone(ctx, duty, toAt);
  await record(ctx, isAllowed ? "duty.postponed" : "duty.postponement_asked", {
    subject: { kind: "duty", id: duty.id, companyId: duty.companyId },
    data: { nth, toAt: toAt.toISOString(), subjectId: duty.subjectId },
    personal: { reason: input.reason },
  });
  return { id, isAllowed, dueAt: isAllowed ? toAt.toISOString() : duty.dueAt };
}

async function postpone(ctx: Ctx, duty: OpenDuty, toAt: Date): Promise<void> {
  const next = advance(stepsOf(duty.kind, ctx.now, toAt), 0, ctx.now);
  await sql`update duties set due_at = ${toAt.toISOString()}::timestamptz, postponed_count = postponed_count + 1, level = 0, step = 0,
      next_at = ${next.nextAt?.toISOString() ?? null}::timestamptz, row_version = row_version + 1
    where id = ${duty.id}::uuid and fiscal_year = ${duty.fiscalYear}`.execute(ctx.db);
}

export async function listPostponements(ctx: Ctx): Out<"listPostponements"> {
  const { rows } = await sql<Output<typeof duties.listPostponements>["rows"][number]>`
    select p.id, p.duty_id, d.kind, p.company_id, n.name as company_name, p.nth, p.from_at, p.to_at, p.reason, p.asked_at
    from postponements p join duties d on d.id = p.duty_id
    join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where p.decided_at is null and ${within(ctx, "p.company_id")} order by p.asked_at limit 500`.execute(
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

type Due = {
  id: string;
  fiscalYear: number;
  kind: string;
  companyId: string;
  startsAt: string;
  dueAt: string;
  step: number;
  level: number;
};

/**
 * Moves on every open duty whose next moment has come, at most `limit` at once; returns how many. Runs as the group's
 * own work; rows another process holds are skipped.
 */
export async function advanceDuties(ctx: Ctx, limit = 500): Promise<number> {
  const { rows } =
    await sql<Due>`select id, fiscal_year, kind, company_id, starts_at, due_at, step, level from duties
    where state = 'open' and next_at <= app_now() order by next_at limit ${limit} for update skip locked`.execute(
      ctx.db,
    );
  for (const duty of rows) {
    const to = advance(stepsOf(duty.kind, new Date(duty.startsAt), new Date(duty.dueAt)), duty.step, ctx.now);
    await sql`update duties set step = ${to.step}, level = ${to.level}, next_at = ${to.nextAt?.toISOString() ?? null}::timestamptz
      where id = ${duty.id}::uuid and fiscal_year = ${duty.fiscalYear}`.execute(ctx.db);
    if (!to.reminded) continue;
    await record(ctx, to.level > duty.level ? "duty.risen" : "duty.reminded", {
      subject: { kind: "duty", id: duty.id, companyId: duty.companyId },
      data: { level: to.level, step: to.step },
    });
  }
  return rows.length;
}
