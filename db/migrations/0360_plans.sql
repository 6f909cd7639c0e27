-- Improvement plans: what a company will do about its findings, in steps, approved by its division.

create table plan_settings (
  is_only boolean primary key default true constraint plan_settings_only check (is_only),
  hand_in_days smallint not null default 30 constraint plan_settings_hand_in_days check (hand_in_days between 1 and 366),
  -- Months after its end in which somebody looks again whether it has helped.
  effect_months smallint not null default 6 constraint plan_settings_effect_months check (effect_months between 1 and 36),
  -- Days by which a step may move before the plan is said to drift.
  drift_days smallint not null default 30 constraint plan_settings_drift_days check (drift_days between 1 and 366),
  row_version integer not null default 1
);
insert into plan_settings default values;

create table plan_numbers (
  company_id uuid primary key references units,
  last integer not null constraint plan_numbers_last check (last > 0)
);
call lock_rows('plan_numbers');

create table plans (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  number integer not null,
  -- What people quote: the company's code as it was, and the number.
  reference text not null,
  title text not null constraint plans_title_length check (length(btrim(title)) between 1 and 200),
  -- Demanded by the result of an inspection, or begun by somebody.
  cause text not null constraint plans_cause check (cause in ('result', 'by_hand')),
  inspection_id uuid references inspections,
  result text constraint plans_result check (result in ('improve', 'serious')),
  owner_id uuid references people,
  aim text not null default '' constraint plans_aim_length check (length(aim) <= 4000),
  state text not null default 'drafting' constraint plans_state
    check (state in ('drafting', 'submitted', 'returned', 'approved', 'done', 'dropped')),
  opened_at timestamptz not null,
  opened_by uuid,
  hand_in_by date not null,
  submitted_at timestamptz,
  submitted_by uuid references people,
  decided_at timestamptz,
  decided_by uuid references people,
  -- Why it was returned or dropped, or what was said with the approval.
  decision text constraint plans_decision_length check (length(btrim(decision)) between 1 and 4000),
  done_at timestamptz,
  effect_due_on date,
  effect text constraint plans_effect check (effect in ('helped', 'not_helped')),
  effect_said text constraint plans_effect_said_length check (length(btrim(effect_said)) between 1 and 4000),
  effect_at timestamptz,
  effect_by uuid references people,
  left_on date,
  row_version integer not null default 1,
  constraint plans_number_once unique (company_id, number),
  constraint plans_of_result check ((cause = 'result') = (inspection_id is not null) and (cause = 'result') = (result is not null)),
  constraint plans_submitted_has_time check (state not in ('submitted', 'approved', 'done') or submitted_at is not null),
  constraint plans_decided check (state not in ('returned', 'approved', 'done') or (decided_at is not null and decided_by is not null)),
  constraint plans_approved_by_another check (state not in ('approved', 'done') or decided_by <> submitted_by),
  constraint plans_done_has_time check ((state = 'done') = (done_at is not null)),
  constraint plans_effect_whole check ((effect is null) = (effect_at is null) and (effect is null) = (effect_said is null))
);
create unique index plans_reference on plans (reference);
create unique index plans_of_inspection on plans (inspection_id) where inspection_id is not null and state <> 'dropped';
create index plans_of_company on plans (company_id, opened_at desc, id desc);
create index plans_opened on plans (opened_at desc, id desc);
create index plans_open on plans (state, hand_in_by, id) where state not in ('done', 'dropped');
create index plans_effect_due on plans (effect_due_on) where effect_due_on is not null and effect is null;
call lock_rows('plans');

create table plan_findings (
  plan_id uuid not null references plans,
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  added_at timestamptz not null,
  primary key (plan_id, finding_id)
);
create index plan_findings_of_finding on plan_findings (finding_id);
call lock_rows('plan_findings');

create table plan_steps (
  id uuid primary key default new_id(),
  plan_id uuid not null references plans,
  company_id uuid not null references units,
  position smallint not null constraint plan_steps_position check (position between 0 and 199),
  what text not null constraint plan_steps_what check (length(btrim(what)) between 1 and 1000),
  owner_id uuid references people,
  owner_said text not null default '' constraint plan_steps_owner_said_length check (length(owner_said) <= 200),
  starts_on date,
  due_on date,
  -- As it was approved: what moved since then is drift.
  first_due_on date,
  cost numeric(14, 2) constraint plan_steps_cost check (cost >= 0),
  currency text constraint plan_steps_currency check (currency ~ '^[A-Z]{3}$'),
  finding_ids uuid[] not null default '{}' constraint plan_steps_finding_ids check (cardinality(finding_ids) <= 200),
  state text not null default 'open' constraint plan_steps_state check (state in ('open', 'done', 'dropped')),
  done_on date,
  done text constraint plan_steps_done_length check (length(btrim(done)) between 1 and 4000),
  ended_at timestamptz,
  ended_by uuid references people,
  row_version integer not null default 1,
  constraint plan_steps_days check (starts_on is null or due_on is null or due_on >= starts_on),
  constraint plan_steps_cost_in_money check ((cost is null) = (currency is null)),
  constraint plan_steps_done_whole check ((state = 'done') = (done_on is not null)),
  constraint plan_steps_ended check ((state = 'open') = (ended_at is null) and (state = 'open') = (done is null))
);
create index plan_steps_of_plan on plan_steps (plan_id, position);
create index plan_steps_due on plan_steps (due_on, id) where state = 'open' and first_due_on is not null;
create index plan_steps_of_company_due on plan_steps (company_id, due_on, id) where state = 'open' and first_due_on is not null;
call lock_rows('plan_steps');

create table plan_files (
  plan_id uuid not null references plans,
  step_id uuid not null references plan_steps,
  company_id uuid not null references units,
  file_id uuid not null references files,
  primary key (step_id, file_id)
);
create index plan_files_of on plan_files (plan_id);
create index plan_files_file on plan_files (file_id);
call lock_rows('plan_files');
