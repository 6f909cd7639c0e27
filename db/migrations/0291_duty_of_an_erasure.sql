-- Deciding about an erasure is a duty of the group from now on; what waits already gets one, with a week from today.
insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, not_for, starts_at, due_at, time_zone, next_at)
select extract(year from group_today())::integer - case when extract(month from group_today()) < s.fiscal_year_start_month then 1 else 0 end,
  'erasure.decide', 'erasure', t.id, u.id, 'trail.erase', array[t.proposed_by], now(),
  ((group_today() + 8)::timestamp at time zone s.time_zone) - interval '1 second', s.time_zone, now()
from trail_erasures t cross join group_settings s join units u on u.kind = 'group'
where t.decision is null;
