// What was given by portal, telephone, letter or in a meeting: to whom, when, under which number, with which paper.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addFiles } from "../files.ts";
import { forget } from "./asking.ts";
import type { notices } from "./contract.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { isProof } from "./rules.ts";
import { handedText, keep, sentAs } from "./sending.ts";

type In = Input<typeof notices.proveNotice>;
/** Clocks of phones run a little ahead. */
const aheadMs = 5 * 60_000;

export async function proveNotice(ctx: Ctx, input: In): Promise<Output<typeof notices.proveNotice>> {
  const notice = await noticeTo(ctx, "prove", input.id, input.rowVersion);
  if (Date.parse(input.givenAt) > ctx.now.getTime() + aheadMs) throw invalid("notice.given_ahead");
  if (Date.parse(input.givenAt) < Date.parse(notice.discoveredAt))
    throw invalid("notice.given_before_discovery");
  const fileId = input.fileId ?? null;
  if (!isProof(notice.proof, { reference: input.reference, fileId }))
    throw invalid("notice.proof_missing", { values: { proof: notice.proof } });
  if (fileId) await addProofFile(ctx, notice, fileId);
  await sql`insert into incident_notice_proofs (notice_id, incident_id, company_id, channel, given_to, given_at, reference, said, file_id, is_exercise, added_at,
      added_by, added_name)
    values (${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${input.channel}, ${input.givenTo.trim()}, ${input.givenAt}::timestamptz,
      ${input.reference.trim()}, ${input.said.trim()}, ${fileId}::uuid, ${notice.isExercise}, app_now(), ${ctx.actor.personId}::uuid,
      coalesce(${nameOfActor(ctx.language, sql`${ctx.actor.personId}::uuid`)}, ''))`.execute(ctx.db);
  const data = {
    noticeId: notice.id,
    channel: input.channel,
    givenAt: input.givenAt,
    hasFile: fileId !== null,
    isExercise: notice.isExercise,
  };
  if (notice.state === "proven") {
    await record(ctx, "notice.proof_added", { subject: ofIncident(notice), data });
    return set(ctx, notice, sql`state = 'proven'`);
  }
  const sha = notice.sentAt ? "" : await given(ctx, notice, input);
  const done = await set(
    ctx,
    notice,
    sql`${sentAs(ctx, notice, notice.handedN ?? 1, sha, "proven")}, proven_at = app_now()`,
  );
  await forget(ctx, notice.id, "proven");
  await record(ctx, "notice.proven", { subject: ofIncident(notice), data });
  return done;
}

async function given(ctx: Ctx, notice: Notice, input: In): Promise<string> {
  const version = await handedText(ctx, notice);
  const to = version.recipients.map((one) => ({
    recipient: one.name,
    address: one.address ?? null,
    personId: one.kind === "person" ? (one.id ?? null) : null,
    inPlaceOf: null,
    language: one.language,
  }));
  return keep(ctx, notice, version, to, input.channel === "mail" ? "letter" : input.channel);
}

/** The paper goes with the incident's own. */
async function addProofFile(ctx: Ctx, notice: Notice, fileId: string): Promise<void> {
  const { rows } =
    await sql`select f.file_id from incident_files f where f.incident_id = ${notice.incidentId}::uuid and f.file_id = ${fileId}::uuid`.execute(
      ctx.db,
    );
  if (rows.length === 0)
    await addFiles(ctx, { id: notice.incidentId, companyId: notice.companyId }, [fileId]);
}
