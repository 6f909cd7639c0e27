// What is done with a report by link or mail that waits: into the register, to its company, aside; its files, and what is asked back.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import type { intake } from "./contract.ts";
import { assignDuty, lookedThrough } from "./asking.ts";
import type { Intake } from "./intake.ts";
import { enterAs, intakeColumns, readWordsDuty, subjectOf } from "./dealing.ts";
import { seenIntake } from "./looking.ts";
import type { State } from "./rules.ts";

type In<K extends keyof typeof intake> = Input<(typeof intake)[K]>;
type Out<K extends keyof typeof intake> = Promise<Output<(typeof intake)[K]>>;

async function intakeTo(
  ctx: Ctx,
  id: string,
  allowed?: readonly State[],
  rowVersion?: number,
): Promise<Intake> {
  const { rows } = await sql<Intake>`select ${intakeColumns} from incident_intakes k
    where k.id = ${id}::uuid and ${seenIntake(ctx)} for no key update`.execute(ctx.db);
  const one = found(rows[0], "incident_intake");
  if (rowVersion !== undefined && one.rowVersion !== rowVersion)
    throw lostRace("incident_intake", { rowVersion }, { rowVersion: one.rowVersion, state: one.state });
  if (allowed && !allowed.includes(one.state))
    throw conflict("incident_intake.not_now", { values: { state: one.state } });
  return one;
}

export async function enterIntake(ctx: Ctx, input: In<"enterIntake">): Out<"enterIntake"> {
  const one = await intakeTo(ctx, input.id, ["held", "same", "set_aside"], input.rowVersion);
  await sql`update incident_intakes set same_as = null, incident_id = null where id = ${one.id}::uuid`.execute(
    ctx.db,
  );
  const incident = await enterAs(ctx, one, found(one.companyId ?? undefined, "company"), input.kind);
  await lookedThrough(ctx, one);
  return { id: one.id, incidentId: incident.id, reference: incident.reference };
}

export async function assignIntake(ctx: Ctx, input: In<"assignIntake">): Out<"assignIntake"> {
  const one = await intakeTo(ctx, input.id, ["to_assign"], input.rowVersion);
  await companyInScope(ctx, input.companyId);
  await sql`update incident_intakes set company_id = ${input.companyId}::uuid where id = ${one.id}::uuid`.execute(
    ctx.db,
  );
  await sql`update files f set company_id = ${input.companyId}::uuid from incident_intake_files x
    where x.intake_id = ${one.id}::uuid and f.id = x.file_id and f.company_id is null`.execute(ctx.db);
  for (const table of ["incident_intake_files", "incident_intake_words"] as const)
    await sql`update ${sql.table(table)} set company_id = ${input.companyId}::uuid where intake_id = ${one.id}::uuid`.execute(
      ctx.db,
    );
  const incident = await enterAs(ctx, one, input.companyId, input.kind);
  await closeEach(ctx, [one.id], assignDuty, "assigned");
  return { id: one.id, incidentId: incident.id, reference: incident.reference };
}

export async function setIntakeAside(ctx: Ctx, input: In<"setIntakeAside">): Out<"setIntakeAside"> {
  const one = await intakeTo(ctx, input.id, ["held", "to_assign"], input.rowVersion);
  await sql`update incident_intakes set state = 'set_aside', dealt_at = app_now(), dealt_by = ${ctx.actor.personId}::uuid,
      dealt_because = ${input.because.trim()}, row_version = row_version + 1 where id = ${one.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "incident_intake.set_aside", {
    subject: subjectOf(one),
    data: { channel: one.channel, because: one.heldBecause },
    personal: { reason: input.because.trim() },
  });
  await closeEach(ctx, [one.id], assignDuty, "set_aside");
  await lookedThrough(ctx, one);
  return { id: one.id, rowVersion: one.rowVersion + 1 };
}

/** Kept ones become files of the incident, for everybody who reads it; the others stay where whoever looks through them sees them. */
export async function judgeIntakeFiles(ctx: Ctx, input: In<"judgeIntakeFiles">): Out<"judgeIntakeFiles"> {
  const one = await intakeTo(ctx, input.id);
  if (input.isKept && one.incidentId === null) throw conflict("incident_intake.not_entered");
  const ids = [...new Set(input.fileIds)];
  const { rows } = await sql<{ fileId: string }>`update incident_intake_files x
    set looked_at = app_now(), looked_by = ${ctx.actor.personId}::uuid, is_kept = ${input.isKept}
    where x.intake_id = ${one.id}::uuid and x.file_id = any (${ids}::uuid[]) and x.is_kept is distinct from true returning x.file_id`.execute(
    ctx.db,
  );
  if (rows.length !== ids.length) throw conflict("incident_intake.files_looked_at_already");
  if (input.isKept) {
    await sql`update files f set purpose = 'incident_file' where f.id = any (${ids}::uuid[]) and ${within(ctx, "f.company_id")}`.execute(
      ctx.db,
    );
    await sql`insert into incident_files (incident_id, company_id, file_id, added_by)
      select ${one.incidentId}::uuid, ${one.companyId}::uuid, f, ${ctx.actor.personId}::uuid from unnest(${ids}::uuid[]) f`.execute(
      ctx.db,
    );
  }
  await record(ctx, "incident_intake.files_looked_at", {
    subject: subjectOf(one),
    data: { files: ids.length, withIncident: input.isKept },
  });
  return { id: one.id };
}

export async function askSender(ctx: Ctx, input: In<"askSender">): Out<"askSender"> {
  const one = await intakeTo(ctx, input.id);
  const { rows } = await sql<{ isReachable: boolean }>`select k.secret_hash is not null as is_reachable
    from incident_intakes k where k.id = ${one.id}::uuid`.execute(ctx.db);
  if (!rows[0]?.isReachable || one.state === "set_aside") throw conflict("incident_intake.no_way_back");
  await sql`insert into incident_intake_words (intake_id, company_id, at, is_senders, said, said_by)
    values (${one.id}::uuid, ${one.companyId}::uuid, app_now(), false, ${input.said.trim()}, ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  await record(ctx, "incident_intake.asked", { subject: subjectOf(one), data: { channel: one.channel } });
  return { id: one.id };
}

export async function readSenderWords(ctx: Ctx, { id }: In<"readSenderWords">): Out<"readSenderWords"> {
  const one = await intakeTo(ctx, id);
  await record(ctx, "incident_intake.read", { subject: subjectOf(one), data: { channel: one.channel } });
  await closeEach(ctx, [one.id], readWordsDuty, "read");
  return { id: one.id };
}
