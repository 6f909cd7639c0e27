-- A clock that counts from a report that was submitted names the rule of that report. It named its stage ("full") before, and so began with
-- any law's report of that stage: five countries' reports each moved the one month of NIS2.

-- What came with the product, also where a group wrote a later version of it: its words have always said which report is meant, so what was
-- adopted stays adopted. Of a rule of the group's own, where the same place has one rule of that stage. Any other is left as it was: no rule has
-- the name of a stage for its key, so it begins with nothing until a new version names its rule, and its page says so.
with meant as (
  select r.id, coalesce(
      case r.key when 'eu-nis2-final' then 'eu-nis2-notification' when 'eu-nis2-progress' then 'eu-nis2-notification'
        when 'eu-cra-incident-final' then 'eu-cra-incident-full' end,
      (select min(o.key) from clock_rules o where o.stage = r.anchor_of and o.jurisdiction = r.jurisdiction and o.subject = r.subject
          and o.key <> r.key and (o.company_id is null or o.company_id = r.company_id) having count(distinct o.key) = 1)) as key
  from clock_rules r
  where r.anchor = 'submitted'
    and r.anchor_of in ('assessment', 'first', 'full', 'update', 'progress', 'final', 'people', 'partner', 'periodic')
), named as (
  update clock_rules r set anchor_of = m.key, row_version = r.row_version + 1 from meant m where r.id = m.id and m.key is not null
  returning r.id, r.company_id, r.key, r.version, r.anchor_of
)
-- Said in the trail, and read there by what works out the clocks of running incidents.
select record_event('clock_rule.anchor_named', '00000000-0000-0000-0000-000000000000', null, 'clock_rule', n.id, n.company_id, null,
    jsonb_build_object('key', n.key, 'version', n.version, 'countsFrom', n.anchor_of), null)
from named n;

alter table clock_rules add constraint clock_rules_anchor_of check (
  case anchor when 'submitted' then coalesce(anchor_of ~ '^[a-z0-9][a-z0-9-]{1,59}$', false)
    when 'determined' then coalesce(anchor_of in ('material', 'notifiable'), false) else anchor_of is null end);

-- Submissions that were kept, by the clock that each was notified by: one clock for one moment, also where two were notified at once.
with notified as (
  select c.incident_id, c.entity_id, c.stage, c.ended_at, c.proof_reference, c.entered_at, r.key, split_part(c.clock_key, '|', 3) as run,
    row_number() over (partition by c.incident_id, c.entity_id, c.stage, c.ended_at, c.proof_reference, c.entered_at order by c.clock_key) as nth
  from incident_clocks c join clock_rules r on r.id = c.rule_id where c.ended_as = 'notified'
), submitted as (
  select m.id, m.incident_id, m.entity_id, m.of_what, m.at, m.reason, m.set_at,
    row_number() over (partition by m.incident_id, m.entity_id, m.of_what, m.at, m.reason, m.set_at order by m.id) as nth
  from incident_moments m where m.moment = 'submitted'
)
update incident_moments m set of_what = n.key || case when n.run = '' then '' else '/' || n.run end
from submitted s join notified n on n.incident_id = s.incident_id and n.entity_id = s.entity_id and n.stage = s.of_what and n.ended_at = s.at
  and n.proof_reference = s.reason and n.entered_at = s.set_at and n.nth = s.nth
where m.id = s.id;

-- Those that somebody entered by hand: by the clocks that began with them, where these count from one rule. What is left keeps its stage and
-- begins nothing.
update incident_moments m set of_what = b.key from (
  select s.id, min(r.anchor_of) as key
  from incident_moments s
  join incident_clocks c on c.incident_id = s.incident_id and (s.entity_id is null or c.entity_id = s.entity_id) and c.started_at = s.at
  join clock_rules r on r.id = c.rule_id and r.anchor = 'submitted'
  where s.moment = 'submitted'
    and s.of_what in ('assessment', 'first', 'full', 'update', 'progress', 'final', 'people', 'partner', 'periodic')
    and r.anchor_of not in ('assessment', 'first', 'full', 'update', 'progress', 'final', 'people', 'partner', 'periodic')
  group by s.id having count(distinct r.anchor_of) = 1
) b where b.id = m.id;
