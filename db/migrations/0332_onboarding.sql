-- The first ninety days of a company in the group: a plan of steps with days, which data close and nobody ticks.

-- Days after the start by which each step is due; a plan that runs keeps those it began with.
create table onboarding_settings (
  is_only boolean primary key default true constraint onboarding_settings_only check (is_only),
  officer_days smallint not null default 7 constraint onboarding_settings_officer_days check (officer_days between 1 and 366),
  facts_days smallint not null default 14 constraint onboarding_settings_facts_days check (facts_days between 1 and 366),
  tier_days smallint not null default 14 constraint onboarding_settings_tier_days check (tier_days between 1 and 366),
  ledgers_days smallint not null default 45 constraint onboarding_settings_ledgers_days check (ledgers_days between 1 and 366),
  rules_days smallint not null default 60 constraint onboarding_settings_rules_days check (rules_days between 1 and 366),
  inspection_days smallint not null default 90 constraint onboarding_settings_inspection_days check (inspection_days between 1 and 366),
  review_days smallint not null default 90 constraint onboarding_settings_review_days check (review_days between 1 and 366),
  row_version integer not null default 1
);
insert into onboarding_settings default values;

create table onboarding_plans (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  -- Of a company that was registered as bought, or opened by somebody with a reason.
  cause text not null constraint onboarding_plans_cause check (cause in ('acquired', 'by_hand')),
  reason text constraint onboarding_plans_reason check (length(btrim(reason)) between 1 and 500),
  opened_at timestamptz not null default now(),
  opened_by uuid references people,
  starts_on date not null,
  -- The last due day of its steps as they stood at the opening.
  ends_on date not null,
  -- When its duties were opened: on its first day, which may lie ahead.
  started_at timestamptz,
  closed_on date,
  outcome text constraint onboarding_plans_outcome check (outcome in ('done', 'lapsed')),
  constraint onboarding_plans_days check (ends_on >= starts_on),
  constraint onboarding_plans_by_hand_reasoned check (cause <> 'by_hand' or (reason is not null and opened_by is not null)),
  constraint onboarding_plans_closed check ((closed_on is null) = (outcome is null))
);
create unique index onboarding_plans_one_open on onboarding_plans (company_id) where closed_on is null;
create index onboarding_plans_of_company on onboarding_plans (company_id, opened_at desc);
create index onboarding_plans_listed on onboarding_plans (starts_on desc, id desc);

create table onboarding_steps (
  id uuid primary key default new_id(),
  plan_id uuid not null references onboarding_plans,
  company_id uuid not null references units,
  step text not null constraint onboarding_steps_step
    check (step in ('officer', 'facts', 'tier', 'ledgers', 'rules', 'inspection', 'review')),
  due_on date not null,
  closed_on date,
  outcome text constraint onboarding_steps_outcome check (outcome in ('done', 'waived', 'lapsed')),
  -- Who waived it, and why.
  closed_by uuid references people,
  reason text constraint onboarding_steps_reason check (length(btrim(reason)) between 1 and 500),
  constraint onboarding_steps_once unique (plan_id, step),
  constraint onboarding_steps_closed check ((closed_on is null) = (outcome is null)),
  constraint onboarding_steps_waived_reasoned check (outcome is distinct from 'waived' or (reason is not null and closed_by is not null))
);
create index onboarding_steps_of_company on onboarding_steps (company_id);

-- What a company says of itself; what holds in the register, the group office decides.
create table said_facts (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  said_on date not null,
  said_at timestamptz not null default now(),
  said_by uuid not null references people,
  country text not null constraint said_facts_country check (country ~ '^[A-Z]{2}$'),
  time_zone text not null constraint said_facts_time_zone check (length(time_zone) between 1 and 60),
  language text not null constraint said_facts_language check (length(language) between 2 and 10),
  workers integer not null constraint said_facts_workers check (workers between 0 and 5000000),
  personal_data_people integer not null constraint said_facts_personal_data check (personal_data_people between 0 and 2000000000),
  has_plant boolean not null,
  runs_servers boolean not null,
  has_restricted_rooms boolean not null,
  develops_software boolean not null,
  develops_products boolean not null,
  is_regional_headquarters boolean not null,
  is_finance boolean not null,
  provides_shared_services boolean not null
);
create index said_facts_of_company on said_facts (company_id, said_at desc);

-- The meeting at which the division looks at what was found.
create table onboarding_reviews (
  plan_id uuid primary key references onboarding_plans,
  company_id uuid not null references units,
  held_on date not null,
  found text not null constraint onboarding_reviews_found check (length(btrim(found)) between 1 and 4000),
  decided text not null constraint onboarding_reviews_decided check (length(decided) <= 4000),
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references people
);
create index onboarding_reviews_of_company on onboarding_reviews (company_id);

call lock_rows('onboarding_plans');
call lock_rows('onboarding_steps');
call lock_rows('said_facts');
call lock_rows('onboarding_reviews');
