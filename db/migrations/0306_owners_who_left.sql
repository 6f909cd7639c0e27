-- Whoever has left answers for nothing any more. Asked of one person, so that a reader need not reach the company that person works for.
create function has_left(person uuid, day date) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from employments m where m.person_id = person and m.valid_from <= day and (m.valid_to is null or m.valid_to > day))
    and exists (select from employments m where m.person_id = person)
$$;
revoke all on function has_left(uuid, date) from public;
grant execute on function has_left(uuid, date) to yagura_group, yagura_scoped, yagura_jobs;
