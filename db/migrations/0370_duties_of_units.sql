-- A duty may stand at a unit below or beside the companies: a department, a division. And it may rise on days of its own.
alter table duties add column unit_id uuid references units,
  -- [[days after the due day, level], ...] in place of those of its kind.
  add column rises jsonb constraint duties_rises check (jsonb_typeof(rises) = 'array' and jsonb_array_length(rises) <= 4);
create index duties_of_units on duties (unit_id) where state = 'open' and unit_id is not null;

-- Every unit that a permission reaches: companies, and the divisions, departments and sites beside and below them.
create function units_held(person uuid, wanted text) returns uuid[] language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  day constant date := group_today();
  bound constant uuid := bound_of(person);
  held uuid[];
  below uuid[];
begin
  select array_agg(g.unit_id), array_agg(g.unit_id) filter (where g.with_subtree) into held, below
  from grants_held(person, bound) g join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
  where is_held_by(g.via, rp.permission);
  -- Bounded: a tree that ran in a circle by mistake must not hold a statement for ever.
  for level in 1 .. 64 loop
    exit when below is null;
    held := held || below;
    select array_agg(s.unit_id) into below from supervisions s
    where s.parent_id = any (below) and holds_on(s.valid_from, s.valid_to, day);
  end loop;
  -- Whoever has a company has its departments, also where what is below it was not given: they are the company.
  select array_agg(u.id) into below from units u where u.id = any (held) and u.kind = 'company';
  for level in 1 .. 64 loop
    exit when below is null;
    select array_agg(u.id) into below from supervisions s join units u on u.id = s.unit_id and u.kind in ('department', 'site')
    where s.parent_id = any (below) and holds_on(s.valid_from, s.valid_to, day);
    held := held || below;
  end loop;
  -- A session bound to a company reaches what lies within it, and no company below.
  return coalesce((select array_agg(distinct u.id) from units u where u.id = any (held) and u.kind <> 'outside'
    and (bound is null or u.company_id = bound)), '{}');
end $$;

create function units_in_scope(person uuid, wanted text) returns uuid[] language sql stable security definer
  set search_path = public, pg_temp as $$
  select case when is_lent(person, wanted) then units_held(person, wanted) else '{}'::uuid[] end
$$;

create function scope_units() returns uuid[] language sql stable as $$
  select units_in_scope(app_actor(), app_permission())
$$;

create policy own_units on duties to yagura_scoped
  using (unit_id is not null and unit_id = any ((select scope_units())::uuid[]))
  with check (unit_id is not null and unit_id = any ((select scope_units())::uuid[]));

-- Whoever owes it asks for more time there as well.
create policy own_units on postponements to yagura_scoped
  using (exists (select from duties d where d.id = postponements.duty_id and d.unit_id = any ((select scope_units())::uuid[])))
  with check (exists (select from duties d where d.id = postponements.duty_id and d.unit_id = any ((select scope_units())::uuid[])));

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
      join duties d on d.state = 'open' and d.person_id is null and d.permission = h.permission and d.company_id = any (h.companies)
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
        where g.unit_id = w.id and g.with_subtree and is_held_by(g.via, rp.permission))
  ), once as (
    select m.fiscal_year, m.id, bool_or(m.is_addressed) as is_addressed, bool_or(m.is_nobodys) as is_nobodys
    from mine m group by m.fiscal_year, m.id
  )
  select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, n.name, n.name_en, n.name_ja, n.name_zh, d.starts_at, d.due_at,
    d.time_zone, d.level, d.postponed_count, d.reminded_at, o.is_addressed, o.is_nobodys,
    exists (select from postponements p where p.duty_id = d.id and p.decided_at is null)
  from once o
  join duties d on d.fiscal_year = o.fiscal_year and d.id = o.id and d.starts_at <= app_now()
  join unit_names n on n.unit_id = coalesce(d.unit_id, d.company_id) and holds_on(n.valid_from, n.valid_to, group_today())
$function$;

create or replace function people_of_duties(wanted uuid[], levels smallint[], risen text[])
 RETURNS TABLE(duty_id uuid, person_id uuid, is_addressed boolean, is_nobodys boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with recursive owed as materialized (
    select d.id, coalesce(d.unit_id, d.company_id) as company_id, d.permission, d.person_id, d.not_for, d.level, w.was
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
    select o.id, ph.person_id, false, false from owed o
    join positions p on p.company_id = o.company_id and p.purpose = 'deputy_security_officer'
    join position_holders ph on ph.position_id = p.id and holds_on(ph.valid_from, ph.valid_to, group_today())
    where o.level >= 1 and o.was < 1 and o.permission = 'inspection.answer'
      and exists (select from accounts c where c.person_id = ph.person_id and c.state = 'active')
  )
  select t.id, t.person_id, bool_or(t.is_addressed), bool_or(t.is_nobodys) from told t group by t.id, t.person_id
$function$;

-- Who holds a right at a company holds it for its departments.
create or replace function nearest_holders(companies uuid[], wanted text)
 RETURNS TABLE(company_id uuid, person_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with recursive above (company_id, unit_id, depth) as (
    select c.id, c.id, 0 from (select distinct x.id from unnest(companies) as x (id)) c
    union all
    select a.company_id, s.parent_id, a.depth + 1 from above a
    join supervisions s on s.unit_id = a.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where a.depth < 64
  ), held as (
    select a.company_id, g.person_id, rank() over (partition by a.company_id order by a.depth) as nth
    from (select distinct x.company_id, x.unit_id, x.depth, exists (select from units o where o.id = x.company_id and o.kind = 'department' and o.company_id = x.unit_id) as is_within
      from above x) a
    join grants_in_force g on g.unit_id = a.unit_id and (a.depth = 0 or g.with_subtree or a.is_within)
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where exists (select from accounts c where c.person_id = g.person_id and c.state = 'active')
  )
  select distinct h.company_id, h.person_id from held h where h.nth = 1
$function$;
