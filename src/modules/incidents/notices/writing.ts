// The text of a notice in its versions, to its recipients, in the languages they read; handed in it waits for approval.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isAddress } from "#core/mail/reader.ts";
import { permissions } from "../contract/words.ts";
import { approverDuty, askSecond } from "./asking.ts";
import type { notices } from "./contract.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { hasGap } from "./rules.ts";

type In = Input<typeof notices.writeNotice>;

export async function writeNotice(ctx: Ctx, input: In): Promise<Output<typeof notices.writeNotice>> {
  const notice = await noticeTo(ctx, "write", input.id, input.rowVersion);
  await assertText(ctx, notice, input);
  if (notice.sentAt) await assertSame(ctx, notice, input.texts);
  const n = await writeVersion(ctx, notice, input);
  const isFree = notice.approvals === 0;
  const to = !input.handIn ? "to_write" : isFree ? "approved" : "to_approve";
  const done = await set(
    ctx,
    notice,
    sql`state = ${to}, handed_n = ${input.handIn ? n : null}, author_id = ${ctx.actor.personId}::uuid`,
  );
  await record(ctx, input.handIn ? "notice.handed_in" : "notice.written", {
    subject: ofIncident(notice),
    data: { noticeId: notice.id, n, recipients: input.recipients.length },
  });
  if (to === "to_approve")
    await askSecond(
      ctx,
      approverDuty,
      notice,
      { ...notice, approverPermission: notice.approverPermission ?? permissions.manage },
      [ctx.actor.personId],
    );
  return done;
}

async function writeVersion(ctx: Ctx, notice: Notice, { texts, recipients }: In): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`insert into incident_notice_texts (notice_id, incident_id, company_id, n, texts, recipients, written_at, written_by, written_name)
    select ${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, 1 + coalesce(max(t.n), 0), ${JSON.stringify(texts)}::jsonb,
      ${JSON.stringify(recipients)}::jsonb, app_now(), ${ctx.actor.personId}::uuid, coalesce(${nameOfActor(ctx.language, sql`${ctx.actor.personId}::uuid`)}, '')
    from incident_notice_texts t where t.notice_id = ${notice.id}::uuid returning n`.execute(ctx.db);
  return rows[0]?.n ?? 1;
}

async function assertText(ctx: Ctx, notice: Notice, { texts, recipients, handIn }: In): Promise<void> {
  if (new Set(texts.map((one) => one.language)).size !== texts.length) throw invalid("notice.language_twice");
  for (const one of recipients)
    if (one.kind === "address" && !isAddress(one.address ?? "")) throw invalid("notice.bad_address");
  if (new Set(recipients.map(whoOf)).size !== recipients.length) throw invalid("notice.recipient_twice");
  await assertRecipients(ctx, recipients);
  if (!handIn) return;
  if (recipients.length === 0) throw invalid("notice.no_recipient");
  if (texts.some((one) => hasGap(one.subject) || hasGap(one.body))) throw invalid("notice.gap_left");
  const lacking = recipients.find((one) => !texts.some((text) => text.language === one.language));
  if (lacking) throw invalid("notice.no_text_for_language", { values: { language: lacking.language } });
  if (notice.channel === "mail" && recipients.every((one) => one.kind === "words"))
    throw invalid("notice.no_recipient");
}

/** As the database tells recipients apart (`recipient_key`). */
const whoOf = ({ kind, id, name, address }: In["recipients"][number]): string =>
  kind === "address"
    ? `address ${address?.toLowerCase() ?? ""}`
    : kind === "words"
      ? `words ${name.trim().toLowerCase()}`
      : `${kind} ${id ?? ""}`;

/** People within one's reach, positions of the incident's company and those in charge above it. */
async function assertRecipients(ctx: Ctx, recipients: In["recipients"]): Promise<void> {
  const ids = (kind: string) => [
    ...new Set(recipients.filter((one) => one.kind === kind).map((one) => one.id ?? "")),
  ];
  const [people, positions] = [ids("person"), ids("position")];
  if ([...people, ...positions].includes("")) throw invalid("notice.unknown_recipient");
  const { rows } = await sql<{ people: number; positions: number }>`select
    (select count(*)::int from people p where p.id = any (${people}::uuid[]) and ${within(ctx, "p.company_id")}) as people,
    (select count(distinct n.position_id)::int from names_of_positions(${positions}::uuid[]) n) as positions`.execute(
    ctx.db,
  );
  if (rows[0]?.people !== people.length || rows[0].positions !== positions.length)
    throw invalid("notice.unknown_recipient");
}

/** Of one that came back its recipients are put right; other words are a further notice. */
async function assertSame(ctx: Ctx, notice: Notice, texts: In["texts"]): Promise<void> {
  const { rows } = await sql<{ texts: In["texts"] }>`select t.texts from incident_notice_texts t
    join incident_notices c on c.id = t.notice_id and c.sent_n = t.n where c.id = ${notice.id}::uuid`.execute(
    ctx.db,
  );
  const key = (all: In["texts"]) =>
    all
      .map((one) => JSON.stringify([one.language, one.subject, one.body]))
      .toSorted()
      .join();
  if (rows[0] && key(rows[0].texts) !== key(texts)) throw conflict("notice.sent_text_stays");
}
