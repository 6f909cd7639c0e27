// Ten years of incidents with what hangs on them: tasks, log, notices, clocks, duties, trail. Set by set, from each one's number alone.
import type pg from "pg";
import type { Bench } from "../bench.ts";

export const rows = 35_000;
const atOnce = 50_000;

/** Between 0 and 1, the same for the same number and purpose. */
const share = (n: string, purpose: number) =>
  `((${n}::bigint * ${7919 + purpose * 104_730} + ${purpose * 611_953}) % 1000003 / 1000003.0)`;

/** Companies of every size: few have very many. */
const incidents = `
  with c as (
    select u.id, u.code, row_number() over (order by md5(u.code)) as nth, count(*) over () as companies,
      (select g.person_id from grants g where g.unit_id = u.id and g.role_id = 'security_officer' order by g.id limit 1) as officer,
      (select p.id from people p where p.company_id = u.id order by p.id limit 1) as worker
    from units u where u.kind = 'company'
  ), n as (
    select n, ${share("n", 1)} as company, ${share("n", 2)} as kind, ${share("n", 3)} as fast, ${share("n", 4)} as grave, ${share("n", 5)} as nothing,
      ${share("n", 6)} as secret, now() - interval '1 hour' - interval '3650 days' * ${share("n", 7)} as discovered_at
    from generate_series(1, ${rows}) n
  ), t as (
    -- Half within nine hours, one of twelve after the 24; what is young is still under way.
    select n.*, discovered_at + interval '1 hour' * (0.5 + 17 * fast + case when fast > 0.92 then 40 else 0 end) as reported,
      discovered_at + interval '1 hour' * (6 + 200 * fast * fast) as contained,
      discovered_at + interval '1 day' * (3 + 20 * fast) as handled, discovered_at + interval '1 day' * (9 + 40 * fast) as closed
    from n
  )
  insert into incidents (company_id, number, reference, kind, title, what, answers, channel, discovered_at, discovered_zone, entered_at, entered_by,
    report_due_at, reported_at, judged_as, judged_at, judged_by, potential, actual, taken_up_at, taken_up_by, contained_at, handled_at, closed_at,
    closed_by, is_product, is_exercise, is_confidential, told_ids, about_ids, sought)
  select c.id, 100000 + n, c.code || '-I' || (100000 + n), k.kind, 'Measured ' || n, 'Measured.', '{"data": "not_known"}', 'form', discovered_at,
    'Asia/Tokyo', least(reported, discovered_at + interval '1 hour'), coalesce(c.officer, c.worker), discovered_at + interval '24 hours',
    case when reported < now() then reported end,
    case when reported < now() - interval '1 hour' then case when nothing < 0.3 then 'nothing' else 'incident' end end,
    case when reported < now() - interval '1 hour' then reported + interval '1 hour' end, c.officer,
    (array['critical', 'high', 'medium', 'low', 'low', 'medium'])[1 + (grave * grave * 6)::int % 6], (array['none', 'low', 'medium'])[1 + (grave * 3)::int % 3],
    case when reported < now() - interval '1 hour' and nothing >= 0.3 then reported + interval '1 hour' end, c.officer,
    case when nothing >= 0.3 and contained < now() and contained > reported then contained end,
    case when nothing >= 0.3 and handled < now() then handled end, case when nothing >= 0.3 and closed < now() then closed end, c.officer,
    k.kind = 'product_vulnerability', secret < 0.03, secret > 0.97, case when secret > 0.97 then array[coalesce(c.officer, c.worker)] else '{}' end,
    case when secret > 0.99 then array[c.worker] else '{}' end, c.code || '-I' || (100000 + n) || ' Measured ' || n || ' ' || md5(n::text) || case when n % 5 = 0 then ' 紛失' else '' end
  from t join c on c.nth = 1 + floor(company * company * c.companies)
  cross join lateral (select (array['lost_device', 'lost_device', 'lost_device', 'mis_sent', 'mis_sent', 'suspicious_mail', 'malware', 'malware', 'physical',
    'account_takeover', 'supplier', 'web_server', 'cloud_setting', 'insider', 'ransomware', 'plant_stop', 'product_vulnerability', 'other'])[1 + floor(kind * 18)]
    as kind) k`;

