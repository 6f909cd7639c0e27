-- Who is told by name that the pack of the day is made. Whoever may no longer take it is not told, and not shown.
alter table offline_packs add column told_ids uuid[] not null default '{}'
  constraint offline_packs_told check (cardinality(told_ids) <= 50);

-- Who may take the pack of a unit, the nearest to it: by name alone.
create function people_for_pack(unit uuid) returns table (person_id uuid, family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from nearest_holders(array[unit], 'incident.pack') h join people p on p.id = h.person_id
  order by p.family_name, p.given_name, p.id limit 50
$$;
revoke execute on function people_for_pack(uuid) from public;
