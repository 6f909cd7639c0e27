-- Findings: one register for every shortfall, wherever it was found.

-- What a severity means: how soon it has to be gone, how long it may at most be lived with, and who may say that it is gone.
create table finding_severities (
  severity text primary key constraint finding_severities_severity check (severity in ('critical', 'high', 'medium', 'low')),
  remedy_days smallint not null constraint finding_severities_remedy_days check (remedy_days between 1 and 1000),
  most_accepted_days smallint not null constraint finding_severities_accepted_days check (most_accepted_days between 1 and 1100),
  -- The company itself has a second person say that it is gone; else the division, the group office or an auditor.
  verified_within boolean not null,
  row_version integer not null default 1
);
insert into finding_severities values
  ('critical', 14, 90, false), ('high', 30, 180, false), ('medium', 90, 365, true), ('low', 180, 365, true);

-- The last number given within each company: a number of the whole group would tell how many others have.
create table finding_numbers (
  company_id uuid primary key references units,
  last integer not null constraint finding_numbers_last check (last > 0)
);
call lock_rows('finding_numbers');

create table findings (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  -- The department of it that it is about; null: the company as a whole.
  unit_id uuid references units,
  number integer not null,
  -- What people quote: the company's code as it was, and the number.
  reference text not null,
  title text not null constraint findings_title_length check (length(btrim(title)) between 1 and 300),
  -- Of a finding that came from a control: the control's title in the languages of its edition.
  titles jsonb,
  detail text not null default '' constraint findings_detail_length check (length(detail) <= 8000),
  source_kind text not null constraint findings_source_kind check (source_kind in
    ('inspection', 'audit', 'assessment', 'incident', 'stocktaking', 'lateral_check', 'drill', 'monitoring', 'noticed', 'imported')),
  source_id uuid,
  -- In words, where the source is no record of this product: "Pentest 2025, report 3.2".
  source_said text not null default '' constraint findings_source_said_length check (length(source_said) <= 300),
  -- What is the same weakness in one company: found again while it is open it is the same finding, found again later it has come back.
  same_key text constraint findings_same_key_length check (length(same_key) <= 200),
  found_on date not null,
  severity text not null references finding_severities,
  severity_rank smallint generated always as (case severity when 'critical' then 1 when 'high' then 2 when 'medium' then 3 else 4 end) stored,
  cause_kind text constraint findings_cause_kind
    check (cause_kind in ('people', 'rules', 'technology', 'supplier', 'resources', 'other')),
  cause text not null default '' constraint findings_cause_length check (length(cause) <= 4000),
  edition_id uuid references editions,
  control_ids text[] not null default '{}' constraint findings_control_ids check (cardinality(control_ids) <= 50),
  site_ids uuid[] not null default '{}' constraint findings_site_ids check (cardinality(site_ids) <= 50),
  owner_id uuid references people,
  -- Who answers for it, where it is nobody that the product knows.
  owner_said text not null default '' constraint findings_owner_said_length check (length(owner_said) <= 200),
  -- By the severity, counted from the day it was found; and the day that holds now, after every postponement and plan.
  first_due_on date not null,
  due_on date not null,
  state text not null default 'open' constraint findings_state
    check (state in ('open', 'planned', 'in_work', 'to_verify', 'closed', 'accepted', 'merged')),
  raised_at timestamptz not null,
  raised_by uuid,
  remedied_at timestamptz,
  remedied_by uuid,
  closed_at timestamptz,
  -- What ended it: nothing else does.
  verification_id uuid,
  acceptance_id uuid,
  merged_into uuid references findings,
  accepted_until date,
  -- The company belongs to the group no more since then: nobody owes anything here, and it stays as it was.
  left_on date,
  reopened_count smallint not null default 0,
  recurs_id uuid references findings,
  recurred_count smallint not null default 0,
  sought text not null,
  row_version integer not null default 1,
  constraint findings_number_once unique (company_id, number),
  -- Gone is what somebody else has seen to be gone; lived with is what somebody has approved until a day (R-16).
  constraint findings_closed_by_verification check ((state = 'closed') = (verification_id is not null)),
  constraint findings_closed_has_time check ((state = 'closed') = (closed_at is not null)),
  constraint findings_accepted_by_acceptance check ((state = 'accepted') = (acceptance_id is not null)),
  constraint findings_accepted_until_a_day check ((state = 'accepted') = (accepted_until is not null)),
  constraint findings_merged_into_another check ((state = 'merged') = (merged_into is not null) and merged_into <> id),
  constraint findings_to_verify_has_word check (state <> 'to_verify' or remedied_at is not null)
);
create unique index findings_reference on findings (reference);
create unique index findings_same_once on findings (company_id, same_key) where same_key is not null and state not in ('closed', 'merged');
create index findings_of_key on findings (company_id, same_key, closed_at desc) where same_key is not null and state = 'closed';
create index findings_due on findings (due_on, id) where state in ('open', 'planned', 'in_work', 'to_verify');
create index findings_of_company_due on findings (company_id, due_on, id) where state in ('open', 'planned', 'in_work', 'to_verify');
create index findings_found on findings (found_on desc, id desc);
create index findings_of_company_found on findings (company_id, found_on desc, id desc);
create index findings_by_severity on findings (severity_rank, due_on, id) where state in ('open', 'planned', 'in_work', 'to_verify');
create index findings_accepted on findings (accepted_until, id) where state = 'accepted';
create index findings_of_source on findings (source_id) where source_id is not null;
create index findings_of_control on findings using gin (control_ids);
create index findings_sought on findings using gin (folded(sought) gin_trgm_ops);
create index findings_counted on findings (company_id, state, severity, due_on);
create index findings_merged on findings (merged_into) where merged_into is not null;
call lock_rows('findings');

