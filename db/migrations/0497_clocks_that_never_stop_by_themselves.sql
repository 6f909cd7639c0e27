-- A clock as the product worked it out: whoever handles the incident sees the clocks of its other legal entities too, also of companies
-- they do not reach.
alter table incident_clocks add column shown jsonb;

-- What was recorded as notified by mistake is taken back and stays to be read; the clock counts on.
create table incident_clock_corrections (
  id uuid primary key default new_id(),
  clock_id uuid not null references incident_clocks,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  ended_at timestamptz not null,
  recipient text not null,
  proof_reference text not null,
  file_id uuid references files,
  said text not null,
  ended_by uuid,
  entered_at timestamptz,
  reason text not null constraint incident_clock_corrections_reason check (length(btrim(reason)) between 1 and 2000),
  taken_back_at timestamptz not null default app_now(),
  taken_back_by uuid
);
create index incident_clock_corrections_of on incident_clock_corrections (incident_id, clock_id, taken_back_at);
call lock_rows_of_incident('incident_clock_corrections');

-- A submission that never was starts nothing any more.
alter table incident_moments add column withdrawn_at timestamptz, add column withdrawn_by uuid;

-- Incidents whose clocks are to be worked out anew because a rule, or what a company is before the law, has changed.
create table incident_law_looks (
  incident_id uuid primary key references incidents,
  company_id uuid not null references units,
  asked_at timestamptz not null default app_now()
);
create index incident_law_looks_first on incident_law_looks (asked_at, incident_id);
call lock_rows_of_incident('incident_law_looks');

-- Whoever sees an incident sees which companies it concerns; what they were told of it, and by whom, stays a matter of their own pages.
create policy of_their_incident on incident_affected for select to yagura_scoped using (exists (select from incidents i where i.id = incident_id));

-- The legal entities whose clocks an incident has, by name and zone, for whoever reads the incident.
create function entities_of_incident(of_incident uuid) returns table (company_id uuid, name text, name_en text, name_ja text, name_zh text, zone text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  everywhere constant boolean := app_actor() = '00000000-0000-0000-0000-000000000000'
    or exists (select from standing_of(app_actor(), 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(app_actor(), 'incident.read') end;
begin
  return query
    select n.unit_id, n.name, n.name_en, n.name_ja, n.name_zh, coalesce(f.time_zone, g.time_zone, 'UTC')
    from incidents i cross join group_settings g
    join lateral (select distinct c.entity_id from incident_clocks c where c.incident_id = i.id and c.gone_at is null) c on true
    join unit_names n on n.unit_id = c.entity_id and holds_on(n.valid_from, n.valid_to, group_today())
    left join company_facts f on f.company_id = c.entity_id and holds_on(f.valid_from, f.valid_to, group_today())
    where i.id = of_incident and (everywhere or i.company_id = any (mine))
      and (app_actor() = '00000000-0000-0000-0000-000000000000' or not is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by));
end $$;
