-- Of whom an incident is kept, said once: of whoever it is about, and of a confidential one of all who need not know and did not enter it.
create function is_kept_from(person uuid, about_ids uuid[], is_confidential boolean, told_ids uuid[], entered_by uuid) returns boolean
  language sql immutable parallel safe as $$
  select coalesce(person = any (about_ids), false)
    or is_confidential and not coalesce(person = any (told_ids), false) and entered_by is distinct from person
$$;

create or replace function hidden_ids() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
  with hidden as materialized (
    select i.id from incidents i
    where (i.is_confidential or i.about_ids <> '{}') and app_actor() is distinct from '00000000-0000-0000-0000-000000000000'
      and is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by)
  ), parts as materialized (
    select p.id from hidden h join incident_parts p on p.incident_id = h.id
  )
  select id from parts
  union all select d.id from parts p join duties d on d.subject_id = p.id
  union all select f.file_id from hidden h join incident_files f on f.incident_id = h.id
$$;

create or replace function may_be_told(person uuid, of_kind text, of_id uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from incidents i where i.id = incident_owed(of_kind, of_id)
    and is_kept_from(person, i.about_ids, i.is_confidential, i.told_ids, i.entered_by))
$$;

create or replace function find_incidents(person uuid, words text, most integer) returns table (
  id uuid, reference text, title text, kind text, name text, name_en text, name_ja text, name_zh text,
  is_exercise boolean
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(person, 'incident.read') end;
begin
  return query
    with exact as materialized (
      select i.* from incidents i where i.reference = upper(words) and (everywhere or i.company_id = any (mine))
        and not is_kept_from(person, i.about_ids, i.is_confidential, i.told_ids, i.entered_by)
    ), holds as materialized (
      select i.* from incidents i
      where length(words) > 2 and folded(i.sought) ilike '%' || words || '%' and (everywhere or i.company_id = any (mine))
        and not is_kept_from(person, i.about_ids, i.is_confidential, i.told_ids, i.entered_by)
      order by (i.state in ('closed', 'nothing')), i.discovered_at desc limit most
    ), hit as (select * from exact union select * from holds)
    select h.id, h.reference, h.title, h.kind, n.name, n.name_en, n.name_ja, n.name_zh, h.is_exercise from hit h
    left join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    order by h.reference = upper(words) desc, h.state in ('closed', 'nothing'), h.discovered_at desc, h.id limit most;
end $$;

-- The ids alone of what the actor may read: by scope as well, whoever asks it.
create or replace function incidents_holding(pattern text) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan rows 100 as $$
declare
  everywhere constant boolean := app_actor() = '00000000-0000-0000-0000-000000000000'
    or exists (select from standing_of(app_actor(), 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(app_actor(), 'incident.read') end;
begin
  return query select i.id from incidents i where folded(i.sought) ilike pattern and (everywhere or i.company_id = any (mine))
    and (app_actor() = '00000000-0000-0000-0000-000000000000' or not is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by));
end $$;
