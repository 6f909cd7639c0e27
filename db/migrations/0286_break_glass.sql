-- Emergency access (break-glass): somebody takes a right by themselves, for hours, with a reason; everybody concerned is told at
-- once, what is done and looked at under it is recorded, and somebody else looks at it afterwards (docs/decisions/0085).
create table emergencies (
  id uuid primary key default new_id(),
  person_id uuid not null references people (id),
  -- The company that it concerns; null where it reaches a division or the whole group
  company_id uuid references units (id),
  role_id text not null references roles (id)
    constraint emergencies_role check (role_id in ('administrator', 'group_office', 'division_secretary', 'security_officer')),
  unit_id uuid not null references units (id),
  with_subtree boolean not null,
  reason text not null constraint emergencies_reason_length check (length(reason) between 20 and 1000),
  began_at timestamptz not null,
  ends_at timestamptz not null,
  ended_by uuid references people (id),
  verdict text constraint emergencies_verdict check (verdict in ('justified', 'not_justified')),
  reviewed_by uuid references people (id),
  reviewed_at timestamptz,
  review_note text constraint emergencies_review_note_length check (length(review_note) between 1 and 2000),
  constraint emergencies_eight_hours_at_most check (ends_at >= began_at and ends_at <= began_at + interval '8 hours'),
  constraint emergencies_reviewed_by_another check (reviewed_by <> person_id),
  constraint emergencies_reviewed_whole check ((verdict is null) = (reviewed_by is null) and (verdict is null) = (reviewed_at is null)),
  constraint emergencies_no_says_why check (verdict is distinct from 'not_justified' or review_note is not null)
);
comment on column emergencies.ends_at is 'the moment of its end: as taken, or when it was ended early';
create index emergencies_by_person on emergencies (person_id, ends_at desc);
create index emergencies_by_company on emergencies (company_id, id desc);
create index emergencies_unreviewed on emergencies (ends_at) where verdict is null;
call lock_rows('emergencies');
-- A company sees what concerned it; whoever took it may end it. Everything else is done for the whole group.
drop policy own_companies on emergencies;
create policy own_companies on emergencies for select to yagura_scoped using (company_id = any ((select scope_companies())::uuid[]));
create policy own_rows on emergencies to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());

-- Whoever writes: an end comes no later, and what a second person said stands.
create function guard_emergency() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.ends_at > old.ends_at then
    raise exception 'an emergency grows no longer' using errcode = 'check_violation', constraint = 'emergencies_no_longer';
  end if;
  if old.verdict is not null or new.verdict is not null and new.reviewed_by is distinct from app_actor() then
    raise exception 'judged once, by oneself' using errcode = 'check_violation', constraint = 'emergencies_judged_once';
  end if;
  return new;
end $$;
create trigger emergencies_guarded before update on emergencies for each row execute function guard_emergency();

-- What was looked at under a right that is recorded in full, once each.
create table looks (
  of_id uuid not null,
  operation text not null constraint looks_operation_length check (length(operation) <= 60),
  about text not null constraint looks_about_length check (length(about) <= 1000),
  at timestamptz not null default now(),
  constraint looks_once primary key (of_id, operation, about)
);
alter table looks enable row level security;

create function group_zone() returns text language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select time_zone from group_settings), 'UTC')
$$;

-- It counts for what its person may, beside the rights held. It asks nobody for work: duties, deciders and holders go on being
-- those of grants_in_force. No program and no session of a company's own provider beyond that company gets it.
create view grants_in_emergency with (security_invoker = true) as
  select e.id, e.person_id, e.role_id, e.unit_id, e.with_subtree, 'emergency'::text as via, null::uuid as position_id,
    null::date as valid_to
  from emergencies e
  -- Now, or, as of another day, on some of it; each asked once a statement, so that the index by person serves it.
  where e.ends_at > (select case when group_today() = day_of_group() then app_now()
      else group_today()::timestamp at time zone group_zone() end)
    and e.began_at <= (select case when group_today() = day_of_group() then app_now()
      else (group_today() + 1)::timestamp at time zone group_zone() - interval '1 microsecond' end)
    -- Who may not take it any more does not go on having it.
    and exists (select from grants_in_force f join role_permissions rp on rp.role_id = f.role_id and rp.permission = 'emergency.take'
      where f.person_id = e.person_id) and not has_left(e.person_id);