-- The things of the ledgers that it is about; their names as they were, because an entry of a ledger can be renamed.
create table finding_assets (
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  ledger text not null constraint finding_assets_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  entry_id uuid not null,
  name text not null,
  primary key (finding_id, entry_id)
);
create index finding_assets_of_entry on finding_assets (entry_id);
call lock_rows('finding_assets');

-- Each time that it was seen: by the round that raised it, by the next one that saw it again, or saw it answered as met.
create table finding_occurrences (
  id uuid primary key default new_id(),
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  source_kind text not null,
  source_id uuid,
  seen_on date not null,
  verdict text not null constraint finding_occurrences_verdict check (verdict in ('not_met', 'partly', 'met')),
  said text not null default '' constraint finding_occurrences_said_length check (length(said) <= 4000),
  constraint finding_occurrences_once unique nulls not distinct (finding_id, source_kind, source_id, seen_on)
);
call lock_rows('finding_occurrences');

-- The company says that it is done.
create table finding_remedies (
  id uuid primary key default new_id(),
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  done text not null constraint finding_remedies_done check (length(btrim(done)) between 1 and 4000),
  done_on date not null,
  said_at timestamptz not null,
  said_by uuid not null references people
);
create index finding_remedies_of on finding_remedies (finding_id, said_at desc);
call lock_rows('finding_remedies');

-- Somebody else has looked.
create table finding_verifications (
  id uuid primary key default new_id(),
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  is_gone boolean not null,
  method text not null constraint finding_verifications_method check (method in ('documents', 'retest', 'on_site', 'measured', 'interview')),
  seen text not null constraint finding_verifications_seen check (length(btrim(seen)) between 1 and 4000),
  seen_on date not null,
  -- Until when what was seen proves it; without another look it is open again after that day.
  holds_until date,
  verified_at timestamptz not null,
  verified_by uuid not null references people,
  constraint finding_verifications_holds_until check (holds_until is null or holds_until > seen_on)
);
create index finding_verifications_of on finding_verifications (finding_id, verified_at desc);
create index finding_verifications_running_out on finding_verifications (holds_until) where holds_until is not null;
call lock_rows('finding_verifications');
alter table findings add constraint findings_verification_fkey foreign key (verification_id) references finding_verifications
  deferrable initially deferred;

-- Asked by the company, decided by somebody else, and over on a day.
create table finding_acceptances (
  id uuid primary key default new_id(),
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  reason text not null constraint finding_acceptances_reason check (length(btrim(reason)) between 1 and 4000),
  -- What lessens the danger meanwhile.
  meanwhile text not null default '' constraint finding_acceptances_meanwhile check (length(meanwhile) <= 4000),
  until date not null,
  asked_at timestamptz not null,
  asked_by uuid not null references people,
  decided_at timestamptz,
  decided_by uuid references people,
  is_granted boolean,
  decision text constraint finding_acceptances_decision check (length(btrim(decision)) between 1 and 4000),
  ended_at timestamptz,
  ended_because text constraint finding_acceptances_ended check (ended_because in ('over', 'revoked', 'gone', 'taken_back')),
  constraint finding_acceptances_decided check ((decided_at is null) = (is_granted is null) and (decided_at is null) = (decided_by is null)
    and (decided_at is null) = (decision is null)),
  constraint finding_acceptances_by_another check (decided_by <> asked_by)
);
create unique index finding_acceptances_one_asked on finding_acceptances (finding_id) where decided_at is null and ended_at is null;
create index finding_acceptances_of on finding_acceptances (finding_id, asked_at desc);
call lock_rows('finding_acceptances');
alter table findings add constraint findings_acceptance_fkey foreign key (acceptance_id) references finding_acceptances
  deferrable initially deferred;

-- Files that belong to the finding itself or to an act on it.
create table finding_files (
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  file_id uuid not null references files,
  act text not null constraint finding_files_act check (act in ('raised', 'remedied', 'verified', 'accepted')),
  act_id uuid not null,
  primary key (act_id, file_id)
);
create index finding_files_of on finding_files (finding_id);
create index finding_files_file on finding_files (file_id);
call lock_rows('finding_files');
