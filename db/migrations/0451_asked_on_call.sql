-- Hard clocks ask whoever is on call as well: beside those whom their rights make the addressees.
alter function people_of_duties(uuid[], smallint[], text[]) rename to people_by_rights;
alter function calls_asking(uuid, uuid[], text[]) rename to calls_asking_by_rights;

create function people_of_duties(wanted uuid[], levels smallint[], risen text[])
  returns table (duty_id uuid, person_id uuid, is_addressed boolean, is_nobodys boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.duty_id, t.person_id, bool_or(t.is_addressed), bool_or(t.is_nobodys) from (
    select p.duty_id, p.person_id, p.is_addressed, p.is_nobodys from people_by_rights(wanted, levels, risen) p
    union all
    select d.id, o.person_id, l.level = 0, false
    from unnest(wanted, levels) as w (id, was)
    join duties d on d.id = w.id and d.state = 'open' and d.starts_at <= app_now()
    join on_call_kinds k on k.kind = d.kind
    cross join generate_series(0, d.level) as l (level)
    cross join lateral on_call_asked(d.company_id, k.purpose, l.level, app_now()) o
    where (l.level = 0 or l.level > w.was) and not o.person_id = any (d.not_for)
  ) t group by t.duty_id, t.person_id
$$;

create function calls_asking(person uuid, wanted uuid[], risen text[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select calls_asking_by_rights(person, wanted, risen)
  union
  select c.id from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year
  where c.id = any (wanted) and not person = any (d.not_for)
    and is_asked_on_call(person, c.company_id, d.kind, c.level, array[c.opened_at, app_now()])
$$;

create or replace function messages_in_reach(person uuid, wanted uuid[], risen text[])
 RETURNS TABLE(id uuid, is_open boolean, name text, name_en text, name_ja text, name_zh text, due_at timestamp with time zone, time_zone text, level smallint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with asked as materialized (
    select m.id, m.duty_id, m.permission, m.company_id, m.made_at from messages m where m.person_id = person and m.id = any (wanted)
  ), held as materialized (
    select p.permission, companies_in_scope(person, p.permission) as companies,
      (select s.reach = 'group' from standing_of(person, p.permission) s) as is_group
    from (select distinct a.permission from asked a) p
  ), mine as materialized (
    select d.id, d.due_at, d.time_zone, d.level from my_duties(person, risen) d
    where exists (select from asked a where a.duty_id is not null)
    union
    -- Whoever was asked as the one on call hears of it whatever rights they hold; the record itself opens by their rights.
    select d.id, d.due_at, d.time_zone, d.level from asked a join duties d on d.id = a.duty_id and d.state = 'open'
    where is_asked_on_call(person, d.company_id, d.kind, 0, array[a.made_at, app_now()])
  )
  select a.id, m.id is not null, n.name, n.name_en, n.name_ja, n.name_zh, m.due_at, m.time_zone, m.level
  from asked a
  join held h on h.permission = a.permission
  left join mine m on m.id = a.duty_id
  left join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  -- One's own account is always one's own to hear of.
  where a.permission = 'own' or m.id is not null or coalesce(a.company_id = any (h.companies), false) or coalesce(h.is_group, false)
$function$;
