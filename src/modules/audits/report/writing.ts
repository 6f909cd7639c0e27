// A draft is written, and sent to the company with the day by which it replies.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { openDuty } from "#modules/duties/service.ts";
import { permissions } from "../programme/contract/words.ts";
import { subjectOf } from "../visits/loading.ts";
import { needsSeen } from "../visits/rules.ts";
import type { report } from "./contract/report.ts";
import { assertLeads, controlsOf, reportToWrite, touch } from "./loading.ts";

type In<K extends keyof typeof report> = Input<(typeof report)[K]>;
type Out<K extends keyof typeof report> = Promise<Output<(typeof report)[K]>>;

export const replyDuty = "audit.reply";

export async function writeReport(ctx: Ctx, input: In<"writeReport">): Out<"writeReport"> {
  const one = await reportToWrite(ctx, input.id, input.rowVersion, ["draft"]);
  const byId = new Map((await controlsOf(ctx, one.id)).map((row) => [row.controlId, row]));
  const written = input.controls.map(({ id, words, severity, severityReason }) => {
    const row = byId.get(id);
    if (!row) throw invalid("audit.control_unknown", { values: { control: id } });
    if (needsSeen(row.saidVerdict, row.verdict) && !words.trim())
      throw invalid("audit.seen_missing", {
        values: { count: 1, controls: id },
        extra: { controlIds: [id] },
      });
    // What does not fall short has no severity, whatever was sent.
    const weighed = row.proposedSeverity === null ? null : (severity ?? row.proposedSeverity);
    const isOther = weighed !== row.proposedSeverity;
    if (isOther && !severityReason.trim())
      throw invalid("audit.severity_reason", { values: { control: id } });
    return {
      id,
      words: words.trim(),
      severity: weighed,
      severityReason: isOther ? severityReason.trim() : "",
    };
  });
  await sql`update audit_report_controls c set words = x.words, severity = x.severity, severity_reason = x."severityReason"
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as x (id text, words text, severity text, "severityReason" text)
    where c.report_id = ${one.id}::uuid and c.control_id = x.id`.execute(ctx.db);
  const changed = await touch(
    ctx,
    one.id,
    sql`summary = ${input.summary.trim()}, commended = ${input.commended.trim()}`,
  );
  await record(ctx, "audit.report_written", {
    subject: subjectOf(one),
    data: {
      visitId: one.visitId,
      reference: one.reference,
      version: one.version,
      controls: written.length,
      reweighed: written.filter((row) => row.severityReason).length,
    },
  });
  return changed;
}

export async function sendReport(ctx: Ctx, { id, replyBy, rowVersion }: In<"sendReport">): Out<"sendReport"> {
  const one = await reportToWrite(ctx, id, rowVersion, ["draft"]);
  await assertLeads(ctx, one);
  if (!one.summary) throw invalid("audit.summary_missing");
  if (replyBy < ctx.today) throw invalid("audit.day_past");
  const { rows } = await sql<{ isAnnounced: boolean }>`
    select v.announced_at is not null as is_announced from audit_visits v where v.id = ${one.visitId}::uuid`.execute(
    ctx.db,
  );
  // A visit that nobody was told of has no report either, as far as the company can see.
  if (!rows[0]?.isAnnounced) throw conflict("audit.not_announced");
  const changed = await touch(
    ctx,
    one.id,
    sql`state = 'sent', sent_by = ${ctx.actor.personId}::uuid, sent_at = app_now(), reply_by = ${replyBy}::date`,
  );
  await openDuty(ctx, {
    kind: replyDuty,
    subjectKind: "audit_visit",
    subjectId: one.visitId,
    companyId: one.companyId,
    permission: permissions.answer,
    dueOn: replyBy,
    about: one.reference,
  });
  await record(ctx, "audit.report_sent", {
    subject: subjectOf(one),
    data: { visitId: one.visitId, reference: one.reference, version: one.version, dueOn: replyBy },
  });
  return changed;
}
