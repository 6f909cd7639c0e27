-- Who is away by their own word is not woken: the backup is asked at once, else the next roster; and the hours are a gap.

-- Whether somebody is away on the day that it is then where a roster stands.
create function is_away_on_call(person uuid, zone text, at timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from absences a where a.person_id = person and holds_on(a.valid_from, a.valid_to, (at at time zone zone)::date))
$$;

create or replace function on_call_asked(company uuid, wanted text, level integer, at timestamptz)
  returns table (roster_id uuid, turn_id uuid, person_id uuid, tier smallint, ends_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  with there as materialized (
    select s.roster_id, s.depth, w.kind, t.id as turn_id, t.person_id, t.tier, t.ends_at
    from rosters_serving(company) s
    join on_call_rosters r on r.id = s.roster_id and wanted = any (r.purposes)
    join units w on w.id = r.unit_id
    join on_call_turns t on t.roster_id = r.id and t.starts_at <= at and at < t.ends_at
    where is_there_on_call(t.person_id) and not is_away_on_call(t.person_id, r.time_zone, at)
  )
  select t.roster_id, t.turn_id, t.person_id, t.tier, t.ends_at from there t
  where case
    when level = 0 then (t.depth, t.tier) = (select x.depth, x.tier from there x order by x.depth, x.tier limit 1)
    when level <= 2 then t.tier = 2 and t.depth = (select min(x.depth) from there x where x.tier = 2)
    when level = 3 then t.kind = 'division' and t.tier = 1
      and t.depth = (select min(x.depth) from there x where x.kind = 'division' and x.tier = 1)
    else t.kind = 'group' and t.tier = 1 end
$$;

drop function on_call_absences_of(uuid[]);
create function on_call_absences_of(wanted uuid[], company uuid) returns table (person_id uuid, away_from date, away_until date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct a.person_id, a.valid_from, a.valid_to from absences a
  join on_call_turns t on t.person_id = a.person_id and t.ends_at > app_now()
  where t.roster_id in (select visible_rosters(wanted, company)) and a.valid_to > greatest(a.valid_from, group_today() - 1)
  order by a.valid_from limit 5000
$$;
