-- What a name is sought by is kept beside it, folded once when it is written. As an expression of the index alone it was
-- folded again for every row that a search had to look at: half of what a search for a common name took.
alter table people add column sought text generated always as
  (folded(family_name || ' ' || given_name || ' ' || coalesce(email, '') || ' ' || coalesce(code, ''))) stored;
create index people_sought on people using gin (sought gin_trgm_ops);
drop index people_folded;
alter table unit_names add column sought text generated always as
  (folded(name || ' ' || coalesce(name_en, '') || ' ' || coalesce(name_ja, '') || ' ' || coalesce(name_zh, ''))) stored;
create index unit_names_sought on unit_names using gin (sought gin_trgm_ops);
drop index unit_names_folded;

-- Whoever reaches the whole group is not compared with a thousand companies row by row. Planned anew each time, so that
-- the words and the reach are known to the plan.
create or replace function find_companies(person uuid, words text, most integer) returns table (
  id uuid, code text, name text, name_en text, name_ja text, name_zh text
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'organization.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(person, 'organization.read') end;
begin
  return query
    select u.id, u.code, n.name, n.name_en, n.name_ja, n.name_zh
    from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
    where u.kind = 'company' and (u.ended_on is null or u.ended_on > group_today())
      and (everywhere or u.id = any (mine))
      and (u.code ilike words || '%' or n.sought ilike '%' || words || '%')
    order by u.code ilike words || '%' desc, length(n.name), u.code limit most;
end $$;

-- Under three letters there is no trigram to look for: then a name is found by its beginning alone.
create or replace function find_people(person uuid, words text, most integer) returns table (
  id uuid, family_name text, given_name text, company_id uuid, company_name text
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'person.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(person, 'person.read') end;
begin
  return query
    with hit as (
      (select p.id, p.family_name, p.given_name, p.company_id from people p
        where folded(p.family_name || p.given_name) like words || '%' and (everywhere or p.company_id = any (mine))
        order by p.family_name, p.given_name limit most)
      union
      (select p.id, p.family_name, p.given_name, p.company_id from people p
        where length(words) > 2 and p.sought ilike '%' || words || '%' and (everywhere or p.company_id = any (mine))
        limit most)
    )
    select h.id, h.family_name, h.given_name, h.company_id, n.name
    from hit h
    join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    order by h.family_name, h.given_name limit most;
end $$;
