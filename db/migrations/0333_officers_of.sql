-- Who answers for a company, and who stands in: also before they have signed in, and whatever company their person is kept at.
-- `answers`: holds the right other than by standing in; `is_deputy`: has a deputy's seat and not the officer's.
-- The caller asks of companies within its reach.
create function officers_of(companies uuid[])
  returns table (company_id uuid, person_id uuid, family_name text, given_name text, answers boolean, is_deputy boolean, account_state text)
  language sql stable security definer set search_path to 'public', 'pg_temp' as $$
  with named as (
    select g.unit_id as company_id, g.person_id, g.via <> 'deputy' as answers, false as is_officer, g.via = 'deputy' as is_deputy
    from grants_in_force g join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'inspection.answer'
    where g.unit_id = any (companies)
    union all
    select p.company_id, h.person_id, false, p.purpose = 'security_officer', p.purpose = 'deputy_security_officer' from positions p
    join position_holders h on h.position_id = p.id and holds_on(h.valid_from, h.valid_to, group_today())
    where p.company_id = any (companies) and p.purpose in ('security_officer', 'deputy_security_officer')
    union all
    select p.company_id, d.person_id, false, false, true from positions p
    join deputies d on d.position_id = p.id and holds_on(d.valid_from, d.valid_to, group_today())
    where p.company_id = any (companies) and p.purpose = 'security_officer'
  ), once as (
    select n.company_id, n.person_id, bool_or(n.answers) as answers, bool_or(n.is_deputy) and not bool_or(n.is_officer) as is_deputy
    from named n group by n.company_id, n.person_id
  )
  select o.company_id, o.person_id, p.family_name, p.given_name, o.answers, o.is_deputy,
    (select a.state from accounts a where a.person_id = o.person_id and a.state in ('active', 'invited') order by a.state limit 1)
  from once o join people p on p.id = o.person_id
$$;
