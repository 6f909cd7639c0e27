-- Looking along ("view as"): somebody lets a named supporter see what they see, for hours, and nothing be changed
-- (docs/decisions/0086).
create table viewings (
  id uuid primary key default new_id(),
  -- As whom is looked
  person_id uuid not null references people (id),
  account_id uuid not null references accounts (id),
  company_id uuid not null references units (id),
  viewer_id uuid not null references people (id),
  reason text not null constraint viewings_reason_length check (length(reason) between 1 and 500),
  allowed_at timestamptz not null,
  ends_at timestamptz not null,
  started_at timestamptz,
  ended_by uuid references people (id),
  constraint viewings_by_another check (viewer_id <> person_id),
  constraint viewings_eight_hours_at_most check (ends_at >= allowed_at and ends_at <= allowed_at + interval '8 hours')
);
comment on column viewings.ends_at is 'the moment of its end: as allowed, or when it was ended early';
create index viewings_by_person on viewings (person_id, id desc);
create index viewings_by_viewer on viewings (viewer_id, id desc);
create index viewings_by_company on viewings (company_id);
create index viewings_by_account on viewings (account_id);
call lock_rows('viewings');
-- It is a matter of the two alone; what came of it stands in the trail.
drop policy own_companies on viewings;
create policy of_the_two on viewings to yagura_scoped using (app_actor() in (person_id, viewer_id)) with check (person_id = app_actor());

alter table sessions add column viewing_id uuid constraint sessions_viewing_id_fkey references viewings (id);
comment on column sessions.viewing_id is 'as whom this session looks now, while that is allowed';
create index sessions_by_viewing on sessions (viewing_id) where viewing_id is not null;

-- Through which looking along this transaction is asked; null of what somebody does themselves.
create function app_viewing() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.viewing', true), '')::uuid
$$;

-- What somebody took in an emergency, they lend to nobody.
create or replace function grants_of_session(person uuid, bound uuid)
returns table (id uuid, role_id text, unit_id uuid, with_subtree boolean, via text, position_id uuid, valid_to date)
language sql stable as $$
  select g.id, g.role_id, g.unit_id, g.with_subtree, g.via, g.position_id, g.valid_to from (
    select * from grants_in_force f where f.person_id = person
    union all
    select * from grants_in_emergency x where x.person_id = person and app_token() is null and app_viewing() is null
  ) g
  where bound is null or exists (select from units u where u.id = g.unit_id and u.company_id = bound
    and u.kind not in ('group', 'division'))
$$;

-- Whether somebody sees the whole group by any permission: as them nobody looks along.
create function sees_whole_group(person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from grants_in_force g join units u on u.id = g.unit_id and u.kind = 'group'
    where g.person_id = person and g.with_subtree)
$$;

