-- What every statement asks of the locks costs the same in a group of ten and of a thousand companies.

-- Today in the group's zone. A transaction of the product says once what it is (app.today), so that a comparison of days
-- calls nothing per row; elsewhere it is computed.
-- Its cost is told as small: dearer ones keep holds_on(…, group_today()) from being put into the statement in its place.
create function day_of_group() returns date language sql stable security definer cost 1
  set search_path = public, pg_temp as $$
  select (app_now() at time zone coalesce((select time_zone from group_settings), 'UTC'))::date
$$;
create or replace function group_today() returns date language sql stable as $$
  select coalesce(nullif(current_setting('app.today', true), '')::date, day_of_group())
$$;

-- Level by level down the tree by its index. As one recursive query it read all units and supervisions of the group,
-- for an officer of one company too, at every statement.
create or replace function companies_in_scope(person uuid, wanted text) returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  held uuid[];
  below uuid[];
  companies uuid[];
begin
  select array_agg(g.unit_id), array_agg(g.unit_id) filter (where g.with_subtree) into held, below
  from grants g join role_permissions rp on rp.role_id = g.role_id and rp.permission = wanted
  where g.person_id = person and holds_on(g.valid_from, g.valid_to, day);
  -- Bounded: a tree that ran in a circle by mistake must not hold a statement for ever.
  for level in 1 .. 64 loop
    exit when below is null;
    held := held || below;
    select array_agg(s.unit_id) into below from supervisions s
    where s.parent_id = any (below) and holds_on(s.valid_from, s.valid_to, day);
  end loop;
  select array_agg(u.id) into companies from units u where u.id = any (held) and u.kind = 'company';
  return coalesce(companies, '{}');
end $$;

-- Of several permissions, those a person holds at one company today: up from the company, not down from the group.
create function permissions_at(person uuid, wanted text[], company uuid) returns setof text
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  day constant date := group_today();
  above uuid[] := array[company];
  unit uuid := company;
begin
  if not exists (select from units u where u.id = company and u.kind = 'company') then return; end if;
  for level in 1 .. 64 loop
    select s.parent_id into unit from supervisions s where s.unit_id = unit and holds_on(s.valid_from, s.valid_to, day);
    exit when unit is null;
    above := above || unit;
  end loop;
  return query
    select distinct rp.permission from grants g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted)
    where g.person_id = person and holds_on(g.valid_from, g.valid_to, day)
      and (g.unit_id = company or g.with_subtree and g.unit_id = any (above));
end $$;

-- What is inherited is found from the controls that say so, not from all answers of the provider.
create index controls_inherited on controls (edition_id, inherits_from) where inherits_from is not null;

-- Group and divisions, which everybody sees, among thousands of companies, departments and sites.
create index units_frame on units (kind) where kind in ('group', 'division');
