-- What is read of a roster beyond one's own companies: its people come from several, and whom it serves asks who is there.

-- In scope by the permission of the moment, or one's own.
create function visible_rosters(wanted uuid[], company uuid) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.id from on_call_rosters r
  where r.id = any (wanted) and (r.unit_id = any ((select scope_units())::uuid[])
    or current_setting('role', true) in ('yagura_group', 'none')
    or r.id = any ((select my_rosters())::uuid[])
    or company = any ((select companies_in_scope(app_actor(), app_permission()))::uuid[])
      and exists (select from rosters_serving(company) s where s.roster_id = r.id))
$$;

create function on_call_serving(company uuid) returns table (id uuid, unit_id uuid, depth integer, name text, time_zone text, purposes text[],
  unit_name text, unit_name_en text, unit_name_ja text, unit_name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.unit_id, s.depth, r.name, r.time_zone, r.purposes, n.name, n.name_en, n.name_ja, n.name_zh
  from rosters_serving(company) s join on_call_rosters r on r.id = s.roster_id
  join unit_names n on n.unit_id = r.unit_id and holds_on(n.valid_from, n.valid_to, group_today())
  where r.id in (select visible_rosters(array[r.id], company))
  order by s.depth, r.name limit 50
$$;

-- The rosters in which the actor stands, with the names of units that their rights may not reach.
create function my_on_call_rosters() returns table (id uuid, unit_id uuid, name text, time_zone text, purposes text[],
  unit_name text, unit_name_en text, unit_name_ja text, unit_name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.unit_id, r.name, r.time_zone, r.purposes, n.name, n.name_en, n.name_ja, n.name_zh
  from on_call_rosters r
  join unit_names n on n.unit_id = r.unit_id and holds_on(n.valid_from, n.valid_to, group_today())
  where r.id = any (my_rosters()) order by r.name limit 50
$$;

create function on_call_turns_of(wanted uuid[], company uuid, since timestamptz, until timestamptz)
  returns table (id uuid, roster_id uuid, tier smallint, person_id uuid, starts_at timestamptz, ends_at timestamptz, shift_id uuid, taken_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, t.roster_id, t.tier, t.person_id, t.starts_at, t.ends_at, t.shift_id, t.taken_at
  from on_call_turns t where t.roster_id in (select visible_rosters(wanted, company)) and t.ends_at > since and t.starts_at < until
  order by t.starts_at, t.tier, t.id limit 20000
$$;

-- Who stands in these rosters, and what the keeper has to know of each; `opens` names the permission that opens the records of a purpose.
create function on_call_people_of(wanted uuid[], company uuid, opens jsonb)
  returns table (roster_id uuid, id uuid, family_name text, given_name text, time_zone text, has_number boolean, is_there boolean, gone_on date,
    lacks text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  with rosters as materialized (
    select r.* from on_call_rosters r where r.id in (select visible_rosters(wanted, company))
  ), named as (
    select t.roster_id, t.person_id from on_call_turns t join rosters r on r.id = t.roster_id where t.ends_at > app_now() - interval '60 days'
    union select u.roster_id, p from on_call_rules u join rosters r on r.id = u.roster_id cross join lateral unnest(u.people) p
    union select s.roster_id, s.person_id from on_call_shifts s join rosters r on r.id = s.roster_id where s.ends_at > app_now() - interval '60 days'
    union select h.roster_id, p from on_call_handovers h join rosters r on r.id = h.roster_id
      cross join lateral unnest(array[h.person_id, h.taken_by]) p where h.written_at > app_now() - interval '60 days'
    union select w.roster_id, p from on_call_swaps w join rosters r on r.id = w.roster_id
      cross join lateral unnest(array[w.asked_by, w.asked_of]) p where w.asked_at > app_now() - interval '60 days'
  )
  select n.roster_id, p.id, p.family_name, p.given_name, time_zone_of(p.id), exists (select from on_call_contacts c where c.person_id = p.id),
    is_there_on_call(p.id),
    (select max(e.valid_to) from employments e where e.person_id = p.id having bool_and(e.valid_to is not null)),
    coalesce((select array_agg(o.key) from jsonb_each_text(opens) o where o.key = any (r.purposes)
      and exists (select from role_permissions x where x.permission = o.value)
      and p.id not in (select people_with_permission(o.value, r.unit_id))), '{}')
  from named n join rosters r on r.id = n.roster_id join people p on p.id = n.person_id
$$;

create function on_call_absences_of(wanted uuid[]) returns table (person_id uuid, away_from date, away_until date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct a.person_id, a.valid_from, a.valid_to from absences a
  join on_call_turns t on t.person_id = a.person_id and t.ends_at > app_now()
  where t.roster_id in (select visible_rosters(wanted, null)) and a.valid_to > greatest(a.valid_from, group_today())
  limit 500
$$;

-- Who may be put on a roster of this unit: whoever has an account and belongs to a company at or below it, or has a right there.
create function on_call_candidates(of_unit uuid, words text, most integer)
  returns table (id uuid, family_name text, given_name text, company_name text, company_name_en text, company_name_ja text, company_name_zh text,
    has_number boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive place as (
    select u.id, u.kind from units u where u.id = of_unit
      and (u.id = any ((select scope_units())::uuid[]) or current_setting('role', true) in ('yagura_group', 'none'))
  ), below (unit_id, depth) as (
    select p.id, 0 from place p
    union
    select s.unit_id, b.depth + 1 from below b join supervisions s on s.parent_id = b.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where b.depth < 64
  )
  select p.id, p.family_name, p.given_name, n.name, n.name_en, n.name_ja, n.name_zh, exists (select from on_call_contacts c where c.person_id = p.id)
  from people p
  left join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where exists (select from place)
    and (p.company_id in (select b.unit_id from below b)
      or exists (select from grants_in_force g join place u on u.id = g.unit_id where g.person_id = p.id))
    and is_there_on_call(p.id)
    and (words = '' or folded(concat_ws(' ', p.family_name, p.given_name, p.family_name, p.email)) like '%' || folded(words) || '%')
  order by exists (select from grants_in_force g where g.person_id = p.id and g.unit_id = of_unit) desc, p.family_name, p.given_name, p.id
  limit most
$$;

-- Whoever of these people may be put on a roster of the unit.
create function on_call_allowed(of_unit uuid, wanted uuid[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive below (unit_id, depth) as (
    select of_unit, 0
    union
    select s.unit_id, b.depth + 1 from below b join supervisions s on s.parent_id = b.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where b.depth < 64
  )
  select p.id from people p
  where p.id = any (wanted) and is_there_on_call(p.id) and (p.company_id in (select b.unit_id from below b)
    or exists (select from grants_in_force g where g.unit_id = of_unit and g.person_id = p.id))
    and (of_unit = any ((select scope_units())::uuid[]) or current_setting('role', true) in ('yagura_group', 'none'))
$$;

-- The number of whoever is on call, around their turn: for responders in reach, those of the same roster, and those asked by the same call.
create function on_call_number(of_turn uuid, risen text[])
  returns table (person_id uuid, roster_id uuid, company_id uuid, telephone text, remark text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.person_id, r.id, r.company_id, c.telephone, c.remark
  from on_call_turns t join on_call_rosters r on r.id = t.roster_id
  left join on_call_contacts c on c.person_id = t.person_id
  where t.id = of_turn and t.starts_at < app_now() + interval '1 day' and t.ends_at > app_now() - interval '1 day' and (
    t.person_id = app_actor()
    or r.id = any (my_rosters())
    or r.unit_id = any (units_in_scope(app_actor(), 'on_call.ring'))
    or (select s.reach = 'group' from standing_of(app_actor(), 'on_call.ring') s)
    or exists (select from unnest(companies_in_scope(app_actor(), 'on_call.ring')) as o (id) cross join lateral rosters_serving(o.id) s where s.roster_id = r.id)
    or exists (select from calls_asking(app_actor(), (select array_agg(k.id) from calls k join duties d on d.id = k.duty_id join on_call_kinds n on n.kind = d.kind
      where k.state = 'open' and exists (select from rosters_serving(k.company_id) s where s.roster_id = r.id)), risen)))
$$;

-- Entered by whoever keeps a roster in which the person stands.
create function set_on_call_contact(of_roster uuid, of_person uuid, new_telephone text, new_remark text) returns uuid
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  home constant uuid := (select p.company_id from people p where p.id = of_person);
begin
  if home is null or not exists (select from on_call_rosters r
    where r.id = of_roster and r.ended_at is null and (r.unit_id = any (units_in_scope(app_actor(), 'on_call.keep'))
        or (select s.reach = 'group' from standing_of(app_actor(), 'on_call.keep') s))
      and (exists (select from on_call_turns t where t.roster_id = r.id and t.person_id = of_person and t.ends_at > app_now())
        or exists (select from on_call_rules u where u.roster_id = r.id and of_person = any (u.people)))) then
    return null;
  end if;
  if new_telephone is null then
    delete from on_call_contacts where person_id = of_person;
  else
    insert into on_call_contacts (person_id, company_id, telephone, remark, changed_at, changed_by)
    values (of_person, home, new_telephone, new_remark, app_now(), app_actor())
    on conflict (person_id) do update set telephone = excluded.telephone, remark = excluded.remark, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by;
  end if;
  return home;
end $$;

-- Who shares a roster with the actor, to ask for a swap.
create function on_call_colleagues(of_roster uuid) returns table (id uuid, family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct p.id, p.family_name, p.given_name from people p
  where of_roster = any (my_rosters()) and p.id <> app_actor() and is_there_on_call(p.id) and p.id in (
    select unnest(u.people) from on_call_rules u where u.roster_id = of_roster
    union select t.person_id from on_call_turns t where t.roster_id = of_roster and t.ends_at > app_now() - interval '14 days')
$$;

-- The one who was asked takes the turn: from now on where it runs already. False where the turn is gone meanwhile.
create function take_swap(of_swap uuid) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  swap on_call_swaps;
  turn on_call_turns;
  shift uuid := new_id();
  since timestamptz;
begin
  select * into swap from on_call_swaps w where w.id = of_swap and w.asked_of = app_actor() and w.state = 'asked' for update;
  if swap.id is null then return false; end if;
  select * into turn from on_call_turns t where t.id = swap.turn_id and t.person_id = swap.asked_by and t.ends_at > app_now() for update;
  if turn.id is null then return false; end if;
  since := greatest(turn.starts_at, app_now());
  insert into on_call_shifts (id, roster_id, unit_id, tier, person_id, starts_at, ends_at, reason, swap_id, entered_at, entered_by)
  values (shift, turn.roster_id, turn.unit_id, turn.tier, swap.asked_of, since, turn.ends_at, coalesce(nullif(btrim(swap.words), ''), 'swap'), swap.id,
    app_now(), app_actor());
  if turn.starts_at < since then
    update on_call_turns set ends_at = since where id = turn.id;
    insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at, shift_id)
    values (turn.roster_id, turn.unit_id, turn.tier, swap.asked_of, since, turn.ends_at, shift);
  else
    update on_call_turns set person_id = swap.asked_of, shift_id = shift, told_at = null where id = turn.id;
  end if;
  update on_call_swaps set state = 'accepted', ended_at = app_now() where id = swap.id;
  update on_call_rosters set next_look_at = app_now() where id = swap.roster_id;
  return true;
end $$;
