-- Calls in a list: what waits first, then the newest; and whom of them a call asks, said once for the list and the page.
create index calls_newest on calls ((state = 'open') desc, opened_at desc, id desc);

-- Which of these calls ask a person: those of its level and above, by the same permissions as in my_duties; `risen` names them.
create function calls_asking(person uuid, wanted uuid[], risen text[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  with asked as materialized (
    select c.id, c.company_id, c.level, d.permission, d.person_id, d.not_for
    from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year where c.id = any (wanted)
  ), held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies,
      (select s.reach = 'group' from standing_of(person, p.permission) s) as is_group
    from (select unnest(risen) as permission union select a.permission from asked a where a.level = 0) p
  )
  select a.id from asked a
  where not person = any (a.not_for) and (
    a.level = 0 and (a.person_id = person or a.person_id is null
      and exists (select from held h where h.permission = a.permission and a.company_id = any (h.companies)))
    or exists (select from unnest(risen) with ordinality as r (permission, level) join held h on h.permission = r.permission
      where r.level >= a.level and (a.company_id = any (h.companies) or h.is_group))
    or a.level = 1 and a.permission = 'inspection.answer' and exists (
      select from position_holders h join positions p on p.id = h.position_id and p.purpose = 'deputy_security_officer'
      where p.company_id = a.company_id and h.person_id = person and holds_on(h.valid_from, h.valid_to, group_today())))
$$;

create or replace function call_seen_by(person uuid, wanted uuid, risen text[])
  returns table (id uuid, duty_id uuid, duty_kind text, subject_kind text, subject_id uuid, company_id uuid, level smallint, nth smallint,
    opened_at timestamptz, answer_by timestamptz, state text, ended_at timestamptz, acknowledged_by uuid, receiver_id uuid,
    acknowledged_as text, due_at timestamptz, time_zone text, is_duty_open boolean, is_asked boolean,
    name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with looked as (
    select c.*, d.kind as duty_kind, d.subject_kind, d.subject_id, d.due_at, d.time_zone, d.state = 'open' as is_duty_open,
      exists (select from calls_asking(person, array[wanted], risen)) as is_asked
    from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year where c.id = wanted
  )
  select l.id, l.duty_id, l.duty_kind, l.subject_kind, l.subject_id, l.company_id, l.level, l.nth, l.opened_at, l.answer_by, l.state,
    l.ended_at, l.acknowledged_by, l.receiver_id, l.acknowledged_as, l.due_at, l.time_zone, l.is_duty_open, l.is_asked,
    n.name, n.name_en, n.name_ja, n.name_zh
  from looked l
  left join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where l.is_asked or l.company_id = any (companies_in_scope(person, 'inspection.read'))
    or (select s.reach = 'group' from standing_of(person, 'inspection.read') s)
$$;
