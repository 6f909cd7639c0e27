-- Incidents: what anybody noticed, from discovery on; whether it is one is judged afterwards.

-- The last number given within each company: a number of the whole group would tell how much happens at the others.
create table incident_numbers (
  company_id uuid primary key references units,
  last integer not null constraint incident_numbers_last check (last > 0)
);
call lock_rows('incident_numbers');

-- Of each kind, whether a report goes to headquarters at once, or once the company has judged it.
create table incident_kinds (
  kind text primary key constraint incident_kinds_kind check (kind ~ '^[a-z_]{1,40}$'),
  reaches_head text not null constraint incident_kinds_reaches_head check (reaches_head in ('at_once', 'when_judged')),
  row_version integer not null default 1
);
insert into incident_kinds (kind, reaches_head) values
  ('lost_device', 'at_once'), ('suspicious_mail', 'when_judged'), ('mis_sent', 'at_once'), ('malware', 'at_once'), ('ransomware', 'at_once'),
  ('account_takeover', 'at_once'), ('physical', 'at_once'), ('supplier', 'at_once'), ('web_server', 'at_once'), ('cloud_setting', 'at_once'),
  ('insider', 'at_once'), ('plant_stop', 'at_once'), ('product_vulnerability', 'when_judged'), ('other', 'when_judged');

-- The position at headquarters that every report goes to (R-18, R-20).
create table incident_settings (
  id boolean primary key default true constraint incident_settings_one check (id),
  head_position_id uuid references positions,
  row_version integer not null default 1
);
insert into incident_settings default values;

create table incidents (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  -- The department or site of it where it was discovered; null: not said.
  unit_id uuid references units,
  number integer not null,
  reference text not null,
  kind text not null references incident_kinds,
  title text not null constraint incidents_title_length check (length(btrim(title)) between 1 and 300),
  what text not null default '' constraint incidents_what_length check (length(what) <= 8000),
  -- Of what was lost or hit, what the reporter could say: yes, no, not known.
  answers jsonb not null default '{}',
  channel text not null constraint incidents_channel check (channel in ('form', 'for_somebody', 'link', 'mail', 'system')),
  -- When it was discovered, and the zone in which that was said. The 24 hours are elapsed hours from then.
  discovered_at timestamptz not null,
  discovered_zone text not null constraint incidents_zone_length check (length(discovered_zone) between 1 and 60),
  occurred_at timestamptz,
  entered_at timestamptz not null,
  entered_by uuid,
  -- Who discovered it, where somebody else entered it: a person of the group, or in words, and how to reach them.
  reporter_id uuid references people,
  reporter_said text not null default '' constraint incidents_reporter_length check (length(reporter_said) <= 300),
  report_due_at timestamptz not null,
  -- The first report that reached headquarters.
  reported_at timestamptz,
  late_reason text constraint incidents_late_reason_length check (length(late_reason) <= 2000),
  late_reason_at timestamptz,
  late_reason_by uuid,
  judged_as text constraint incidents_judged_as check (judged_as in ('nothing', 'incident')),
  judged_at timestamptz,
  judged_by uuid,
  judged_because text not null default '' constraint incidents_judged_because_length check (length(judged_because) <= 2000),
  -- What it may have done, and what it did; the graver one counts (R-19: potential or actual).
  potential text not null constraint incidents_potential check (potential in ('critical', 'high', 'medium', 'low')),
  actual text not null constraint incidents_actual check (actual in ('critical', 'high', 'medium', 'low', 'none')),
  severity text generated always as (case
    when 'critical' in (potential, actual) then 'critical' when 'high' in (potential, actual) then 'high'
    when 'medium' in (potential, actual) then 'medium' else 'low' end) stored,
  severity_rank smallint generated always as (case
    when 'critical' in (potential, actual) then 1 when 'high' in (potential, actual) then 2
    when 'medium' in (potential, actual) then 3 else 4 end) stored,
  state text generated always as (case
    when judged_as = 'nothing' then 'nothing' when closed_at is not null then 'closed' when handled_at is not null then 'handled'
    when contained_at is not null then 'contained' when judged_as is not null then 'open' else 'reported' end) stored,
  taken_up_at timestamptz,
  taken_up_by uuid,
  contained_at timestamptz,
  handled_at timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  -- It is about something sold, and runs the clocks of products (T-02).
  is_product boolean not null default false,
  is_exercise boolean not null default false,
  is_confidential boolean not null default false,
  -- Who needs to know of a confidential one, and whom it is about, who never sees it.
  told_ids uuid[] not null default '{}' constraint incidents_told_ids check (cardinality(told_ids) <= 200),
  about_ids uuid[] not null default '{}' constraint incidents_about_ids check (cardinality(about_ids) <= 50),
  duplicate_of uuid references incidents,
  sought text not null,
  row_version integer not null default 1,
  constraint incidents_number_once unique (company_id, number),
  constraint incidents_due_after_24_hours check (report_due_at = discovered_at + interval '24 hours'),
  constraint incidents_not_before_it_is_discovered check (entered_at >= discovered_at - interval '5 minutes'),
  constraint incidents_judged_has_time check ((judged_as is null) = (judged_at is null)),
  constraint incidents_closed_when_judged check (closed_at is null or judged_as is not null),
  constraint incidents_not_its_own_duplicate check (duplicate_of <> id)
);
create unique index incidents_reference on incidents (reference);
create index incidents_discovered on incidents (discovered_at desc, id desc);
create index incidents_of_company_discovered on incidents (company_id, discovered_at desc, id desc);
create index incidents_running on incidents (severity_rank, report_due_at, id) where state in ('reported', 'open', 'contained', 'handled') and not is_exercise;
create index incidents_of_company_running on incidents (company_id, severity_rank, report_due_at, id) where state in ('reported', 'open', 'contained', 'handled') and not is_exercise;
create index incidents_unreported on incidents (report_due_at, id) where reported_at is null and state in ('reported', 'open', 'contained', 'handled') and not is_exercise;
create index incidents_of_reporter on incidents (entered_by, entered_at desc);
create index incidents_of_discoverer on incidents (reporter_id, entered_at desc) where reporter_id is not null;
create index incidents_sought on incidents using gin (folded(sought) gin_trgm_ops);
call lock_rows('incidents');

