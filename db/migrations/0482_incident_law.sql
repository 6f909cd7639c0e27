-- The clocks of law and contract of an incident: what was answered, which run, what was notified or not, and why.

-- Answers to the questions that rules ask of a case. Said anew it is a new row; null takes an answer back.
create table incident_answers (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  fact text not null constraint incident_answers_fact check (fact ~ '^[a-z_]{1,40}$'),
  value jsonb constraint incident_answers_value check (length(value::text) <= 2000),
  said_at timestamptz not null,
  said_by uuid
);
create index incident_answers_of on incident_answers (incident_id, fact, said_at desc, id desc);
call lock_rows_of_incident('incident_answers');

-- Each clock that an incident has or had, by its rule and legal entity, as it stood when it was last worked out.
create table incident_clocks (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  clock_key text not null constraint incident_clocks_key_length check (length(clock_key) <= 300),
  rule_id uuid not null references clock_rules,
  -- The legal entity whose clock it is.
  entity_id uuid not null references units,
  stage text not null,
  standing text not null constraint incident_clocks_standing check (standing in ('due', 'proposed')),
  outcome text not null constraint incident_clocks_outcome check (outcome in ('applies', 'possible')),
  started_at timestamptz,
  due_at timestamptz,
  zone text not null,
  -- The due time by what was known when it began to run; a correction of its anchor does not change it.
  first_due_at timestamptz,
  gone_at timestamptz,
  ended_as text constraint incident_clocks_ended_as check (ended_as in ('notified', 'not_notified')),
  -- When it was notified, or decided that it is not.
  ended_at timestamptz,
  recipient text not null default '' constraint incident_clocks_recipient_length check (length(recipient) <= 300),
  proof_reference text not null default '' constraint incident_clocks_reference_length check (length(proof_reference) <= 200),
  file_id uuid references files,
  reason text not null default '' constraint incident_clocks_reason_length check (length(reason) <= 4000),
  ended_by uuid,
  entered_at timestamptz,
  -- Not to notify is seen by a second person.
  seconded_by uuid,
  seconded_at timestamptz,
  row_version integer not null default 1,
  constraint incident_clocks_once unique (incident_id, clock_key),
  constraint incident_clocks_ended check ((ended_as is null) = (ended_at is null)),
  constraint incident_clocks_reason check (ended_as is distinct from 'not_notified' or length(btrim(reason)) > 0),
  constraint incident_clocks_second check (seconded_by is null or seconded_by <> ended_by)
);
create index incident_clocks_running on incident_clocks (due_at, id) where ended_as is null and gone_at is null and standing = 'due';
call lock_rows_of_incident('incident_clocks');

create or replace function incident_owed(of_kind text, of_id uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case of_kind when 'incident' then of_id
    when 'incident_task' then (select t.incident_id from incident_tasks t where t.id = of_id)
    when 'incident_notice' then (select n.incident_id from incident_notices n where n.id = of_id)
    when 'incident_clock' then (select c.incident_id from incident_clocks c where c.id = of_id) end
$$;
create or replace function parts_of_incident(of_incident uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select array[of_incident] || array(select t.id from incident_tasks t where t.incident_id = of_incident)
    || array(select n.id from incident_notices n where n.incident_id = of_incident)
    || array(select c.id from incident_clocks c where c.incident_id = of_incident)
$$;
drop trigger duties_of_incidents on duties;
create trigger duties_of_incidents before insert on duties for each row
  when (new.subject_kind in ('incident', 'incident_task', 'incident_notice', 'incident_clock')) execute function duty_of_incident();
