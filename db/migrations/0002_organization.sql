-- The group as data, with dates: every row says from which day until which day it holds
-- (valid_to is the first day it no longer does), so any question can be asked as of any day.

create table units (
  id uuid primary key default new_id(),
  kind text not null constraint units_kind check (kind in ('group', 'division', 'company', 'department', 'site')),
  code text not null constraint units_code_length check (length(code) between 1 and 40),
  -- The company by law this unit belongs to: itself for a company, the parent for divisions and their departments.
  company_id uuid references units deferrable initially deferred,
  founded_on date not null,
  -- First day on which the unit is no longer part of the group (sold, merged, closed); its history stays.
  ended_on date,
  ended_reason text constraint units_ended_reason_length check (length(ended_reason) <= 500),
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint units_code_unique unique (code),
  constraint units_company_by_law check ((kind = 'group') = (company_id is null)),
  constraint units_company_is_itself check (kind <> 'company' or company_id = id),
  constraint units_ends_after_start check (ended_on is null or ended_on >= founded_on)
);
create unique index units_one_group on units ((kind)) where kind = 'group';
create index units_by_company on units (company_id, kind);

create table unit_names (
  unit_id uuid not null references units,
  company_id uuid references units,
  valid_from date not null,
  valid_to date,
  -- The name by law, in the language of the country; the other columns are what readers of that language see.
  name text not null constraint unit_names_length check (length(name) between 1 and 200),
  name_en text constraint unit_names_en_length check (length(name_en) <= 200),
  name_ja text constraint unit_names_ja_length check (length(name_ja) <= 200),
  name_zh text constraint unit_names_zh_length check (length(name_zh) <= 200),
  primary key (unit_id, valid_from),
  constraint unit_names_one_at_a_time exclude using gist
    (unit_id with =, daterange(valid_from, valid_to) with &&),
  constraint unit_names_dates check (valid_to is null or valid_to > valid_from)
);
create index unit_names_search on unit_names using gin
  ((name || ' ' || coalesce(name_en, '') || ' ' || coalesce(name_ja, '') || ' ' || coalesce(name_zh, '')) gin_trgm_ops);
create index unit_names_by_company on unit_names (company_id);

-- The supervision tree: group > division > company > department/site. Rights follow it.
create table supervisions (
  unit_id uuid not null references units,
  parent_id uuid not null references units,
  company_id uuid not null references units,
  valid_from date not null,
  valid_to date,
  reason text constraint supervisions_reason_length check (length(reason) <= 500),
  primary key (unit_id, valid_from),
  constraint supervisions_not_itself check (unit_id <> parent_id),
  constraint supervisions_one_parent exclude using gist
    (unit_id with =, daterange(valid_from, valid_to) with &&),
  constraint supervisions_dates check (valid_to is null or valid_to > valid_from)
);
create index supervisions_by_parent on supervisions (parent_id);
create index supervisions_by_company on supervisions (company_id);

-- How a company belongs to the group. Decides whether a standard binds it or asks it.
create table relations (
  company_id uuid not null references units,
  owner_id uuid references units,
  kind text not null constraint relations_kind
    check (kind in ('parent', 'consolidated', 'equity_method', 'joint_venture', 'dealer')),
  ownership_percent numeric(6, 3) constraint relations_percent check (ownership_percent between 0 and 100),
  valid_from date not null,
  valid_to date,
  reason text constraint relations_reason_length check (length(reason) <= 500),
  primary key (company_id, valid_from),
  constraint relations_one_at_a_time exclude using gist
    (company_id with =, daterange(valid_from, valid_to) with &&),
  constraint relations_dates check (valid_to is null or valid_to > valid_from)
);
create index relations_by_owner on relations (owner_id);

-- What the tier criteria and the reports look at.
create table company_facts (
  company_id uuid not null references units,
  valid_from date not null,
  valid_to date,
  country text not null constraint company_facts_country check (country ~ '^[A-Z]{2}$'),
  region text not null constraint company_facts_region check
    (region in ('japan', 'china', 'asean', 'south_asia', 'europe', 'north_america', 'latin_america', 'other')),
  time_zone text not null,
  language text not null,
  industry text constraint company_facts_industry_length check (length(industry) <= 60),
  workers integer not null constraint company_facts_workers check (workers >= 0),
  personal_data_people integer not null default 0
    constraint company_facts_personal_data check (personal_data_people >= 0),
  has_plant boolean not null default false,
  runs_servers boolean not null default false,
  has_restricted_rooms boolean not null default false,
  develops_software boolean not null default false,
  develops_products boolean not null default false,
  is_regional_headquarters boolean not null default false,
  is_finance boolean not null default false,
  provides_shared_services boolean not null default false,
  -- Companies that answer by an Excel workbook and do not sign in.
  answers_by_workbook boolean not null default false,
  primary key (company_id, valid_from),
  constraint company_facts_one_at_a_time exclude using gist
    (company_id with =, daterange(valid_from, valid_to) with &&),
  constraint company_facts_dates check (valid_to is null or valid_to > valid_from)
);

