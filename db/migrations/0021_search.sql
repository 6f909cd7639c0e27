-- One search over what the asker may see. Functions, because row-level security looks at one permission at a time and a
-- search at several; each narrows to the companies of its own permission.

-- Names are typed with and without a space between family and given name, often as two letters (佐藤).
create index people_by_whole_name on people ((family_name || given_name) text_pattern_ops);

create function find_companies(person uuid, words text, most integer) returns table (
  id uuid, code text, name text, name_en text, name_ja text, name_zh text
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.code, n.name, n.name_en, n.name_ja, n.name_zh
  from units u
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  where u.kind = 'company' and (u.ended_on is null or u.ended_on > group_today())
    and u.id = any ((select companies_in_scope(person, 'organization.read'))::uuid[])
    and (u.code ilike words || '%'
      or (n.name || ' ' || coalesce(n.name_en, '') || ' ' || coalesce(n.name_ja, '') || ' ' || coalesce(n.name_zh, ''))
        ilike '%' || words || '%')
  order by u.code ilike words || '%' desc, length(n.name), u.code limit most
$$;

-- Under three letters there is no trigram to look for: then a name is found by its beginning alone. The longer words use the index people_search.
create function find_people(person uuid, words text, most integer) returns table (
  id uuid, family_name text, given_name text, company_id uuid, company_name text
) language sql stable security definer set search_path = public, pg_temp as $$
  with hit as (
    (select p.* from people p where p.family_name || p.given_name like words || '%'
      and p.company_id = any ((select companies_in_scope(person, 'person.read'))::uuid[])
      order by p.family_name, p.given_name limit most)
    union
    (select p.* from people p
      where length(words) > 2
        and (p.family_name || ' ' || p.given_name || ' ' || coalesce(p.email, '') || ' ' || coalesce(p.code, '')) ilike '%' || words || '%'
        and p.company_id = any ((select companies_in_scope(person, 'person.read'))::uuid[])
      limit most)
  )
  select h.id, h.family_name, h.given_name, h.company_id, n.name
  from hit h
  join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  order by h.family_name, h.given_name limit most
$$;

-- Controls of the editions in force, for whoever may read the standard anywhere.
create function find_controls(person uuid, words text, most integer) returns table (
  edition_id uuid, control_id text, titles jsonb
) language sql stable security definer set search_path = public, pg_temp as $$
  with in_force as (
    select distinct on (e.standard) e.id from editions e
    where e.state = 'published' order by e.standard, e.effective_on > group_today(), abs(e.effective_on - group_today())
  )
  select c.edition_id, c.control_id, c.texts -> 'title'
  from controls c join in_force f on f.id = c.edition_id
  where exists (select from grants g join role_permissions rp on rp.role_id = g.role_id
      where g.person_id = person and rp.permission in ('standard.read', 'standard.publish')
        and holds_on(g.valid_from, g.valid_to, group_today()))
    and (c.control_id ilike words || '%'
      or concat_ws(' ', c.texts -> 'title' ->> 'en', c.texts -> 'title' ->> 'ja', c.texts -> 'title' ->> 'zh')
        ilike '%' || words || '%')
  order by c.control_id ilike words || '%' desc, c.position limit most
$$;
