// From what was sent to the outbox, and from the mail server's word to the proof: written by the product itself, which alone
// may write mail to people outside of the sender's reach.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import type { MailKind } from "#core/mail/kind.ts";
import { enqueueMail } from "#core/mail/outbox.ts";
import { permissions } from "../contract/words.ts";
import { approverDuty, askOwnerAgain, askSecond, forget } from "./asking.ts";

/** A notice that waits longer than this for a mail server is given another way. */
const maxAgeHours = 48;

export const noticeMail: MailKind = {
  kind: "incident.notice",
  maxAgeHours,
  isForAnybody: true,
  compose: async (ctx, { mail }) => {
    const { rows } = await sql<{
      language: "ja" | "en" | "zh";
      heading: string;
      subject: string;
      body: string;
      isExercise: boolean;
      isOutside: boolean;
      replyTo: string | null;
    }>`select * from notice_letter(${mail.id}::uuid)`.execute(ctx.db);
    const [letter] = rows;
    if (!letter) return { dropped: "notice.gone" };
    // Whatever asked for it: an exercise never leaves the house.
    if (letter.isExercise && (letter.isOutside || mail.outsideAddress !== null))
      return { dropped: "notice.exercise_outside" };
    return {
      subject: letter.subject,
      body: letter.body,
      heading: letter.heading,
      language: letter.language,
      rows: [],
      ...(letter.replyTo ? { replyTo: letter.replyTo } : {}),
    };
  },
};

type ToPost = {
  id: string;
  address: string | null;
  personId: string | null;
  sentBy: string;
  senderCompanyId: string;
  companyOfPerson: string | null;
  language: string;
};

export const postsNotices: Subscriber = {
  name: "incidents.notice_post",
  verbs: ["notice.sent"],
  from: "now",
  handle: async (ctx, events) => {
    for (const event of events) await post(ctx, String(event.data["noticeId"]));
  },
};

async function post(ctx: Ctx, noticeId: string): Promise<void> {
  const { rows } =
    await sql<ToPost>`select s.id, s.address, s.person_id, s.sent_by, w.company_id as sender_company_id, p.company_id as company_of_person, s.language
    from incident_notice_sendings s join people w on w.id = s.sent_by left join people p on p.id = s.person_id
    where s.notice_id = ${noticeId}::uuid and s.channel = 'mail' and s.mail_id is null and s.outcome is null order by s.id`.execute(
      ctx.db,
    );
  for (const one of rows) {
    const mailId = await enqueueMail(ctx, noticeMail, {
      personId: one.personId ?? one.sentBy,
      companyId: one.companyOfPerson ?? one.senderCompanyId,
      data: { language: one.language },
      isUrgent: true,
      ...(one.personId === null && one.address ? { outsideAddress: one.address } : {}),
    });
    await sql`update incident_notice_sendings s set mail_id = ${mailId}::uuid where s.id = ${one.id}::uuid`.execute(
      ctx.db,
    );
  }
}

type Settled = { noticeId: string };

const atOnce = 500;

/** The server's word on each mail, also on one that was sent again or came back later. What it said before is not read again: lasting failures leave room. */
export const takesReceipts: TimedWork = {
  name: "incidents.notice_receipts",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<Settled>`
      with heard as (
        select s.id, w.outcome, coalesce(m.bounced_at, m.ended_at) as at, left(concat_ws(' ', m.problem, m.reply), 500) as reply
        from incident_notice_sendings s join mails m on m.id = s.mail_id
        cross join lateral (select case when m.bounced_at is not null then 'bounced' when m.state = 'sent' then 'accepted' else 'failed' end as outcome) w
        where s.outcome is distinct from 'accepted' and m.state in ('sent', 'failed', 'dropped', 'expired') and s.outcome is distinct from w.outcome
        order by s.mail_id limit ${atOnce}
      )
      update incident_notice_sendings s set outcome = h.outcome, outcome_at = h.at, reply = h.reply
      from heard h where h.id = s.id and s.outcome is distinct from h.outcome returning s.notice_id`.execute(
      ctx.db,
    );
    for (const id of new Set(rows.map((row) => row.noticeId))) await judge(ctx, id);
    return rows.length === atOnce;
  },
};

export const hearsBounces: Subscriber = {
  name: "incidents.notice_bounces",
  verbs: ["mail.bounced"],
  from: "now",
  handle: async (ctx, events) => {
    const { rows } =
      await sql<Settled>`update incident_notice_sendings s set outcome = 'bounced', outcome_at = m.bounced_at,
        reply = left(concat_ws(' ', m.problem, m.reply), 500)
      from mails m where m.id = s.mail_id and m.id = any (${events.flatMap((event) => event.subjectId ?? [])}::uuid[])
        and s.outcome is distinct from 'bounced' returning s.notice_id`.execute(ctx.db);
    for (const id of new Set(rows.map((row) => row.noticeId))) await judge(ctx, id);
  },
};

type Judged = Parameters<typeof askSecond>[3] & {
  id: string;
  state: string;
  incidentId: string;
  companyId: string;
  reference: string;
  aboutIds: string[];
  isExercise: boolean;
  sentBy: string | null;
  /** Approvals that were missing for whom it was told by hand, and that nobody has looked at yet. */
  isAhead: boolean;
  known: number;
  left: number;
  failed: number;
};

/** Proven once each recipient of its last version has it and what its line asks for is there; one that did not arrive is its owner's again. */
async function judge(ctx: Ctx, noticeId: string): Promise<void> {
  // By a statement of its own: what somebody else heard of another recipient meanwhile is read after it, not before.
  await sql`select from incident_notices c where c.id = ${noticeId}::uuid for no key update`.execute(ctx.db);
  const { rows } = await sql<Judged>`
    select c.id, c.state, c.incident_id, c.company_id, i.reference, i.about_ids, c.is_exercise, c.names, c.due_at, c.sent_by,
      coalesce(c.approver_permission, ${permissions.manage}) as approver_permission, c.approver_position_id, c.approver_person_id,
      c.ahead_seen_at is null and exists (select from incident_notice_proofs p where p.notice_id = c.id and p.lacking > 0) as is_ahead,
      r.known, r.left, r.failed
    from incident_notices c join incidents i on i.id = c.incident_id
    cross join lateral (select count(*)::int as known, count(*) filter (where x.standing <> 'reached')::int as left,
      count(*) filter (where x.standing = 'failed')::int as failed from recipients_of_notice(c.id) x) r
    where c.id = ${noticeId}::uuid`.execute(ctx.db);
  const [notice] = rows;
  if (!notice || !["sent", "proven", "undelivered"].includes(notice.state)) return;
  const to = notice.failed > 0 ? "undelivered" : notice.left === 0 && notice.known > 0 ? "proven" : null;
  if (to === null || to === notice.state) return;
  await sql`update incident_notices c set state = ${to}, proven_at = case when ${to} = 'proven' then coalesce(c.proven_at, app_now()) end, row_version = c.row_version + 1
    where c.id = ${noticeId}::uuid`.execute(ctx.db);
  await forget(ctx, noticeId, to);
  if (to === "undelivered") await askOwnerAgain(ctx, notice, noticeId);
  else if (notice.isAhead) await askSecond(ctx, approverDuty, notice, notice, [notice.sentBy ?? ""]);
  await recordEach(ctx, to === "proven" ? "notice.proven" : "notice.undelivered", [
    {
      subject: { kind: "incident", id: notice.incidentId, companyId: notice.companyId },
      data: {
        noticeId,
        channel: "mail",
        recipients: to === "proven" ? notice.known : notice.failed,
        isExercise: notice.isExercise,
      },
    },
  ]);
}
