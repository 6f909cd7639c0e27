-- What the units are called at which somebody holds rights, and the companies that these reach: their own, for their own page,
-- which is asked under no permission.
create function own_reach_names()
returns table (unit_id uuid, name text, name_en text, name_ja text, name_zh text)
language sql stable security definer set search_path = public, pg_temp as $$
  with held as (select r.unit_id, r.companies from reach_of(app_actor()) r)
  select n.unit_id, n.name, n.name_en, n.name_ja, n.name_zh
  from (select h.unit_id from held h union select unnest(h.companies[1:100]) from held h) u
  join lateral (select * from unit_names x where x.unit_id = u.unit_id
    order by x.valid_from <= group_today() desc, x.valid_from desc limit 1) n on true
$$;
