-- That others should be asked: said by whoever handles an incident and may not ask them, or learned from it afterwards. Whoever may ask
-- opens the lateral check or says why not. What is proposed for the standard is owed by whoever decides it.
create table incident_check_requests (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  -- Of the review; null: while it runs.
  lesson_id uuid unique references incident_lessons,
  said text not null constraint incident_check_requests_said_length check (length(btrim(said)) between 1 and 2000),
  -- What is to be sought: [{"ledger", "words"}].
  things jsonb not null default '[]' constraint incident_check_requests_things check (jsonb_typeof(things) = 'array'),
  asked_at timestamptz not null default app_now(),
  asked_by uuid,
  check_id uuid references lateral_checks,
  -- As it is quoted: whoever asked for it may not read the check itself.
  check_number text,
  declined_because text constraint incident_check_requests_declined_length check (length(btrim(declined_because)) between 1 and 2000),
  answered_at timestamptz,
  answered_by uuid,
  constraint incident_check_requests_number check ((check_id is null) = (check_number is null)),
  constraint incident_check_requests_one_end check (check_id is null or declined_because is null),
  constraint incident_check_requests_answered check ((answered_at is null) = (check_id is null and declined_because is null))
);
create index incident_check_requests_of on incident_check_requests (incident_id, asked_at);
create index incident_check_requests_by_check on incident_check_requests (check_id) where check_id is not null;
call lock_rows_of_incident('incident_check_requests');

create or replace function incident_owed(of_kind text, of_id uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case of_kind when 'incident' then of_id
    when 'incident_task' then (select t.incident_id from incident_tasks t where t.id = of_id)
    when 'incident_notice' then (select n.incident_id from incident_notices n where n.id = of_id)
    when 'incident_clock' then (select c.incident_id from incident_clocks c where c.id = of_id)
    when 'incident_check_request' then (select r.incident_id from incident_check_requests r where r.id = of_id)
    when 'incident_lesson' then (select l.incident_id from incident_lessons l where l.id = of_id) end
$$;
create or replace view incident_parts with (security_invoker = true) as
  select i.id as incident_id, i.id from incidents i
  union all select t.incident_id, t.id from incident_tasks t
  union all select n.incident_id, n.id from incident_notices n
  union all select c.incident_id, c.id from incident_clocks c
  union all select r.incident_id, r.id from incident_check_requests r
  union all select l.incident_id, l.id from incident_lessons l;
drop trigger duties_of_incidents on duties;
create trigger duties_of_incidents before insert on duties for each row
  when (new.subject_kind in ('incident', 'incident_task', 'incident_notice', 'incident_clock', 'incident_check_request', 'incident_lesson'))
  execute function duty_of_incident();
