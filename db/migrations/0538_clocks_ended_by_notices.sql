-- A clock of law that the proof of a notice has ended says of which: nobody records the same thing twice.
alter table incident_clocks add column notice_id uuid references incident_notices;
create index incident_clocks_by_notice on incident_clocks (notice_id) where notice_id is not null;
