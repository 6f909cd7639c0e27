-- The companies below a division today. Used to narrow one's own duties, for which no single permission's scope holds;
-- it tells ids alone, and only where a row of the reader's carries one.
create function companies_under(division uuid) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.unit_id from supervisions s join units u on u.id = s.unit_id and u.kind = 'company'
  where s.parent_id = division and holds_on(s.valid_from, s.valid_to, group_today())
$$;
