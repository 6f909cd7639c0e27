-- A duty rises in five steps: addressee, deputy, company executive, division, group office. What reminded last, and
-- whether a person or the clock did, is a fact of the duty.
alter table duties drop constraint duties_level;
alter table duties add constraint duties_level check (level between 0 and 4);
alter table duties add column reminded_at timestamptz;
-- Null while only the clock has reminded.
alter table duties add column reminded_by uuid;

create index duties_open_by_permission on duties (permission, company_id) where state = 'open' and person_id is null;

-- One's own open duties, across every permission one holds: a function, because row-level security looks at one
-- permission at a time. A duty is mine when I am named, when I hold its permission at the company, or when it has risen
-- to me: `risen` names the permission of each level above the addressee, and the company's deputy stands at the first.
drop function my_duties(uuid, text[]);
create function my_duties(person uuid, risen text[]) returns table (
  id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text,
  company_name_ja text, company_name_zh text, starts_at timestamptz, due_at timestamptz, time_zone text, level smallint,
  postponed_count smallint, reminded_at timestamptz, is_addressed boolean, is_postponement_open boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  with held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies
    from (select distinct rp.permission from grants g join role_permissions rp on rp.role_id = g.role_id
      where g.person_id = person and holds_on(g.valid_from, g.valid_to, group_today())) p
    where p.permission = any (risen)
      or exists (select from duties d where d.state = 'open' and d.person_id is null and d.permission = p.permission)
  ), mine as (
    select d.fiscal_year, d.id, true as is_addressed from duties d where d.state = 'open' and d.person_id = person
    union all
    select d.fiscal_year, d.id, true from held h
      join duties d on d.state = 'open' and d.person_id is null and d.permission = h.permission and d.company_id = any (h.companies)
    union all
    select d.fiscal_year, d.id, false from unnest(risen) with ordinality as r (permission, level)
      join held h on h.permission = r.permission
      join duties d on d.state = 'open' and d.company_id = any (h.companies) and d.level >= r.level
    union all
    select d.fiscal_year, d.id, false from position_holders ph
      join positions p on p.id = ph.position_id and p.purpose = 'deputy_security_officer'
      join duties d on d.state = 'open' and d.company_id = p.company_id and d.level >= 1 and d.permission = 'inspection.answer'
      where ph.person_id = person and holds_on(ph.valid_from, ph.valid_to, group_today())
  ), once as (
    select m.fiscal_year, m.id, bool_or(m.is_addressed) as is_addressed from mine m group by m.fiscal_year, m.id
  )
  select d.id, d.kind, d.subject_kind, d.subject_id, d.company_id, n.name, n.name_en, n.name_ja, n.name_zh, d.starts_at, d.due_at,
    d.time_zone, d.level, d.postponed_count, d.reminded_at, o.is_addressed,
    exists (select from postponements p where p.duty_id = d.id and p.decided_at is null)
  from once o
  join duties d on d.fiscal_year = o.fiscal_year and d.id = o.id and d.starts_at <= app_now()
  join unit_names n on n.unit_id = d.company_id and holds_on(n.valid_from, n.valid_to, group_today())
$$;
