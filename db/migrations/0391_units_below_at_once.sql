-- What is in scope is worked out once and joined: looked for in an array, each of some thousand units was compared with half of the others.
create or replace function units_below(issuer uuid) returns table (unit_id uuid, parent_id uuid, kind text, company_id uuid, code text,
    name text, name_en text, name_ja text, name_zh text, sought text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive scope as materialized (select id from unnest(units_in_scope(app_actor(), app_permission())) id),
  below (unit_id, parent_id, depth) as (
    select s.unit_id, s.parent_id, 1 from supervisions s
    where s.parent_id = issuer and holds_on(s.valid_from, s.valid_to, group_today())
      and issuer in (select id from scope)
    union all
    select s.unit_id, s.parent_id, b.depth + 1 from below b
    join supervisions s on s.parent_id = b.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where b.depth < 64
  )
  select u.id, b.parent_id, u.kind, u.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, n.sought
  from below b
  join units u on u.id = b.unit_id and u.kind in ('division', 'company', 'department') and (u.ended_on is null or u.ended_on > group_today())
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  -- A company may stand above others that its officer was not given.
  join scope z on z.id = u.id
$$;
