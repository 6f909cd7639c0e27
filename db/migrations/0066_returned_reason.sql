-- Why the executive sent it back stands in the record, where everybody who reads the inspection may read it; the trail's
-- own values are for who may read those. What was sent back before now is taken over from the trail.
alter table inspections add column returned_reason text
  constraint inspections_returned_reason_length check (length(returned_reason) <= 1000);
update inspections i set returned_reason = left(last.reason, 1000)
from (
  select distinct on (e.subject_id) e.subject_id, v.content ->> 'reason' as reason
  from events e join event_values v on v.event_id = e.id
  where e.verb = 'inspection.returned' and e.data ->> 'byExecutive' = 'true' order by e.subject_id, e.id desc
) last where last.subject_id = i.id;
