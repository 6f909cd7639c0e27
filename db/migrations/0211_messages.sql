-- Messages to a person (src/modules/messages/README.md): one row a person and fact, made from the trail. It holds ids,
-- numbers and moments; names are read when it is shown, as far as its reader sees them then.
create table messages (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  kind text not null constraint messages_kind check (kind ~ '^[a-z][a-z_.]{1,59}$'),
  -- Whose record it tells of, the group's own unit for what is the group's; null for what is no unit's.
  company_id uuid references units,
  duty_id uuid,
  -- Without it, held at that company or for the group, the record is out of its reader's reach.
  permission text not null,
  subject_kind text not null,
  subject_id uuid,
  data jsonb not null default '{}',
  event_id bigint not null,
  is_urgent boolean not null default false,
  made_at timestamptz not null default now(),
  read_at timestamptz,
  -- When it goes into a mail; null where none waits.
  mail_after timestamptz,
  in_digest boolean not null default false,
  mail_id uuid references mails,
  constraint messages_told_once unique nulls not distinct (event_id, person_id, kind, subject_id, duty_id)
);
create index messages_by_person on messages (person_id, id desc);
create index messages_by_person_and_kind on messages (person_id, kind, id desc);
create index messages_unread on messages (person_id, id desc) where read_at is null;
create index messages_to_mail on messages (mail_after) where mail_after is not null;
create index messages_to_mail_by_person on messages (person_id) where mail_after is not null;
create index messages_by_mail on messages (mail_id) where mail_id is not null;

-- How a person wants to be told; what is not said stands as the product proposes it.
create table message_preferences (
  person_id uuid primary key references people,
  company_id uuid not null references units,
  -- kind: at_once, digest or inbox
  ways jsonb not null default '{}',
  digest_hour smallint not null default 8 constraint message_preferences_digest_hour check (digest_hour between 0 and 23),
  quiet_from smallint constraint message_preferences_quiet_from check (quiet_from between 0 and 23),
  quiet_to smallint constraint message_preferences_quiet_to check (quiet_to between 0 and 23),
  work_days_only boolean not null default false,
  row_version integer not null default 1,
  constraint message_preferences_quiet_whole check ((quiet_from is null) = (quiet_to is null) and quiet_from is distinct from quiet_to or quiet_from is null and quiet_to is null)
);

alter table messages enable row level security;
alter table message_preferences enable row level security;
create policy whole_group on messages to yagura_group using (true) with check (true);
create policy door on messages to yagura_door, yagura_jobs using (true) with check (true);
create policy own_rows on messages to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());
create policy whole_group on message_preferences to yagura_group using (true) with check (true);
create policy door on message_preferences to yagura_door, yagura_jobs using (true) with check (true);
create policy own_rows on message_preferences to yagura_scoped
  using (person_id = app_actor()) with check (person_id = app_actor());

