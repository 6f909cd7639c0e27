-- Outside firms and their people, who belong to no company of the group; and engagements: what they were asked to do, until
-- when, and which records they may see for it and no others (docs/decisions/0084).

-- A right may begin and end at a moment, not only with a day of the group's; and it may reach an engagement in place of a unit:
-- of the company it is held at, the records that the engagement covers.
create table outside_firms (
  id uuid primary key references units (id),
  name text not null constraint outside_firms_name_length check (length(name) between 1 and 200),
  note text constraint outside_firms_note_length check (length(note) <= 500),
  -- The company that answers for it; null: the group's office
  kept_by uuid references units (id),
  row_version integer not null default 1,
  created_at timestamptz not null default now()
);
create index outside_firms_by_keeper on outside_firms (kept_by);
create index outside_firms_by_name on outside_firms (name, id);

create table engagements (
  id uuid primary key default new_id(),
  -- Whose it is: a company's, or null where the group's office ordered it
  company_id uuid references units (id),
  firm_id uuid not null references outside_firms (id),
  title text not null constraint engagements_title_length check (length(title) between 1 and 200),
  purpose text not null constraint engagements_purpose_length check (length(purpose) between 1 and 2000),
  role_id text not null references roles (id) constraint engagements_role check (role_id in ('assessor', 'adviser')),
  valid_from date not null,
  valid_to date not null,
  time_zone text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  ordered_by uuid not null references people (id),
  ended_at timestamptz,
  ended_by uuid references people (id),
  ended_reason text constraint engagements_ended_reason_length check (length(ended_reason) between 1 and 500),
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint engagements_dates check (valid_to > valid_from),
  constraint engagements_two_years_at_most check (valid_to <= valid_from + 731),
  constraint engagements_ended_by_somebody check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_reason is null))
);
comment on column engagements.valid_to is 'the first day on which it no longer holds, in its own time zone';
comment on column engagements.ends_at is 'the moment of its end: midnight of that day, or when it was ended early';
create index engagements_by_company on engagements (company_id);
create index engagements_by_firm on engagements (firm_id);
create index engagements_by_end on engagements (ends_at, id);

create table engagement_covers (
  engagement_id uuid not null references engagements (id),
  subject_kind text not null constraint engagement_covers_kind check (subject_kind in ('company', 'inspection')),
  subject_id uuid not null,
  company_id uuid not null references units (id),
  added_by uuid not null references people (id),
  added_at timestamptz not null default now(),
  primary key (engagement_id, subject_kind, subject_id)
);
create index engagement_covers_by_company on engagement_covers (company_id, engagement_id);

create table engagement_people (
  engagement_id uuid not null references engagements (id),
  person_id uuid not null references people (id),
  -- of the person: the firm
  company_id uuid not null references units (id),
  added_by uuid not null references people (id),
  added_at timestamptz not null default now(),
  removed_at timestamptz,
  removed_by uuid references people (id),
  primary key (engagement_id, person_id)
);
create index engagement_people_by_person on engagement_people (person_id);
create index engagement_people_by_company on engagement_people (company_id);

alter table units drop constraint units_kind,
  add constraint units_kind check (kind in ('group', 'division', 'company', 'department', 'site', 'outside'));

alter table grants
  add column engagement_id uuid constraint grants_engagement_id_fkey references engagements (id),
  add column begins_at timestamptz,
  add column ends_at timestamptz,
  add constraint grants_of_engagement_end check (engagement_id is null or begins_at is not null and ends_at is not null),
  -- No role that says something of a whole company goes to somebody from outside, whoever changes what.
  add constraint grants_of_engagement_role check (engagement_id is null or role_id in ('assessor', 'adviser'));
comment on column grants.engagement_id is 'of the company it is held at it reaches the records that the engagement covers, and nothing else';
create index grants_by_engagement on grants (engagement_id) where engagement_id is not null;