create table tiers (
  company_id uuid not null references units,
  tier text not null constraint tiers_tier check (tier in ('T1', 'T2', 'T3', 'T4')),
  -- by the standard's criteria, or raised or lowered by the group office
  basis text not null constraint tiers_basis check (basis in ('criteria', 'raised', 'lowered')),
  reason text constraint tiers_reason_length check (length(reason) <= 500),
  valid_from date not null,
  valid_to date,
  primary key (company_id, valid_from),
  constraint tiers_reasoned check (basis = 'criteria' or length(coalesce(reason, '')) > 0),
  constraint tiers_lowered_ends check (basis <> 'lowered' or valid_to is not null),
  constraint tiers_one_at_a_time exclude using gist
    (company_id with =, daterange(valid_from, valid_to) with &&),
  constraint tiers_dates check (valid_to is null or valid_to > valid_from)
);

create table sites (
  unit_id uuid primary key references units,
  company_id uuid not null references units,
  country text not null constraint sites_country check (country ~ '^[A-Z]{2}$'),
  address text constraint sites_address_length check (length(address) <= 500),
  time_zone text not null,
  is_plant boolean not null default false
);
create index sites_by_company on sites (company_id);

create table people (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  code text constraint people_code_length check (length(code) between 1 and 60),
  family_name text not null constraint people_family_name_length check (length(family_name) between 1 and 100),
  given_name text not null default '' constraint people_given_name_length check (length(given_name) <= 100),
  family_name_reading text constraint people_family_reading_length check (length(family_name_reading) <= 100),
  given_name_reading text constraint people_given_reading_length check (length(given_name_reading) <= 100),
  email text constraint people_email_length check (length(email) <= 254),
  language text,
  time_zone text,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint people_code_unique unique (company_id, code)
);
create index people_by_email on people (lower(email));
create index people_by_name on people (company_id, family_name, given_name, id);

create table employments (
  person_id uuid not null references people,
  unit_id uuid not null references units,
  company_id uuid not null references units,
  kind text not null constraint employments_kind
    check (kind in ('regular', 'contract', 'part_time', 'dispatched', 'officer')),
  title text constraint employments_title_length check (length(title) <= 200),
  valid_from date not null,
  valid_to date,
  primary key (person_id, unit_id, valid_from),
  constraint employments_dates check (valid_to is null or valid_to > valid_from)
);
create index employments_by_unit on employments (unit_id);
create index employments_by_company on employments (company_id);

create table positions (
  id uuid primary key default new_id(),
  unit_id uuid not null references units,
  company_id uuid not null references units,
  -- What the rules look for: security_officer, deputy_security_officer, accountable_executive ... or none.
  purpose text constraint positions_purpose_length check (length(purpose) <= 60),
  name text not null constraint positions_name_length check (length(name) between 1 and 200),
  name_en text, name_ja text, name_zh text,
  created_on date not null,
  ended_on date
);
create index positions_by_unit on positions (unit_id);
create index positions_by_company on positions (company_id, purpose);

create table position_holders (
  position_id uuid not null references positions,
  person_id uuid not null references people,
  company_id uuid not null references units,
  rank text constraint position_holders_rank_length check (length(rank) <= 100),
  valid_from date not null,
  valid_to date,
  primary key (position_id, valid_from),
  constraint position_holders_one_at_a_time exclude using gist
    (position_id with =, daterange(valid_from, valid_to) with &&),
  constraint position_holders_dates check (valid_to is null or valid_to > valid_from)
);
create index position_holders_by_person on position_holders (person_id);
create index position_holders_by_company on position_holders (company_id);

-- Shared services of the group: who provides them, who is connected and for which share.
create table service_providers (
  service text not null constraint service_providers_service_length check (length(service) between 1 and 60),
  company_id uuid not null references units,
  valid_from date not null,
  valid_to date,
  primary key (service, valid_from),
  constraint service_providers_one_at_a_time exclude using gist
    (service with =, daterange(valid_from, valid_to) with &&)
);
create table service_connections (
  company_id uuid not null references units,
  service text not null,
  share_percent numeric(5, 2) not null constraint service_connections_share check (share_percent > 0 and share_percent <= 100),
  valid_from date not null,
  valid_to date,
  primary key (company_id, service, valid_from),
  constraint service_connections_one_at_a_time exclude using gist
    (company_id with =, service with =, daterange(valid_from, valid_to) with &&)
);