-- Who may look along with somebody of a company: whoever holds the permission there and is not that somebody.
create function viewers_for(person uuid, company uuid) returns table (person_id uuid, family_name text, given_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from people p
  where p.id in (select x from people_with_permission('viewing.look', company) x) and p.id <> person
    and exists (select from accounts a where a.person_id = p.id and a.state = 'active')
$$;

-- As the session is asked while it looks along: the other's rights, as far as they are lent; no row when that is over.
create function open_viewing(token bytea, wanted text[])
returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text, permission text,
  reach text, is_stale boolean, bound_to uuid, is_complete boolean, is_confirmed boolean, emergency_id uuid, viewing_id uuid,
  viewer_id uuid, viewer_company_id uuid, viewing_ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select null::uuid, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    false, bound.company, true, false, null::uuid, v.id, v.viewer_id, w.company_id, v.ends_at
  from sessions s
  join viewings v on v.id = s.viewing_id and v.ends_at > app_now()
  join accounts w on w.id = s.account_id and w.person_id = v.viewer_id and w.state = 'active'
  join accounts a on a.id = v.account_id and a.person_id = v.person_id and a.state = 'active'
  join people p on p.id = a.person_id
  -- Who supports a part of the group sees of another's rights those at the one company for which it was lent.
  cross join lateral (select case when s.bound_to is not null or not exists (select from grants_in_force f
      join role_permissions rp on rp.role_id = f.role_id and rp.permission = 'viewing.look'
      join units u on u.id = f.unit_id and u.kind = 'group'
      where f.person_id = v.viewer_id and f.with_subtree) then a.company_id end as company) bound
  left join lateral (
    select rp.permission, 'companies' as reach
    from grants_held(a.person_id, bound.company) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted)
    where g.via not in ('emergency', 'engagement') and is_held_by(g.via, rp.permission)
    group by rp.permission
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    and s.last_seen_at > now() - interval '4 hours'
    and (s.bound_to is null or s.bound_to = a.company_id)
    and not has_left(a.person_id) and not sees_whole_group(a.person_id) and not is_outside(a.person_id)
    and v.viewer_id in (select x.person_id from viewers_for(a.person_id, a.company_id) x)
  order by array_position(wanted, held.permission)
$$;

drop function open_session(bytea, text[]);
create function open_session(token bytea, wanted text[])
returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean, bound_to uuid, is_complete boolean, is_confirmed boolean, emergency_id uuid,
  viewing_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    s.last_seen_at < now() - interval '1 minute', s.bound_to, s.completed_at is not null,
    -- How long a proof of who one is counts for what asks for a fresh one.
    coalesce(s.confirmed_at > now() - interval '15 minutes', false),
    -- What is asked by nobody's permission shows all that one reaches.
    case when held.by_emergency or wanted = '{signed_in}' then emergency_of(a.person_id) end, s.viewing_id
  from sessions s
  join accounts a on a.id = s.account_id and a.state = 'active'
  join people p on p.id = a.person_id
  left join lateral (
    select rp.permission, case when bool_or(u.kind = 'group' and g.with_subtree) then 'group'
      when bool_or(g.via = 'engagement') then 'engagement' else 'companies' end as reach,
      -- What is held of the whole group without it, it adds nothing to.
      bool_or(g.via = 'emergency') and not bool_or(g.via <> 'emergency' and u.kind = 'group' and g.with_subtree) as by_emergency
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

-- Its own session alone, and only by whom it was allowed to.
create function start_viewing(of_viewing uuid, of_session uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update sessions s set viewing_id = v.id from viewings v, accounts a
  where s.id = of_session and s.ended_at is null and a.id = s.account_id and a.person_id = app_actor()
    and v.id = of_viewing and v.viewer_id = app_actor() and v.ends_at > app_now();
  if not found then return false; end if;
  update viewings set started_at = coalesce(started_at, app_now()) where id = of_viewing;
  return true;
end $$;
create function leave_viewing(of_session uuid) returns uuid
language sql security definer set search_path = public, pg_temp as $$
  with was as (select s.id, s.viewing_id from sessions s join accounts a on a.id = s.account_id
    where s.id = of_session and a.person_id = app_actor() for update of s)
  update sessions s set viewing_id = null from was where s.id = was.id returning was.viewing_id
$$;
create function end_viewing(of_viewing uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update viewings v set ends_at = app_now(), ended_by = app_actor()
  where v.id = of_viewing and app_actor() in (v.person_id, v.viewer_id) and v.ends_at > app_now();
  return found;
end $$;

create or replace function acted_through(person uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object('tokenId', app_token(), 'viewingId', app_viewing(),
    'emergencyId', case when person <> '00000000-0000-0000-0000-000000000000' and app_viewing() is null then emergency_of(person) end))
$$;

-- What the two are told of one another beyond what they reach.
create function viewing_places() returns table (viewing_id uuid, name text, name_en text, name_ja text, name_zh text)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.id, n.name, n.name_en, n.name_ja, n.name_zh from viewings v
  join unit_names n on n.unit_id = v.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where v.viewer_id = app_actor()
$$;
create function viewing_people() returns table (viewing_id uuid, family_name text, given_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.id, p.family_name, p.given_name from viewings v
  join people p on p.id = case when v.person_id = app_actor() then v.viewer_id else v.person_id end
  where app_actor() in (v.person_id, v.viewer_id)
$$;
create function looks_of(of_viewing uuid) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from looks l join viewings v on v.id = l.of_id where v.id = of_viewing and v.person_id = app_actor()
$$;
