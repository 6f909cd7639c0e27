// What stands with one notice: its text in versions, approvals, decisions not to notify, what left and what proves it.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import type { notices } from "./contract.ts";

type Lists = Pick<
  Output<typeof notices.getNotice>,
  "omissions" | "versions" | "approvalsGiven" | "sendings" | "proofs"
>;

export async function listsOf(ctx: Ctx, id: string): Promise<Lists> {
  const versions = await sql<
    Lists["versions"][number]
  >`select t.n, t.texts, t.recipients, t.written_at, t.written_name from incident_notice_texts t
    where t.notice_id = ${id}::uuid order by t.n desc limit 200`.execute(ctx.db);
  const approvals = await sql<
    Lists["approvalsGiven"][number]
  >`select a.n, a.verdict, a.said, a.at, a.by_name from incident_notice_approvals a
    where a.notice_id = ${id}::uuid order by a.at desc, a.id desc limit 200`.execute(ctx.db);
  const sendings = await sql<
    Lists["sendings"][number]
  >`select s.id, s.n, s.channel, s.recipient, coalesce(s.address, m.address) as address, s.in_place_of,
      s.language, s.subject, s.body, s.sha256, s.sent_at, s.outcome, s.outcome_at, coalesce(s.reply, m.reply) as reply, s.mail_id
    from incident_notice_sendings s left join mails m on m.id = s.mail_id where s.notice_id = ${id}::uuid order by s.sent_at desc, s.recipient, s.id limit 500`.execute(
    ctx.db,
  );
  const proofs = await sql<
    Lists["proofs"][number]
  >`select p.id, p.channel, p.given_by, p.given_to, p.given_at, p.zone, p.lacking, p.ahead_because, p.reference, p.said, p.file_id, f.name as file_name,
      p.added_at, p.added_name
    from incident_notice_proofs p left join files f on f.id = p.file_id where p.notice_id = ${id}::uuid order by p.given_at desc, p.id desc limit 200`.execute(
    ctx.db,
  );
  const omissions = await sql<
    Lists["omissions"][number]
  >`select o.id, o.severity, o.reason, o.criteria, o.decided_at, ${nameOfActor(ctx.language, sql`o.decided_by`)} as decided_by_name, o.seen_at,
      ${nameOfActor(ctx.language, sql`o.seen_by`)} as seen_by_name, o.agrees, o.said, o.reopened_at, o.reopened_severity
    from incident_notice_omissions o where o.notice_id = ${id}::uuid order by o.decided_at desc, o.id desc limit 50`.execute(
    ctx.db,
  );
  return {
    omissions: omissions.rows,
    versions: versions.rows,
    approvalsGiven: approvals.rows,
    sendings: sendings.rows,
    proofs: proofs.rows,
  };
}
