// Tasks of an incident: from the playbook of its kind or added by hand, each with its owner and its hour.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { incidentTo, seen, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { nameOfPart } from "./names.ts";
import { assertMayTake } from "./people.ts";
import type { Phase } from "./rules.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Task = Output<typeof room.getRoom>["tasks"][number];
export const taskDuty = "incident.task";

export const taskColumns = (ctx: Ctx): RawBuilder<unknown> => sql`t.id, t.phase,
  coalesce(nullif(t.words ->> ${ctx.language}, ''), t.title) as title, t.from_kind is null as is_own_words, t.hours, t.due_at,
  t.state = 'open' and t.due_at < app_now() as is_overdue, t.owner_id, ${nameOfPart(ctx.language, sql`t.owner_id`)} as owner_name, t.state, t.said,
  t.ended_at, ${nameOfPart(ctx.language, sql`t.ended_by`)} as ended_by_name, t.row_version`;

export async function tasksOf(ctx: Ctx, incidentId: string): Promise<Task[]> {
  const { rows } =
    await sql<Task>`select ${taskColumns(ctx)} from incident_tasks t where t.incident_id = ${incidentId}::uuid
    order by t.nth, t.id limit 300`.execute(ctx.db);
  return rows.map((row) => ({ ...row, isOverdue: row.isOverdue === true }));
}

type Held = {
  id: string;
  incidentId: string;
  phase: Phase;
  title: string;
  ownerId: string | null;
  dueAt: string | null;
  state: Task["state"];
  rowVersion: number;
};

/** The task with its incident locked before it. @throws AppError not_found, conflict where somebody else was faster */
async function taskTo(ctx: Ctx, id: string, rowVersion: number) {
  const read = sql<Held>`select t.id, t.incident_id, t.phase, t.title, t.owner_id, t.due_at, t.state, t.row_version from incident_tasks t
    where t.id = ${id}::uuid and ${within(ctx, "t.company_id")}`;
  const { rows: first } = await read.execute(ctx.db);
  const incident = await incidentTo(ctx, "add", found(first[0], "incident_task").incidentId);
  const { rows } = await read.execute(ctx.db);
  const task = found(rows[0], "incident_task");
  if (task.rowVersion !== rowVersion)
    throw lostRace("incident_task", { rowVersion }, { rowVersion: task.rowVersion, state: task.state });
  return { task, incident };
}

export async function addTask(ctx: Ctx, input: Input<typeof room.addTask>): Out<"addTask"> {
  const incident = await incidentTo(ctx, "add", input.id);
  if (input.ownerId) await assertMayTake(ctx, incident.id, input.ownerId);
  const { rows } = await sql<Held>`
    insert into incident_tasks (incident_id, company_id, phase, nth, title, owner_id, due_at, added_at, added_by)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, ${input.phase},
      1 + coalesce((select max(t.nth) from incident_tasks t where t.incident_id = ${incident.id}::uuid), 0),
      ${input.title.trim()}, ${input.ownerId ?? null}::uuid, ${input.dueAt ?? null}::timestamptz, app_now(), ${ctx.actor.personId}::uuid
    returning id, incident_id, phase, title, owner_id, due_at, state, row_version`.execute(ctx.db);
  const task = found(rows[0], "incident_task");
  await owe(ctx, task, incident);
  await record(ctx, "incident.task_added", {
    subject: subjectOf(incident),
    data: { taskId: task.id, phase: task.phase, ...(task.ownerId ? { ownerId: task.ownerId } : {}) },
  });
  return { id: task.id };
}

/** Whoever was given it owes it, from now until its hour; without an hour within a day. */
async function owe(
  ctx: Ctx,
  task: Pick<Held, "id" | "ownerId" | "dueAt" | "title">,
  incident: { companyId: string; reference: string },
): Promise<void> {
  await closeEach(ctx, [task.id], taskDuty, "given_anew");
  if (!task.ownerId) return;
  const dueAt = task.dueAt ? new Date(task.dueAt) : new Date(ctx.now.getTime() + 24 * 3_600_000);
  await openDuty(ctx, {
    kind: taskDuty,
    subjectKind: "incident_task",
    subjectId: task.id,
    companyId: incident.companyId,
    permission: permissions.read,
    personId: task.ownerId,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt },
    about: incident.reference,
  });
}

