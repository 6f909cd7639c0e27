-- The division that a unit stands in on a day: a company below a company belongs to the division above both. A reader of
-- the lower company does not see the place of the upper one; which division it is is no secret (policy divisions).
create function division_above(unit uuid, day date) returns uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (id, kind, depth) as (
    select u.id, u.kind, 0 from units u where u.id = division_above.unit
    union
    select p.id, p.kind, up.depth + 1 from up
    join supervisions s on s.unit_id = up.id and holds_on(s.valid_from, s.valid_to, division_above.day)
    join units p on p.id = s.parent_id
    where up.kind = 'company' and up.depth < 20
  )
  select up.id from up where up.kind = 'division' order by up.depth limit 1
$$;
