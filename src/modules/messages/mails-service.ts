// Mail as whoever keeps the system sees it: what waits, what failed, whom it does not reach. Never the words of a mail.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { readBounce, takeBounces } from "#core/mail/bounce.ts";
import type { MailKind } from "#core/mail/kind.ts";
import { enqueueMail } from "#core/mail/outbox.ts";
import { mailSettings } from "#core/mail/settings.ts";
import type { mails } from "./contract.ts";

type In<K extends keyof typeof mails> = Input<(typeof mails)[K]>;
type Out<K extends keyof typeof mails> = Promise<Output<(typeof mails)[K]>>;

export async function getMailState(ctx: Ctx): Out<"getMailState"> {
  const settings = mailSettings();
  type Row = Omit<Output<typeof mails.getMailState>, "isConfigured" | "server" | "from">;
  const { rows } = await sql<Row>`
    select s.failing_since, s.problem, s.reply, s.last_sent_at,
      (select count(*)::int from mails m where m.state in ('waiting', 'sending') and ${within(ctx, "m.company_id")}) as waiting,
      (select count(*)::int from mails m where m.state = 'failed' and m.ended_at > app_now() - interval '30 days' and ${within(ctx, "m.company_id")}) as failed,
      (select count(*)::int from mails m where m.state = 'expired' and m.ended_at > app_now() - interval '30 days' and ${within(ctx, "m.company_id")}) as unsent,
      (select count(*)::int from mail_troubles t where t.ended_at is null and ${within(ctx, "t.company_id")}) as troubles
    from (select 1) one left join mail_server s on true`.execute(ctx.db);
  const [state] = rows;
  if (!state) throw new Error("the state of mail has no row");
  return {
    ...state,
    isConfigured: settings !== null,
    server: settings ? `${settings.host}:${settings.port}` : null,
    from: settings?.from ?? null,
  };
}

export async function listMails(ctx: Ctx, input: In<"listMails">): Out<"listMails"> {
  const limit = input.limit ?? 50;
  const { rows } = await sql<Output<typeof mails.listMails>["rows"][number]>`
    select m.id, m.kind, m.state, m.person_id, ${nameOfPerson(ctx.language, "p")} as person_name, m.address, m.made_at, m.send_after,
      m.ended_at, m.attempts, m.problem, m.reply, m.bounced_at
    from mails m left join people p on p.id = m.person_id
    where ${within(ctx, "m.company_id")} and ${input.state ? sql`m.state = ${input.state}` : sql`true`}
      and ${input.personId ? sql`m.person_id = ${input.personId}::uuid` : sql`true`}
      and ${input.after ? sql`m.id < ${input.after}::uuid` : sql`true`}
    order by m.id desc limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last?.id ?? null };
}

/** Hours in which a mail that is asked for once more is worth sending. */
const againHours = 24;
const needsSecret = (kind: string) => kind.startsWith("access.");

export async function resendMail(ctx: Ctx, { id }: In<"resendMail">): Out<"resendMail"> {
  const { rows } = await sql<{ state: string; kind: string; companyId: string }>`
    select m.state, m.kind, m.company_id from mails m where m.id = ${id}::uuid and ${within(ctx, "m.company_id")} for update`.execute(
    ctx.db,
  );
  const mail = found(rows[0], "mail");
  if (mail.state === "waiting" || mail.state === "sending") throw conflict("mail.not_ended");
  // Its one-time link went with it and is kept nowhere: whoever gave it makes a new one.
  if (needsSecret(mail.kind)) throw conflict("mail.secret_gone");
  await sql`update mails set state = 'waiting', ended_at = null, bounced_at = null, problem = null, reply = null, send_after = app_now(),
      expires_at = app_now() + make_interval(hours => ${againHours}), attempts = 0 where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "mail.resent", {
    subject: { kind: "mail", id, companyId: mail.companyId },
    data: { kind: mail.kind },
  });
  return { id };
}

export const testMail: MailKind = {
  kind: "mail.test",
  maxAgeHours: 1,
  compose: async (_ctx, { say }) => ({
    subject: say("mail.test.subject"),
    lead: say("mail.test.lead"),
    rows: [],
    action: { label: say("message.mail.inbox"), path: "/messages" },
  }),
};

export async function sendTestMail(ctx: Ctx): Out<"sendTestMail"> {
  if (!mailSettings()) throw conflict("mail.not_configured");
  const { rows } = await sql<{ email: string | null; companyId: string }>`
    select p.email, p.company_id from people p where p.id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  const me = found(rows[0], "person");
  if (!me.email) throw invalid("mail.no_address");
  const { personId } = ctx.actor;
  const id = await enqueueMail(ctx, testMail, { personId, companyId: me.companyId, isUrgent: true });
  await record(ctx, "mail.tested", { subject: { kind: "mail", id, companyId: me.companyId } });
  return { id };
}

export async function listMailTroubles(ctx: Ctx, input: In<"listMailTroubles">): Out<"listMailTroubles"> {
  const limit = input.limit ?? 50;
  const { rows } = await sql<Output<typeof mails.listMailTroubles>["rows"][number]>`
    select t.person_id, ${nameOfPerson(ctx.language, "p")} as person_name, t.company_id, ${nameOfUnit(ctx.language, "n")} as company_name,
      t.address, t.problem, t.reply, t.began_at
    from mail_troubles t
    -- Another address was entered since: mail is tried there.
    join people p on p.id = t.person_id and lower(p.email) = lower(t.address)
    join unit_names n on n.unit_id = t.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    where t.ended_at is null and ${within(ctx, "t.company_id")} and ${input.personId ? sql`t.person_id = ${input.personId}::uuid` : sql`true`}
      and ${input.after ? sql`t.person_id > ${input.after}::uuid` : sql`true`}
    order by t.person_id limit ${limit + 1}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last?.personId ?? null };
}

export async function clearMailTrouble(
  ctx: Ctx,
  { personId }: In<"clearMailTrouble">,
): Out<"clearMailTrouble"> {
  const { rows } = await sql<{ companyId: string }>`
    update mail_troubles t set ended_at = app_now()
    where t.person_id = ${personId}::uuid and t.ended_at is null and ${within(ctx, "t.company_id")}
    returning t.company_id`.execute(ctx.db);
  const { companyId } = found(rows[0], "mail_trouble");
  await record(ctx, "mail.trouble_cleared", { subject: { kind: "person", id: personId, companyId } });
  return { personId };
}

export async function recordBounce(ctx: Ctx, { notification }: In<"recordBounce">): Out<"recordBounce"> {
  const bounces = await readBounce(notification);
  if (!bounces) throw invalid("mail.notification_unreadable");
  const taken = await takeBounces(ctx.db, bounces);
  await recordEach(
    ctx,
    "mail.bounced",
    taken.map(({ mailId, companyId }) => ({ subject: { kind: "mail", id: mailId, companyId } })),
  );
  return { mails: taken.map((one) => one.mailId) };
}
