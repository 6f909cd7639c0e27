-- Whoever was asked hands back what was delegated, with a word; the officer may also take it back.
alter table delegations add column ended_by uuid;
alter table delegations add column end_note text constraint delegations_end_note_length check (length(end_note) <= 1000);
-- What the daily standing looks for: proof whose last day has just passed.
create index evidence_uses_by_day on evidence_uses (valid_until, inspection_id);
