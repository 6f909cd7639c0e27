-- Who is on call (src/modules/on-call/README.md): rosters of units, filled by rules and single shifts, laid out as turns.

-- Which duties ask whoever is on call as well, and which purpose of a roster serves them. A capability with a hard clock adds
-- its kinds by a migration of its own; on-call/rules.ts says the same.
create table on_call_kinds (
  kind text primary key constraint on_call_kinds_kind check (kind ~ '^[a-z_]+\.[a-z_]+$'),
  purpose text not null constraint on_call_kinds_purpose check (purpose ~ '^[a-z_]{1,40}$')
);
insert into on_call_kinds (kind, purpose) values
  ('incident.report', 'incident'), ('incident.respond_now', 'incident'), ('incident.take_note', 'incident'),
  ('incident.take_note_now', 'incident'), ('incident.assess', 'incident');
alter table on_call_kinds enable row level security;
create policy everybody on on_call_kinds for select to yagura_group, yagura_scoped, yagura_jobs using (true);

create table on_call_rosters (
  id uuid primary key default new_id(),
  unit_id uuid not null references units,
  -- The company by law; empty for the group and its divisions.
  company_id uuid references units,
  name text not null constraint on_call_rosters_name check (length(btrim(name)) between 1 and 80),
  time_zone text not null constraint on_call_rosters_time_zone check (length(time_zone) between 1 and 60),
  purposes text[] not null constraint on_call_rosters_purposes check (cardinality(purposes) between 1 and 10),
  -- Units whose companies it serves; empty for all at and below its own.
  served uuid[] not null default '{}' constraint on_call_rosters_served check (cardinality(served) <= 500),
  -- Somebody is to be there at every hour: hours without anybody are gaps.
  is_continuous boolean not null default true,
  made_at timestamptz not null default now(),
  made_by uuid references people,
  ended_at timestamptz,
  end_reason text constraint on_call_rosters_end_reason check (length(btrim(end_reason)) between 1 and 500),
  -- When turns are laid out further and gaps are looked for again.
  next_look_at timestamptz default now(),
  row_version integer not null default 1,
  constraint on_call_rosters_ended check ((ended_at is null) = (end_reason is null))
);
create index on_call_rosters_of_unit on on_call_rosters (unit_id) where ended_at is null;
create index on_call_rosters_of_company on on_call_rosters (company_id);
create index on_call_rosters_to_look_at on on_call_rosters (next_look_at) where ended_at is null;

