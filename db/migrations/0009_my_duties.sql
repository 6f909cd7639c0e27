-- One's own open duties, across every permission one holds: a function, because row-level security looks at one
-- permission at a time. A duty is mine when I am named, when I hold its permission at the company, or when it has
-- risen to a level whose permission I hold there.
create function my_duties(person uuid, risen text[]) returns table (
  id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text,
  company_name_ja text, company_name_zh text, starts_at timestamptz, due_at timestamptz, time_zone text, level smallint,
  postponed_count smallint
) language sql stable security definer set search_path = public, pg_temp as $$
  with reach as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies
    from (select distinct rp.permission from grants g join role_permissions rp on rp.role_id = g.role_id
      where g.person_id = person and holds_on(g.valid_from, g.valid_to, group_today())) p
    where p.permission = any (risen) or p.permission in (select distinct d.permission from duties d where d.state = 'open')
  )
  select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, n.name, n.name_en, n.name_ja, n.name_zh,
    d.starts_at, d.due_at, d.time_zone, d.level, d.postponed_count
  from duties d
  join unit_names n on n.unit_id = d.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where d.state = 'open' and d.starts_at <= app_now() and (
    d.person_id = person
    or (d.person_id is null and exists (select 1 from reach r where r.permission = d.permission and d.company_id = any (r.companies)))
    or (d.level > 0 and exists (select 1 from reach r where r.permission = risen[d.level] and d.company_id = any (r.companies))))
$$;
