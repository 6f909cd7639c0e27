// A lost device is to be locked: asked for with the report, done by whoever keeps the company's devices, and kept with how long it took.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import { permissions as ledgers } from "#modules/ledgers/contract.ts";
import type { incidents } from "./contract.ts";
import { type Incident, incidentTo, subjectOf, withDuplicates } from "./visible.ts";

export const lockDuty = "incident.lock_device";
const minutesToLock = 60;

type Lock = Output<typeof incidents.getOwnReport>["locks"][number];
type WholeLock = Output<typeof incidents.getIncident>["locks"][number];

/** Of every device that the report names. */
export async function askForLocks(ctx: Ctx, incident: Incident): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    insert into incident_locks (incident_id, company_id, entry_id, name, asked_by)
    select a.incident_id, a.company_id, a.entry_id, a.name, ${ctx.actor.personId}::uuid from incident_assets a
    where a.incident_id = ${incident.id}::uuid and a.ledger = 'devices' returning name`.execute(ctx.db);
  if (rows.length === 0) return;
  await openDuty(ctx, {
    kind: lockDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: ledgers.manage,
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: new Date(ctx.now.getTime() + minutesToLock * 60_000) },
    about: incident.reference,
  });
  await record(ctx, "incident.lock_asked", { subject: subjectOf(incident), data: { count: rows.length } });
}

export async function locksOf(ctx: Ctx, incidentId: string): Promise<Lock[]> {
  const { rows } =
    await sql<Lock>`select l.id, l.name, l.asked_at, l.outcome, l.outcome_at from incident_locks l
    where l.incident_id = ${incidentId}::uuid order by l.asked_at, l.name limit 10`.execute(ctx.db);
  return rows;
}

export async function wholeLocksOf(ctx: Ctx, incidentId: string): Promise<WholeLock[]> {
  const { rows } =
    await sql<WholeLock>`select l.id, l.name, l.asked_at, l.outcome, l.outcome_at, l.said, l.row_version,
      ${nameOfActor(ctx.language, sql`l.asked_by`)} as asked_by_name, ${nameOfActor(ctx.language, sql`l.outcome_by`)} as outcome_by_name
    from incident_locks l where l.incident_id in ${withDuplicates(ctx, incidentId)} order by l.asked_at, l.name limit 50`.execute(
      ctx.db,
    );
  return rows;
}

/** Said again it is corrected: a phone that was locked is found, or wiped after all. */
export async function sayLocked(
  ctx: Ctx,
  input: Input<typeof incidents.sayLocked>,
): Promise<Output<typeof incidents.sayLocked>> {
  const read = sql<{
    incidentId: string;
    askedAt: string;
    outcome: Lock["outcome"];
    rowVersion: number;
  }>`select l.incident_id, l.asked_at, l.outcome, l.row_version from incident_locks l
    where l.id = ${input.id}::uuid and ${within(ctx, "l.company_id")}`;
  const { rows: first } = await read.execute(ctx.db);
  const incident = await incidentTo(ctx, "add", found(first[0], "incident_lock").incidentId);
  const { rows } = await read.execute(ctx.db);
  const lock = found(rows[0], "incident_lock");
  if (lock.rowVersion !== input.rowVersion)
    throw lostRace("incident_lock", { rowVersion: input.rowVersion }, { rowVersion: lock.rowVersion });
  if (input.outcome === "not_possible" && input.said.trim() === "") throw invalid("incident.lock_why_not");
  if (Date.parse(input.at) > ctx.now.getTime()) throw invalid("incident.moment_ahead");
  if (Date.parse(input.at) < Date.parse(incident.discoveredAt)) throw invalid("incident.moment_before");
  await sql`update incident_locks set outcome = ${input.outcome}, outcome_at = ${input.at}::timestamptz, outcome_by = ${ctx.actor.personId}::uuid,
    said = ${input.said.trim()}, row_version = row_version + 1 where id = ${input.id}::uuid`.execute(ctx.db);
  const { rows: open } =
    await sql`select from incident_locks l where l.incident_id = ${incident.id}::uuid and l.outcome is null limit 1`.execute(
      ctx.db,
    );
  if (open.length === 0) await closeEach(ctx, [incident.id], lockDuty, input.outcome);
  await record(ctx, "incident.lock_answered", {
    subject: subjectOf(incident),
    data: { lockId: input.id, outcome: input.outcome, before: lock.outcome, at: input.at },
  });
  return { id: input.id };
}
