-- A right is a person's or a position's; a position has a deputy, who holds its rights while its holder is away or nobody
-- holds it. Which rights hold now is said once, in grants_in_force: every check reads it.
alter table grants
  alter column person_id drop not null,
  add column position_id uuid constraint grants_position_id_fkey references positions (id),
  add constraint grants_person_or_position check (num_nonnulls(person_id, position_id) = 1);
create index grants_by_position on grants (position_id) where position_id is not null;

create table deputies (
  id uuid primary key default new_id(),
  position_id uuid not null references positions (id),
  person_id uuid not null references people (id),
  company_id uuid not null references units (id),
  valid_from date not null,
  valid_to date,
  named_by uuid,
  created_at timestamptz not null default now(),
  constraint deputies_dates check (valid_to is null or valid_to >= valid_from),
  constraint deputies_one_at_a_time exclude using gist (position_id with =, daterange(valid_from, valid_to) with &&)
);
create index deputies_by_person on deputies (person_id);
create index deputies_by_company on deputies (company_id);
call lock_rows('deputies');

create table absences (
  id uuid primary key default new_id(),
  person_id uuid not null references people (id),
  company_id uuid not null references units (id),
  valid_from date not null,
  valid_to date not null,
  entered_by uuid,
  created_at timestamptz not null default now(),
  constraint absences_dates check (valid_to >= valid_from),
  constraint absences_a_year_at_most check (valid_to <= valid_from + 366),
  constraint absences_one_at_a_time exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&)
);
comment on column absences.valid_to is 'the first day back; nothing needs to end it';
create index absences_by_company on absences (company_id);
call lock_rows('absences');
create policy own_row on absences for select to yagura_scoped using (person_id = app_actor());

create trigger deputies_scope after insert or update or delete on deputies for each statement execute function forget_scope();
create trigger absences_scope after insert or update or delete on absences for each statement execute function forget_scope();
create trigger position_holders_scope after insert or update or delete on position_holders
  for each statement execute function forget_scope();
create trigger positions_scope after update on positions for each statement execute function forget_scope();

-- The one company that this session's rights reach, or null where they reach all that its person holds. Of nobody but the
-- asker: what others hold has nothing to do with how the asker signed in.
create function bound_of(person uuid) returns uuid language sql stable parallel safe as $$
  select case when person = app_actor() then nullif(current_setting('app.bound_to', true), '')::uuid end
$$;

create view grants_in_force with (security_invoker = true) as
  select g.id, g.person_id, g.role_id, g.unit_id, g.with_subtree, 'person' as via, null::uuid as position_id, g.valid_to
  from grants g
  where g.person_id is not null and holds_on(g.valid_from, g.valid_to, group_today())
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

-- What one person holds now. Plain SQL without rights of its own, so that PostgreSQL puts it into the statement that asks.
create function grants_held(person uuid, bound uuid)
returns table (id uuid, role_id text, unit_id uuid, with_subtree boolean, via text, position_id uuid, valid_to date)
language sql stable as $$
  select g.id, g.role_id, g.unit_id, g.with_subtree, g.via, g.position_id, g.valid_to from grants_in_force g
  where g.person_id = person
    and (bound is null or exists (select from units u where u.id = g.unit_id and u.company_id = bound
      and u.kind not in ('group', 'division')))
$$;

create or replace function companies_in_scope(person uuid, wanted text) returns uuid[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  bound constant uuid := bound_of(person);
  held uuid[];
  below uuid[];
  companies uuid[];
begin
  select array_agg(g.unit_id), array_agg(g.unit_id) filter (where g.with_subtree) into held, below
  from grants_held(person, bound) g join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted;
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
  return coalesce(companies, '{}');
end $$;

create or replace function permissions_at(person uuid, wanted text[], company uuid) returns setof text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  bound constant uuid := bound_of(person);
  above uuid[] := array[company];
  unit uuid := company;
begin
  if not exists (select from units u where u.id = company and u.kind = 'company') then return; end if;
  if bound <> company then return; end if;
  for level in 1 .. 64 loop
    select s.parent_id into unit from supervisions s where s.unit_id = unit and holds_on(s.valid_from, s.valid_to, day);
    exit when unit is null;
    above := above || unit;
  end loop;
  return query
    select distinct rp.permission from grants_held(person, bound) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted)
    where g.unit_id = company or g.with_subtree and g.unit_id = any (above);
end $$;

