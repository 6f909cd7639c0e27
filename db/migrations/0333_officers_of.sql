-- Who answers for a company, and who stands in: also before they have signed in, and whatever company their person is kept at.
-- The caller asks of companies within its reach.
create function officers_of(companies uuid[])
  returns table (company_id uuid, person_id uuid, family_name text, given_name text, is_deputy boolean, account_state text)
  language sql stable security definer set search_path to 'public', 'pg_temp' as $$
  with named as (
    -- The seat of a deputy may hold the same role.
    select g.unit_id as company_id, g.person_id, g.via = 'deputy' or exists (select from positions s
      where s.id = g.position_id and s.purpose = 'deputy_security_officer') as is_deputy
    from grants_in_force g join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'inspection.answer'
    where g.unit_id = any (companies)
    union all
    select p.company_id, h.person_id, true from positions p
    join position_holders h on h.position_id = p.id and holds_on(h.valid_from, h.valid_to, group_today())
    where p.company_id = any (companies) and p.purpose = 'deputy_security_officer'
    union all
    select p.company_id, d.person_id, true from positions p
    join deputies d on d.position_id = p.id and holds_on(d.valid_from, d.valid_to, group_today())
    where p.company_id = any (companies) and p.purpose = 'security_officer'
  ), once as (
    select n.company_id, n.person_id, bool_and(n.is_deputy) as is_deputy from named n group by n.company_id, n.person_id
  )
  select o.company_id, o.person_id, p.family_name, p.given_name, o.is_deputy,
    (select a.state from accounts a where a.person_id = o.person_id and a.state in ('active', 'invited') order by a.state limit 1)
  from once o join people p on p.id = o.person_id
$$;
