-- A plan that was returned has a day to be handed in again, as its duty says; the first one stays what "in time" is counted by.
alter table plans add column owed_by date;
update plans p set owed_by = (d.due_at at time zone d.time_zone)::date from duties d
  where d.subject_id = p.id and d.kind = 'plan.hand_in' and d.state = 'open' and p.state in ('drafting', 'returned')
    and (d.due_at at time zone d.time_zone)::date <> p.hand_in_by;
