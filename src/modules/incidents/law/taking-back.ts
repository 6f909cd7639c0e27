// A clock that was said to be notified and was not: what was recorded stays to be read, what counted from it counts no more, and it is owed again.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { runOfClock } from "#modules/clock-rules/mechanism/clocks.ts";
import { reportWithinGroup, submissionOf } from "#modules/clock-rules/mechanism/rules.ts";
import { subjectOf } from "../visible.ts";
import type { law } from "./contract.ts";
import { clockTo } from "./saying.ts";

export async function takeBackNotification(
  ctx: Ctx,
  input: Input<typeof law.takeBackNotification>,
): Promise<Output<typeof law.takeBackNotification>> {
  const clock = await clockTo(ctx, input.id, input.rowVersion);
  if (clock.endedAs !== "notified") throw conflict("incident.nothing_to_take_back");
  if (clock.ruleKey === reportWithinGroup) throw conflict("incident.clock_ends_by_report");
  const person = sql`${ctx.actor.personId}::uuid`;
  await sql`insert into incident_clock_corrections (clock_id, incident_id, company_id, ended_at, recipient, proof_reference, file_id, said, ended_by, entered_at,
      reason, taken_back_by)
    select c.id, c.incident_id, c.company_id, c.ended_at, c.recipient, c.proof_reference, c.file_id, c.reason, c.ended_by, c.entered_at,
      ${input.reason.trim()}, ${person} from incident_clocks c where c.id = ${clock.id}::uuid`.execute(
    ctx.db,
  );
  await sql`update incident_clocks set ended_as = null, ended_at = null, recipient = '', proof_reference = '', file_id = null, reason = '', ended_by = null,
      entered_at = null, row_version = row_version + 1 where id = ${clock.id}::uuid`.execute(ctx.db);
  await sql`update incident_moments set withdrawn_at = app_now(), withdrawn_by = ${person}
    where incident_id = ${clock.incidentId}::uuid and entity_id = ${clock.entityId}::uuid and moment = 'submitted' and withdrawn_at is null
      and of_what = ${submissionOf(clock.ruleKey, runOfClock(clock.clockKey))}`.execute(ctx.db);
  await record(ctx, "incident.clock_notification_taken_back", {
    subject: subjectOf({ id: clock.incidentId, companyId: clock.companyId }),
    data: { clockId: clock.id, entityId: clock.entityId, stage: clock.stage, key: clock.ruleKey },
    personal: { reason: input.reason.trim() },
  });
  return { id: clock.id, rowVersion: clock.rowVersion + 1 };
}