create or replace function grants_of_session(person uuid, bound uuid)
returns table (id uuid, role_id text, unit_id uuid, with_subtree boolean, via text, position_id uuid, valid_to date)
language sql stable as $$
  select g.id, g.role_id, g.unit_id, g.with_subtree, g.via, g.position_id, g.valid_to from (
    select * from grants_in_force f where f.person_id = person
    union all
    select * from grants_in_emergency x where x.person_id = person and app_token() is null
  ) g
  where bound is null or exists (select from units u where u.id = g.unit_id and u.company_id = bound
    and u.kind not in ('group', 'division'))
$$;

-- Whether a permission counts that is held in this way: what is looked at by engagement is held by one alone, and by one nothing
-- else is. An emergency lends what is named here and no more: reading, and the work that is waited for. What outlasts it, gives somebody
-- else a way in, or is the word of a second person is not among it.
create or replace function is_held_by(via text, permission text) returns boolean language sql immutable parallel safe as $$
  select (via = 'engagement') = (permission like 'engaged.%')
    and (via <> 'emergency' or permission like '%.read' or permission in ('trail.read_values', 'figures.like_for_like', 'rights.ask',
      'inspection.answer', 'inspection.contribute', 'inspection.correct', 'inspection.review', 'inspection.lock', 'inspection.remind',
      'inspection.stand_in', 'duty.ask_postponement', 'duty.decide_postponement', 'round.manage', 'service.connect', 'service.provide',
      'workbook.issue', 'workbook.return', 'job.stop', 'organization.manage_calendar'))
$$;

create or replace function permissions_held_at(person uuid, wanted text[], company uuid) returns setof text
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
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
    where (g.unit_id = company or g.with_subtree and g.unit_id = any (above)) and is_held_by(g.via, rp.permission);
end $$;

