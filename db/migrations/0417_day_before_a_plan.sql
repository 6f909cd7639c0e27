-- The day that held before the approval of a plan moved it: it holds again where that plan is dropped.
alter table findings add column due_before_plan date;
-- Of what is planned now the trail says it: by the last approval that moved the day.
update findings f set due_before_plan = (
  select (e.data ->> 'from')::date from events e
  where e.subject_kind = 'finding' and e.subject_id = f.id and e.verb = 'finding.planned' and e.data ->> 'from' <> e.data ->> 'dueOn'
  order by e.id desc limit 1)
where f.state in ('planned', 'in_work', 'to_verify')
  and exists (select from plan_findings x join plans p on p.id = x.plan_id and p.state = 'approved' where x.finding_id = f.id);
