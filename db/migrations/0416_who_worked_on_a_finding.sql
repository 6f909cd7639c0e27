-- Who has worked on a finding since it was opened last: whoever answered for it before, said that it is done, or did or reported a step of
-- its plan. None of them says that it is gone.
alter table findings add column worked_by uuid[] not null default '{}';
update findings f set worked_by = array(
  select r.said_by from finding_remedies r where r.finding_id = f.id
  union select s.ended_by from plan_steps s join plan_findings x on x.plan_id = s.plan_id and x.finding_id = f.id
    where s.state = 'done' and s.ended_by is not null and not s.is_done_by_list and f.id = any (s.finding_ids)
  union select s.owner_id from plan_steps s join plan_findings x on x.plan_id = s.plan_id and x.finding_id = f.id
    where s.state = 'done' and s.owner_id is not null and not s.is_done_by_list and f.id = any (s.finding_ids))
where f.state in ('open', 'planned', 'in_work', 'to_verify');
