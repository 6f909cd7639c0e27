-- A list of turns names people by mail address or number: of whom may stand in a roster of the unit, those that are meant by these words,
-- and those with these ids, each with what a list writes for them.
create function on_call_people_named(of_unit uuid, words text[], ids uuid[])
  returns table (id uuid, email text, code text, family_name text, given_name text, is_allowed boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  with meant as (
    select p.* from people p where lower(p.email) = any (words) or lower(p.code) = any (words) or p.id = any (ids)
  ), allowed as (select a.id from on_call_allowed(of_unit, array(select m.id from meant m)) a (id))
  select m.id, m.email, m.code, m.family_name, m.given_name, m.id in (select a.id from allowed a)
  from meant m where m.id in (select a.id from allowed a)
    or m.id = any (ids) and exists (select from on_call_turns t join on_call_rosters r on r.id = t.roster_id where t.person_id = m.id and r.unit_id = of_unit)
      and (of_unit = any ((select scope_units())::uuid[]) or current_setting('role', true) in ('yagura_group', 'none'))
$$;
create index people_by_code on people (lower(code)) where code is not null;
