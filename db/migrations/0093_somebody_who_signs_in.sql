-- Somebody is who can sign in: a person who was invited and has not taken it up answers, reviews and confirms nothing yet.
create or replace function companies_with(wanted text) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  with recursive held as (
    select distinct g.unit_id, g.with_subtree from grants g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where holds_on(g.valid_from, g.valid_to, group_today())
      and exists (select from accounts a where a.person_id = g.person_id and a.state = 'active')
  ), reached (unit_id) as (
    select unit_id from held where with_subtree
    union
    select s.unit_id from supervisions s join reached r on s.parent_id = r.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select u.id from units u
  where u.kind = 'company' and u.id in (select unit_id from reached union select unit_id from held)
$$;

create or replace function has_somebody(wanted text, company uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from people_with_permission(wanted, company) as p (person_id)
    join accounts a on a.person_id = p.person_id and a.state = 'active')
$$;
