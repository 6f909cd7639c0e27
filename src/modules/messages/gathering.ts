// From messages to mails: what is due for one person goes into one mail, of one kind at once or of all kinds in a digest.
import { sql } from "kysely";
import type { TimedWork } from "#core/jobs/timed.ts";
import { templates } from "./templates.ts";

export const messageMail = "messages";
/** A mail of several lives as long as the longest-lived of what is in it. */
const hoursOf = JSON.stringify(
  Object.fromEntries(templates.map(({ kind, maxAgeHours }) => [kind, maxAgeHours])),
);
export const gatherHours = Math.max(...templates.map((one) => one.maxAgeHours));

/** Readers a turn: about a tenth of a second. */
const most = 500;

export const gatherMails: TimedWork = {
  name: "messages.gather",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<{ readers: number }>`
      with due as (
        select m.person_id from messages m where m.mail_after <= app_now() order by m.mail_after limit ${most * 4}
      ), readers as (
        select distinct person_id from due limit ${most}
      ), ready as materialized (
        -- With what is due goes what waits beside it: ten that rise one after another are one mail.
        select m.id, m.person_id, m.is_urgent, case when m.in_digest then 'digest' else m.kind end as bundle,
          m.kind, bool_or(m.mail_after <= app_now()) over (partition by m.person_id, m.in_digest,
            case when m.in_digest then '' else m.kind end) as is_due
        from messages m where m.mail_after is not null and m.person_id in (select person_id from readers)
      ), taken as materialized (
        select r.* from messages m join ready r on r.id = m.id where r.is_due and m.mail_after is not null for update of m skip locked
      ), bundles as materialized (
        select new_id() as mail_id, t.person_id, t.bundle, bool_or(t.is_urgent) as is_urgent,
          max((${hoursOf}::jsonb->>t.kind)::int) as hours
        from taken t group by t.person_id, t.bundle
      ), made as (
        insert into mails (id, person_id, company_id, kind, data, is_urgent, send_after, expires_at)
        select b.mail_id, b.person_id, p.company_id, ${messageMail}, jsonb_build_object('bundle', b.bundle), b.is_urgent,
          app_now(), app_now() + make_interval(hours => b.hours)
        from bundles b join people p on p.id = b.person_id
      ), marked as (
        update messages m set mail_id = b.mail_id, mail_after = null
        from taken t join bundles b on b.person_id = t.person_id and b.bundle = t.bundle where m.id = t.id
      )
      select count(*)::int as readers from readers`.execute(ctx.db);
    return (rows[0]?.readers ?? 0) === most;
  },
};
