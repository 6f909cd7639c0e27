-- Who is missing: companies where nobody who can sign in holds a permission, and the duties that would wait for nobody.

-- The companies where somebody with an account holds a permission today, for all of the group at once.
create function companies_with(wanted text) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  with recursive held as (
    select distinct g.unit_id, g.with_subtree from grants g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where holds_on(g.valid_from, g.valid_to, group_today())
      and exists (select from accounts a where a.person_id = g.person_id and a.state <> 'closed')
  ), reached (unit_id) as (
    select unit_id from held where with_subtree
    union
    select s.unit_id from supervisions s join reached r on s.parent_id = r.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select u.id from units u
  where u.kind = 'company' and u.id in (select unit_id from reached union select unit_id from held)
$$;

-- The same of one company: up from the company, not down from the group.
create function has_somebody(wanted text, company uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from people_with_permission(wanted, company) as p (person_id)
    join accounts a on a.person_id = p.person_id and a.state <> 'closed')
$$;

-- One's own open duties as before (0030), and at the last level those that nobody could do: an inspection that was handed in
-- where no desk is named is the group office's to review, what nobody answers or confirms is its to put right.
drop function my_duties(uuid, text[]);
create function my_duties(person uuid, risen text[]) returns table (
  id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text,
  company_name_ja text, company_name_zh text, starts_at timestamptz, due_at timestamptz, time_zone text, level smallint,
  postponed_count smallint, reminded_at timestamptz, is_addressed boolean, is_nobodys boolean, is_postponement_open boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  with held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies
    from (select distinct rp.permission from grants g join role_permissions rp on rp.role_id = g.role_id
      where g.person_id = person and holds_on(g.valid_from, g.valid_to, group_today())) p
    where p.permission = any (risen)
      or exists (select from duties d where d.state = 'open' and d.person_id is null and d.permission = p.permission)
  ), somebody as materialized (
    select p.permission, c.company_id
    from (select distinct d.permission from duties d where d.state = 'open' and d.person_id is null) p
    cross join lateral companies_with(p.permission) as c (company_id)
    -- Read by who stands at the last level alone; an officer of one company pays nothing for it.
    where exists (select from held h where h.permission = risen[cardinality(risen)])
  ), mine as (
    select d.fiscal_year, d.id, true as is_addressed, false as is_nobodys from duties d where d.state = 'open' and d.person_id = person
    union all
    select d.fiscal_year, d.id, true, false from held h
      join duties d on d.state = 'open' and d.person_id is null and d.permission = h.permission and d.company_id = any (h.companies)
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
