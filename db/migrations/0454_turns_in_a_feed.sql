-- A person's turns on call, for their calendar: those of the last week and to come.
create function feed_turns(person uuid) returns table (id uuid, roster text, unit_id uuid, name text, name_en text, name_ja text, name_zh text,
    tier smallint, starts_at timestamptz, ends_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.id, r.name, r.unit_id, n.name, n.name_en, n.name_ja, n.name_zh, t.tier, t.starts_at, t.ends_at
  from on_call_turns t join on_call_rosters r on r.id = t.roster_id
  join unit_names n on n.unit_id = r.unit_id and holds_on(n.valid_from, n.valid_to, group_today())
  where t.person_id = person and t.ends_at > app_now() - interval '7 days'
  order by t.starts_at, t.id limit 500
$$;
