-- Duties of the group as a whole: an edition in review and a proposed erratum wait for whoever may decide them for all of it.
-- They stand at the group's own unit, which is no company, and never with those who may not decide what they wrote themselves.
alter table duties add column not_for uuid[] not null default '{}';
comment on column duties.not_for is 'who holds the permission and still may not do it: nobody decides what one wrote oneself';

create or replace function my_duties(person uuid, risen text[])
 RETURNS TABLE(id uuid, kind text, subject_kind text, subject_id uuid, company_id uuid, company_name text, company_name_en text, company_name_ja text, company_name_zh text, starts_at timestamp with time zone, due_at timestamp with time zone, time_zone text, level smallint, postponed_count smallint, reminded_at timestamp with time zone, is_addressed boolean, is_nobodys boolean, is_postponement_open boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
    union all
    select d.fiscal_year, d.id, true, false from units w
      join duties d on d.state = 'open' and d.person_id is null and d.company_id = w.id and not person = any (d.not_for)
      where w.kind = 'group' and exists (select from grants g
        join role_permissions rp on rp.role_id = g.role_id and rp.permission = d.permission
        where g.person_id = person and g.unit_id = w.id and g.with_subtree
          and holds_on(g.valid_from, g.valid_to, group_today()))
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
$function$;

-- What waits already gets its days from now on.
insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, not_for, starts_at, due_at, time_zone, next_at)
select extract(year from group_today())::int - (extract(month from group_today()) < s.fiscal_year_start_month)::int,
  w.kind, w.subject_kind, w.id, u.id, 'standard.publish', w.not_for, now(),
  ((group_today() + w.days + 1)::timestamp at time zone s.time_zone) - interval '1 second', s.time_zone,
  ((group_today() + w.days - 3)::timestamp + interval '9 hours') at time zone s.time_zone
from group_settings s join units u on u.kind = 'group' cross join lateral (
  select 'edition.decide' as kind, 'edition' as subject_kind, e.id,
    array_remove(e.authors || e.sent_by, null) as not_for, 14 as days from editions e
  where e.state = 'in_review' and not exists (select from edition_opinions o
    where o.edition_id = e.id and o.kind = 'approved' and o.content_sha256 = e.content_sha256)
  union all
  select 'erratum.decide', 'erratum', e.id, array[e.proposed_by], 7 from errata e where e.state = 'proposed'
) w;
