-- What is looked at on a visit, where, and what was found: prepared before, filled in on site by several devices without a network (T-16, T-17).

-- One for a visit, from the day it is prepared. The draw can be repeated: seed and share are what it was made with.
create table audit_sheets (
  visit_id uuid primary key references audit_visits,
  company_id uuid not null references units,
  -- Counted within the company, as findings are: a number of the whole group would tell how many others are audited.
  number integer not null constraint audit_sheets_number check (number > 0),
  reference text not null constraint audit_sheets_reference check (length(reference) <= 60),
  edition_id uuid not null references editions,
  tier text not null constraint audit_sheets_tier check (tier in ('T1', 'T2', 'T3', 'T4')),
  -- What the company said of itself; none where it has handed nothing in yet.
  inspection_id uuid references inspections,
  seed text not null constraint audit_sheets_seed check (length(seed) between 1 and 60),
  share_percent smallint not null constraint audit_sheets_share check (share_percent between 0 and 100),
  prepared_by uuid references people,
  prepared_at timestamptz not null default now(),
  finished_by uuid references people,
  finished_at timestamptz,
  row_version integer not null default 1,
  constraint audit_sheets_one_number unique (company_id, number),
  constraint audit_sheets_finished check ((finished_at is null) = (finished_by is null))
);

-- Where one stands while looking, in the order of walking.
create table audit_places (
  id uuid primary key default new_id(),
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  site_id uuid references units,
  kind text not null constraint audit_places_kind check (kind in ('talks', 'gate', 'office', 'server_room', 'restricted', 'plant', 'store', 'other')),
  name text not null constraint audit_places_name check (length(btrim(name)) between 1 and 120),
  position smallint not null constraint audit_places_position check (position between 0 and 999)
);
create index audit_places_of_visit on audit_places (visit_id, position);

-- Of each control that is looked at: why, and what the company and its desk had said when the sheet was made.
create table audit_controls (
  visit_id uuid not null references audit_sheets,
  control_id text not null,
  company_id uuid not null references units,
  area text not null,
  -- A census of what is mandatory, a random share of the rest, and what an auditor added: only the share is a sample.
  drawn text not null constraint audit_controls_drawn check (drawn in ('mandatory', 'sample', 'added')),
  said_verdict text constraint audit_controls_said check (said_verdict in ('met', 'partly', 'not_met', 'unknown', 'not_applicable')),
  said_assurance text constraint audit_controls_assurance check (said_assurance in ('declared', 'documented', 'measured', 'verified')),
  said_words text not null default '' constraint audit_controls_words check (length(said_words) <= 8000),
  said_on date,
  answer_version integer,
  desk_verdict text constraint audit_controls_desk check (desk_verdict in ('met', 'partly', 'not_met', 'unknown', 'not_applicable')),
  -- Settled when the sheet is finished: the worst of what was found at its places.
  verdict text constraint audit_controls_verdict check (verdict in ('met', 'partly', 'not_met', 'unknown')),
  seen text not null default '' constraint audit_controls_seen check (length(seen) <= 16000),
  primary key (visit_id, control_id)
);
create index audit_controls_of_company on audit_controls (company_id, control_id);
create index audit_controls_seen_on_site on audit_controls (control_id) where verdict is not null;

-- One thing to look at: a control at a place, or a point of the list that belongs to that kind of place.
create table audit_checks (
  id uuid primary key default new_id(),
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  place_id uuid not null references audit_places,
  control_id text not null,
  point text constraint audit_checks_point check (length(point) between 1 and 40),
  position smallint not null constraint audit_checks_position check (position between 0 and 9999),
  added_by uuid references people,
  added_at timestamptz not null default now(),
  foreign key (visit_id, control_id) references audit_controls,
  constraint audit_checks_once unique nulls not distinct (visit_id, place_id, control_id, point)
);
create index audit_checks_of_visit on audit_checks (visit_id, place_id, position);

