-- Whoever telephones the police at once has no text to hand in: a notice by another way than mail is proven by what was said, to whom and when.
-- What happened, happened: where the table asks for an approval first, the proof says how many were lacking and why it went ahead.
alter table incident_notices drop constraint incident_notices_sent_whole;
alter table incident_notices
  add constraint incident_notices_sent_whole check ((sent_n is null) = (sent_sha256 is null) and (sent_n is null or sent_at is not null)),
  -- Mail leaves with its text.
  add constraint incident_notices_mail_has_text check (state not in ('sent', 'undelivered') or sent_n is not null),
  -- Whoever approves looks at it afterwards.
  add column ahead_seen_at timestamptz,
  add column ahead_seen_by uuid,
  add column ahead_said text constraint incident_notices_ahead_said_length check (length(ahead_said) <= 2000),
  add constraint incident_notices_ahead_seen_whole check ((ahead_seen_at is null) = (ahead_seen_by is null)),
  add constraint incident_notices_ahead_by_another check (ahead_seen_by is null or ahead_seen_by is distinct from sent_by);

alter table incident_notice_proofs
  -- Who spoke or wrote, and in which zone the time was said; empty in rows from before it was asked.
  add column given_by text not null default '' constraint incident_notice_proofs_given_by_length check (length(given_by) <= 201),
  add column zone text not null default '' constraint incident_notice_proofs_zone_length check (length(zone) <= 60),
  add column lacking smallint not null default 0 constraint incident_notice_proofs_lacking check (lacking between 0 and 2),
  add column ahead_because text constraint incident_notice_proofs_ahead_because_length check (length(btrim(ahead_because)) between 1 and 2000),
  add constraint incident_notice_proofs_ahead_has_reason check ((lacking > 0) = (ahead_because is not null));