/** Of those that were measured: as many rows of each as a case has. */
const m = "from incidents i where i.number > 100000";
const judged = `${m} and i.judged_as = 'incident'`;
const is = (purpose: number, below: number) => `${share("i.number", purpose)} < ${below}`;

const parts = [
  `insert into incident_severities (incident_id, company_id, potential, actual, reason, set_at, set_by)
    select i.id, i.company_id, i.potential, i.actual, case x when 1 then '' else 'Measured.' end, i.entered_at + interval '3 hours' * (x - 1), i.entered_by
    from incidents i cross join generate_series(1, 2) x where i.number > 100000 and (x = 1 or i.number % 2 = 0)`,
  `insert into incident_moments (incident_id, company_id, moment, at, zone, set_at, set_by)
    select i.id, i.company_id, x.moment, x.at, i.discovered_zone, x.at, i.entered_by from incidents i
    cross join lateral (values ('discovered', i.discovered_at), ('contained', i.contained_at), ('handled', i.handled_at), ('closed', i.closed_at)) as x (moment, at)
    where i.number > 100000 and x.at is not null`,
  `insert into incident_reports (incident_id, company_id, nth, is_partial, severity, reported_at, reported_by, position_name, noted_at, noted_name, noted_as)
    select i.id, i.company_id, x, x = 1, i.severity, i.reported_at + interval '1 day' * (x - 1), i.entered_by, 'Measured', i.reported_at + interval '1 day' * x,
      'Measured', 'holder' from incidents i cross join generate_series(1, 2) x where i.number > 100000 and i.reported_at is not null and (x = 1 or i.number % 3 = 0)`,
  `insert into incident_entries (incident_id, company_id, kind, at, zone, said, entered_at, entered_by)
    select i.id, i.company_id, (array['observed', 'done', 'decided', 'told', 'note'])[1 + x % 5], i.entered_at + interval '2 minutes' * x, i.discovered_zone,
      'Measured ' || x, i.entered_at + interval '2 minutes' * x, i.entered_by
    from incidents i cross join generate_series(1, 10) x where i.number > 100000 and i.judged_as = 'incident'`,
  `insert into incident_tasks (incident_id, company_id, phase, nth, words, title, from_kind, from_version, hours, due_at, owner_id, state, ended_at, added_at)
    select i.id, i.company_id, t.phase, t.nth, jsonb_build_object('en', t.en, 'ja', t.ja, 'zh', t.zh), t.en, i.kind, p.version, t.hours,
      i.taken_up_at + make_interval(hours => t.hours), i.taken_up_by, case when i.closed_at is null then 'open' else 'done' end, i.closed_at, i.taken_up_at
    from incidents i join playbooks p on p.kind = i.kind and p.version = 1
    cross join lateral rows from (jsonb_to_recordset(p.tasks) as (phase text, hours smallint, en text, ja text, zh text)) with ordinality
      as t (phase, hours, en, ja, zh, nth)
    where i.number > 100000 and i.judged_as = 'incident'`,
  `insert into incident_people (incident_id, company_id, country, count, is_exact, set_at)
    select i.id, i.company_id, (array['JP', 'DE', 'CN', 'US', 'SG'])[x], i.number % 900, x = 1, i.entered_at
    from incidents i cross join generate_series(1, 5) x where i.number > 100000 and i.judged_as = 'incident' and x <= i.number % 6`,
  `insert into incident_affected (incident_id, company_id, role, added_at) select i.id, i.company_id, 'controller', i.entered_at ${judged} and ${is(11, 0.4)}`,
  `insert into incident_evidence (incident_id, company_id, number, what, taken_at, zone, taken_by_said, entered_at)
    select i.id, i.company_id, x, 'Measured', i.entered_at, i.discovered_zone, 'Measured', i.entered_at from incidents i cross join generate_series(1, 3) x
    where i.number > 100000 and i.judged_as = 'incident' and ${is(12, 0.3)}`,
  `insert into incident_reviews (incident_id, company_id, causes, how, held_on, written_at) select i.id, i.company_id, '{error}', 'Measured', i.closed_at::date, i.closed_at
    ${m} and i.closed_at is not null and ${is(13, 0.4)}`,
  `insert into incident_answers (incident_id, company_id, fact, value, said_at, said_by)
    select i.id, i.company_id, x.fact, x.value, i.entered_at, i.entered_by from incidents i
    cross join (values ('personal_data', 'true'::jsonb), ('device_lost', 'false'), ('outside_intrusion', 'true')) as x (fact, value)
    where i.number > 100000 and i.judged_as = 'incident' and ${is(14, 0.5)}`,
  `insert into incident_notices (incident_id, company_id, line_id, line_n, names, audience, channel, proof, approvals, owner_permission, anchor, hours, starts_at,
      due_at, opened_at, opened_severity, is_exercise, state, sent_n, sent_at, sent_by, sent_sha256, proven_at, reached_at, omitted_reason, omitted_criteria, omitted_at,
      omitted_by, omission_seen_at, omission_seen_by, closed_because, closed_at)
    select i.id, i.company_id, v.line_id, v.n, v.content->'names', v.content->>'audience', v.content->>'channel', v.content->>'proof', 0, 'incident.assess', 'judged', v.h,
      i.judged_at, i.judged_at + make_interval(hours => v.h), i.judged_at, i.severity, i.is_exercise, s.state,
      case when s.state = 'proven' then 1 end, s.sent, case when s.state = 'proven' then i.taken_up_by end,
      case when s.state = 'proven' then encode(sha256('measured'), 'hex') end, s.sent, s.sent, o.said, o.said, o.at, o.by, o.at, o.second,
      case when s.state = 'no_longer' then 'lowered' end, case when s.state = 'no_longer' then i.judged_at + interval '1 hour' end
    from incidents i
    join (select v.*, (v.content->>'hours')::int as h, row_number() over (order by v.line_id) as nth from notice_line_versions v where v.n = 1) v on v.nth <= 4 + i.number % 3
    cross join lateral (select case when i.closed_at is null then 'to_write' when ${share("i.number * 7 + v.nth", 15)} < 0.9 then 'proven'
      when ${share("i.number * 7 + v.nth", 15)} < 0.94 then 'omitted' else 'no_longer' end as state) a
    cross join lateral (select a.state, case when a.state = 'proven' then i.judged_at + make_interval(hours => v.h) * (1.15 * ${share("i.number * 7 + v.nth", 16)}) end as sent) s
    cross join lateral (select case when a.state = 'omitted' then 'Measured' end as said, case when a.state = 'omitted' then i.judged_at + interval '2 hours' end as at,
      case when a.state = 'omitted' then i.taken_up_by end as by, case when a.state = 'omitted' then new_id() end as second) o
    where i.number > 100000 and i.judged_as = 'incident' and i.taken_up_by is not null`,
  `insert into incident_notice_texts (notice_id, incident_id, company_id, n, texts, recipients, written_at)
    select c.id, c.incident_id, c.company_id, 1, '[{"language": "en", "subject": "Measured", "body": "Measured."}]', '[]', c.sent_at
    from incident_notices c join incidents i on i.id = c.incident_id where i.number > 100000 and c.sent_at is not null`,
  `insert into incident_notice_sendings (notice_id, incident_id, company_id, n, channel, recipient, language, heading, subject, body, sha256, sent_at, outcome)
    select c.id, c.incident_id, c.company_id, 1, c.channel, 'Measured', 'en', 'Measured', 'Measured', 'Measured.', c.sent_sha256, c.sent_at, 'accepted'
    from incident_notices c join incidents i on i.id = c.incident_id where i.number > 100000 and c.sent_at is not null`,
  `insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, started_at, due_at, zone, first_due_at, ended_as, ended_at)
    select i.id, i.company_id, 'measured ' || r.nth, r.id, i.company_id, r.stage, 'due', 'applies', i.discovered_at, i.discovered_at + interval '72 hours',
      i.discovered_zone, i.discovered_at + interval '72 hours', case when i.closed_at is not null then 'notified' end,
      case when i.closed_at is not null then i.discovered_at + interval '80 hours' * ${share("i.number * 3 + r.nth", 17)} end
    from incidents i join (select r.*, row_number() over (order by r.key) as nth from clock_rules r) r on r.nth <= i.number % 4
    where i.number > 100000 and i.judged_as = 'incident'`,
  ...["incident.report", "incident.judge"].map(
    (
      kind,
    ) => `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, state, next_at, closed_at, created_at)
      select extract(year from i.discovered_at - interval '3 months')::int, '${kind}', 'incident', i.id, i.company_id, 'incident.assess', i.discovered_at, i.report_due_at,
        'Asia/Tokyo', case when i.judged_at is null then 'open' else 'done' end, case when i.judged_at is null then now() + interval '3 hours' end, i.judged_at,
        i.entered_at ${m}`,
  ),
  ...[
    ["incident.task", "incident_task", "incident_tasks", "x.due_at"],
    ["incident.notice", "incident_notice", "incident_notices", "x.due_at"],
    ["incident.law_clock", "incident_clock", "incident_clocks", "x.due_at"],
  ].map(
    ([
      kind,
      subject,
      table,
      due,
    ]) => `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, state,
        next_at, closed_at, created_at)
      select extract(year from i.discovered_at - interval '3 months')::int, '${kind}', '${subject}', x.id, x.company_id, 'incident.assess', i.discovered_at, ${due},
        'Asia/Tokyo', case when i.closed_at is null then 'open' else 'done' end, case when i.closed_at is null then now() + interval '3 hours' end, i.closed_at,
        i.discovered_at
      from ${table} x join incidents i on i.id = x.incident_id and i.number > 100000 where ${due} is not null`,
  ),
  `insert into messages (person_id, kind, company_id, permission, subject_kind, subject_id, event_id)
    select i.entered_by, 'incident.entered', i.company_id, 'incident.read', 'incident', i.id, -i.number * 10 - x
    from incidents i cross join generate_series(1, 3) x where i.number > 100000`,
] as const;

