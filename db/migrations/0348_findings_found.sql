-- Findings by number or words, within what somebody may read of them; what is still to be done first.
create function find_findings(person uuid, words text, most integer) returns table (
  id uuid, reference text, title text, titles jsonb, company_id uuid, company_name text, state text
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'finding.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(person, 'finding.read') end;
begin
  return query
    with exact as materialized (
      select f.* from findings f where f.reference = upper(words) and (everywhere or f.company_id = any (mine))
    ), holds as materialized (
      select f.* from findings f
      where length(words) > 2 and folded(f.sought) ilike '%' || words || '%' and (everywhere or f.company_id = any (mine))
      order by (f.state in ('closed', 'merged')), f.due_on limit most
    ), hit as (select * from exact union select * from holds)
    select h.id, h.reference, h.title, h.titles, h.company_id, n.name, h.state from hit h
    left join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    order by h.reference = upper(words) desc, h.state in ('closed', 'merged'), h.due_on, h.id limit most;
end $$;
