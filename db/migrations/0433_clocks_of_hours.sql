-- Clocks of elapsed hours, and duties of a position: whoever holds it on the day, their deputy while they are away or do not answer.

alter table duties add column position_id uuid references positions;
create index duties_of_position on duties (position_id) where state = 'open' and position_id is not null;

-- Who sits at a position today: its holder and its deputy of the day, as far as they can sign in. First asked is the holder; where nobody
-- holds it or the holder is away, the deputy.
create function seated_at(seat uuid) returns table (person_id uuid, is_first boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  with there as (
    select h.person_id, not exists (select from absences a where a.person_id = h.person_id and holds_on(a.valid_from, a.valid_to, group_today())) as is_here
    from position_holders h where h.position_id = seat and holds_on(h.valid_from, h.valid_to, group_today())
      and exists (select from accounts c where c.person_id = h.person_id and c.state = 'active')
  )
  select t.person_id, t.is_here from there t
  union all
  select d.person_id, not exists (select from there t where t.is_here) from deputies d
  where d.position_id = seat and holds_on(d.valid_from, d.valid_to, group_today())
    and exists (select from accounts c where c.person_id = d.person_id and c.state = 'active')
    and not exists (select from there t where t.person_id = d.person_id)
$$;
revoke execute on function seated_at(uuid) from public;

-- The positions with something owed at which a person sits or is deputy today.
create function seats_of(person uuid) returns table (position_id uuid, is_first boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select x.position_id, s.is_first
  from (select distinct d.position_id from duties d where d.state = 'open' and d.position_id is not null) x
  cross join lateral seated_at(x.position_id) s where s.person_id = person
$$;
revoke execute on function seats_of(uuid) from public;

create or replace function people_of_duties(wanted uuid[], levels smallint[], risen text[])
 RETURNS TABLE(duty_id uuid, person_id uuid, is_addressed boolean, is_nobodys boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with recursive owed as materialized (
    select d.id, coalesce(d.unit_id, d.company_id) as company_id, d.permission, d.person_id, d.position_id, d.not_for, d.level, w.was
    from unnest(wanted, levels) as w (id, was) join duties d on d.id = w.id and d.state = 'open' and d.starts_at <= app_now()
  ), above (company_id, unit_id, depth) as (
    select distinct o.company_id, o.company_id, 0 from owed o
    union all
    select a.company_id, s.parent_id, a.depth + 1 from above a
    join supervisions s on s.unit_id = a.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where a.depth < 64
  ), asked as (
    select o.id, o.company_id, o.permission, o.not_for, true as is_addressed from owed o where o.person_id is null and o.position_id is null
    union all
    select o.id, o.company_id, r.permission, o.not_for, false from owed o
    join unnest(risen) with ordinality as r (permission, level) on r.level <= o.level and r.level > o.was
  ), last_level as (
    select o.id, o.company_id, risen[cardinality(risen)] as permission, o.not_for from owed o
    where o.person_id is null and (o.position_id is null or not exists (select from seated_at(o.position_id)))
  ), places as materialized (
    select distinct p.permission from (select permission from asked union select permission from last_level) p
  ), held as materialized (
    select a.company_id, a.depth, rp.permission, g.person_id
    from (select distinct x.company_id, x.unit_id, x.depth, exists (select from units o where o.id = x.company_id and o.kind = 'department' and o.company_id = x.unit_id) as is_within
      from above x) a
    join grants_in_force g on g.unit_id = a.unit_id and (a.depth = 0 or g.with_subtree or a.is_within)
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
      and exists (select from units u where u.id = l.company_id and u.kind <> 'group')
  ), told as (
    select n.id, n.person_id, n.is_addressed, false as is_nobodys from nearest n where n.nth = 1
    union all
    select n.id, n.person_id, false, true from nobodys n where n.nth = 1
    union all
    select o.id, o.person_id, true, false from owed o where o.person_id is not null
      and exists (select from accounts c where c.person_id = o.person_id and c.state = 'active')
    union all
    -- Whoever holds the position, whoever stands in while they are away, and the deputy from the first level on.
    select o.id, s.person_id, true, false from owed o cross join lateral seated_at(o.position_id) s
    where not s.person_id = any (o.not_for) and (s.is_first or o.level >= 1)
    union all
    select o.id, ph.person_id, false, false from owed o
    join positions p on p.company_id = o.company_id and p.purpose = 'deputy_security_officer'
    join position_holders ph on ph.position_id = p.id and holds_on(ph.valid_from, ph.valid_to, group_today())
    where o.level >= 1 and o.was < 1 and o.permission in ('inspection.answer', 'incident.assess')
      and exists (select from accounts c where c.person_id = ph.person_id and c.state = 'active')
  )
  select t.id, t.person_id, bool_or(t.is_addressed), bool_or(t.is_nobodys) from told t group by t.id, t.person_id
$function$;

create or replace function my_duties(person uuid, risen text[])
 RETURNS TABLE(id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text, company_name_ja text, company_name_zh text, starts_at timestamp with time zone, due_at timestamp with time zone, time_zone text, level smallint, postponed_count smallint, reminded_at timestamp with time zone, is_addressed boolean, is_nobodys boolean, is_postponement_open boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies,
      -- Read only while somebody owes something at a unit: whoever has companies alone pays nothing for it.
      case when exists (select from duties d where d.state = 'open' and d.unit_id is not null
          and (d.permission = p.permission or p.permission = any (risen)))
        then units_in_scope(person, p.permission) else '{}'::uuid[] end as units
    from (select distinct rp.permission from grants_held(person, bound_of(person)) g
      join role_permissions rp on rp.role_id = g.role_id where is_held_by(g.via, rp.permission)) p
    where p.permission = any (risen)
      or exists (select from duties d where d.state = 'open' and d.person_id is null and d.permission = p.permission)
  ), somebody as materialized (
    select p.permission, c.company_id
    from (select distinct d.permission from duties d where d.state = 'open' and d.person_id is null) p
    cross join lateral companies_with(p.permission) as c (company_id)
    -- Read by who stands at the last level alone; an officer of one company pays nothing for it.
    where exists (select from held h where h.permission = risen[cardinality(risen)])
  ), reach as materialized (
    select h.permission, u.unit_id from held h cross join lateral unnest(h.units) as u (unit_id)
  ), near as materialized (
    select p.permission, n.company_id as unit_id, n.person_id
    from (select d.permission, array_agg(d.unit_id) as units
      from (select distinct o.permission, o.unit_id from duties o
        where o.state = 'open' and o.person_id is null and o.unit_id is not null) d
      where (d.permission, d.unit_id) in (select r.permission, r.unit_id from reach r)
        or (risen[cardinality(risen)], d.unit_id) in (select r.permission, r.unit_id from reach r)
      group by d.permission) p
    cross join lateral nearest_holders(p.units, p.permission) n
  ), mine as (
    select d.fiscal_year, d.id, true as is_addressed, false as is_nobodys from duties d
      where d.state = 'open' and d.person_id = person and (bound_of(person) is null or d.company_id = bound_of(person))
    union all
    select d.fiscal_year, d.id, true, false from held h
      join duties d on d.state = 'open' and d.person_id is null and d.position_id is null and d.permission = h.permission and d.company_id = any (h.companies)
        and d.unit_id is null and not person = any (d.not_for)
    union all
    -- At a unit it is the nearest holder's: the department's own, else the company's, else the division's.
    select d.fiscal_year, d.id, true, false from near n
      join duties d on d.state = 'open' and d.person_id is null and d.unit_id = n.unit_id and d.permission = n.permission
      where n.person_id = person and not person = any (d.not_for)
        and (n.permission, n.unit_id) in (select r.permission, r.unit_id from reach r)
    union all
    select d.fiscal_year, d.id, false, false from unnest(risen) with ordinality as r (permission, level)
      join reach h on h.permission = r.permission
      join duties d on d.state = 'open' and d.unit_id = h.unit_id and d.level >= r.level
    union all
    select d.fiscal_year, d.id, false, true from reach h
      join duties d on d.state = 'open' and d.person_id is null and d.unit_id = h.unit_id
      where h.permission = risen[cardinality(risen)]
        and not exists (select from near n where n.permission = d.permission and n.unit_id = d.unit_id)
    union all
    select d.fiscal_year, d.id, false, false from unnest(risen) with ordinality as r (permission, level)
      join held h on h.permission = r.permission
      join duties d on d.state = 'open' and d.company_id = any (h.companies) and d.level >= r.level and d.unit_id is null
    union all
    select d.fiscal_year, d.id, d.permission = 'inspection.review', true from held h
      join duties d on d.state = 'open' and d.person_id is null and d.company_id = any (h.companies) and d.unit_id is null
      where h.permission = risen[cardinality(risen)]
        and (d.position_id is null or not exists (select from seated_at(d.position_id)))
        and not exists (select from somebody s where s.permission = d.permission and s.company_id = d.company_id)
    union all
    select d.fiscal_year, d.id, false, false from position_holders ph
      join positions p on p.id = ph.position_id and p.purpose = 'deputy_security_officer'
      join duties d on d.state = 'open' and d.company_id = p.company_id and d.level >= 1 and d.permission in ('inspection.answer', 'incident.assess')
      where ph.person_id = person and holds_on(ph.valid_from, ph.valid_to, group_today())
        and (bound_of(person) is null or p.company_id = bound_of(person))
    union all
    select d.fiscal_year, d.id, true, false from seats_of(person) s
      join duties d on d.state = 'open' and d.position_id = s.position_id and (s.is_first or d.level >= 1) and not person = any (d.not_for)
      where bound_of(person) is null or d.company_id = bound_of(person)
    union all
    select d.fiscal_year, d.id, true, false from units w
      join duties d on d.state = 'open' and d.person_id is null and d.company_id = w.id and d.position_id is null and not person = any (d.not_for)
      where w.kind = 'group' and exists (select from grants_held(person, bound_of(person)) g
        join role_permissions rp on rp.role_id = g.role_id and rp.permission = d.permission
        where g.unit_id = w.id and g.with_subtree and is_held_by(g.via, rp.permission))
  ), once as (
    select m.fiscal_year, m.id, bool_or(m.is_addressed) as is_addressed, bool_or(m.is_nobodys) as is_nobodys
    from mine m group by m.fiscal_year, m.id
  )
  select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, n.name, n.name_en, n.name_ja, n.name_zh, d.starts_at, d.due_at,
    d.time_zone, d.level, d.postponed_count, d.reminded_at, o.is_addressed, o.is_nobodys,
    exists (select from postponements p where p.duty_id = d.id and p.decided_at is null)
  from once o
  join duties d on d.fiscal_year = o.fiscal_year and d.id = o.id and d.starts_at <= app_now() and not person = any (d.not_for)
  join unit_names n on n.unit_id = coalesce(d.unit_id, d.company_id) and holds_on(n.valid_from, n.valid_to, group_today())
$function$;

create or replace function calls_asking(person uuid, wanted uuid[], risen text[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with asked as materialized (
    select c.id, c.company_id, c.level, d.permission, d.person_id, d.position_id, d.not_for
    from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year where c.id = any (wanted)
  ), held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies,
      (select s.reach = 'group' from standing_of(person, p.permission) s) as is_group
    from (select unnest(risen) as permission union select a.permission from asked a where a.level = 0) p
  )
  select a.id from asked a
  where not person = any (a.not_for) and (
    a.level = 0 and (a.person_id = person or a.person_id is null and a.position_id is null
      and exists (select from held h where h.permission = a.permission and a.company_id = any (h.companies)))
    or exists (select from unnest(risen) with ordinality as r (permission, level) join held h on h.permission = r.permission
      where r.level >= a.level and (a.company_id = any (h.companies) or h.is_group))
    or exists (select from seated_at(a.position_id) s where s.person_id = person and (s.is_first or a.level >= 1))
    or a.level = 1 and a.permission in ('inspection.answer', 'incident.assess') and exists (
      select from position_holders h join positions p on p.id = h.position_id and p.purpose = 'deputy_security_officer'
      where p.company_id = a.company_id and h.person_id = person and holds_on(h.valid_from, h.valid_to, group_today())))
$function$;
