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
import { endClocks, lockClocks } from "./clocks.ts";
import type { notices } from "./contract.ts";
import { placeOf } from "./drafting.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { provenBy, type Reach, reachOf } from "./reaching.ts";
import { isProof, lackingOf, needsTextFirst } from "./rules.ts";
import { handedText, keep, sentAs } from "./sending.ts";
import { isHolder } from "./who.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
/** Clocks of phones run a little ahead. */
const aheadMs = 5 * 60_000;

export async function proveNotice(ctx: Ctx, input: In<"proveNotice">): Out<"proveNotice"> {
  await lockClocks(ctx, input.clocks);
  const notice = await noticeTo(ctx, "prove", input.id, input.rowVersion);
  assertGiven(ctx, notice, input);
  const lacking = lackingOf(
    notice.state,
    notice.approvals,
    (await approvedBy(ctx, notice, notice.handedN)).length,
  );
  const because = input.aheadBecause?.trim() ?? "";
  if (lacking > 0 && because === "") throw invalid("notice.ahead_reason", { values: { count: lacking } });
  const reach = await reachOf(ctx, notice.id);
  const keys = provenBy(reach, input.reached);
  const left =
    keys === null ? [] : reach.filter((one) => one.standing !== "reached" && !keys.includes(one.key));
  const fileId = input.fileId ?? null;
  if (fileId) await addProofFile(ctx, notice, fileId);
  const zone = input.zone ?? (await placeOf(ctx, notice.companyId)).zone;
  const own = sql`coalesce(${nameOfActor(ctx.language, sql`${ctx.actor.personId}::uuid`)}, '')`;
  await sql`insert into incident_notice_proofs (notice_id, incident_id, company_id, channel, given_by, given_to, given_at, zone, reference, said, file_id, recipient_keys,
      lacking, ahead_because, is_exercise, added_at, added_by, added_name)
    values (${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${input.channel}, coalesce(${input.givenBy?.trim() || null}, ${own}),
      ${input.givenTo.trim()}, ${input.givenAt}::timestamptz, ${zone}, ${input.reference.trim()}, ${input.said.trim()}, ${fileId}::uuid,
      ${keys}::text[], ${lacking}, ${lacking > 0 ? because : null}, ${notice.isExercise}, app_now(), ${ctx.actor.personId}::uuid, ${own})`.execute(
    ctx.db,
  );
  await endClocks(ctx, notice, input);
  const data = {
    noticeId: notice.id,
    channel: input.channel,
    givenAt: input.givenAt,
    hasFile: fileId !== null,
    isExercise: notice.isExercise,
    ...(lacking > 0 ? { lacking } : {}),
  };
  const told = { subject: ofIncident(notice), ...(lacking > 0 ? { personal: { because } } : {}) };
  if (notice.state === "proven") {
    await record(ctx, "notice.proof_added", { ...told, data });
    return set(ctx, notice, sql`state = 'proven'`);
  }
  const to = reach.filter((one) => keys?.includes(one.key));
  if (left.length > 0) {
    await record(ctx, "notice.proof_added", { ...told, data: { ...data, recipientsLeft: left.length } });
    return set(ctx, notice, await given(ctx, notice, input, { to, state: stateWith(notice, left) }));
  }
  const as = await given(ctx, notice, input, { to, state: "proven" });
  const done = await set(ctx, notice, sql`${as}, proven_at = app_now()`);
  await forget(ctx, notice.id, "proven");
  if (isAhead(notice, lacking)) await askAfterwards(ctx, notice);
  await record(ctx, "notice.proven", { ...told, data });
  return done;
}

/** Others are still to be reached: it stays where it is, except that nothing is back any more. */
const stateWith = (notice: Notice, left: readonly Reach[]): Notice["state"] =>
  notice.state === "undelivered" && left.every((one) => one.standing !== "failed") ? "sent" : notice.state;

/** Also where it was told to one of several before its approval, and that was not looked at yet. */
const isAhead = (notice: Notice, lacking: number) =>
  lacking > 0 || (notice.lacking > 0 && notice.aheadSeenAt === null);

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
async function given(
  ctx: Ctx,
  notice: Notice,
  input: In<"proveNotice">,
  { to, state }: { to: readonly Reach[]; state: Notice["state"] },
) {
  const unsent = to.filter((one) => one.standing === "to_send" || one.standing === "to_tell");
  if (notice.state !== "approved" || unsent.length === 0) return sentAs(ctx, null, state, input.givenAt);
  const version = await handedText(ctx, notice);
  const leaving = unsent.map(({ key, recipient: one }) => ({
    key,
    recipient: one.name,
    address: one.address ?? null,
    personId: one.kind === "person" ? (one.id ?? null) : null,
    inPlaceOf: null,
    language: one.language,
  }));
  const sha = await keep(ctx, notice, version, leaving, input.channel === "mail" ? "letter" : input.channel);
  return sentAs(ctx, { n: version.n, sha }, state);
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
