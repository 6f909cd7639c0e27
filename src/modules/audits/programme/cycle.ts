// How often each tier is audited, and the earlier day of one company.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { wholeGroup } from "./whole-group.ts";
import type { coverage } from "./contract/coverage.ts";
import { permissions } from "./contract/words.ts";
import { relationKinds } from "./rules.ts";

type In<K extends keyof typeof coverage> = Input<(typeof coverage)[K]>;
type Out<K extends keyof typeof coverage> = Promise<Output<(typeof coverage)[K]>>;
type Kept = Output<typeof coverage.getAuditCycle>["history"][number];

async function cycles(ctx: Ctx): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select c.valid_from as from, jsonb_build_object('T1', c.t1_months, 'T2', c.t2_months, 'T3', c.t3_months, 'T4', c.t4_months) as months,
      c.acquired_months, jsonb_build_object('T1', c.t1_days, 'T2', c.t2_days, 'T3', c.t3_days, 'T4', c.t4_days) as days,
      c.staffed_weeks, c.reason, ${nameOfActor(ctx.language, sql`c.set_by`)} as set_by_name
    from audit_cycles c order by c.valid_from desc limit 100`.execute(ctx.db);
  return rows;
}

/** As it holds on the day. */
export async function cycleOn(ctx: Ctx, day: string) {
  const one = (await cycles(ctx)).find((kept) => kept.from <= day);
  if (!one) throw new Error("the cycle of audits is missing");
  return one;
}

export async function getAuditCycle(ctx: Ctx): Out<"getAuditCycle"> {
  const history = await cycles(ctx);
  const { months, acquiredMonths, days, staffedWeeks } = await cycleOn(ctx, ctx.today);
  const mayChange = ctx.reach === "group" && (await holds(ctx, permissions.plan, ctx.actor.companyId));
  return { months, acquiredMonths, days, staffedWeeks, mayChange, history };
}

export async function changeAuditCycle(
  ctx: Ctx,
  { from, months, acquiredMonths, days, staffedWeeks, reason }: In<"changeAuditCycle">,
): Out<"changeAuditCycle"> {
  wholeGroup(ctx);
  // What an earlier day said stays what it said.
  if (from < ctx.today) throw invalid("audit.cycle_backdated");
  const written =
    await sql`insert into audit_cycles values (${from}::date, ${months.T1}, ${months.T2}, ${months.T3}, ${months.T4},
      ${acquiredMonths}, ${days.T1}, ${days.T2}, ${days.T3}, ${days.T4}, ${staffedWeeks}, ${reason.trim()}, ${ctx.actor.personId}::uuid, app_now())
    on conflict (valid_from) do nothing returning valid_from`.execute(ctx.db);
  if (written.rows.length === 0) throw conflict("audit.cycle_set_already");
  await record(ctx, "audit.cycle_changed", {
    subject: { kind: "audit_cycle", id: null, companyId: null },
    data: {
      from,
      monthsT1: months.T1,
      monthsT2: months.T2,
      monthsT3: months.T3,
      monthsT4: months.T4,
      acquiredMonths,
      staffedWeeks,
    },
    personal: { reason: reason.trim() },
  });
  return { from };
}

export async function setEarlierDay(
  ctx: Ctx,
  { companyId, dueOn, reason }: In<"setEarlierDay">,
): Out<"setEarlierDay"> {
  wholeGroup(ctx);
  await companyInScope(ctx, companyId);
  await sql`update audit_earlier_days set taken_back_on = ${ctx.today}::date, taken_back_by = ${ctx.actor.personId}::uuid
    where company_id = ${companyId}::uuid and taken_back_on is null`.execute(ctx.db);
  const { rows } = await sql<{
    dueOn: string;
  }>`select c.due_on from audit_coverage(${ctx.today}::date, ${[...relationKinds]}::text[]) c
    where c.company_id = ${companyId}::uuid and ${within(ctx, "c.company_id")}`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw invalid("audit.not_covered");
  if (dueOn >= row.dueOn || dueOn < ctx.today) throw invalid("audit.day_not_earlier");
  const written = await sql<{ id: string }>`
    insert into audit_earlier_days (company_id, due_on, reason, set_on, set_by)
    values (${companyId}::uuid, ${dueOn}::date, ${reason.trim()}, ${ctx.today}::date, ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  await record(ctx, "audit.earlier_day_set", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { dueOn, byCycle: row.dueOn },
    personal: { reason: reason.trim() },
  });
  return { id: written.rows[0]?.id ?? "" };
}

export async function takeBackEarlierDay(
  ctx: Ctx,
  { companyId }: In<"takeBackEarlierDay">,
): Out<"takeBackEarlierDay"> {
  wholeGroup(ctx);
  await companyInScope(ctx, companyId);
  const { rows } = await sql<{ id: string; dueOn: string }>`
    update audit_earlier_days set taken_back_on = ${ctx.today}::date, taken_back_by = ${ctx.actor.personId}::uuid
    where company_id = ${companyId}::uuid and taken_back_on is null returning id, due_on`.execute(ctx.db);
  const { id, dueOn } = found(rows[0], "audit_day");
  await record(ctx, "audit.earlier_day_taken_back", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { dueOn },
  });
  return { id };
}
