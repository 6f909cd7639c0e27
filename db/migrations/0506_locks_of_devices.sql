-- A lost device: when it was last at hand, and that somebody asked for it to be locked. No product of ours locks it: whoever keeps the
-- company's devices does, and says what came of it and when.
alter table incidents add column last_at_hand text
  constraint incidents_last_at_hand check (last_at_hand in ('just_now', 'that_day', 'earlier', 'not_known'));

create table incident_locks (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  entry_id uuid not null,
  -- By the name it had.
  name text not null,
  asked_at timestamptz not null default app_now(),
  asked_by uuid,
  outcome text constraint incident_locks_outcome check (outcome in ('locked', 'wiped', 'not_possible', 'found')),
  -- When it was so; when it was said is another matter.
  outcome_at timestamptz,
  outcome_by uuid,
  said text not null default '' constraint incident_locks_said_length check (length(said) <= 500),
  row_version integer not null default 1,
  constraint incident_locks_asked_once unique (incident_id, entry_id),
  constraint incident_locks_outcome_has_time check ((outcome is null) = (outcome_at is null)),
  constraint incident_locks_why_not check (outcome is distinct from 'not_possible' or btrim(said) <> '')
);
call lock_rows_of_incident('incident_locks');

-- At night whoever is on call is asked as well.
insert into on_call_kinds (kind, purpose) values ('incident.lock_device', 'incident');