call lock_rows('engagements');
call lock_rows('engagement_covers');
call lock_rows('engagement_people');
alter table outside_firms enable row level security;
create policy whole_group on outside_firms to yagura_group using (true) with check (true);
create policy door on outside_firms for select to yagura_door, yagura_jobs using (true);
-- A company sees who was engaged to look at its records, whoever ordered it.
create policy covering on engagements for select to yagura_scoped
  using (id in (select c.engagement_id from engagement_covers c));
create policy of_engagement on engagement_people for select to yagura_scoped
  using (engagement_id in (select e.id from engagements e));
create policy own_companies on outside_firms to yagura_scoped
  using (kept_by = any ((select scope_companies())::uuid[])) with check (kept_by = any ((select scope_companies())::uuid[]));
create policy engaged on outside_firms for select to yagura_scoped using (id in (select e.firm_id from engagements e));

create trigger outside_firms_scope after insert or update or delete on outside_firms
  for each statement execute function forget_scope();
create trigger engagement_covers_scope after insert or update or delete on engagement_covers
  for each statement execute function forget_scope();

-- Somebody from outside holds rights by an engagement alone, and fills no seat of the group.
create function outside_by_engagement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.person_id is not null and (new.engagement_id is not null) is distinct from exists (select from outside_firms f
      join people p on p.company_id = f.id where p.id = new.person_id) then
    raise exception 'rights of somebody from outside' using errcode = 'check_violation', constraint = 'grants_outside_by_engagement';
  end if;
  return new;
end $$;
create trigger grants_outside before insert or update of person_id, engagement_id on grants
  for each row execute function outside_by_engagement();

create function no_seat_for_outside() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from outside_firms f join people p on p.company_id = f.id where p.id = new.person_id) then
    raise exception 'a seat for somebody from outside' using errcode = 'check_violation', constraint = 'position_not_for_outside';
  end if;
  return new;
end $$;
create trigger position_holders_outside before insert or update of person_id on position_holders
  for each row execute function no_seat_for_outside();
create trigger deputies_outside before insert or update of person_id on deputies
  for each row execute function no_seat_for_outside();

create or replace view grants_in_force with (security_invoker = true) as
  select g.id, g.person_id, g.role_id, g.unit_id, g.with_subtree,
    case when g.engagement_id is null then 'person' else 'engagement' end as via, null::uuid as position_id, g.valid_to
  from grants g
  where g.person_id is not null and holds_on(g.valid_from, g.valid_to, group_today())
    and (g.begins_at is null or g.begins_at <= app_now()) and (g.ends_at is null or g.ends_at > app_now())
  union all
  select g.id, h.person_id, g.role_id, g.unit_id, g.with_subtree, 'position', h.position_id, least(g.valid_to, h.valid_to)
  from position_holders h join grants g on g.position_id = h.position_id
  where holds_on(h.valid_from, h.valid_to, group_today()) and holds_on(g.valid_from, g.valid_to, group_today())
  union all
  select g.id, d.person_id, g.role_id, g.unit_id, g.with_subtree, 'deputy', d.position_id, least(g.valid_to, d.valid_to)
  from deputies d
  join positions p on p.id = d.position_id and (p.ended_on is null or p.ended_on > group_today())
  join grants g on g.position_id = d.position_id
  where holds_on(d.valid_from, d.valid_to, group_today()) and holds_on(g.valid_from, g.valid_to, group_today())
    and not exists (select from position_holders h
      where h.position_id = d.position_id and holds_on(h.valid_from, h.valid_to, group_today())
        and not exists (select from absences a where a.person_id = h.person_id
          and holds_on(a.valid_from, a.valid_to, group_today())));

-- Whether a permission counts that is held in this way: what is looked at by engagement is held by one alone, and by one
-- nothing else is.
create function is_held_by(via text, permission text) returns boolean language sql immutable parallel safe as $$
  select (via = 'engagement') = (permission like 'engaged.%')
$$;

