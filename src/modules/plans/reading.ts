// One plan with its findings and steps, what it lacks, and what may be done now.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import type { plans } from "./contract.ts";
import { approvers, permissions } from "./contract/words.ts";
import { judged } from "./judging.ts";
import { joined, rowColumns } from "./listing.ts";
import { mayHandIn, writable } from "./rules.ts";

type Whole = Output<typeof plans.getImprovementPlan>;
type Row = Omit<Whole, "problems" | "can" | "today" | "findings" | "steps"> & {
  submittedBy: string | null;
  leftOn: string | null;
};

export async function getImprovementPlan(
  ctx: Ctx,
  { id }: Input<typeof plans.getImprovementPlan>,
): Promise<Whole> {
  const { rows } =
    await sql<Row>`select ${rowColumns(ctx)}, p.aim, p.owner_id, p.inspection_id, p.submitted_by, p.left_on,
      (select r.name from inspections i join rounds r on r.id = i.round_id where i.id = p.inspection_id) as inspection_name,
      p.submitted_at, ${nameOfActor(ctx.language, sql`p.submitted_by`)} as submitted_by_name,
      (select jsonb_build_object('number', o.own_number, 'listName', o.list_name, 'owner', case when p.owner_id is null
        then coalesce(o.said ->> 'ownerSaid', '') else '' end) from plan_origins o where o.plan_id = p.id) as from_list,
      p.decided_at, ${nameOfActor(ctx.language, sql`p.decided_by`)} as decided_by_name, p.decision, p.done_at, p.effect_due_on, p.effect, p.effect_said
    from plans p ${joined(ctx)} where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const { submittedBy, leftOn, ...row } = found(rows[0], "plan");
  const problems = writable.includes(row.state) || row.state === "submitted" ? await judged(ctx, id) : [];
  return {
    ...row,
    findings: await findingsOf(ctx, id),
    steps: await stepsOf(ctx, id),
    problems,
    today: ctx.today,
    can: await canOf(ctx, { ...row, submittedBy, leftOn }, mayHandIn(problems)),
  };
}

/** A duty names the step; its page is the plan's. */
export async function getPlanOfStep(
  ctx: Ctx,
  { id }: Input<typeof plans.getPlanOfStep>,
): Promise<Output<typeof plans.getPlanOfStep>> {
  const { rows } = await sql<{ planId: string }>`select s.plan_id from plan_steps s
    where s.id = ${id}::uuid and ${within(ctx, "s.company_id")}`.execute(ctx.db);
  return found(rows[0], "plan_step");
}

async function findingsOf(ctx: Ctx, id: string): Promise<Whole["findings"]> {
  const { rows } = await sql<
    Whole["findings"][number]
  >`select f.id, f.reference, coalesce(f.titles ->> ${ctx.language}, f.title) as title, f.severity, f.state,
      f.due_on
    from plan_findings x join findings f on f.id = x.finding_id where x.plan_id = ${id}::uuid order by f.severity_rank, f.number limit 200`.execute(
    ctx.db,
  );
  return rows;
}

async function stepsOf(ctx: Ctx, id: string): Promise<Whole["steps"]> {
  const { rows } = await sql<
    Whole["steps"][number]
  >`select s.id, s.what, s.owner_id, s.owner_said, s.starts_on, s.due_on, s.first_due_on, s.cost::float8 as cost,
      s.currency, s.finding_ids, s.state, s.done_on, s.done, s.row_version, s.is_done_by_list,
      (select nullif(o.said ->> 'remarks', '') from plan_step_origins o where o.step_id = s.id) as list_remarks,
      coalesce((select ${nameOfPerson(ctx.language, "o")} from people o where o.id = s.owner_id), nullif(s.owner_said, '')) as owner_name,
      s.state = 'open' and s.first_due_on is not null and s.due_on < ${ctx.today}::date as is_overdue,
      ${nameOfActor(ctx.language, sql`s.ended_by`)} as ended_by_name,
      (select jsonb_build_object('id', d.id, 'dueAt', d.due_at, 'timeZone', d.time_zone, 'postponedCount', d.postponed_count) from duties d
        where d.subject_id = s.id and d.kind = 'plan.step' and d.state = 'open' limit 1) as duty,
      coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'nth', w.nth, 'fromOn', (w.from_at at time zone d.time_zone)::date,
          'toOn', (w.to_at at time zone d.time_zone)::date, 'reason', w.reason, 'isAllowed', w.is_allowed, 'decisionReason', w.decision_reason,
          'askedByName', ${nameOfActor(ctx.language, sql`w.asked_by`)}, 'decidedByName', ${nameOfActor(ctx.language, sql`w.decided_by`)}) order by w.nth)
        from duties d join postponements w on w.duty_id = d.id where d.subject_id = s.id and d.kind = 'plan.step'), '[]') as postponements,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name) order by f.created_at) from plan_files x join files f on f.id = x.file_id
        where x.step_id = s.id), '[]') as files
    from plan_steps s where s.plan_id = ${id}::uuid order by s.position, s.id limit 200`.execute(ctx.db);
  return rows;
}

type Standing = Pick<Row, "companyId" | "state" | "ownerId" | "submittedBy" | "leftOn" | "effect">;

async function canOf(ctx: Ctx, plan: Standing, isWhole: boolean): Promise<Whole["can"]> {
  const mine = await held(ctx, [permissions.write, ...approvers], plan.companyId);
  const writes = mine.has(permissions.write);
  const approves = approvers.some((one) => mine.has(one));
  const isOther = ctx.actor.personId !== plan.submittedBy && ctx.actor.personId !== plan.ownerId;
  const on = (isMine: boolean, isNow: boolean, why = "plan.not_for_its_state") =>
    !isMine ? "can.not_yours" : plan.leftOn ? "plan.company_left" : isNow ? null : why;
  const isWritable = writable.includes(plan.state);
  return {
    write: on(writes, isWritable),
    submit: on(writes && isWritable, isWhole, "plan.lacks"),
    decide: on(approves && plan.state === "submitted", isOther, "plan.approved_by_another"),
    report: on(writes, plan.state === "approved"),
    dropStep: on(approves, plan.state === "approved"),
    drop: on(approves, !["done", "dropped"].includes(plan.state)),
    effect: on(approves && plan.state === "done" && plan.effect === null, isOther, "plan.effect_by_another"),
  };
}
