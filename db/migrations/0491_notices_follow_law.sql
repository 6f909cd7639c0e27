-- A notice to an authority or to the people concerned has one due time: that of the clock of law which the group has adopted, where there is
-- one; the hours of the table are for when there is none.
alter table incident_notices drop constraint incident_notices_due_after_start;
alter table incident_notices
  add column clock_id uuid references incident_clocks,
  add constraint incident_notices_due_after_start
    check (case when clock_id is null then due_at = starts_at + make_interval(hours => hours) else due_at >= starts_at end);
create index incident_notices_by_clock on incident_notices (clock_id) where clock_id is not null;
