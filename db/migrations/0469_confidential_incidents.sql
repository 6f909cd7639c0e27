-- Confidential incidents: who needs to know, whom it is about, and nothing told to anybody else by duties, messages, calls or the trail.

-- Who needs to know of it, or whom it is about, from when to when; what was said of it before stays.
create table incident_circle (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  part text not null constraint incident_circle_part check (part in ('knows', 'about')),
  person_id uuid not null references people,
  why text not null default '' constraint incident_circle_why_length check (length(why) <= 500),
  since timestamptz not null default app_now(),
  until timestamptz,
  added_by uuid,
  ended_by uuid,
  constraint incident_circle_in_order check (until is null or until >= since)
);
create unique index incident_circle_once on incident_circle (incident_id, part, person_id) where until is null;
create index incident_circle_of on incident_circle (incident_id, since);
call lock_rows_of_incident('incident_circle');

-- Whoever is on no list of a confidential incident counts it only among so many others.
alter table incident_settings add column counted_from smallint not null default 5
  constraint incident_settings_counted_from check (counted_from between 1 and 100);

create index incidents_not_for_all on incidents (id) where is_confidential or about_ids <> '{}';

-- What the actor must not be told of: the incidents themselves, what is owed for them, and their files.
create function hidden_subjects() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  with hidden as materialized (
    select i.id from incidents i
    where (i.is_confidential or i.about_ids <> '{}') and app_actor() is distinct from '00000000-0000-0000-0000-000000000000'
      and (coalesce(app_actor() = any (i.about_ids), false)
        or i.is_confidential and not coalesce(app_actor() = any (i.told_ids), false) and i.entered_by is distinct from app_actor())
  ), parts as materialized (
    select id from hidden union all select t.id from incident_tasks t join hidden h on h.id = t.incident_id
  )
  select coalesce(array_agg(x.id), '{}') from (
    select id from parts
    union all select d.id from parts p join duties d on d.subject_id = p.id
    union all select f.file_id from hidden h join incident_files f on f.incident_id = h.id) x
$$;

create policy not_of_hidden on events as restrictive for select to yagura_group, yagura_scoped
  using ((subject_id = any ((select hidden_subjects())::uuid[])) is not true);
create policy not_of_hidden on messages as restrictive for select to yagura_group, yagura_scoped
  using ((subject_id = any ((select hidden_subjects())::uuid[])) is not true and (duty_id = any ((select hidden_subjects())::uuid[])) is not true);
create policy not_of_hidden on calls as restrictive for select to yagura_group, yagura_scoped
  using ((duty_id = any ((select hidden_subjects())::uuid[])) is not true);
create policy not_of_hidden on files as restrictive for select to yagura_group, yagura_scoped
  using ((id = any ((select hidden_subjects())::uuid[])) is not true);

