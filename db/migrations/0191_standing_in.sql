-- One's own absence is one's own to enter and to end; in a bound session only where that company is one's own.
drop policy own_row on absences;
create policy own_row on absences to yagura_scoped
  using (person_id = app_actor() and (bound_of(app_actor()) is null or company_id = bound_of(app_actor())))
  with check (person_id = app_actor() and (bound_of(app_actor()) is null or company_id = bound_of(app_actor())));

-- Whether the deputy holds the position's rights today: the holder is away, or there is none.
create function stands_in(of_position uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from position_holders h
    where h.position_id = of_position and holds_on(h.valid_from, h.valid_to, group_today())
      and not exists (select from absences a where a.person_id = h.person_id
        and holds_on(a.valid_from, a.valid_to, group_today())))
$$;

-- The seats that one holds or stands in for; of a bound session those of its company.
create function own_seats(person uuid) returns table (position_id uuid, name text, name_en text, name_ja text, name_zh text,
  is_mine boolean, family_name text, given_name text, is_acting boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.name_en, p.name_ja, p.name_zh, h.person_id is not distinct from person, o.family_name, o.given_name,
    d.person_id = person and stands_in(p.id)
  from positions p
  left join position_holders h on h.position_id = p.id and holds_on(h.valid_from, h.valid_to, group_today())
  left join deputies d on d.position_id = p.id and holds_on(d.valid_from, d.valid_to, group_today())
  left join people o on o.id = case when h.person_id = person then d.person_id else h.person_id end
  where person = app_actor() and (p.ended_on is null or p.ended_on > group_today())
    and (bound_of(person) is null or p.company_id = bound_of(person))
    and p.id in (select x.position_id from position_holders x where x.person_id = person
      union all select y.position_id from deputies y where y.person_id = person)
    and (h.person_id = person or d.person_id = person)
  order by p.name, p.id
$$;

-- What a seat holds or will hold, each right with the givers' permissions of somebody that reach where it is held.
create function rights_of_seat(of_position uuid, giver uuid, givers text[]) returns table (role_id text, givers text[])
language sql stable security definer set search_path = public, pg_temp as $$
  select g.role_id, array(select x.permission from unnest(rights_of_seat.givers) as x (permission)
    where may_give_at(giver, x.permission, g.unit_id, g.with_subtree))
  from grants g where g.position_id = of_position and (g.valid_to is null or g.valid_to > group_today())
$$;

-- Rights that people hold or will hold, by themselves, by a seat or as its deputy: what an account of theirs is worth.
create function rights_ahead(people_ids uuid[]) returns table (person_id uuid, role_id text, unit_id uuid, with_subtree boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  with open as (select * from grants g where g.valid_to is null or g.valid_to > group_today())
  select g.person_id, g.role_id, g.unit_id, g.with_subtree from open g where g.person_id = any (people_ids)
  union
  select h.person_id, g.role_id, g.unit_id, g.with_subtree from position_holders h join open g on g.position_id = h.position_id
  where h.person_id = any (people_ids) and (h.valid_to is null or h.valid_to > group_today())
  union
  select d.person_id, g.role_id, g.unit_id, g.with_subtree from deputies d join open g on g.position_id = d.position_id
  where d.person_id = any (people_ids) and (d.valid_to is null or d.valid_to > group_today())
$$;