create or replace function holds_to_give_at(giver uuid, wanted text, at_unit uuid, with_all_below boolean) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id) as (
    select at_unit
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select exists (select from grants_held(giver, bound_of(giver)) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where is_held_by(g.via, rp.permission)
      and case when g.with_subtree then g.unit_id in (select unit_id from up) else g.unit_id = at_unit and not with_all_below end)
    and (bound_of(giver) is null or exists (select from units u where u.id = at_unit and u.company_id = bound_of(giver)
      and u.kind not in ('group', 'division')
      and not (with_all_below and exists (select from supervisions s join units c on c.id = s.unit_id and c.kind = 'company'
        where s.parent_id = at_unit and holds_on(s.valid_from, s.valid_to, group_today())))))
$$;

-- Who can see this: also who can only now, by an emergency.
create or replace function reaching(company uuid)
returns table (person_id uuid, company_id uuid, family_name text, given_name text, role_id text, via text, position_name text,
  position_name_en text, position_name_ja text, position_name_zh text, unit_kind text, unit_name text, unit_name_en text,
  unit_name_ja text, unit_name_zh text, valid_to date)
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (id) as (
    select company
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select g.person_id, q.company_id, q.family_name, q.given_name, g.role_id, g.via, p.name, p.name_en, p.name_ja, p.name_zh,
    u.kind, n.name, n.name_en, n.name_ja, n.name_zh, g.valid_to
  from (select * from grants_in_force union all select * from grants_in_emergency) g
  join units u on u.id = g.unit_id
  join people q on q.id = g.person_id
  left join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  left join positions p on p.id = g.position_id
  where (g.unit_id = company or g.with_subtree and g.unit_id in (select id from up))
    and exists (select from accounts a where a.person_id = g.person_id and a.state = 'active')
$$;

-- The emergency that somebody has now; there is one at most.
create function emergency_of(person uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select g.id from grants_in_emergency g where g.person_id = person limit 1
$$;

-- Taken by the actor alone, at a unit that the permission to take reaches; both are asked here, because nobody may write the
-- table otherwise.
create function take_emergency(role text, at_unit uuid, hours integer, because text) returns emergencies
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  unit units;
  taken emergencies;
begin
  select * into unit from units u where u.id = at_unit;
  if app_permission() is distinct from 'emergency.take' or unit.id is null
    or not may_give_at(app_actor(), 'emergency.take', at_unit, unit.kind in ('group', 'division')) then
    raise exception 'beyond what one answers for' using errcode = 'insufficient_privilege';
  end if;
  if unit.kind is distinct from (case role when 'security_officer' then 'company' when 'division_secretary' then 'division' else 'group' end) then
    raise exception 'a role of another kind of unit' using errcode = 'check_violation', constraint = 'emergencies_role';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(app_actor()::text, 26));
  if emergency_of(app_actor()) is not null then
    raise exception 'one at a time' using errcode = 'unique_violation', constraint = 'emergencies_one_at_a_time';
  end if;
  insert into emergencies (person_id, company_id, role_id, unit_id, with_subtree, reason, began_at, ends_at)
  values (app_actor(), case when unit.kind = 'company' then unit.id end, role, unit.id, unit.kind <> 'company', because, app_now(),
    app_now() + make_interval(hours => hours))
  returning * into taken;
  return taken;
end $$;

drop function open_session(bytea, text[]);
create function open_session(token bytea, wanted text[])
returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean, bound_to uuid, is_complete boolean, is_confirmed boolean, emergency_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    s.last_seen_at < now() - interval '1 minute', s.bound_to, s.completed_at is not null,
    -- How long a proof of who one is counts for what asks for a fresh one.
    coalesce(s.confirmed_at > now() - interval '15 minutes', false),
    case when held.by_emergency then emergency_of(a.person_id) end
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

-- Every event tells through which token it was done, and in which emergency, whoever writes it and wherever.
create or replace function acted_through(person uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_strip_nulls(jsonb_build_object('tokenId', app_token(),
    'emergencyId', case when person <> '00000000-0000-0000-0000-000000000000' then emergency_of(person) end))
$$;

-- What was asked under a right that is recorded in full: an event the first time, nothing after.
create function record_look(of_kind text, of_id uuid, actor uuid, operation text, permission text, about jsonb, request text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into looks (of_id, operation, about) values (record_look.of_id, record_look.operation, left(record_look.about::text, 1000))
    on conflict do nothing;
  if found then
    perform record_event(of_kind || '.looked', actor, null, of_kind, record_look.of_id,
      (select e.company_id from emergencies e where e.id = record_look.of_id), request,
      jsonb_build_object('operation', record_look.operation, 'permission', record_look.permission, 'about', record_look.about), null);
  end if;
end $$;
revoke execute on function record_look from public;

-- The second look at an emergency is a duty of the group's, as the second person's decision about a right is.
create or replace function open_group_duty(kind text, subject_kind text, subject uuid, permission text, not_for uuid[], fiscal_year integer,
  at_group uuid, due_at timestamptz, time_zone text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kind not in ('rights.decide', 'emergency.review') then
    raise exception 'no duty of the group: %', kind using errcode = 'insufficient_privilege';
  end if;
  insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, not_for, starts_at, due_at, time_zone)
  values (fiscal_year, kind, subject_kind, subject, at_group, permission, not_for, app_now(), due_at, time_zone);
end $$;
create or replace function close_group_duty(subject uuid, as_state text, because text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update duties set state = as_state, closed_at = app_now(), closed_by = nullif(app_actor(), '00000000-0000-0000-0000-000000000000'),
    closed_reason = because, next_at = null
  where subject_id = subject and kind in ('rights.decide', 'emergency.review') and state = 'open'
$$;

-- What the trail holds of one emergency: all of it for its person and for whoever reads it for the whole group; of the company
-- that it concerns else.
create function done_in_emergency(of_id uuid, most integer)
returns table (id bigint, at timestamptz, verb text, permission text, company_id uuid, total integer)
language sql stable security definer set search_path = public, pg_temp as $$
  with one as (
    select e.*, current_setting('role') = 'yagura_group' or e.person_id = app_actor() as is_whole,
      (select min(t.id) from events t where t.subject_id = e.id) as first_id
    from emergencies e where e.id = of_id
  ), done as (
    select v.id, v.at, v.verb, v.data->>'permission' as permission,
      coalesce(v.company_id, (v.data->'about'->>'companyId')::uuid) as company_id
    from one join events v on v.actor_id = one.person_id and v.id >= one.first_id and v.at <= one.ends_at + interval '1 day'
    where v.data->>'emergencyId' = of_id::text and v.verb not in ('emergency.taken', 'emergency.ended')
      and (one.is_whole or v.company_id = one.company_id and one.company_id = any (scope_companies()))
  )
  select d.*, count(*) over ()::integer from done d order by d.id desc limit most
$$;

-- What is owed is owed by whoever could do it: not by way of an emergency that does not lend it.
do $$ begin
  execute replace(replace(pg_get_functiondef('my_duties(uuid,text[])'::regprocedure),
    'join role_permissions rp on rp.role_id = g.role_id) p', 'join role_permissions rp on rp.role_id = g.role_id where is_held_by(g.via, rp.permission)) p'),
    'where g.unit_id = w.id and g.with_subtree)', 'where g.unit_id = w.id and g.with_subtree and is_held_by(g.via, rp.permission))');
  execute replace(pg_get_functiondef('live_tokens(uuid)'::regprocedure),
    'from grants_held(a.person_id, null) g', 'from grants_in_force g');
end $$;
