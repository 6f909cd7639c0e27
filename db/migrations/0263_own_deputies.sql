-- Whoever holds a position names who stands in for them there; in a bound session where that company is its own.
create function holds_seat(of_position uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from position_holders h join positions p on p.id = h.position_id
    where h.position_id = of_position and h.person_id = app_actor() and holds_on(h.valid_from, h.valid_to, group_today())
      and (p.ended_on is null or p.ended_on > group_today())
      and (bound_of(app_actor()) is null or p.company_id = bound_of(app_actor())))
$$;
create policy own_seat on deputies to yagura_scoped using (holds_seat(position_id)) with check (holds_seat(position_id));

-- Of a seat that the asker holds: its company, whether somebody is employed there and may stand in, and each right it holds or
-- will hold. One row without a role where it holds none.
create function own_seat(of_position uuid, deputy uuid)
returns table (company_id uuid, is_colleague boolean, role_id text, is_group boolean, with_subtree boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.company_id, deputy <> app_actor() and exists (select from employments e
      where e.person_id = deputy and e.company_id = p.company_id and holds_on(e.valid_from, e.valid_to, group_today())),
    g.role_id, coalesce(u.kind = 'group', false), coalesce(g.with_subtree, false)
  from positions p
  left join grants g on g.position_id = p.id and (g.valid_to is null or g.valid_to > group_today())
  left join units u on u.id = g.unit_id
  where p.id = of_position and holds_seat(p.id)
$$;