-- The incident that something owed is about; null: about none.
create function incident_owed(of_kind text, of_id uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case of_kind when 'incident' then of_id when 'incident_task' then (select t.incident_id from incident_tasks t where t.id = of_id) end
$$;

-- Whether somebody may hear of something that is an incident's: for messages, which the product itself makes.
create function may_be_told(person uuid, of_kind text, of_id uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from incidents i where i.id = incident_owed(of_kind, of_id) and (person = any (i.about_ids)
    or i.is_confidential and not person = any (i.told_ids) and i.entered_by is distinct from person))
$$;

-- Owed by these alone, whatever anybody else's rights; null: by whoever the kind says.
alter table duties add column only_for uuid[];
create index duties_only_for on duties using gin (only_for) where state = 'open' and only_for is not null;

create function duty_of_incident() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  about incidents;
begin
  select i.* into about from incidents i where i.id = incident_owed(new.subject_kind, new.subject_id);
  if found then
    new.only_for := case when about.is_confidential then about.told_ids end;
    new.not_for := array(select distinct unnest(new.not_for || about.about_ids));
  end if;
  return new;
end $$;
create trigger duties_of_incidents before insert on duties for each row
  when (new.subject_kind in ('incident', 'incident_task')) execute function duty_of_incident();

-- What is owed follows whoever needs to know.
create function duties_follow_circle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update duties d set only_for = case when new.is_confidential then new.told_ids end,
    not_for = array(select distinct unnest(array(select x from unnest(d.not_for) x where not x = any (old.about_ids)) || new.about_ids))
  where d.state = 'open' and (d.subject_id = new.id or d.subject_id in (select t.id from incident_tasks t where t.incident_id = new.id));
  -- What is on its way is not sent any more.
  update messages m set mail_after = null where m.mail_after is not null and not may_be_told(m.person_id, 'incident', new.id)
    and (m.subject_id = new.id or m.subject_id in (select t.id from incident_tasks t where t.incident_id = new.id));
  return null;
end $$;
create trigger incidents_circle after update of is_confidential, told_ids, about_ids on incidents for each row
  when (old.is_confidential is distinct from new.is_confidential or old.told_ids is distinct from new.told_ids or old.about_ids is distinct from new.about_ids)
  execute function duties_follow_circle();

-- Three functions say who owes something; each heeds from now on who alone may.
do $$
declare
  said text;
  changed text;
begin
  said := pg_get_functiondef('my_duties(uuid, text[])'::regprocedure);
  changed := replace(said, 'd.starts_at <= app_now() and not person = any (d.not_for)',
    'd.starts_at <= app_now() and not person = any (d.not_for) and (d.only_for is null or person = any (d.only_for))');
  changed := replace(changed, '), once as (', E'    union all\n    select d.fiscal_year, d.id, true, false from duties d\n'
    '      where d.state = ''open'' and d.only_for @> array[person] and d.person_id is null\n        and (bound_of(person) is null or d.company_id = bound_of(person))\n  ), once as (');
  if changed = said or position('d.only_for is null' in changed) = 0 or position('only_for @>' in changed) = 0 then raise exception 'my_duties reads otherwise'; end if;
  execute changed;

  said := pg_get_functiondef('people_by_rights(uuid[], smallint[], text[])'::regprocedure);
  changed := replace(said, 'd.not_for, d.level, w.was', 'd.not_for, d.only_for, d.level, w.was');
  changed := replace(changed, 'bool_or(t.is_nobodys) from told t group by', E'bool_or(t.is_nobodys) from (\n    select t.* from told t join owed o on o.id = t.id\n'
    '      where not t.person_id = any (o.not_for) and (o.only_for is null or t.person_id = any (o.only_for))\n    union all\n'
    '    select o.id, k.person_id, true, false from owed o cross join lateral unnest(o.only_for) as k (person_id)\n'
    '      where o.person_id is null and not k.person_id = any (o.not_for)\n'
    '        and exists (select from accounts c where c.person_id = k.person_id and c.state = ''active'')) t group by');
  if changed = said or position('d.only_for, d.level' in changed) = 0 or position('unnest(o.only_for)' in changed) = 0 then raise exception 'people_by_rights reads otherwise'; end if;
  execute changed;

  said := pg_get_functiondef('calls_asking_by_rights(uuid, uuid[], text[])'::regprocedure);
  changed := replace(said, 'd.position_id, d.not_for', 'd.position_id, d.not_for, d.only_for');
  changed := replace(changed, 'where not person = any (a.not_for) and (',
    E'where not person = any (a.not_for) and (a.only_for is null or person = any (a.only_for)) and (\n    a.only_for is not null and a.person_id is null or');
  if changed = said or position('a.only_for is null' in changed) = 0 or position('d.not_for, d.only_for' in changed) = 0 then raise exception 'calls_asking_by_rights reads otherwise'; end if;
  execute changed;

  -- Being on call lets nobody in either.
  said := pg_get_functiondef('people_of_duties(uuid[], smallint[], text[])'::regprocedure);
  changed := replace(said, 'not o.person_id = any (d.not_for)',
    'not o.person_id = any (d.not_for) and (d.only_for is null or o.person_id = any (d.only_for))');
  if changed = said then raise exception 'people_of_duties reads otherwise'; end if;
  execute changed;
  said := pg_get_functiondef('calls_asking(uuid, uuid[], text[])'::regprocedure);
  changed := replace(said, 'not person = any (d.not_for)', 'not person = any (d.not_for) and (d.only_for is null or person = any (d.only_for))');
  if changed = said then raise exception 'calls_asking reads otherwise'; end if;
  execute changed;
  said := pg_get_functiondef('messages_in_reach(uuid, uuid[], text[])'::regprocedure);
  changed := replace(said, 'where is_asked_on_call(', 'where not person = any (d.not_for) and (d.only_for is null or person = any (d.only_for)) and is_asked_on_call(');
  if changed = said then raise exception 'messages_in_reach reads otherwise'; end if;
  execute changed;
end $$;

-- How many confidential incidents run at the companies of a scope, as whoever is on no list of them may count them: not at all below
-- the group's number.
create function confidential_running(companies uuid[]) returns integer language sql stable security definer set search_path = public, pg_temp as $$
  select case when count(*) >= (select s.counted_from from incident_settings s) then count(*)::int end
  from incidents i where i.is_confidential and not i.is_exercise and i.state in ('reported', 'open', 'contained', 'handled')
    and (companies is null or i.company_id = any (companies)) and not coalesce(app_actor() = any (i.about_ids), false)
    and not (coalesce(app_actor() = any (i.told_ids), false) or i.entered_by is not distinct from app_actor())
$$;