create table on_call_rules (
  id uuid primary key default new_id(),
  roster_id uuid not null references on_call_rosters,
  unit_id uuid not null references units,
  place smallint not null,
  tier smallint not null constraint on_call_rules_tier check (tier in (1, 2)),
  kind text not null constraint on_call_rules_kind check (kind in ('turns', 'hours')),
  time_zone text not null,
  -- 'HH:MM' on the clocks of the zone.
  at_time text not null constraint on_call_rules_at check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_time text constraint on_call_rules_until check (until_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  weekdays smallint[] not null default '{}',
  every smallint not null constraint on_call_rules_every check (every between 1 and 90),
  starts_on date not null,
  ends_on date,
  people uuid[] not null constraint on_call_rules_people check (cardinality(people) between 1 and 50),
  constraint on_call_rules_days check (ends_on is null or ends_on > starts_on),
  constraint on_call_rules_hours check ((kind = 'hours') = (until_time is not null) and (kind = 'hours') = (weekdays <> '{}'))
);
create index on_call_rules_of_roster on on_call_rules (roster_id, place);
create index on_call_rules_of_unit on on_call_rules (unit_id);

-- What overrules the rules: a swap, sick leave. Instants, so that summer time changes nothing.
create table on_call_shifts (
  id uuid primary key default new_id(),
  roster_id uuid not null references on_call_rosters,
  unit_id uuid not null references units,
  tier smallint not null constraint on_call_shifts_tier check (tier in (1, 2)),
  person_id uuid not null references people,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null constraint on_call_shifts_reason check (length(btrim(reason)) between 1 and 500),
  swap_id uuid,
  entered_at timestamptz not null default now(),
  entered_by uuid references people,
  removed_at timestamptz,
  removed_by uuid references people,
  constraint on_call_shifts_times check (ends_at > starts_at and ends_at <= starts_at + interval '92 days')
);
create index on_call_shifts_of_roster on on_call_shifts (roster_id, ends_at) where removed_at is null;
create index on_call_shifts_of_unit on on_call_shifts (unit_id);

-- Who is on call when: rules and shifts laid out for the coming weeks. What has passed stays as it was.
create table on_call_turns (
  id uuid primary key default new_id(),
  roster_id uuid not null references on_call_rosters,
  unit_id uuid not null references units,
  tier smallint not null,
  person_id uuid not null references people,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  shift_id uuid references on_call_shifts,
  -- That it begins was told; and that its person took over.
  told_at timestamptz,
  taken_at timestamptz,
  constraint on_call_turns_times check (ends_at > starts_at)
);
create index on_call_turns_of_roster on on_call_turns (roster_id, ends_at);
create index on_call_turns_of_person on on_call_turns (person_id, ends_at);
create index on_call_turns_of_unit on on_call_turns (unit_id);
create index on_call_turns_to_tell on on_call_turns (starts_at) where told_at is null;

create table on_call_swaps (
  id uuid primary key default new_id(),
  roster_id uuid not null references on_call_rosters,
  unit_id uuid not null references units,
  -- A turn that is laid out anew is another one: its hours are kept here.
  turn_id uuid not null,
  tier smallint not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  asked_by uuid not null references people,
  asked_of uuid not null references people,
  words text not null default '' constraint on_call_swaps_words check (length(words) <= 500),
  state text not null default 'asked' constraint on_call_swaps_state check (state in ('asked', 'accepted', 'declined', 'withdrawn')),
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint on_call_swaps_two check (asked_by <> asked_of),
  constraint on_call_swaps_ended check ((state = 'asked') = (ended_at is null))
);
create unique index on_call_swaps_once on on_call_swaps (turn_id) where state = 'asked';
create index on_call_swaps_of_roster on on_call_swaps (roster_id, asked_at desc);
create index on_call_swaps_asked_of on on_call_swaps (asked_of) where state = 'asked';
create index on_call_swaps_of_unit on on_call_swaps (unit_id);

-- What the outgoing person tells the next, and who confirmed it when.
create table on_call_handovers (
  turn_id uuid primary key references on_call_turns,
  roster_id uuid not null references on_call_rosters,
  unit_id uuid not null references units,
  tier smallint not null,
  person_id uuid not null references people,
  note text not null constraint on_call_handovers_note check (length(btrim(note)) between 1 and 4000),
  written_at timestamptz not null default now(),
  taken_by uuid references people,
  taken_at timestamptz,
  constraint on_call_handovers_taken check ((taken_by is null) = (taken_at is null))
);
create index on_call_handovers_of_roster on on_call_handovers (roster_id, written_at desc);
create index on_call_handovers_of_unit on on_call_handovers (unit_id);

-- Numbers for the night. Entered by the person, or by whoever keeps a roster they stand in; read one by one, each reading in the trail.
create table on_call_contacts (
  person_id uuid primary key references people,
  company_id uuid not null references units,
  telephone text not null constraint on_call_contacts_telephone check (length(telephone) between 5 and 60),
  remark text not null default '' constraint on_call_contacts_remark check (length(remark) <= 200),
  changed_at timestamptz not null default now(),
  changed_by uuid references people
);
create index on_call_contacts_of_company on on_call_contacts (company_id);

call lock_rows_of_units('on_call_rosters', '{unit_id}');
call lock_rows_of_units('on_call_rules', '{unit_id}');
call lock_rows_of_units('on_call_shifts', '{unit_id}');
call lock_rows_of_units('on_call_turns', '{unit_id}');
call lock_rows_of_units('on_call_swaps', '{unit_id}');
call lock_rows_of_units('on_call_handovers', '{unit_id}');
-- A number is nobody's by being in charge of a company: it is given out by on_call_number alone.
alter table on_call_contacts enable row level security;
create policy whole_group on on_call_contacts to yagura_group using (true) with check (true);
create policy own_row on on_call_contacts to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());
create policy door on on_call_contacts to yagura_door, yagura_jobs using (true) with check (true);

