-- Who begins somewhere else only after a gap is not employed on the days between: rights do not outlast it.
create or replace function is_employed_after(person uuid, last_day date, besides uuid[] default '{}') returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from employments e where e.person_id = person and e.company_id <> all (besides)
    and e.valid_from <= last_day + 1 and (e.valid_to is null or e.valid_to > last_day + 1))
$$;
