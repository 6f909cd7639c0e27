-- What came in with the words of another sender may be about the same incident: said to whoever judges it, and judged by them alone.
alter table incident_intakes add column alike_to uuid references incidents;
