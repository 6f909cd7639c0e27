// What was given by portal, telephone, letter or in a meeting: by whom to whom, when, under which number, with which paper. It needs no text
// beforehand: who telephones at once tells it afterwards, also where the approval that the table asks for was not waited for.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { closeEach } from "#modules/duties/service.ts";
import { addFiles } from "../files.ts";
import { approvedBy, approverOf } from "./approving.ts";
import { approverDuty, askSecond, forget } from "./asking.ts";
import type { notices } from "./contract.ts";
import { placeOf } from "./drafting.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { isProof, lackingOf, needsTextFirst } from "./rules.ts";
import { handedText, keep, sentAs } from "./sending.ts";
import { isHolder } from "./who.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
/** Clocks of phones run a little ahead. */
const aheadMs = 5 * 60_000;

export async function proveNotice(ctx: Ctx, input: In<"proveNotice">): Out<"proveNotice"> {
  const notice = await noticeTo(ctx, "prove", input.id, input.rowVersion);
  assertGiven(ctx, notice, input);
  const lacking = lackingOf(
    notice.state,
    notice.approvals,
    (await approvedBy(ctx, notice, notice.handedN)).length,
  );
  const because = input.aheadBecause?.trim() ?? "";
  if (lacking > 0 && because === "") throw invalid("notice.ahead_reason", { values: { count: lacking } });
  const fileId = input.fileId ?? null;
  if (fileId) await addProofFile(ctx, notice, fileId);
  const zone = input.zone ?? (await placeOf(ctx, notice.companyId)).zone;
  const own = sql`coalesce(${nameOfActor(ctx.language, sql`${ctx.actor.personId}::uuid`)}, '')`;
  await sql`insert into incident_notice_proofs (notice_id, incident_id, company_id, channel, given_by, given_to, given_at, zone, reference, said, file_id, lacking,
      ahead_because, is_exercise, added_at, added_by, added_name)
    values (${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${input.channel}, coalesce(${input.givenBy?.trim() || null}, ${own}),
      ${input.givenTo.trim()}, ${input.givenAt}::timestamptz, ${zone}, ${input.reference.trim()}, ${input.said.trim()}, ${fileId}::uuid, ${lacking},
      ${lacking > 0 ? because : null}, ${notice.isExercise}, app_now(), ${ctx.actor.personId}::uuid, ${own})`.execute(
    ctx.db,
  );
  const data = {
    noticeId: notice.id,
    channel: input.channel,
    givenAt: input.givenAt,
    hasFile: fileId !== null,
    isExercise: notice.isExercise,
    ...(lacking > 0 ? { lacking } : {}),
  };
  if (notice.state === "proven") {
    await record(ctx, "notice.proof_added", { subject: ofIncident(notice), data });
    return set(ctx, notice, sql`state = 'proven'`);
  }
  const done = await set(ctx, notice, sql`${await given(ctx, notice, input)}, proven_at = app_now()`);
  await forget(ctx, notice.id, "proven");
  if (lacking > 0) await askAfterwards(ctx, notice);
  await record(ctx, "notice.proven", {
    subject: ofIncident(notice),
    data,
    ...(lacking > 0 ? { personal: { because } } : {}),
  });
  return done;
}

function assertGiven(ctx: Ctx, notice: Notice, input: In<"proveNotice">): void {
  if (needsTextFirst(input.channel, notice.state)) throw conflict("notice.text_first");
  if (input.zone !== undefined && !isTimeZone(input.zone)) throw invalid("incident.no_such_zone");
  if (Date.parse(input.givenAt) > ctx.now.getTime() + aheadMs) throw invalid("notice.given_ahead");
  if (Date.parse(input.givenAt) < Date.parse(notice.discoveredAt))
    throw invalid("notice.given_before_discovery");
  if (!isProof(notice.proof, { reference: input.reference, fileId: input.fileId ?? null }))
    throw invalid("notice.proof_missing", { values: { proof: notice.proof } });
}

/** A text that was approved is what was given; one that was not is nobody's word, and the proof alone says what was said. */
async function given(ctx: Ctx, notice: Notice, input: In<"proveNotice">) {
  if (notice.sentAt) return sentAs(ctx, notice, null, "proven");
  if (notice.state !== "approved") return sentAs(ctx, notice, null, "proven", input.givenAt);
  const version = await handedText(ctx, notice);
  const to = version.recipients.map((one) => ({
    recipient: one.name,
    address: one.address ?? null,
    personId: one.kind === "person" ? (one.id ?? null) : null,
    inPlaceOf: null,
    language: one.language,
  }));
  const sha = await keep(ctx, notice, version, to, input.channel === "mail" ? "letter" : input.channel);
  return sentAs(ctx, notice, { n: version.n, sha }, "proven");
}

/** Whoever was to approve it looks at what was given without them. */
const askAfterwards = (ctx: Ctx, notice: Notice) =>
  askSecond(ctx, approverDuty, notice, { ...notice, approverPermission: approverOf(notice).permission }, [
    ctx.actor.personId,
  ]);

export async function seeGivenAhead(ctx: Ctx, input: In<"seeGivenAhead">): Out<"seeGivenAhead"> {
  const notice = await noticeTo(ctx, "see_ahead", input.id, input.rowVersion);
  if (notice.lacking === 0 || notice.aheadSeenAt !== null) throw conflict("notice.nothing_to_see");
  if (!(await isHolder(ctx, notice.companyId, approverOf(notice))))
    throw forbidden("notice.not_yours_to_approve");
  if (notice.sentBy === ctx.actor.personId) throw forbidden("notice.own_giving");
  const done = await set(
    ctx,
    notice,
    sql`ahead_seen_at = app_now(), ahead_seen_by = ${ctx.actor.personId}::uuid, ahead_said = ${input.said.trim()}`,
  );
  await closeEach(ctx, [notice.id], approverDuty, "seen");
  await record(ctx, "notice.ahead_seen", {
    subject: ofIncident(notice),
    data: { noticeId: notice.id },
    personal: { said: input.said.trim() },
  });
  return done;
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
