-- After it: what led to it, what is learned, what it cost.
create table incident_reviews (
  incident_id uuid primary key references incidents,
  company_id uuid not null references units,
  -- The same words as the controls' tags (R-22): attack, insider, error; several may have met.
  causes text[] not null constraint incident_reviews_causes check (causes <@ array['attack', 'insider', 'error', 'failure', 'not_known'] and cardinality(causes) between 1 and 5),
  how text not null constraint incident_reviews_how check (length(btrim(how)) between 1 and 8000),
  went_well text not null default '' constraint incident_reviews_went_well check (length(went_well) <= 4000),
  to_change text not null default '' constraint incident_reviews_to_change check (length(to_change) <= 4000),
  held_on date not null,
  written_at timestamptz not null,
  written_by uuid,
  row_version integer not null default 1
);
call lock_rows_of_incident('incident_reviews');

-- What is learned, and what became of it: a finding here, a question to others, a proposal for the standard, or nothing, because.
create table incident_lessons (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  nth smallint not null,
  lesson text not null constraint incident_lessons_lesson check (length(btrim(lesson)) between 1 and 2000),
  leads_to text not null constraint incident_lessons_leads_to check (leads_to in ('finding', 'lateral_check', 'standard', 'nothing')),
  finding_id uuid,
  control_id text constraint incident_lessons_control check (length(control_id) <= 40),
  because text not null default '' constraint incident_lessons_because check (length(because) <= 1000),
  -- A proposal for the standard is the group office's to answer.
  answered_at timestamptz,
  answered_by uuid,
  answer text constraint incident_lessons_answer check (length(answer) <= 2000),
  is_taken_up boolean,
  added_at timestamptz not null,
  added_by uuid,
  constraint incident_lessons_nth_once unique (incident_id, nth),
  constraint incident_lessons_answered check ((answered_at is null) = (is_taken_up is null))
);
create index incident_lessons_open on incident_lessons (added_at) where leads_to = 'standard' and answered_at is null;
call lock_rows_of_incident('incident_lessons');

-- What it cost, line by line; money of one line in one currency, hours beside it.
create table incident_costs (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  kind text not null constraint incident_costs_kind check (kind in ('work', 'outside_help', 'stopped_business', 'replacement', 'notices', 'fines', 'other')),
  amount numeric(15, 2) constraint incident_costs_amount check (amount >= 0),
  currency text constraint incident_costs_currency check (currency ~ '^[A-Z]{3}$'),
  hours numeric(9, 1) constraint incident_costs_hours check (hours >= 0),
  is_estimate boolean not null,
  note text not null default '' constraint incident_costs_note check (length(note) <= 500),
  added_at timestamptz not null,
  added_by uuid,
  withdrawn_at timestamptz,
  constraint incident_costs_say_something check (amount is not null or hours is not null),
  constraint incident_costs_money check ((amount is null) = (currency is null))
);
create index incident_costs_of on incident_costs (incident_id);
call lock_rows_of_incident('incident_costs');

-- Standing procedures of a company, and the days on which they were tried out (R-33).
create table incident_procedures (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  kind text not null constraint incident_procedures_kind check (kind in ('incident', 'recovery', 'contacts', 'communication')),
  title text not null constraint incident_procedures_title check (length(btrim(title)) between 1 and 300),
  place text not null default '' constraint incident_procedures_place check (length(place) <= 500),
  file_id uuid references files,
  owner_id uuid references people,
  every_months smallint not null constraint incident_procedures_months check (every_months between 1 and 36),
  added_on date not null,
  tried_on date,
  next_on date not null,
  ended_on date,
  row_version integer not null default 1
);
create index incident_procedures_due on incident_procedures (next_on, id) where ended_on is null;
create index incident_procedures_of_company on incident_procedures (company_id, next_on) where ended_on is null;
call lock_rows('incident_procedures');

create table incident_procedure_trials (
  id uuid primary key default new_id(),
  procedure_id uuid not null references incident_procedures,
  company_id uuid not null references units,
  tried_on date not null,
  how text not null constraint incident_procedure_trials_how check (how in ('read_through', 'table_top', 'exercise', 'real')),
  worked text not null constraint incident_procedure_trials_worked check (worked in ('yes', 'partly', 'no')),
  learned text not null default '' constraint incident_procedure_trials_learned check (length(learned) <= 4000),
  -- The exercise or the real incident in which it was tried.
  incident_id uuid references incidents,
  said_at timestamptz not null,
  said_by uuid
);
create index incident_procedure_trials_of on incident_procedure_trials (procedure_id, tried_on desc);
call lock_rows('incident_procedure_trials');
