// The company's reply to a report, and the auditors' going through it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import { subjectOf } from "../visits/loading.ts";
import { needsSeen } from "../visits/rules.ts";
import type { report } from "./contract/report.ts";
import { settleAwaited } from "./awaited.ts";
import { attachable, type Named } from "./files.ts";
import { controlsOf, type Report, reportToChange, reportToWrite, touch } from "./loading.ts";
import { isReplyAwaited } from "./rules.ts";
import { weigherOf } from "./weighing.ts";
import { replyDuty } from "./writing.ts";

type In<K extends keyof typeof report> = Input<(typeof report)[K]>;
type Out<K extends keyof typeof report> = Promise<Output<(typeof report)[K]>>;

export async function replyToReport(ctx: Ctx, input: In<"replyToReport">): Out<"replyToReport"> {
  const one = await reportToChange(ctx, input.id, input.rowVersion, ["sent"]);
  if (one.repliedAt !== null) throw conflict("audit.replied_already");
  const known = new Set((await controlsOf(ctx, one.id)).map((row) => row.controlId));
  for (const { id, agrees, words } of input.controls) {
    if (!known.has(id)) throw invalid("audit.control_unknown", { values: { control: id } });
    if (!agrees && !words.trim()) throw invalid("audit.differs_why", { values: { control: id } });
  }
  const said = input.controls.map(({ id, agrees, words }) => ({ id, agrees, words: words.trim() }));
  await sql`update audit_report_controls c set agrees = x.agrees, reply_words = x.words
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as x (id text, agrees boolean, words text)
    where c.report_id = ${one.id}::uuid and c.control_id = x.id`.execute(ctx.db);
  const given = await addFiles(ctx, one, input);
  const words = sql`reply_words = ${input.words.trim()}`;
  const changed = await touch(
    ctx,
    one.id,
    input.isDone ? sql`${words}, replied_by = ${ctx.actor.personId}::uuid, replied_at = app_now()` : words,
  );
  if (input.isDone) {
    await closeEach(ctx, [one.visitId], replyDuty);
    await settleAwaited(ctx, one.visitId);
  }
  await record(ctx, "audit.report_replied", {
    subject: subjectOf(one),
    data: {
      visitId: one.visitId,
      reference: one.reference,
      version: one.version,
      isDone: input.isDone,
      controls: said.length,
      differs: said.filter((row) => !row.agrees).length,
      files: given,
    },
  });
  return changed;
}

async function addFiles(ctx: Ctx, one: Report, input: In<"replyToReport">): Promise<number> {
  const wanted = [
    ...input.controls.flatMap(({ id, fileIds }) =>
      fileIds.map((fileId) => ({ controlId: id as string | null, fileId })),
    ),
    ...input.fileIds.map((fileId) => ({ controlId: null, fileId })),
  ];
  const names = new Map<string, Named>(
    (
      await attachable(
        ctx,
        one.companyId,
        wanted.map((file) => file.fileId),
      )
    ).map((file) => [file.id, file]),
  );
  const rows = wanted.map((file) => ({ ...file, name: names.get(file.fileId)?.name ?? "" }));
  await sql`insert into audit_report_files (report_id, control_id, company_id, file_id, name)
    select ${one.id}::uuid, x."controlId", ${one.companyId}::uuid, x."fileId", x.name
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x ("controlId" text, "fileId" uuid, name text)
    on conflict on constraint audit_report_files_once do nothing`.execute(ctx.db);
  return rows.length;
}

export async function settleReply(ctx: Ctx, input: In<"settleReply">): Out<"settleReply"> {
  const one = await reportToWrite(ctx, input.id, input.rowVersion, ["sent", "draft"]);
  // A first draft follows the sheet; a correction says in its draft what it corrects.
  if (one.state === "draft" && one.version === 1) throw conflict("audit.report_not_now");
  if (one.state === "sent" && isReplyAwaited(one, ctx.today)) throw conflict("audit.reply_awaited");
  const row = found(
    (await controlsOf(ctx, one.id)).find((each) => each.controlId === input.controlId),
    "audit_control",
  );
  const isChanged = input.settlement === "changed";
  if (input.settlement !== "upheld" && !input.reason.trim()) throw invalid("audit.say_why");
  if (isChanged && (input.verdict === undefined || input.verdict === row.verdict))
    throw invalid("audit.verdict_needed");
  const verdict = isChanged && input.verdict ? input.verdict : row.verdict;
  if (needsSeen(row.saidVerdict, verdict) && !row.words)
    throw invalid("audit.seen_missing", {
      values: { count: 1, controls: row.controlId },
      extra: { controlIds: [row.controlId] },
    });
  const severity = isChanged ? (await weigherOf(ctx, one)).severity(row.controlId, verdict) : row.severity;
  await sql`update audit_report_controls set settlement = ${input.settlement}, settled_reason = ${input.reason.trim()},
      settled_by = ${ctx.actor.personId}::uuid, settled_at = app_now(), verdict = ${verdict}, severity = ${severity},
      proposed_severity = ${isChanged ? severity : row.proposedSeverity}, severity_reason = ${isChanged ? "" : row.severityReason}
    where report_id = ${one.id}::uuid and control_id = ${row.controlId}`.execute(ctx.db);
  const changed = await touch(ctx, one.id);
  await record(ctx, "audit.reply_settled", {
    subject: subjectOf(one),
    data: {
      visitId: one.visitId,
      reference: one.reference,
      controlId: row.controlId,
      settlement: input.settlement,
      verdictBefore: row.verdict,
      verdict,
    },
    ...(input.reason.trim() ? { personal: { reason: input.reason.trim() } } : {}),
  });
  return changed;
}
