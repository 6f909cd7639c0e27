-- A rule of signing in concerns whoever holds the role today, also by a position or as a deputy.
create or replace function sign_in_rules_for(of_account uuid) returns setof sign_in_rules
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive held (unit_id, role_id) as (
    select a.company_id, null::text from accounts a where a.id = of_account
    union
    select g.unit_id, g.role_id from accounts a join grants_in_force g on g.person_id = a.person_id
    where a.id = of_account
  ), reached (unit_id, role_id) as (
    select h.unit_id, h.role_id from held h
    union
    select s.parent_id, r.role_id from reached r
    join supervisions s on s.unit_id = r.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
  )
  select p.* from sign_in_rules p
  where p.ended_at is null and p.from_day <= group_today()
    and exists (select from reached r where r.unit_id = p.unit_id and (p.role_id is null or p.role_id = r.role_id))
$$;
