-- Which things must run for the business to go on, how soon and with how little lost, and whether restoring them was tested.

create table continuity_targets (
  entry_id uuid primary key,
  company_id uuid not null references units,
  ledger text not null constraint continuity_targets_ledger check (ledger in ('servers', 'cloud_services', 'plant_equipment')),
  why text not null constraint continuity_targets_why check (length(btrim(why)) between 1 and 500),
  -- Recovery time and recovery point objective (ISO 22301): how long it may be down, and how much of the latest work may be lost.
  rto_minutes integer not null constraint continuity_targets_rto check (rto_minutes between 1 and 527040),
  rpo_minutes integer not null constraint continuity_targets_rpo check (rpo_minutes between 0 and 527040),
  -- How often it is backed up, and what and where to; null where nobody has said.
  backup_minutes integer constraint continuity_targets_backup check (backup_minutes between 1 and 527040),
  backup text not null default '' constraint continuity_targets_backup_said check (length(backup) <= 500),
  test_months smallint not null default 12 constraint continuity_targets_test_months check (test_months between 1 and 60),
  set_at timestamptz not null,
  set_by uuid,
  ended_on date,
  -- Of the last test, kept with it, so that lists need no look at all tests.
  last_test_id uuid,
  tested_on date,
  took_minutes integer,
  lost_minutes integer,
  outcome text,
  -- The day by which the next test is due; in the past where there was none.
  next_test_on date not null,
  row_version integer not null default 1
);
create index continuity_targets_of_company on continuity_targets (company_id, next_test_on, entry_id) where ended_on is null;
create index continuity_targets_next on continuity_targets (next_test_on, entry_id) where ended_on is null;
call lock_rows('continuity_targets');

create table restore_tests (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  ledger text not null constraint restore_tests_ledger check (ledger in ('servers', 'cloud_services', 'plant_equipment')),
  entry_id uuid not null references continuity_targets,
  tested_on date not null,
  outcome text not null constraint restore_tests_outcome check (outcome in ('restored', 'partly', 'failed')),
  -- Until it ran again, and how far back the data were: null where it did not come back.
  took_minutes integer constraint restore_tests_took check (took_minutes between 0 and 527040),
  lost_minutes integer constraint restore_tests_lost check (lost_minutes between 0 and 5270400),
  tested_by text not null default '' constraint restore_tests_tested_by check (length(tested_by) <= 200),
  remark text not null default '' constraint restore_tests_remark check (length(remark) <= 1000),
  file_id uuid references files,
  -- What was asked on that day.
  rto_minutes integer not null,
  rpo_minutes integer not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  -- Taken back: it was entered wrongly. Kept, and counted no more.
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  constraint restore_tests_measured check (outcome <> 'restored' or (took_minutes is not null and lost_minutes is not null))
);
create index restore_tests_of_entry on restore_tests (entry_id, tested_on desc, recorded_at desc);
create index restore_tests_of_company on restore_tests (company_id);
create index restore_tests_file on restore_tests (file_id) where file_id is not null;
call lock_rows('restore_tests');
