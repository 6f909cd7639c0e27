-- The room of an incident: what was said and done in its order, tasks from the playbook of its kind, who does what in it, handing over.

-- What the group does first for each kind: the whole list of every version, so that an old incident still reads what it was given.
create table playbooks (
  kind text not null references incident_kinds,
  version integer not null constraint playbooks_version check (version > 0),
  -- In order: phase, hours from taking charge (null: none), and the words in ja, en and zh.
  tasks jsonb not null constraint playbooks_tasks check (jsonb_typeof(tasks) = 'array' and jsonb_array_length(tasks) <= 60),
  reason text not null default '' constraint playbooks_reason_length check (length(reason) <= 500),
  made_at timestamptz not null default app_now(),
  made_by uuid,
  primary key (kind, version)
);

-- Entries are never changed: a correction is another entry that takes the place of the one before.
create table incident_entries (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  kind text not null constraint incident_entries_kind check (kind in ('observed', 'done', 'decided', 'told', 'note', 'handover')),
  -- When it happened, and the zone in which that was said; when it was entered is another matter.
  at timestamptz not null,
  zone text not null constraint incident_entries_zone_length check (length(zone) between 1 and 60),
  said text not null constraint incident_entries_said_length check (length(btrim(said)) between 1 and 4000),
  entered_at timestamptz not null default app_now(),
  entered_by uuid,
  replaces uuid references incident_entries,
  why text not null default '' constraint incident_entries_why_length check (length(why) <= 500),
  constraint incident_entries_replaced_once unique (replaces),
  constraint incident_entries_correction_has_why check (replaces is null or btrim(why) <> ''),
  constraint incident_entries_not_ahead check (at <= entered_at + interval '5 minutes')
);
create index incident_entries_of on incident_entries (incident_id, at desc, id desc);
call lock_rows_of_incident('incident_entries');

create table incident_tasks (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  phase text not null constraint incident_tasks_phase check (phase in ('contain', 'preserve', 'investigate', 'recover', 'notify', 'learn')),
  nth smallint not null,
  -- As the playbook says it in three languages; of one that was added by hand the title alone.
  words jsonb not null default '{}',
  title text not null constraint incident_tasks_title_length check (length(btrim(title)) between 1 and 300),
  from_kind text,
  from_version integer,
  hours smallint constraint incident_tasks_hours check (hours between 1 and 8760),
  due_at timestamptz,
  owner_id uuid references people,
  state text not null default 'open' constraint incident_tasks_state check (state in ('open', 'done', 'not_needed')),
  said text not null default '' constraint incident_tasks_said_length check (length(said) <= 2000),
  ended_at timestamptz,
  ended_by uuid,
  added_at timestamptz not null default app_now(),
  added_by uuid,
  row_version integer not null default 1,
  constraint incident_tasks_ended_has_time check ((state = 'open') = (ended_at is null)),
  constraint incident_tasks_not_needed_has_why check (state <> 'not_needed' or btrim(said) <> '')
);
create index incident_tasks_of on incident_tasks (incident_id, nth);
call lock_rows_of_incident('incident_tasks');

-- Who does what, from when to when: a person of the group, or somebody outside in words.
create table incident_roles (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  role text not null constraint incident_roles_role check (role in ('commander', 'liaison', 'scribe', 'counsel', 'communications')),
  person_id uuid references people,
  outsider text not null default '' constraint incident_roles_outsider_length check (length(outsider) <= 300),
  since timestamptz not null default app_now(),
  until timestamptz,
  given_by uuid,
  ended_by uuid,
  constraint incident_roles_somebody check ((person_id is null) = (btrim(outsider) <> '')),
  constraint incident_roles_in_order check (until is null or until >= since)
);
-- One commands at a time.
create unique index incident_roles_one_commander on incident_roles (incident_id) where role = 'commander' and until is null;
create unique index incident_roles_once on incident_roles (incident_id, role, person_id) where until is null and person_id is not null;
create index incident_roles_of on incident_roles (incident_id, since desc);
call lock_rows_of_incident('incident_roles');

-- Handing over: what is open, what comes next, who takes over; it holds once they say so.
create table incident_handovers (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  role text not null constraint incident_handovers_role check (role in ('commander', 'liaison', 'scribe', 'counsel', 'communications')),
  from_id uuid references people,
  to_id uuid not null references people,
  is_open text not null constraint incident_handovers_is_open_length check (length(btrim(is_open)) between 1 and 4000),
  comes_next text not null default '' constraint incident_handovers_comes_next_length check (length(comes_next) <= 4000),
  handed_at timestamptz not null default app_now(),
  handed_by uuid,
  taken_at timestamptz,
  withdrawn_at timestamptz,
  constraint incident_handovers_one_end check (taken_at is null or withdrawn_at is null)
);
create unique index incident_handovers_one_open on incident_handovers (incident_id, role) where taken_at is null and withdrawn_at is null;
create index incident_handovers_of on incident_handovers (incident_id, handed_at desc);
call lock_rows_of_incident('incident_handovers');