const eventsEach = 4;
/** What the trail keeps of each; of no kind that the product reads on. */
const verbs = [
  "incident.entry_added",
  "incident.task_added",
  "incident.task_ended",
  "incident.evidence_taken",
  "incident.role_given",
];

async function writeTrail(owner: pg.Client): Promise<void> {
  const all = rows * eventsEach;
  for (let done = 0; done < all; done += atOnce)
    await owner.query(
      `select count(record_event(($3::text[])[1 + x % 5], i.entered_by, null, 'incident', i.id, i.company_id, null, '{}', null))
       from generate_series($1::int, least($1::int + $2 - 1, ${all - 1})) x join incidents i on i.number = 100001 + x / ${eventsEach} and i.title like 'Measured%'`,
      [done, atOnce, verbs],
    );
}

export async function fill({ place: { owner } }: Bench, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  // What the tables check and work out row by row is right here by the way it is made.
  await owner.query("set session_replication_role = replica");
  for (const statement of [incidents, ...parts]) await owner.query(statement);
  await owner.query("reset session_replication_role");
  await writeTrail(owner);
  await owner.query("vacuum analyze");
  const { rows: sizes } = await owner.query<{ said: string }>(
    `select string_agg(n || ' ' || t, ', ') as said from (
       select 'incidents' as t, count(*) as n from incidents union all select 'duties', count(*) from duties union all
       select 'notices', count(*) from incident_notices union all select 'tasks', count(*) from incident_tasks union all
       select 'clocks', count(*) from incident_clocks union all select 'events', count(*) from events union all
       select 'confidential', count(*) from incidents where is_confidential) x`,
  );
  say(`filled in ${Math.round((performance.now() - began) / 1000)} s: ${sizes[0]?.said}`);
}
