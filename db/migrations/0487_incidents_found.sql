-- Found by its number or by words of its title, by whoever may read it: never by whom it is about, and of a confidential one by who needs
-- to know alone.
create function find_incidents(person uuid, words text, most integer) returns table (
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
        and not person = any (i.about_ids) and (not i.is_confidential or person = any (i.told_ids) or i.entered_by = person)
    ), holds as materialized (
      select i.* from incidents i
      where length(words) > 2 and folded(i.sought) ilike '%' || words || '%' and (everywhere or i.company_id = any (mine))
        and not person = any (i.about_ids) and (not i.is_confidential or person = any (i.told_ids) or i.entered_by = person)
      order by (i.state in ('closed', 'nothing')), i.discovered_at desc limit most
    ), hit as (select * from exact union select * from holds)
    select h.id, h.reference, h.title, h.kind, n.name, n.name_en, n.name_ja, n.name_zh, h.is_exercise from hit h
    left join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    order by h.reference = upper(words) desc, h.state in ('closed', 'nothing'), h.discovered_at desc, h.id limit most;
end $$;