create or replace function open_session(token bytea, wanted text[])
returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean, bound_to uuid, is_complete boolean, is_confirmed boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    s.last_seen_at < now() - interval '1 minute', s.bound_to, s.completed_at is not null,
    -- How long a proof of who one is counts for what asks for a fresh one.
    coalesce(s.confirmed_at > now() - interval '15 minutes', false)
  from sessions s
  join accounts a on a.id = s.account_id and a.state = 'active'
  join people p on p.id = a.person_id
  left join lateral (
    select rp.permission, case when bool_or(u.kind = 'group' and g.with_subtree) then 'group'
      when bool_or(g.via = 'engagement') then 'engagement' else 'companies' end as reach
    from grants_held(a.person_id, s.bound_to) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted)
    join units u on u.id = g.unit_id
    where is_held_by(g.via, rp.permission)
    group by rp.permission
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    -- OWASP ASVS 7.3: a session also ends when nobody uses it.
    and s.last_seen_at > now() - interval '4 hours'
  order by array_position(wanted, held.permission)
$$;

create or replace function standing_of(person uuid, wanted text, bound uuid)
returns table (account_id uuid, company_id uuid, language text, time_zone text, reach text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.company_id, a.language, p.time_zone, coalesce((
    select case when bool_or(u.kind = 'group' and g.with_subtree) then 'group'
      when bool_or(g.via = 'engagement') then 'engagement' else 'companies' end
    from grants_held(person, bound) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    join units u on u.id = g.unit_id
    where is_held_by(g.via, rp.permission)
    having count(*) > 0), 'none')
  from accounts a join people p on p.id = a.person_id
  where a.person_id = person and a.state = 'active'
  order by a.created_at limit 1
$$;

create or replace function permissions_held_by(person uuid) returns table (permission text, is_group_wide boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select rp.permission, bool_or(u.kind = 'group' and g.with_subtree)
  from grants_held(person, bound_of(person)) g
  join role_permissions rp on rp.role_id = g.role_id
  join units u on u.id = g.unit_id
  where is_held_by(g.via, rp.permission)
  group by rp.permission order by rp.permission
$$;

create or replace function companies_held(person uuid, wanted text) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  day constant date := group_today();
  bound constant uuid := bound_of(person);
  held uuid[];
  below uuid[];
  companies uuid[];
begin
  select array_agg(g.unit_id), array_agg(g.unit_id) filter (where g.with_subtree) into held, below
  from grants_held(person, bound) g join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
  where is_held_by(g.via, rp.permission);
  -- A session bound to a company reaches what is below it no more than what is beside it.
  if bound is not null then below := null; end if;
  -- Bounded: a tree that ran in a circle by mistake must not hold a statement for ever.
  for level in 1 .. 64 loop
    exit when below is null;
    held := held || below;
    select array_agg(s.unit_id) into below from supervisions s
    where s.parent_id = any (below) and holds_on(s.valid_from, s.valid_to, day);
  end loop;
  select array_agg(u.id) into companies from units u where u.id = any (held) and u.kind = 'company';
  -- Whoever answers for a company answers for the outside firms that it keeps, and sees those that look at its records.
  if wanted in ('engagement.read', 'engagement.manage') and companies is not null then
    companies := companies || array(select f.id from outside_firms f where f.kept_by = any (companies)
      union select e.firm_id from engagements e join engagement_covers c on c.engagement_id = e.id
        where wanted = 'engagement.read' and c.company_id = any (companies));
  end if;
  return coalesce(companies, '{}');
end $$;

-- What an engagement opens to somebody now: the ids of the records of a kind, by those engagements that give the permission.
create function engaged_in(person uuid, wanted text)
returns table (engagement_id uuid, company_id uuid, subject_kind text, subject_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.engagement_id, c.company_id, c.subject_kind, c.subject_id
  from grants g
  join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
  join engagement_covers c on c.engagement_id = g.engagement_id and c.company_id = g.unit_id
  where g.person_id = person and holds_on(g.valid_from, g.valid_to, group_today())
    and g.begins_at <= app_now() and g.ends_at > app_now()
    and wanted like 'engaged.%' and bound_of(person) is null and is_lent(person, wanted)
$$;
create function engaged_subjects(person uuid, wanted text, kind text) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct case kind when 'engagement' then e.engagement_id when 'company' then e.company_id
    else e.subject_id end), '{}')
  from engaged_in(person, wanted) e where kind in ('engagement', 'company') or e.subject_kind = kind
$$;
create function engaged_now(kind text) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select engaged_subjects(app_actor(), app_permission(), kind)
$$;

-- The second lock of an engagement: a role of its own, to which nothing is open but what stands here.
create policy engaged on units for select to yagura_outside
  using (kind = 'group' or id = any ((select engaged_now('company'))::uuid[]));
create policy engaged on unit_names for select to yagura_outside
  using (unit_id = any ((select engaged_now('company'))::uuid[]));
create policy engaged on inspections for select to yagura_outside
  using (id = any ((select engaged_now('inspection'))::uuid[]));
create policy engaged on scope_answers for select to yagura_outside
  using (inspection_id = any ((select engaged_now('inspection'))::uuid[]));
create policy engaged on answers for select to yagura_outside
  using (inspection_id = any ((select engaged_now('inspection'))::uuid[]) and app_permission() <> 'engaged.read');
create policy engaged on evidence_uses for select to yagura_outside
  using (inspection_id = any ((select engaged_now('inspection'))::uuid[]) and app_permission() <> 'engaged.read');
create policy engaged on evidence for select to yagura_outside
  using (withdrawn_at is null and id in (select x.evidence_id from evidence_uses x));
create policy engaged on papers for select to yagura_outside
  using (inspection_id = any ((select engaged_subjects(app_actor(), 'engaged.read_papers', 'inspection'))::uuid[]));
create policy engaged on files for select to yagura_outside using (
  id in (select p.file_id from papers p) or id in (select e.file_id from evidence e join evidence_uses x on x.evidence_id = e.id
    where x.inspection_id = any ((select engaged_subjects(app_actor(), 'engaged.read_evidence', 'inspection'))::uuid[])));
create policy engaged on engagements for select to yagura_outside
  using (id = any ((select engaged_now('engagement'))::uuid[]));
create policy engaged on engagement_covers for select to yagura_outside
  using (engagement_id = any ((select engaged_now('engagement'))::uuid[]));
create policy own_firm on outside_firms for select to yagura_outside
  using (id in (select p.company_id from people p where p.id = app_actor()));
create policy outside_own_row on people for select to yagura_outside using (id = app_actor());
create policy outside_own_row on accounts for select to yagura_outside using (person_id = app_actor());
create policy outside_issued on errata for select to yagura_outside using (state = 'issued');

-- One's own engagements, also before they begin: what one is asked to do and from when.
create function own_engagements() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select p.engagement_id from engagement_people p where p.person_id = app_actor() and p.removed_at is null
$$;
create policy own_row on engagements for select to yagura_scoped using (id in (select own_engagements()));

create function is_outside(person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from outside_firms f join people p on p.company_id = f.id where p.id = person)
$$;

-- A firm is a unit beside the tree, so that its people have a place of their own; who may add one is asked here, because the
-- unit is not in anybody's reach before it is there.
create function add_outside_firm(firm_name text, firm_note text, keeper uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made constant uuid := new_id();
begin
  if app_permission() is distinct from 'engagement.manage'
    or not (case when keeper is null then (select s.reach = 'group' from standing_of(app_actor(), 'engagement.manage') s)
      else exists (select from units u where u.id = keeper and u.kind = 'company')
        and ((select s.reach = 'group' from standing_of(app_actor(), 'engagement.manage') s)
          or keeper = any (companies_in_scope(app_actor(), 'engagement.manage'))) end) then
    raise exception 'beyond what one answers for' using errcode = 'insufficient_privilege';
  end if;
  insert into units (id, kind, code, company_id, founded_on) values (made, 'outside', 'OUT-' || right(made::text, 12), made, group_today());
  insert into outside_firms (id, name, note, kept_by) values (made, firm_name, firm_note, keeper);
  return made;
end $$;

-- An engagement's rights: one a person and company that it covers, with its dates; written anew from what it says whenever
-- that changes, so that rights and engagement cannot drift apart.
create function write_engagement_rights(of_engagement uuid, because text, given_by uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  zone constant text := coalesce((select time_zone from group_settings), 'UTC');
begin
  update grants g set ends_at = least(g.ends_at, app_now()), row_version = g.row_version + 1
  where g.engagement_id = of_engagement and g.ends_at > app_now()
    and (not exists (select from engagement_people p where p.engagement_id = of_engagement and p.person_id = g.person_id
        and p.removed_at is null)
      or not exists (select from engagement_covers c where c.engagement_id = of_engagement and c.company_id = g.unit_id));
  update grants g set ends_at = e.ends_at, valid_to = greatest(g.valid_from, (e.ends_at at time zone zone)::date + 1), row_version = g.row_version + 1
  from engagements e
  where g.engagement_id = of_engagement and e.id = of_engagement and g.ends_at > app_now() and g.ends_at <> e.ends_at;
  insert into grants (person_id, company_id, role_id, unit_id, with_subtree, valid_from, valid_to, begins_at, ends_at, reason,
    granted_by, engagement_id)
  select p.person_id, p.company_id, e.role_id, c.company_id, false, (greatest(e.begins_at, app_now()) at time zone zone)::date,
    (e.ends_at at time zone zone)::date + 1, greatest(e.begins_at, app_now()), e.ends_at, because, given_by, e.id
  from engagements e
  join engagement_people p on p.engagement_id = e.id and p.removed_at is null
  join (select distinct x.company_id from engagement_covers x where x.engagement_id = of_engagement) c on true
  where e.id = of_engagement and e.ends_at > app_now()
    and not exists (select from grants g where g.engagement_id = e.id and g.person_id = p.person_id and g.unit_id = c.company_id
      and g.ends_at > app_now());
end $$;

-- An account from outside owes a second factor from its first day, whatever the rules say.
create or replace function sign_in_owed(of_account uuid, methods text[])
returns table (owes text, demanded text, due_on date, totp integer, passkeys integer, recovery_codes integer)
language sql stable security definer set search_path = public, pg_temp as $$
  with rule as (
    select case r.demands when 'phishing_resistant' then 2 else 1 end as level, r.from_day + r.grace_days as due_on
    from sign_in_rules_for(of_account) r
    union all
    -- A mailbox is one factor: who comes by a mailed link always owes another.
    select 1, group_today() from accounts a where a.id = of_account and a.sign_in_way = 'link'
    union all
    select 1, group_today() from accounts a join outside_firms f on f.id = a.company_id where a.id = of_account
  ), has as (
    select count(*) filter (where f.kind = 'totp')::integer as totp,
      count(*) filter (where f.kind = 'passkey')::integer as passkeys
    from factors f where f.account_id = of_account and f.confirmed_at is not null
  ), asked as (
    select greatest(
        coalesce((select max(r.level) from rule r where r.due_on <= group_today()), 0),
        case when h.totp + h.passkeys > 0 then 1 else 0 end) as now_level,
      coalesce((select max(r.level) from rule r), 0) as level,
      h.totp, h.passkeys
    from has h
  )
  select case when strength_of(methods) >= a.now_level then null
      when a.now_level = 2 then 'phishing_resistant' else 'second_factor' end,
    case a.level when 2 then 'phishing_resistant' when 1 then 'second_factor' end,
    (select min(r.due_on) from rule r where r.level = a.level),
    a.totp, a.passkeys,
    (select count(*)::integer from recovery_codes c where c.account_id = of_account and c.used_at is null)
  from asked a
$$;

-- A right that has ended at a moment is over as one that has ended with a day.
create or replace function has_left(person uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
      when e.goes_on then false
      when e.ended_on is not null then not exists (
        select from grants g where g.person_id = person and g.valid_from >= e.ended_on
          and (g.valid_to is null or g.valid_to > group_today()) and (g.ends_at is null or g.ends_at > app_now()))
      else coalesce((select not bool_or((g.valid_to is null or g.valid_to > group_today())
          and (g.ends_at is null or g.ends_at > app_now()))
        from grants g where g.person_id = person), false)
    end
  from (select bool_or(x.valid_to is null or x.valid_to > group_today()) as goes_on, max(x.valid_to) as ended_on
    from employments x where x.person_id = person) e
$$;
