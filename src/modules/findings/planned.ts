// Lent to later modules.
// What a plan does to its findings: they have a place in it, its day, and the work that has begun.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { alsoBy } from "./loading.ts";
import { reopenFinding } from "./merging.ts";
import { openRemedies, remedyDuty } from "./recording.ts";
import type { State } from "./rules.ts";
import { reportRemedied } from "./remedying.ts";

type Moved = { id: string; companyId: string; reference: string; state: State; dueOn: string };

/** The duty follows the day. What is said to be done and waits to be looked at is nobody's to remedy. */
async function remedyBy(ctx: Ctx, moved: readonly Moved[]): Promise<void> {
  const owed = moved.filter((one) => one.state !== "to_verify");
  await lapseOne(
    ctx,
    owed.map((one) => one.id),
    remedyDuty,
    "finding.due_changed",
  );
  await openRemedies(ctx, owed);
}

/** Whoever takes one of these into a plan at the same moment waits, and then sees where it is. */
export async function holdFindings(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`select from findings f where f.id = any (${[...ids]}::uuid[]) order by f.id for no key update`.execute(
    ctx.db,
  );
}

/** An approved plan moves the day of a finding to the end of the steps that are about it, never to an earlier one. */
export async function planFindings(
  ctx: Ctx,
  planned: readonly { id: string; dueOn: string }[],
): Promise<void> {
  if (planned.length === 0) return;
  await holdFindings(
    ctx,
    planned.map((one) => one.id),
  );
  const { rows } = await sql<Moved & { from: string }>`
    with given as (select x.id, f.due_on as was, greatest(f.due_on, x."dueOn") as due_on
      from jsonb_to_recordset(${JSON.stringify(planned)}::jsonb) as x (id uuid, "dueOn" date) join findings f on f.id = x.id)
    update findings f set state = case f.state when 'open' then 'planned' else f.state end, due_on = g.due_on, row_version = f.row_version + 1,
      due_before_plan = case when g.due_on <> g.was then g.was end
    from given g where f.id = g.id and f.state in ('open', 'planned', 'in_work', 'to_verify')
    returning f.id, f.company_id, f.reference, f.state, f.due_on, g.was as "from"`.execute(ctx.db);
  await remedyBy(
    ctx,
    rows.filter((row) => row.dueOn !== row.from),
  );
  await recordEach(
    ctx,
    "finding.planned",
    rows.map((row) => ({
      subject: { kind: "finding", id: row.id, companyId: row.companyId },
      data: { dueOn: row.dueOn, from: row.from },
    })),
  );
}

/** The first of its steps is done. */
export async function beginWork(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update findings set state = 'in_work', row_version = row_version + 1
    where id = any (${[...ids]}::uuid[]) and state in ('open', 'planned')`.execute(ctx.db);
}

/** Who did a step about them or said that it is done: none of them verifies what comes of it. */
export async function noteWork(ctx: Ctx, ids: readonly string[], by: (string | null)[]): Promise<void> {
  await sql`update findings f set ${alsoBy(...by)} where f.id = any (${[...ids]}::uuid[]) and f.state not in ('closed', 'merged')`.execute(
    ctx.db,
  );
}

/** The plan is gone: what it planned is to be done all the same, by the day that held before it. */
export async function unplan(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update findings set state = 'open', row_version = row_version + 1
    where id = any (${[...ids]}::uuid[]) and state in ('planned', 'in_work')`.execute(ctx.db);
  const { rows } = await sql<Moved & { from: string }>`
    update findings f set due_on = f.due_before_plan, due_before_plan = null, row_version = f.row_version + 1
    from findings b where b.id = f.id and f.id = any (${[...ids]}::uuid[]) and f.due_before_plan is not null
      and f.state in ('open', 'to_verify')
    returning f.id, f.company_id, f.reference, f.state, f.due_on, b.due_on as "from"`.execute(ctx.db);
  await remedyBy(ctx, rows);
  await recordEach(
    ctx,
    "finding.unplanned",
    rows.map((row) => ({
      subject: { kind: "finding", id: row.id, companyId: row.companyId },
      data: { dueOn: row.dueOn, from: row.from },
    })),
  );
}

/** Everything planned about it is done; what is closed or waits to be verified stays as it is. */
export async function sayRemedied(ctx: Ctx, id: string, done: string, doneOn: string): Promise<void> {
  const { rows } = await sql<{
    rowVersion: number;
    foundOn: string;
  }>`select row_version, found_on from findings
    where id = ${id}::uuid and state in ('open', 'planned', 'in_work')`.execute(ctx.db);
  const [finding] = rows;
  if (!finding) return;
  const { rowVersion, foundOn } = finding;
  // A step may be older than what was found: that is remedied on the day it was found at the earliest.
  await reportRemedied(ctx, { id, done, doneOn: doneOn < foundOn ? foundOn : doneOn, rowVersion });
}

/** Somebody has looked again and it is not gone. */
export async function reopenClosed(ctx: Ctx, id: string, reason: string): Promise<void> {
  const { rows } = await sql<{
    rowVersion: number;
  }>`select row_version from findings where id = ${id}::uuid and state = 'closed'`.execute(ctx.db);
  const [finding] = rows;
  if (finding)
    await reopenFinding(ctx, { id, reason: reason.slice(0, 1000), rowVersion: finding.rowVersion });
}
