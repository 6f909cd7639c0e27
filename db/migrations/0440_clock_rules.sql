-- Clocks of law and contract as data: what starts them, how long they run, for whom and when. A version of a rule is a row; a group
-- adopts versions by name before anything may be called due.
create table clock_rules (
  id uuid primary key default new_id(),
  key text not null constraint clock_rules_key check (key ~ '^[a-z0-9][a-z0-9-]{1,59}$'),
  version integer not null constraint clock_rules_version check (version between 1 and 10000),
  is_shipped boolean not null default false,
  -- Of this company alone, such as a contract of its own; of the whole group where null.
  company_id uuid references units,
  subject text not null constraint clock_rules_subject check (subject in ('company', 'product')),
  jurisdiction text not null constraint clock_rules_jurisdiction check (jurisdiction ~ '^[A-Z]{2,12}$'),
  stage text not null constraint clock_rules_stage check (stage in ('assessment', 'first', 'full', 'update', 'progress', 'final', 'people', 'partner', 'periodic')),
  status text not null constraint clock_rules_status check (status in ('draft', 'in_force')),
  anchor text not null constraint clock_rules_anchor check (anchor in ('occurred', 'discovered', 'aware', 'determined', 'submitted', 'fix_available', 'handled', 'new_fact', 'calendar')),
  anchor_of text,
  amount integer constraint clock_rules_amount check (amount between 1 and 100000),
  unit text not null constraint clock_rules_unit check (unit in ('minute', 'hour', 'calendar_day', 'business_day', 'month', 'year', 'none')),
  day_start text not null default 'next' constraint clock_rules_day_start check (day_start in ('same', 'next')),
  calendar text not null default 'company' constraint clock_rules_calendar check (calendar in ('company', 'us_federal')),
  soft_from integer constraint clock_rules_soft_from check (soft_from >= 1 and soft_from < amount),
  extension_amount integer constraint clock_rules_extension_amount check (extension_amount between 1 and 100000),
  extension_unit text constraint clock_rules_extension_unit check (extension_unit in ('minute', 'hour', 'calendar_day', 'business_day', 'month', 'year')),
  may_pause boolean not null default false,
  whose jsonb not null,
  applies_when jsonb not null,
  -- {"en": {"name", "duty", "recipient", "notes"}, "ja": ..., "zh": ...}; of an own rule at least one language.
  words jsonb not null constraint clock_rules_words check (jsonb_typeof(words) = 'object' and words <> '{}'),
  sought text generated always as (folded(key || ' ' || jurisdiction || ' ' || coalesce(words #>> '{en,name}', '') || ' ' || coalesce(words #>> '{ja,name}', '') || ' '
    || coalesce(words #>> '{zh,name}', '') || ' ' || coalesce(words #>> '{en,recipient}', '') || ' ' || coalesce(words #>> '{ja,recipient}', '') || ' '
    || coalesce(words #>> '{zh,recipient}', ''))) stored,
  effective_from date,
  -- First day on which it holds no longer.
  effective_to date,
  source_title text not null constraint clock_rules_source_title check (length(btrim(source_title)) between 1 and 300),
  source_address text not null default '' constraint clock_rules_source_address check (length(source_address) <= 1000),
  read_on date not null,
  sure text not null constraint clock_rules_sure check (sure in ('high', 'medium', 'low')),
  written_at timestamptz not null default now(),
  -- Null: it came with the product.
  written_by uuid references people,
  -- The last review, kept beside clock_rule_reviews for lists.
  reviewed_on date not null,
  -- The adoption that holds, kept beside clock_rule_adoptions for lists.
  adopted_at timestamptz,
  adopted_by uuid references people,
  row_version integer not null default 1,
  constraint clock_rules_once unique (key, version),
  constraint clock_rules_length check ((unit = 'none') = (amount is null)),
  constraint clock_rules_extension check ((extension_amount is null) = (extension_unit is null)),
  constraint clock_rules_ends_after check (effective_to is null or effective_from is null or effective_to > effective_from),
  constraint clock_rules_shipped check (not is_shipped or (company_id is null and written_by is null)),
  constraint clock_rules_adopted_whole check ((adopted_at is null) = (adopted_by is null)),
  constraint clock_rules_not_by_its_writer check (adopted_by is null or adopted_by is distinct from written_by),
  constraint clock_rules_draft_not_adopted check (status = 'in_force' or adopted_at is null)
);
create index clock_rules_listed on clock_rules (jurisdiction, key, version);
create index clock_rules_of_company on clock_rules (company_id) where company_id is not null;

-- Adopted by name; withdrawn with a reason. One version may be adopted again.
create table clock_rule_adoptions (
  id uuid primary key default new_id(),
  rule_id uuid not null references clock_rules,
  company_id uuid references units,
  adopted_at timestamptz not null default now(),
  adopted_by uuid not null references people,
  note text not null default '' constraint clock_rule_adoptions_note check (length(note) <= 1000),
  withdrawn_at timestamptz,
  withdrawn_by uuid references people,
  reason text constraint clock_rule_adoptions_reason check (length(btrim(reason)) between 1 and 1000),
  constraint clock_rule_adoptions_withdrawn check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (reason is null))
);
create unique index clock_rule_adoptions_one_holds on clock_rule_adoptions (rule_id) where withdrawn_at is null;
create index clock_rule_adoptions_of on clock_rule_adoptions (rule_id, adopted_at desc);

create table clock_rule_reviews (
  id uuid primary key default new_id(),
  rule_id uuid not null references clock_rules,
  company_id uuid references units,
  reviewed_on date not null,
  recorded_at timestamptz not null default now(),
  reviewed_by uuid not null references people,
  is_unchanged boolean not null,
  -- What was read, and what has changed in the law or contract.
  found text not null constraint clock_rule_reviews_found check (length(btrim(found)) between 1 and 2000)
);
create index clock_rule_reviews_of on clock_rule_reviews (rule_id, reviewed_on desc, id desc);

-- What a company is in the eyes of a law: dated, with where one knows it from.
create table company_laws (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  law text not null constraint company_laws_law check (law ~ '^[a-z0-9_]{1,40}$'),
  value text not null constraint company_laws_value check (value ~ '^[a-z0-9_]{1,40}$'),
  valid_from date not null,
  valid_to date,
  source text not null constraint company_laws_source check (length(btrim(source)) between 1 and 500),
  recorded_at timestamptz not null default now(),
  recorded_by uuid references people,
  constraint company_laws_ends_after check (valid_to is null or valid_to > valid_from),
  constraint company_laws_one_at_a_time exclude using gist (company_id with =, law with =, daterange(valid_from, valid_to) with &&)
);

call lock_rows('clock_rules');
call lock_rows('clock_rule_adoptions');
call lock_rows('clock_rule_reviews');
call lock_rows('company_laws');
-- What holds for every company is read by whoever reads rules.
create policy of_all on clock_rules for select to yagura_scoped using (company_id is null);
create policy of_all on clock_rule_adoptions for select to yagura_scoped using (company_id is null);
create policy of_all on clock_rule_reviews for select to yagura_scoped using (company_id is null);
