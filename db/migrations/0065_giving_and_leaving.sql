-- What somebody may give stays within what they hold: a grant for the whole of a unit needs one that covers the whole.
create function may_give_at(giver uuid, wanted text, at_unit uuid, with_all_below boolean) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id) as (
    select at_unit
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select exists (select from grants g join role_permissions rp on rp.role_id = g.role_id
    where g.person_id = giver and rp.permission = wanted and holds_on(g.valid_from, g.valid_to, group_today())
      and (case when g.with_subtree then g.unit_id in (select unit_id from up) else g.unit_id = at_unit and not with_all_below end))
$$;

-- The days from today on which somebody who can sign in administers the whole group; as it would be if some left.
create function administered_days(leaving uuid[] default '{}', last_day date default null) returns datemultirange
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(range_agg(daterange(greatest(g.valid_from, group_today()),
    case when g.person_id = any (leaving) then least(g.valid_to, greatest(g.valid_from, last_day + 1, group_today()))
      else g.valid_to end)), '{}')
  from grants g
  join units u on u.id = g.unit_id and u.kind = 'group'
  join accounts a on a.person_id = g.person_id and a.state = 'active'
  where g.role_id = 'administrator' and g.with_subtree and (g.valid_to is null or g.valid_to > group_today())
$$;

-- Whoever lists the leavers of some companies does not see the employment in another, which keeps rights in force.
create function is_employed_after(person uuid, last_day date, besides uuid[] default '{}') returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from employments e where e.person_id = person and e.company_id <> all (besides)
    and (e.valid_to is null or e.valid_to > last_day + 1))
$$;
