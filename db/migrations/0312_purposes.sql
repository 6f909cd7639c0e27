-- For which purposes a set of personal data is kept, each approved by a second person, and who uses the data for what.

create table data_purposes (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  entry_id uuid not null references information,
  purpose text not null constraint data_purposes_purpose check (length(btrim(purpose)) between 1 and 500),
  -- GDPR Art. 6(1) (a) to (f); the ground of another law is "other" with what it says.
  ground text not null constraint data_purposes_ground
    check (ground in ('consent', 'contract', 'legal_obligation', 'vital_interest', 'public_task', 'legitimate_interest', 'other')),
  ground_said text not null default '' constraint data_purposes_ground_length check (length(ground_said) <= 300),
  valid_from date not null,
  valid_until date,
  state text not null default 'proposed' constraint data_purposes_state check (state in ('proposed', 'approved', 'refused')),
  replaces_id uuid references data_purposes,
  reason text not null default '' constraint data_purposes_reason check (length(reason) <= 500),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision text not null default '' constraint data_purposes_decision check (length(decision) <= 500),
  -- Its end is proposed, too: the last day, by whom, why.
  ending_on date,
  ending_reason text not null default '' constraint data_purposes_ending_reason check (length(ending_reason) <= 500),
  ending_by uuid,
  ending_at timestamptz,
  row_version integer not null default 1,
  constraint data_purposes_days check (valid_until is null or valid_until >= valid_from - 1),
  constraint data_purposes_ground_said check (ground <> 'other' or btrim(ground_said) <> ''),
  constraint data_purposes_decided check ((state = 'proposed') = (decided_at is null)),
  -- Nobody approves what they proposed themselves.
  constraint data_purposes_second_person check (decided_by is null or decided_by <> proposed_by),
  constraint data_purposes_ending check ((ending_on is null) = (ending_at is null) and (ending_on is null or state = 'approved'))
);
create index data_purposes_of_entry on data_purposes (entry_id);
create index data_purposes_of_company on data_purposes (company_id);
create index data_purposes_replaced on data_purposes (replaces_id) where replaces_id is not null;
call lock_rows('data_purposes');

create table data_uses (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  entry_id uuid not null references information,
  unit_id uuid references units,
  used_by text not null default '' constraint data_uses_used_by check (length(used_by) <= 200),
  used_for text not null constraint data_uses_used_for check (length(btrim(used_for)) between 1 and 500),
  since date not null,
  purpose_id uuid references data_purposes,
  ended_on date,
  recorded_at timestamptz not null,
  recorded_by uuid,
  row_version integer not null default 1,
  constraint data_uses_somebody check (unit_id is not null or btrim(used_by) <> ''),
  constraint data_uses_days check (ended_on is null or ended_on >= since)
);
create index data_uses_of_entry on data_uses (entry_id);
create index data_uses_of_company on data_uses (company_id);
create index data_uses_purpose on data_uses (purpose_id) where purpose_id is not null;
create index data_uses_unit on data_uses (unit_id) where unit_id is not null;
call lock_rows('data_uses');

-- What whoever looked at the entry said of a use without an approved purpose.
create table data_use_answers (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  use_id uuid not null references data_uses,
  gap_id uuid not null references asset_gaps,
  answered_on date not null,
  answered_by uuid,
  answer text not null constraint data_use_answers_answer check (answer in ('will_stop', 'will_propose', 'accepted_for_now')),
  remark text not null default '' constraint data_use_answers_remark check (length(remark) <= 500)
);
create index data_use_answers_of_use on data_use_answers (use_id, answered_on desc);
create index data_use_answers_of_gap on data_use_answers (gap_id);
create index data_use_answers_of_company on data_use_answers (company_id);
call lock_rows('data_use_answers');
