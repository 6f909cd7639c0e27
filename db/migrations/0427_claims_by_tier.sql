-- What a tier of the whole group claimed as met and what auditors saw, in each company's last visit of those days: the mean towards
-- which a company's own share is drawn is the same whoever looks. It names nobody; how many companies stand behind it is said, so that
-- whoever sees a part of the group can be kept from computing another's share out of it.
create function claims_by_tier(from_on date, until_on date, of_area text, of_control text) returns table (
  tier text, companies integer, claims integer, overturned integer
) language sql stable security definer set search_path = public, pg_temp as $$
  with last as (
    select distinct on (v.company_id) v.id, s.tier from audit_visits v join audit_sheets s on s.visit_id = v.id
    where v.state = 'held' and s.finished_at is not null and (from_on is null or v.held_on >= from_on) and (until_on is null or v.held_on < until_on)
    order by v.company_id, v.held_on desc, v.id
  )
  select l.tier, count(distinct l.id)::int, count(*)::int, count(*) filter (where k.verdict in ('partly', 'not_met'))::int
  from last l join audit_controls k on k.visit_id = l.id
  where k.said_verdict = 'met' and k.verdict is not null and k.drawn in ('mandatory', 'sample')
    and (of_area is null or k.area = of_area) and (of_control is null or k.control_id = of_control)
  group by l.tier
$$;