export async function giveTask(ctx: Ctx, input: Input<typeof room.giveTask>): Out<"giveTask"> {
  const { task, incident } = await taskTo(ctx, input.id, input.rowVersion);
  if (task.state !== "open") throw conflict("incident.task_ended_already");
  if (input.ownerId) await assertMayTake(ctx, incident.id, input.ownerId);
  await sql`update incident_tasks set owner_id = ${input.ownerId}::uuid, due_at = ${input.dueAt}::timestamptz, row_version = row_version + 1
    where id = ${task.id}::uuid`.execute(ctx.db);
  await owe(ctx, { ...task, ownerId: input.ownerId, dueAt: input.dueAt }, incident);
  await record(ctx, "incident.task_given", {
    subject: subjectOf(incident),
    data: {
      taskId: task.id,
      phase: task.phase,
      ownerId: input.ownerId,
      ownerIdBefore: task.ownerId,
      dueAt: input.dueAt,
      dueAtBefore: task.dueAt,
    },
  });
  return { id: task.id };
}

const isWorker = async (ctx: Ctx, companyId: string) =>
  (await held(ctx, [permissions.manage, permissions.assess], companyId)).size > 0;

export async function endTask(ctx: Ctx, input: Input<typeof room.endTask>): Out<"endTask"> {
  const { task, incident } = await taskTo(ctx, input.id, input.rowVersion);
  if (task.ownerId !== ctx.actor.personId && !(await isWorker(ctx, incident.companyId)))
    throw forbidden("incident.task_not_yours");
  if (task.state !== "open") throw conflict("incident.task_ended_already");
  if (input.as === "not_needed" && input.said.trim() === "") throw invalid("incident.task_why_not");
  await sql`update incident_tasks set state = ${input.as}, said = ${input.said.trim()}, ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid,
    row_version = row_version + 1 where id = ${task.id}::uuid`.execute(ctx.db);
  await closeEach(ctx, [task.id], taskDuty, input.as);
  await record(ctx, "incident.task_ended", {
    subject: subjectOf(incident),
    data: { taskId: task.id, phase: task.phase, as: input.as },
  });
  return { id: task.id };
}

export async function openTaskAgain(ctx: Ctx, input: Input<typeof room.openTaskAgain>): Out<"openTaskAgain"> {
  const { task, incident } = await taskTo(ctx, input.id, input.rowVersion);
  if (task.state === "open") throw conflict("incident.task_is_open");
  await sql`update incident_tasks set state = 'open', ended_at = null, ended_by = null, row_version = row_version + 1 where id = ${task.id}::uuid`.execute(
    ctx.db,
  );
  await owe(ctx, task, incident);
  await record(ctx, "incident.task_opened_again", {
    subject: subjectOf(incident),
    data: { taskId: task.id, phase: task.phase, before: task.state },
    personal: { reason: input.reason },
  });
  return { id: task.id };
}

export async function getTask(ctx: Ctx, { id }: Input<typeof room.getTask>): Out<"getTask"> {
  const { rows } = await sql<Omit<Output<typeof room.getTask>, "mayEnd"> & { companyId: string }>`
    select ${taskColumns(ctx)}, i.id as incident_id, i.reference as incident_reference, i.title as incident_title, i.is_exercise, i.company_id
    from incident_tasks t join incidents i on i.id = t.incident_id where t.id = ${id}::uuid and ${seen(ctx)}`.execute(
    ctx.db,
  );
  const { companyId, ...task } = found(rows[0], "incident_task");
  const isTheirs = task.ownerId === ctx.actor.personId || (await isWorker(ctx, companyId));
  return { ...task, isOverdue: task.isOverdue === true, mayEnd: isTheirs && task.state === "open" };
}
