// A notice leaves by mail: each recipient's text is kept word for word, with its hash, before it goes into the outbox.
// An exercise goes to its own people alone, whomever it names.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { mailSettings } from "#core/mail/settings.ts";
import type { notices } from "./contract.ts";
import { placeOf, say, type Text } from "./drafting.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { type Reach, reachOf } from "./reaching.ts";
import { type Channel, marked } from "./rules.ts";

export type Leaving = {
  key: string;
  recipient: string;
  address: string | null;
  personId: string | null;
  inPlaceOf: string | null;
  language: Text["language"];
};

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

export async function handedText(ctx: Ctx, notice: Notice): Promise<{ n: number; texts: Text[] }> {
  const { rows } = await sql<{ n: number; texts: Text[] }>`select t.n, t.texts from incident_notice_texts t
    where t.notice_id = ${notice.id}::uuid and t.n = ${notice.handedN}`.execute(ctx.db);
  return found(rows[0], "notice");
}

export async function sendNotice(
  ctx: Ctx,
  input: Input<typeof notices.sendNotice>,
): Promise<Output<typeof notices.sendNotice>> {
  const notice = await noticeTo(ctx, "send", input.id, input.rowVersion);
  if (notice.channel !== "mail") throw invalid("notice.not_by_mail");
  if (!mailSettings()) throw conflict("mail.not_configured");
  const version = await handedText(ctx, notice);
  // Whom it reached before an address was put right, or is still on its way to, does not get it twice.
  const open = (await reachOf(ctx, notice.id)).filter(
    (one) => one.standing === "to_send" || one.standing === "failed",
  );
  const leaving = await leavingTo(ctx, notice, open);
  if (leaving.length === 0) throw invalid("notice.nobody_to_send_to");
  const sha = await keep(ctx, notice, version, leaving, "mail");
  const done = await set(ctx, notice, sentAs(ctx, { n: version.n, sha }, "sent"));
  await record(ctx, "notice.sent", {
    subject: ofIncident(notice),
    data: {
      noticeId: notice.id,
      n: version.n,
      recipients: leaving.length,
      channel: "mail",
      sha256: sha,
      isExercise: notice.isExercise,
    },
  });
  return { ...done, mails: leaving.length };
}

/** What left first stays what was sent; putting an address right, or the text for whom it was not told to, adds to it. */
export const sentAs = (
  ctx: Ctx,
  version: { n: number; sha: string } | null,
  state: Notice["state"],
  at = ctx.now.toISOString(),
) =>
  sql`state = ${state}, sent_at = coalesce(c.sent_at, ${at}::timestamptz), sent_n = coalesce(c.sent_n, ${version?.n ?? null}),
    sent_by = case when c.sent_at is null then ${ctx.actor.personId}::uuid else c.sent_by end, sent_sha256 = coalesce(c.sent_sha256, ${version?.sha ?? null})`;

async function leavingTo(ctx: Ctx, notice: Notice, open: readonly Reach[]): Promise<Leaving[]> {
  const people = notice.isExercise ? await peopleOfExercise(ctx, notice) : null;
  const all: Leaving[] = [];
  for (const { key, recipient: one } of open) {
    if (one.kind === "words") continue;
    const personId =
      one.kind === "position"
        ? await seatedNow(ctx, one.id ?? "")
        : one.kind === "person"
          ? (one.id ?? null)
          : null;
    if (one.kind !== "address" && !personId) throw invalid("notice.nobody_to_send_to");
    const leaving = {
      key,
      recipient: one.name,
      address: one.kind === "address" ? (one.address ?? null) : null,
      personId,
      inPlaceOf: null,
      language: one.language,
    };
    const isAmong = personId !== null && people?.includes(personId);
    // Nobody outside of an exercise gets its mail: whoever sends it reads what they would have got.
    all.push(
      people === null || isAmong
        ? leaving
        : {
            ...leaving,
            address: null,
            personId: ctx.actor.personId,
            inPlaceOf: `${one.name} ${one.address ?? ""}`.trim(),
          },
    );
  }
  return all;
}

/** Whoever reported, took charge, needs to know of it, wrote or approved a notice of it. */
async function peopleOfExercise(ctx: Ctx, notice: Notice): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select unnest(array[i.entered_by, i.reporter_id, i.taken_up_by, i.judged_by] || i.told_ids) as person_id from incidents i where i.id = ${notice.incidentId}::uuid
    union select t.written_by from incident_notice_texts t where t.incident_id = ${notice.incidentId}::uuid
    union select a.by_id from incident_notice_approvals a where a.incident_id = ${notice.incidentId}::uuid`.execute(
    ctx.db,
  );
  return [...rows.flatMap((row) => row.personId ?? []), ctx.actor.personId];
}

async function seatedNow(ctx: Ctx, positionId: string): Promise<string | null> {
  const { rows } = await sql<{
    personId: string;
  }>`select s.person_id from seated_at(${positionId}::uuid) s where s.is_first limit 1`.execute(ctx.db);
  return rows[0]?.personId ?? null;
}

/** @returns the hash of everything that left now. */
export async function keep(
  ctx: Ctx,
  notice: Notice,
  version: { n: number; texts: readonly Text[] },
  leaving: readonly Leaving[],
  channel: Channel,
): Promise<string> {
  const place = await placeOf(ctx, notice.companyId);
  const rows = leaving.map((one) => {
    const text = version.texts.find((each) => each.language === one.language) ?? version.texts[0];
    const plain = text?.subject ?? "";
    const subject = notice.isExercise ? marked(plain, say(one.language, "notice.exerciseMark")) : plain;
    const body = text?.body ?? "";
    return {
      recipient_key: one.key,
      recipient: one.recipient,
      address: one.address,
      person_id: one.personId,
      in_place_of: one.inPlaceOf,
      language: one.language,
      heading: place.names[one.language],
      subject,
      body,
      sha256: sha256(`${subject}\n\n${body}`),
    };
  });
  const isMail = channel === "mail";
  await sql`insert into incident_notice_sendings (notice_id, incident_id, company_id, n, channel, recipient_key, recipient, address, person_id, in_place_of, language, heading,
      subject, body, sha256, sent_at, sent_by, outcome, outcome_at)
    select ${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${version.n}, ${channel}, x.recipient_key, x.recipient, x.address, x.person_id, x.in_place_of,
      x.language, x.heading, x.subject, x.body, x.sha256, app_now(), ${ctx.actor.personId}::uuid, case when ${isMail} then null else 'given' end,
      case when ${isMail} then null else app_now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (recipient_key text, recipient text, address text, person_id uuid, in_place_of text, language text, heading text,
      subject text, body text, sha256 text)`.execute(ctx.db);
  return sha256(
    JSON.stringify(rows.map((row) => [row.recipient, row.address, row.language, row.subject, row.body])),
  );
}
