-- Who of a company's people and others holds a permission at it today: permissions_at for everybody at once.
create function people_with_permission(wanted text, company uuid) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  above uuid[] := array[company];
  unit uuid := company;
begin
  for level in 1 .. 64 loop
    select s.parent_id into unit from supervisions s where s.unit_id = unit and holds_on(s.valid_from, s.valid_to, day);
    exit when unit is null;
    above := above || unit;
  end loop;
  return query
    select distinct g.person_id from grants g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
    where holds_on(g.valid_from, g.valid_to, day)
      and (g.unit_id = company or g.with_subtree and g.unit_id = any (above));
end $$;
