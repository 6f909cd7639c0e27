-- What auditors take up on site beyond the draw, and places that the desk rearranges while devices are out (T-16, T-17).

-- A device that was heard of before this does not know the places as they are.
alter table audit_sheets add column arranged_at timestamptz;

-- Taken out of the walk, and kept: what a device noted there without knowing of it brings the place back.
alter table audit_places add column removed_at timestamptz;

-- Chosen on site by somebody who had already seen something: never part of the random sample.
alter table audit_controls add column taken_up_at timestamptz,
  add constraint audit_controls_taken_up check (taken_up_at is null or drawn = 'added');

-- Of a check that was added on site: why.
alter table audit_checks add column reason text not null default '' constraint audit_checks_reason check (length(reason) <= 500);

-- Two devices took up the same control at the same place without seeing one another: what the second says under its own id is entered
-- at the check of the first.
create table audit_check_twins (
  id uuid primary key,
  visit_id uuid not null references audit_sheets,
  company_id uuid not null references units,
  check_id uuid not null references audit_checks,
  reason text not null default '' constraint audit_check_twins_reason check (length(reason) <= 500),
  added_by uuid references people,
  added_at timestamptz not null default now()
);
create index audit_check_twins_of_visit on audit_check_twins (visit_id, check_id);
call lock_rows('audit_check_twins');
create policy not_the_companys on audit_check_twins as restrictive for select to yagura_scoped using (app_permission() <> 'audit.read_own');