-- Whose these open duties are: my_duties the other way round, for those with an account. Of several who hold the permission
-- only the nearest are told - the company's own before the division's before the group's -, so that one act is not told a
-- whole group. A duty that rose from `levels` is told to those of the levels it came to as well.
create function people_of_duties(wanted uuid[], levels smallint[], risen text[])
  returns table (duty_id uuid, person_id uuid, is_addressed boolean, is_nobodys boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive owed as materialized (
    select d.id, d.company_id, d.permission, d.person_id, d.not_for, d.level, w.was
    from unnest(wanted, levels) as w (id, was) join duties d on d.id = w.id and d.state = 'open' and d.starts_at <= app_now()
  ), above (company_id, unit_id, depth) as (
    select distinct o.company_id, o.company_id, 0 from owed o
    union all
    select a.company_id, s.parent_id, a.depth + 1 from above a
    join supervisions s on s.unit_id = a.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where a.depth < 64
  ), asked as (
    select o.id, o.company_id, o.permission, o.not_for, true as is_addressed from owed o where o.person_id is null
    union all
    select o.id, o.company_id, r.permission, o.not_for, false from owed o
    join unnest(risen) with ordinality as r (permission, level) on r.level <= o.level and r.level > o.was
  ), last_level as (
    select o.id, o.company_id, risen[cardinality(risen)] as permission, o.not_for from owed o where o.person_id is null
  ), places as materialized (
    select distinct p.permission from (select permission from asked union select permission from last_level) p
  ), held as materialized (
    select a.company_id, a.depth, rp.permission, g.person_id
    from (select distinct company_id, unit_id, depth from above) a
    join grants_in_force g on g.unit_id = a.unit_id and (a.depth = 0 or g.with_subtree)
    join role_permissions rp on rp.role_id = g.role_id and rp.permission in (select permission from places)
    where exists (select from accounts c where c.person_id = g.person_id and c.state = 'active')
  ), nearest as (
    select q.id, q.is_addressed, h.person_id,
      rank() over (partition by q.id, q.permission, q.is_addressed order by h.depth) as nth
    from asked q join held h on h.company_id = q.company_id and h.permission = q.permission and not h.person_id = any (q.not_for)
  ), nobodys as (
    select l.id, h.person_id, rank() over (partition by l.id order by h.depth) as nth
    from last_level l join held h on h.company_id = l.company_id and h.permission = l.permission
    where not exists (select from nearest n where n.id = l.id and n.is_addressed)
      and exists (select from units u where u.id = l.company_id and u.kind = 'company')
  ), told as (
    select n.id, n.person_id, n.is_addressed, false as is_nobodys from nearest n where n.nth = 1
    union all
    select n.id, n.person_id, false, true from nobodys n where n.nth = 1
    union all
    select o.id, o.person_id, true, false from owed o where o.person_id is not null
      and exists (select from accounts c where c.person_id = o.person_id and c.state = 'active')
    union all
    select o.id, ph.person_id, false, false from owed o
    join positions p on p.company_id = o.company_id and p.purpose = 'deputy_security_officer'
    join position_holders ph on ph.position_id = p.id and holds_on(ph.valid_from, ph.valid_to, group_today())
    where o.level >= 1 and o.was < 1 and o.permission = 'inspection.answer'
      and exists (select from accounts c where c.person_id = ph.person_id and c.state = 'active')
  )
  select t.id, t.person_id, bool_or(t.is_addressed), bool_or(t.is_nobodys) from told t group by t.id, t.person_id
$$;

-- Those nearest to each of these companies who hold the permission there, with an account.
create function nearest_holders(companies uuid[], wanted text) returns table (company_id uuid, person_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive above (company_id, unit_id, depth) as (
    select c.id, c.id, 0 from (select distinct x.id from unnest(companies) as x (id)) c
    union all
    select a.company_id, s.parent_id, a.depth + 1 from above a
    join supervisions s on s.unit_id = a.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where a.depth < 64
  ), held as (
    select a.company_id, g.person_id, rank() over (partition by a.company_id order by a.depth) as nth
    from (select distinct x.company_id, x.unit_id, x.depth from above x) a
    join grants_in_force g on g.unit_id = a.unit_id and (a.depth = 0 or g.with_subtree)
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where exists (select from accounts c where c.person_id = g.person_id and c.state = 'active')
  )
  select distinct h.company_id, h.person_id from held h where h.nth = 1
$$;

-- When a message may leave by mail; null where it stays in the inbox. Hours are those of the reader's zone.
create function mail_moment(at timestamptz, zone text, way text, is_hard boolean, pause interval,
  digest_hour smallint, quiet_from smallint, quiet_to smallint, work_days smallint[]) returns timestamptz
  language plpgsql stable parallel safe as $$
declare
  here timestamp := at at time zone zone;
  hour smallint;
begin
  -- A hard clock waits for nobody's morning.
  if is_hard then return at; end if;
  if way = 'inbox' then return null; end if;
  if way = 'digest' then
    here := case when extract(hour from here) < digest_hour then date_trunc('day', here) else date_trunc('day', here) + interval '1 day' end
      + make_interval(hours => digest_hour);
  else
    here := here + pause;
    hour := extract(hour from here);
    if quiet_from is not null and (case when quiet_from < quiet_to then hour >= quiet_from and hour < quiet_to
      else hour >= quiet_from or hour < quiet_to end) then
      here := date_trunc('day', here) + make_interval(hours => quiet_to)
        + case when hour >= quiet_to then interval '1 day' else interval '0' end;
    end if;
  end if;
  if work_days is not null then
    for step in 1 .. 7 loop
      exit when extract(isodow from here)::smallint = any (work_days);
      here := date_trunc('day', here) + interval '1 day' + make_interval(hours => coalesce(case when way = 'digest' then digest_hour else quiet_to end, 8));
    end loop;
  end if;
  return here at time zone zone;
end $$;

-- Which of a reader's messages lie within reach at this moment, by the data that the checks of the records use, and what
-- may be named. A duty that is done needs nothing any more; whoever was told of it as a deputy sees it only while it is open.
create function messages_in_reach(person uuid, wanted uuid[], risen text[])
  returns table (id uuid, is_open boolean, name text, name_en text, name_ja text, name_zh text, due_at timestamptz,
    time_zone text, level smallint)
  language sql stable security definer set search_path = public, pg_temp as $$
  with asked as materialized (
    select m.id, m.duty_id, m.permission, m.company_id from messages m where m.person_id = person and m.id = any (wanted)
  ), held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies,
      (select s.reach = 'group' from standing_of(person, p.permission) s) as is_group
    from (select distinct a.permission from asked a) p
  ), mine as materialized (
    select d.id, d.due_at, d.time_zone, d.level from my_duties(person, risen) d
    where exists (select from asked a where a.duty_id is not null)
  )
  select a.id, m.id is not null, n.name, n.name_en, n.name_ja, n.name_zh, m.due_at, m.time_zone, m.level
  from asked a
  join held h on h.permission = a.permission
  left join mine m on m.id = a.duty_id
  left join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  -- One's own account is always one's own to hear of.
  where a.permission = 'own' or m.id is not null or coalesce(a.company_id = any (h.companies), false) or coalesce(h.is_group, false)
$$;
