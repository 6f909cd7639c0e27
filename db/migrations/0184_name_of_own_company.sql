-- The name of the company an account belongs to, for the rule that a password is not made of it: whoever changes their own
-- password need not see the company itself.
create function company_name_of(person uuid) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select n.name from people p
  join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where p.id = person
$$;
