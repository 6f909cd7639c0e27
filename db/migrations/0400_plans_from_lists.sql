-- Improvement plans that a list of before brought in: which rows made which plan and which steps, and what each of them said last.

create table plan_origins (
  plan_id uuid primary key references plans,
  company_id uuid not null references units,
  -- The number that the list gave the plan, and the same folded; empty where it has none: then the company has one plan of such lists.
  own_number text not null constraint plan_origins_number check (length(own_number) <= 100),
  number_key text not null,
  -- What the list said last. Where the plan says something else now, somebody has changed it here.
  said jsonb not null,
  list_name text not null,
  loaded_by uuid,
  loaded_at timestamptz not null,
  constraint plan_origins_once unique (company_id, number_key)
);
call lock_rows('plan_origins');

create table plan_step_origins (
  company_id uuid not null references units,
  plan_id uuid not null references plans,
  -- Null once somebody has taken the step out of its plan here: the list does not bring it back.
  step_id uuid references plan_steps on delete set null,
  row_key text not null,
  said jsonb not null,
  list_name text not null,
  loaded_by uuid,
  loaded_at timestamptz not null,
  primary key (company_id, row_key)
);
create index plan_step_origins_of_plan on plan_step_origins (plan_id);
create unique index plan_step_origins_of_step on plan_step_origins (step_id) where step_id is not null;
call lock_rows('plan_step_origins');

-- Done on the word of a list: nobody has reported it here, and there is no proof.
alter table plan_steps add column is_done_by_list boolean not null default false
  constraint plan_steps_done_by_list check (not is_done_by_list or state = 'done');
alter table plan_steps drop constraint plan_steps_ended;
alter table plan_steps add constraint plan_steps_ended
  check ((state = 'open') = (ended_at is null) and (done is null or state <> 'open') and (done is not null or state = 'open' or is_done_by_list));

-- A list of plans names findings by the number of their own list, whatever source that one gave.
create index finding_origins_of_number on finding_origins (company_id, number_key);
