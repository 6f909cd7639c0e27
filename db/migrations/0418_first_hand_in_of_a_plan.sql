-- The day of the company's own clock on which a plan was handed in first. What is returned and handed in again stays as early as it was.
alter table plans add column first_submitted_on date;
-- Of a plan that was returned before, the trail knows the first time; else it is the one that stands.
update plans p set first_submitted_on = (
  coalesce((select min(e.at) from events e where e.subject_kind = 'plan' and e.subject_id = p.id and e.verb = 'plan.submitted'), p.submitted_at)
  at time zone coalesce((select f.time_zone from company_facts f
    where f.company_id = p.company_id and holds_on(f.valid_from, f.valid_to, group_today())), group_zone()))::date
where p.submitted_at is not null;