-- One's own turns, wherever the roster stands, and what hangs on them.
create policy own_turns on on_call_turns to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());
create function my_rosters() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct t.roster_id), '{}') from on_call_turns t
  join on_call_rosters r on r.id = t.roster_id
  where t.person_id = app_actor() and t.ends_at > app_now() - interval '14 days'
    and (bound_of(app_actor()) is null or r.unit_id = bound_of(app_actor()))
$$;
create policy serving on on_call_rosters for select to yagura_scoped using (id = any ((select my_rosters())::uuid[]));
create policy serving on on_call_handovers to yagura_scoped using (roster_id = any ((select my_rosters())::uuid[]))
  with check (roster_id = any ((select my_rosters())::uuid[]));
create policy serving on on_call_swaps to yagura_scoped using (asked_by = app_actor() or asked_of = app_actor()) with check (asked_by = app_actor() or asked_of = app_actor());

-- Somebody who has left or cannot sign in is nobody.
create function is_there_on_call(person uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from accounts a where a.person_id = person and a.state = 'active') and not has_left(person)
$$;

-- The rosters that serve a company (or the group itself), its own first, then those above it.
create function rosters_serving(company uuid) returns table (roster_id uuid, depth integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id, depth) as (
    select company, 0
    union all
    select s.parent_id, u.depth + 1 from up u
    join supervisions s on s.unit_id = u.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where u.depth < 64
  )
  select r.id, u.depth from (select x.unit_id, min(x.depth) as depth from up x group by x.unit_id) u
  join on_call_rosters r on r.unit_id = u.unit_id and r.ended_at is null
  where u.depth = 0 or r.served = '{}' or exists (select from up x where x.unit_id = any (r.served))
$$;

-- Who is asked for a purpose at a company at a moment. Level 0: the first of the nearest roster where somebody is (its backup
-- where nobody else is); 1 and 2: the nearest backup; 3: the division's roster; 4: the group's.
create function on_call_asked(company uuid, wanted text, level integer, at timestamptz)
  returns table (roster_id uuid, turn_id uuid, person_id uuid, tier smallint, ends_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  with there as materialized (
    select s.roster_id, s.depth, w.kind, t.id as turn_id, t.person_id, t.tier, t.ends_at
    from rosters_serving(company) s
    join on_call_rosters r on r.id = s.roster_id and wanted = any (r.purposes)
    join units w on w.id = r.unit_id
    join on_call_turns t on t.roster_id = r.id and t.starts_at <= at and at < t.ends_at
    where is_there_on_call(t.person_id)
  )
  select t.roster_id, t.turn_id, t.person_id, t.tier, t.ends_at from there t
  where case
    when level = 0 then (t.depth, t.tier) = (select x.depth, x.tier from there x order by x.depth, x.tier limit 1)
    when level <= 2 then t.tier = 2 and t.depth = (select min(x.depth) from there x where x.tier = 2)
    when level = 3 then t.kind = 'division' and t.tier = 1
      and t.depth = (select min(x.depth) from there x where x.kind = 'division' and x.tier = 1)
    else t.kind = 'group' and t.tier = 1 end
$$;

-- Whether a person was asked as whoever is on call, at this level or one above, at one of these moments.
create function is_asked_on_call(person uuid, company uuid, duty_kind text, from_level integer, moments timestamptz[])
  returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from on_call_kinds k, unnest(moments) as m (at), generate_series(from_level, 4) as l (level)
    where k.kind = duty_kind
      and exists (select from on_call_turns t where t.person_id = person and t.starts_at <= m.at and m.at < t.ends_at)
      and exists (select from on_call_asked(company, k.purpose, l.level, m.at) o where o.person_id = person))
$$;
