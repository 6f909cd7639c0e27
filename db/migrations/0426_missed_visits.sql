-- A visit whose days went by without anybody going is no plan: its company counted as planned for ever, and the next cycle began from it.

-- Whether a planned visit still stands for its company on a day: it is to come, or it took place and its report is under way.
create function audit_visit_stands(visit audit_visits, day date) returns boolean language sql stable as $$
  select visit.state = 'planned' and (coalesce(visit.to_on, (visit.month + interval '1 month - 1 day')::date) >= day
    or exists (select from audit_sheets s where s.visit_id = visit.id
      and (s.finished_at is not null or exists (select from audit_ops o where o.visit_id = visit.id))))
$$;

create or replace function audit_coverage(day date, kinds text[]) returns table (
  company_id uuid, relation text, joined_on date, is_acquired boolean, tier text, region text,
  last_on date, last_result text, earlier_on date, due_on date, next_id uuid, next_on date, state text
) language sql stable as $$
  with rule as (select c.* from audit_cycles c where c.valid_from <= day order by c.valid_from desc limit 1),
  listed as (
    select u.id, r.kind as relation, t.tier, f.region,
      -- Bought, or an affiliate before.
      coalesce(u.joined_as = 'acquired', false) or exists (select from relations x where x.company_id = u.id
        and x.valid_from < r.valid_from and x.kind <> r.kind) as is_acquired,
      -- Since when it is what it is, over changes of the share alone.
      (select min(x.valid_from) from relations x where x.company_id = u.id and x.kind = r.kind and x.valid_from > coalesce(
        (select max(y.valid_from) from relations y where y.company_id = u.id and y.kind <> r.kind and y.valid_from <= day), '-infinity')
        ) as joined_on
    from units u
    join relations r on r.company_id = u.id and holds_on(r.valid_from, r.valid_to, day) and r.kind = any (kinds)
    left join tiers t on t.company_id = u.id and holds_on(t.valid_from, t.valid_to, day)
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, day)
    where u.kind = 'company' and (u.ended_on is null or u.ended_on > day)
  ),
  held as (
    select distinct on (x.company_id) x.company_id, x.held_on, x.result from (
      select e.company_id, e.held_on, e.result from earlier_audits e where e.replaced_at is null and e.held_on <= day
      union all
      select v.company_id, v.held_on, v.result from audit_visits v where v.state = 'held' and v.held_on <= day) x
    order by x.company_id, x.held_on desc
  ),
  next as (
    select distinct on (v.company_id) v.company_id, v.id,
      -- Until its days are known it may be as late as the end of its month.
      coalesce(v.to_on, (v.month + interval '1 month - 1 day')::date) as on_day
    from audit_visits v where audit_visit_stands(v, day) order by v.company_id, 3, v.id
  ),
  stood as (
    select l.*, h.held_on, h.result, n.id as next_id, n.on_day,
      (select e.due_on from audit_earlier_days e where e.company_id = l.id and e.set_on <= day
        and (e.taken_back_on is null or e.taken_back_on > day) and e.set_on > coalesce(h.held_on, '-infinity')
        order by e.set_on desc limit 1) as earlier_on,
      (coalesce(h.held_on, l.joined_on) + make_interval(months => case
        when h.held_on is null and l.is_acquired then least(k.acquired_months, k.months) else k.months end))::date as by_cycle
    from listed l cross join lateral (select r.acquired_months, case l.tier when 'T1' then r.t1_months when 'T2' then r.t2_months
      when 'T3' then r.t3_months else r.t4_months end as months from rule r) k
    left join held h on h.company_id = l.id left join next n on n.company_id = l.id
  )
  select s.id, s.relation, s.joined_on, s.is_acquired, s.tier, s.region, s.held_on, s.result, s.earlier_on,
    least(s.by_cycle, s.earlier_on), s.next_id, s.on_day,
    case when least(s.by_cycle, s.earlier_on) < day then 'overdue'
      when s.held_on is null and s.on_day is null then 'never'
      when s.on_day is null then 'covered'
      when s.on_day <= least(s.by_cycle, s.earlier_on) then 'in_time'
      else 'late' end
  from stood s
$$;
