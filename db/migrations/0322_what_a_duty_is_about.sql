-- What tells a duty from others of its kind that stand beside it: the name of the thing, or of the file with how many.
alter table duties add column about text constraint duties_about_length check (length(about) <= 300);

-- Of duties that my_duties has given: the one who reads it is who is asked, and may have no scope over the company.
create function about_duties(wanted uuid[]) returns table (id uuid, about text) language sql stable security definer
  set search_path = public, pg_temp as $$
  select d.id, d.about from duties d where d.id = any (wanted) and d.about is not null
$$;
