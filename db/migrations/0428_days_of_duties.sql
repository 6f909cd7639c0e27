-- What was postponed moves in the act that postpones it: nobody reads of it afterwards any more. What was granted and not yet heard of moves now.
update plan_steps s set due_on = (d.due_at at time zone d.time_zone)::date, row_version = s.row_version + 1
  from duties d where d.kind = 'plan.step' and d.state = 'open' and d.postponed_count > 0 and s.id = d.subject_id and s.state = 'open'
    and s.due_on < (d.due_at at time zone d.time_zone)::date;
update findings f set due_on = (d.due_at at time zone d.time_zone)::date, row_version = f.row_version + 1
  from duties d where d.kind = 'finding.remedy' and d.state = 'open' and d.postponed_count > 0 and f.id = d.subject_id
    and f.state in ('open', 'planned', 'in_work') and f.due_on < (d.due_at at time zone d.time_zone)::date;
delete from event_cursors where name in ('plans.postponed', 'findings.postponed');