create or replace function people_with_permission(wanted text, company uuid) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  above uuid[] := array[company];
  unit uuid := company;
begin
  for level in 1 .. 64 loop
    select s.parent_id into unit from supervisions s where s.unit_id = unit and holds_on(s.valid_from, s.valid_to, day);
    exit when unit is null;
    above := above || unit;
  end loop;
  return query
    select distinct g.person_id from grants_in_force g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where g.unit_id = company or g.with_subtree and g.unit_id = any (above);
end $$;

create or replace function companies_with(wanted text) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive held as (
    select distinct g.unit_id, g.with_subtree from grants_in_force g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where exists (select from accounts a where a.person_id = g.person_id and a.state = 'active')
  ), reached (unit_id) as (
    select unit_id from held where with_subtree
    union
    select s.unit_id from supervisions s join reached r on s.parent_id = r.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select u.id from units u
  where u.kind = 'company' and u.id in (select unit_id from reached union select unit_id from held)
$$;

create or replace function may_give_at(giver uuid, wanted text, at_unit uuid, with_all_below boolean) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id) as (
    select at_unit
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select exists (select from grants_held(giver, bound_of(giver)) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where case when g.with_subtree then g.unit_id in (select unit_id from up) else g.unit_id = at_unit and not with_all_below end)
    and (bound_of(giver) is null or exists (select from units u where u.id = at_unit and u.company_id = bound_of(giver)
      and u.kind not in ('group', 'division')
      and not (with_all_below and exists (select from supervisions s join units c on c.id = s.unit_id and c.kind = 'company'
        where s.parent_id = at_unit and holds_on(s.valid_from, s.valid_to, group_today())))))
$$;

create or replace function holds_role_at(person uuid, unit uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from grants_held(holds_role_at.person, bound_of(holds_role_at.person)) g
    where g.unit_id = holds_role_at.unit)
$$;

create or replace function own_places(person uuid)
returns table (unit_id uuid, kind text, name text, name_en text, name_ja text, name_zh text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.kind, n.name, n.name_en, n.name_ja, n.name_zh from units u
  join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
  where u.id in (select g.unit_id from grants_held(own_places.person, bound_of(own_places.person)) g)
  order by array_position(array['group', 'division', 'company'], u.kind), u.code
$$;

create or replace function find_controls(person uuid, words text, most integer)
returns table (edition_id uuid, control_id text, titles jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  with in_force as (
    select distinct on (e.standard) e.id from editions e
    where e.state = 'published' order by e.standard, e.effective_on > group_today(), abs(e.effective_on - group_today())
  )
  select c.edition_id, c.control_id, c.texts -> 'title'
  from controls c join in_force f on f.id = c.edition_id
  where exists (select from grants_held(person, bound_of(person)) g join role_permissions rp on rp.role_id = g.role_id
      where rp.permission in ('standard.read', 'standard.publish'))
    and (c.control_id ilike words || '%'
      or concat_ws(' ', c.texts -> 'title' ->> 'en', c.texts -> 'title' ->> 'ja', c.texts -> 'title' ->> 'zh')
        ilike '%' || words || '%')
  order by c.control_id ilike words || '%' desc, c.position limit most
$$;

-- Every permission that a person holds anywhere now, and whether one grant of it reaches the whole group.
create function permissions_of(person uuid) returns table (permission text, is_group_wide boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select rp.permission, bool_or(u.kind = 'group' and g.with_subtree)
  from grants_held(person, bound_of(person)) g
  join role_permissions rp on rp.role_id = g.role_id
  join units u on u.id = g.unit_id
  group by rp.permission order by rp.permission
$$;

create function standing_of(person uuid, wanted text, bound uuid)
returns table (account_id uuid, company_id uuid, language text, time_zone text, reach text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.company_id, a.language, p.time_zone, coalesce((
    select case when bool_or(u.kind = 'group' and g.with_subtree) then 'group' else 'companies' end
    from grants_held(person, bound) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    join units u on u.id = g.unit_id
    having count(*) > 0), 'none')
  from accounts a join people p on p.id = a.person_id
  where a.person_id = person and a.state = 'active'
  order by a.created_at limit 1
$$;

create or replace function standing_of(person uuid, wanted text)
returns table (account_id uuid, company_id uuid, language text, time_zone text, reach text)
language sql stable security definer set search_path = public, pg_temp as $$
  select * from standing_of(person, wanted, bound_of(person))
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
    select rp.permission,
      case when bool_or(u.kind = 'group' and g.with_subtree) then 'group' else 'companies' end as reach
    from grants_held(a.person_id, s.bound_to) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted)
    join units u on u.id = g.unit_id
    group by rp.permission
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    -- OWASP ASVS 7.3: a session also ends when nobody uses it.
    and s.last_seen_at > now() - interval '4 hours'
  order by array_position(wanted, held.permission)
$$;

create or replace function my_duties(person uuid, risen text[])
returns table (id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text,
  company_name_ja text, company_name_zh text, starts_at timestamptz, due_at timestamptz, time_zone text, level smallint,
  postponed_count smallint, reminded_at timestamptz, is_addressed boolean, is_nobodys boolean, is_postponement_open boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  with held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies
    from (select distinct rp.permission from grants_held(person, bound_of(person)) g
      join role_permissions rp on rp.role_id = g.role_id) p
    where p.permission = any (risen)
      or exists (select from duties d where d.state = 'open' and d.person_id is null and d.permission = p.permission)
  ), somebody as materialized (
    select p.permission, c.company_id
    from (select distinct d.permission from duties d where d.state = 'open' and d.person_id is null) p
    cross join lateral companies_with(p.permission) as c (company_id)
    -- Read by who stands at the last level alone; an officer of one company pays nothing for it.
    where exists (select from held h where h.permission = risen[cardinality(risen)])
  ), mine as (
    select d.fiscal_year, d.id, true as is_addressed, false as is_nobodys from duties d
      where d.state = 'open' and d.person_id = person and (bound_of(person) is null or d.company_id = bound_of(person))
    union all
    select d.fiscal_year, d.id, true, false from held h
      join duties d on d.state = 'open' and d.person_id is null and d.permission = h.permission and d.company_id = any (h.companies)
        and not person = any (d.not_for)
    union all
    select d.fiscal_year, d.id, false, false from unnest(risen) with ordinality as r (permission, level)
      join held h on h.permission = r.permission
      join duties d on d.state = 'open' and d.company_id = any (h.companies) and d.level >= r.level
    union all
    select d.fiscal_year, d.id, d.permission = 'inspection.review', true from held h
      join duties d on d.state = 'open' and d.person_id is null and d.company_id = any (h.companies)
      where h.permission = risen[cardinality(risen)]
        and not exists (select from somebody s where s.permission = d.permission and s.company_id = d.company_id)
    union all
    select d.fiscal_year, d.id, false, false from position_holders ph
      join positions p on p.id = ph.position_id and p.purpose = 'deputy_security_officer'
      join duties d on d.state = 'open' and d.company_id = p.company_id and d.level >= 1 and d.permission = 'inspection.answer'
      where ph.person_id = person and holds_on(ph.valid_from, ph.valid_to, group_today())
        and (bound_of(person) is null or p.company_id = bound_of(person))
    union all
    select d.fiscal_year, d.id, true, false from units w
      join duties d on d.state = 'open' and d.person_id is null and d.company_id = w.id and not person = any (d.not_for)
      where w.kind = 'group' and exists (select from grants_held(person, bound_of(person)) g
        join role_permissions rp on rp.role_id = g.role_id and rp.permission = d.permission
        where g.unit_id = w.id and g.with_subtree)
  ), once as (
    select m.fiscal_year, m.id, bool_or(m.is_addressed) as is_addressed, bool_or(m.is_nobodys) as is_nobodys
    from mine m group by m.fiscal_year, m.id
  )
  select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, n.name, n.name_en, n.name_ja, n.name_zh, d.starts_at, d.due_at,
    d.time_zone, d.level, d.postponed_count, d.reminded_at, o.is_addressed, o.is_nobodys,
    exists (select from postponements p where p.duty_id = d.id and p.decided_at is null)
  from once o
  join duties d on d.fiscal_year = o.fiscal_year and d.id = o.id and d.starts_at <= app_now()
  join unit_names n on n.unit_id = d.company_id and holds_on(n.valid_from, n.valid_to, group_today())
$$;

-- Who is the group's administrator by name, never by position: a seat that falls vacant must not leave it without one.
create or replace function administered_days(leaving uuid[] default '{}', last_day date default null) returns datemultirange
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(range_agg(daterange(greatest(g.valid_from, group_today()),
    case when g.person_id = any (leaving) then least(g.valid_to, greatest(g.valid_from, last_day + 1, group_today()))
      else g.valid_to end)), '{}')
  from grants g
  join units u on u.id = g.unit_id and u.kind = 'group'
  join accounts a on a.person_id = g.person_id and a.state = 'active'
  where g.person_id is not null and g.role_id = 'administrator' and g.with_subtree
    and (g.valid_to is null or g.valid_to > group_today())
$$;

-- For which position somebody acts who could not do it at this company by a right of their own: the deputy's acts name whom they
-- stand for. Nothing for everybody else.
create function acts_for(person uuid, wanted text, company uuid) returns table (position_id uuid, holder_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  above uuid[] := array[company];
  unit uuid := company;
begin
  if not exists (select from deputies d where d.person_id = person and holds_on(d.valid_from, d.valid_to, day)) then return; end if;
  for level in 1 .. 64 loop
    select s.parent_id into unit from supervisions s where s.unit_id = unit and holds_on(s.valid_from, s.valid_to, day);
    exit when unit is null;
    above := above || unit;
  end loop;
  return query
    with reaching as (
      select g.via, g.position_id from grants_held(person, bound_of(person)) g
      join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
      where company is null or g.unit_id = company or g.with_subtree and g.unit_id = any (above)
        or g.unit_id in (select u.id from units u where u.company_id = company)
    )
    select r.position_id, h.person_id from reaching r
    left join position_holders h on h.position_id = r.position_id and holds_on(h.valid_from, h.valid_to, day)
    where not exists (select from reaching own where own.via <> 'deputy')
    order by r.position_id limit 1;
end $$;

create or replace function record_event(
  verb text, actor_id uuid, on_behalf_of uuid, subject_kind text, subject_id uuid, company_id uuid,
  request_id text, data jsonb, personal jsonb
) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e events;
  new_salt bytea;
  stands record;
begin
  e.id := nextval('public.events_id_seq');
  e.era := coalesce((select trail_era from group_settings), 1);
  e.xid := pg_current_xact_id();
  e.at := clock_timestamp();
  e.data := coalesce(record_event.data, '{}');
  e.on_behalf_of := record_event.on_behalf_of;
  if e.on_behalf_of is null and exists (select from deputies d where d.person_id = record_event.actor_id) then
    select * into stands from acts_for(record_event.actor_id, app_permission(), record_event.company_id);
    if stands.position_id is not null then
      e.on_behalf_of := stands.holder_id;
      e.data := e.data || jsonb_build_object('asDeputyAt', stands.position_id);
    end if;
  end if;
  if personal is not null then
    new_salt := uuid_send(gen_random_uuid());
    e.values_hash := sha256(new_salt || convert_to(personal::text, 'UTF8'));
  end if;
  e.hash := sha256(convert_to(concat_ws(E'\x1f',
    e.id, e.era, e.xid, (extract(epoch from e.at) * 1000000)::bigint, record_event.verb,
    coalesce(record_event.actor_id::text, '-'), coalesce(e.on_behalf_of::text, '-'), record_event.subject_kind,
    coalesce(record_event.subject_id::text, '-'), coalesce(record_event.company_id::text, '-'),
    coalesce(record_event.request_id, '-'), e.data::text, coalesce(encode(e.values_hash, 'hex'), '-')), 'UTF8'));
  insert into events (id, era, xid, at, verb, actor_id, on_behalf_of, subject_kind, subject_id, company_id, request_id, data,
    values_hash, hash)
  overriding system value values (e.id, e.era, e.xid, e.at, record_event.verb, record_event.actor_id,
    e.on_behalf_of, record_event.subject_kind, record_event.subject_id, record_event.company_id,
    record_event.request_id, e.data, e.values_hash, e.hash);
  if personal is not null then
    insert into event_values (event_id, company_id, salt, content)
    values (e.id, record_event.company_id, new_salt, personal);
  end if;
  return e.id;
end $$;

-- A job goes on under the rights of the session that ordered it, and so does a bound one; what was ordered elsewhere is not
-- of this session's company.
alter table jobs add column bound_to uuid constraint jobs_bound_to_fkey references units (id);
comment on column jobs.bound_to is 'the one company that the ordering session reached; null: all that its person holds';
drop policy own_jobs on jobs;
create policy own_jobs on jobs for select to yagura_scoped using (ordered_by = app_actor()
  and (bound_of(app_actor()) is null or bound_to = bound_of(app_actor())));
create policy bound_session on workbook_deliveries as restrictive for all to yagura_scoped
  using (bound_of(app_actor()) is null or desk <@ array[bound_of(app_actor())]);
