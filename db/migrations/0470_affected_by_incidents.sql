-- Who is affected by an incident: companies, each of which is told its part alone; people by country; things of the ledgers.

-- The company itself reads its row, and nothing else of an incident of another; whoever the incident is about never does.
create table incident_affected (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  -- The affected one.
  company_id uuid not null references units,
  role text not null constraint incident_affected_role check (role in ('controller', 'processor', 'hit', 'supplier')),
  told text not null default '' constraint incident_affected_told_length check (length(told) <= 4000),
  told_at timestamptz,
  told_by uuid,
  noted_at timestamptz,
  noted_by uuid,
  added_at timestamptz not null default app_now(),
  added_by uuid,
  left_at timestamptz,
  left_because text not null default '' constraint incident_affected_left_because_length check (length(left_because) <= 500),
  row_version integer not null default 1,
  constraint incident_affected_told_has_words check (told_at is null or btrim(told) <> ''),
  constraint incident_affected_noted_when_told check (noted_at is null or told_at is not null)
);
create unique index incident_affected_once on incident_affected (incident_id, company_id, role) where left_at is null;
create index incident_affected_of_company on incident_affected (company_id, told_at desc) where told_at is not null;
call lock_rows('incident_affected');

create function incidents_about_me() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(i.id), '{}') from incidents i where i.about_ids <> '{}' and app_actor() = any (i.about_ids)
$$;
create policy not_whom_it_is_about on incident_affected as restrictive for all to yagura_group, yagura_scoped
  using (not incident_id = any ((select incidents_about_me())::uuid[]));

-- How many people of which country, each time it is known better; the last one of a country counts.
create table incident_people (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  country text not null constraint incident_people_country check (country ~ '^[A-Z]{2}$'),
  count integer not null constraint incident_people_count check (count >= 0),
  is_exact boolean not null,
  categories text[] not null default '{}' constraint incident_people_categories check (cardinality(categories) <= 20),
  said text not null default '' constraint incident_people_said_length check (length(said) <= 1000),
  set_at timestamptz not null default app_now(),
  set_by uuid
);
create index incident_people_of on incident_people (incident_id, country, set_at desc, id desc);
call lock_rows_of_incident('incident_people');

-- What was named by mistake is no longer counted, and stays to be read.
alter table incident_assets add column added_at timestamptz not null default app_now(), add column added_by uuid, add column left_at timestamptz,
  add column about text not null default '';