-- Taken along on a device, for a stated time.
create table audit_checkouts (
  id uuid primary key default new_id(),
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  person_id uuid not null references people,
  device text not null constraint audit_checkouts_device check (length(btrim(device)) between 1 and 80),
  taken_at timestamptz not null default now(),
  until timestamptz not null,
  -- Whether the browser promised to keep what it stores.
  is_kept boolean not null default false,
  last_synced_at timestamptz,
  -- What the device said it still holds.
  waiting integer not null default 0 constraint audit_checkouts_waiting check (waiting between 0 and 100000),
  returned_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid references people,
  revoked_reason text constraint audit_checkouts_reason check (length(btrim(revoked_reason)) between 1 and 500),
  constraint audit_checkouts_until check (until > taken_at and until <= taken_at + interval '31 days'),
  constraint audit_checkouts_revoked check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null))
);
create index audit_checkouts_of_visit on audit_checkouts (visit_id, taken_at);

-- What was entered, as it was sent: every change of a field with the revision that it stood on. Nothing here is written over.
create table audit_ops (
  -- Chosen by the device, so that what is sent twice is there once.
  id uuid primary key,
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  check_id uuid not null references audit_checks,
  field text not null constraint audit_ops_field check (field in ('verdict', 'seen', 'test', 'looked_at', 'deviating')),
  value jsonb not null constraint audit_ops_value check (length(value::text) <= 5000),
  base integer not null constraint audit_ops_base check (base >= 0),
  checkout_id uuid references audit_checkouts,
  person_id uuid not null references people,
  -- By the device's clock.
  entered_at timestamptz not null,
  received_at timestamptz not null default now(),
  outcome text not null constraint audit_ops_outcome check (outcome in ('applied', 'same', 'conflict', 'superseded', 'kept', 'dropped')),
  decided_by uuid references people,
  decided_at timestamptz,
  constraint audit_ops_decided check ((outcome in ('kept', 'dropped')) = (decided_at is not null) and (decided_at is null) = (decided_by is null))
);
create index audit_ops_of_check on audit_ops (visit_id, check_id, field, received_at);
create index audit_ops_to_decide on audit_ops (visit_id) where outcome = 'conflict';

-- What holds of each field now.
create table audit_values (
  check_id uuid not null references audit_checks,
  field text not null,
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  value jsonb not null,
  revision integer not null constraint audit_values_revision check (revision > 0),
  op_id uuid not null references audit_ops,
  -- Two sides entered the same without seeing one another.
  is_shared boolean not null default false,
  primary key (check_id, field)
);
create index audit_values_of_visit on audit_values (visit_id);

-- Photos, notes and what somebody said: only ever added, under an id that the device chose.
create table audit_notes (
  id uuid primary key,
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  check_id uuid references audit_checks,
  place_id uuid references audit_places,
  kind text not null constraint audit_notes_kind check (kind in ('note', 'quote', 'photo')),
  words text not null default '' constraint audit_notes_words check (length(words) <= 4000),
  -- Of a quote, the part somebody has there; a name only where it is needed.
  said_by text not null default '' constraint audit_notes_said_by check (length(said_by) <= 120),
  file_id uuid references files,
  checkout_id uuid references audit_checkouts,
  person_id uuid not null references people,
  taken_at timestamptz not null,
  received_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  withdrawn_by uuid references people,
  constraint audit_notes_somewhere check (check_id is not null or place_id is not null),
  constraint audit_notes_photo check ((kind = 'photo') = (file_id is not null)),
  constraint audit_notes_says check (kind = 'photo' or length(btrim(words)) > 0),
  constraint audit_notes_withdrawn check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index audit_notes_of_visit on audit_notes (visit_id, received_at);

-- What is written while auditors work is not yet what the company is told.
do $$
declare t text;
begin
  foreach t in array array['audit_sheets', 'audit_places', 'audit_controls', 'audit_checks', 'audit_checkouts', 'audit_ops', 'audit_values', 'audit_notes'] loop
    execute format('call lock_rows(%L)', t);
    execute format('create policy not_the_companys on %I as restrictive for select to yagura_scoped using (app_permission() <> ''audit.read_own'')', t);
  end loop;
end $$;

-- Who goes is read from the pool, which is closed to whoever reaches single companies: of oneself one may know.
create function is_on_team(of_visit uuid, who uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from audit_visit_team m join auditors a on a.id = m.auditor_id where m.visit_id = of_visit and a.person_id = who)
$$;