-- Whom it is about never sees it, whatever their rights; a confidential one is seen by who needs to know alone.
-- The product itself works for all of them.
create policy need_to_know on incidents as restrictive for all to yagura_group, yagura_scoped
  using (not (app_actor() = any (about_ids)) and (not is_confidential or app_actor() = any (told_ids) or entered_by = app_actor()
    or app_actor() = '00000000-0000-0000-0000-000000000000'));
-- Whoever may report alone sees what they reported alone.
create policy own_reports on incidents as restrictive for select to yagura_scoped
  using (app_permission() is distinct from 'incident.report' or entered_by = app_actor() or reporter_id = app_actor());

-- Rows that hang on an incident are seen with it.
create procedure lock_rows_of_incident(of_table regclass) language plpgsql as $$
begin
  call lock_rows(of_table);
  execute format('create policy with_the_incident on %s as restrictive for all to yagura_group, yagura_scoped
    using (exists (select from incidents i where i.id = incident_id))', of_table);
end $$;

-- Each report to headquarters: to which position, who held it that day and as what, and who took note of it when.
create table incident_reports (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  nth smallint not null constraint incident_reports_nth check (nth between 1 and 500),
  said text not null default '' constraint incident_reports_said_length check (length(said) <= 4000),
  is_partial boolean not null,
  severity text not null,
  reported_at timestamptz not null,
  reported_by uuid,
  position_id uuid references positions,
  position_name text not null default '',
  holder_id uuid references people,
  holder_name text not null default '',
  holder_rank text,
  noted_at timestamptz,
  noted_by uuid,
  noted_name text,
  noted_as text constraint incident_reports_noted_as check (noted_as in ('holder', 'deputy', 'other')),
  constraint incident_reports_nth_once unique (incident_id, nth)
);
call lock_rows_of_incident('incident_reports');

-- How grave it was held to be, each time with its reason.
create table incident_severities (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  potential text not null,
  actual text not null,
  reason text not null constraint incident_severities_reason_length check (length(reason) <= 2000),
  set_at timestamptz not null,
  set_by uuid
);
create index incident_severities_of on incident_severities (incident_id, set_at desc);
call lock_rows_of_incident('incident_severities');

-- The moments that clocks count from. A correction is a new row: what was said before stays, and so does what was due by it.
create table incident_moments (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  -- Of which legal entity; null: of the incident as a whole.
  entity_id uuid references units,
  moment text not null constraint incident_moments_moment check (moment ~ '^[a-z_]{1,40}$'),
  -- Which determination, which stage, which fact.
  of_what text not null default '' constraint incident_moments_of_what_length check (length(of_what) <= 80),
  at timestamptz not null,
  zone text not null,
  reason text not null default '' constraint incident_moments_reason_length check (length(reason) <= 1000),
  set_at timestamptz not null,
  set_by uuid
);
create index incident_moments_of on incident_moments (incident_id, moment, of_what, set_at desc);
call lock_rows_of_incident('incident_moments');

-- Photos and papers that came with the report or later.
create table incident_files (
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  file_id uuid not null references files,
  added_at timestamptz not null default app_now(),
  added_by uuid,
  primary key (incident_id, file_id)
);
call lock_rows_of_incident('incident_files');

-- The devices and other entries of ledgers that it is about, by the name they had.
create table incident_assets (
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  ledger text not null constraint incident_assets_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  entry_id uuid not null,
  name text not null,
  primary key (incident_id, entry_id)
);
create index incident_assets_of_entry on incident_assets (entry_id);
call lock_rows_of_incident('incident_assets');

-- What the reporter added afterwards, in the order in which it came.
create table incident_additions (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  at timestamptz not null,
  said text not null constraint incident_additions_said_length check (length(btrim(said)) between 1 and 4000),
  said_by uuid
);
create index incident_additions_of on incident_additions (incident_id, at);
call lock_rows_of_incident('incident_additions');

-- To whom headquarters' reports go today: whoever reports reads no seat of the parent company.
create function head_of_incidents() returns table (position_id uuid, name text, name_en text, name_ja text, name_zh text, holder_id uuid,
    family_name text, given_name text, rank text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.name_en, p.name_ja, p.name_zh, h.person_id, w.family_name, w.given_name, h.rank
  from incident_settings s join positions p on p.id = s.head_position_id and (p.ended_on is null or p.ended_on > group_today())
  left join position_holders h on h.position_id = p.id and holds_on(h.valid_from, h.valid_to, group_today())
  left join people w on w.id = h.person_id
$$;
revoke execute on function head_of_incidents() from public;
