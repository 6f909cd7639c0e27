-- A name is found however wide its letters are: ＡＢＣ商事 as ABC商事, ｻﾄｳ as サトウ. What is typed is folded by the product,
-- what is kept by the very expression of the index (Unicode NFKC; capitals are left to ilike).
create function folded(text text) returns text language sql immutable strict parallel safe as $$
  select normalize($1, nfkc)
$$;

create index unit_names_folded on unit_names using gin
  (folded(name || ' ' || coalesce(name_en, '') || ' ' || coalesce(name_ja, '') || ' ' || coalesce(name_zh, '')) gin_trgm_ops);
drop index unit_names_search;
create index people_folded on people using gin
  (folded(family_name || ' ' || given_name || ' ' || coalesce(email, '') || ' ' || coalesce(code, '')) gin_trgm_ops);
drop index people_search;
create index people_by_folded_name on people (folded(family_name || given_name) text_pattern_ops);
drop index people_by_whole_name;

create or replace function find_companies(person uuid, words text, most integer) returns table (
  id uuid, code text, name text, name_en text, name_ja text, name_zh text
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.code, n.name, n.name_en, n.name_ja, n.name_zh
  from units u
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  where u.kind = 'company' and (u.ended_on is null or u.ended_on > group_today())
    and u.id = any ((select companies_in_scope(person, 'organization.read'))::uuid[])
    and (u.code ilike words || '%'
      or folded(n.name || ' ' || coalesce(n.name_en, '') || ' ' || coalesce(n.name_ja, '') || ' ' || coalesce(n.name_zh, ''))
        ilike '%' || words || '%')
  order by u.code ilike words || '%' desc, length(n.name), u.code limit most
$$;

-- Under three letters there is no trigram to look for: then a name is found by its beginning alone. The longer words use the index people_folded.
create or replace function find_people(person uuid, words text, most integer) returns table (
  id uuid, family_name text, given_name text, company_id uuid, company_name text
) language sql stable security definer set search_path = public, pg_temp as $$
  with hit as (
    (select p.* from people p where folded(p.family_name || p.given_name) like words || '%'
      and p.company_id = any ((select companies_in_scope(person, 'person.read'))::uuid[])
      order by p.family_name, p.given_name limit most)
    union
    (select p.* from people p
      where length(words) > 2
        and folded(p.family_name || ' ' || p.given_name || ' ' || coalesce(p.email, '') || ' ' || coalesce(p.code, '')) ilike '%' || words || '%'
        and p.company_id = any ((select companies_in_scope(person, 'person.read'))::uuid[])
      limit most)
  )
  select h.id, h.family_name, h.given_name, h.company_id, n.name
  from hit h
  join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  order by h.family_name, h.given_name limit most
$$;
