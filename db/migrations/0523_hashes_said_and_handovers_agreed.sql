-- The hash of a thing or an image that is kept elsewhere, as somebody calculated it: who, and by what.
alter table incident_evidence add column said_sha256 bytea constraint incident_evidence_said_sha256_length check (length(said_sha256) = 32),
  add column hashed_by text not null default '' constraint incident_evidence_hashed_by_length check (length(hashed_by) <= 300),
  add column hashed_with text not null default '' constraint incident_evidence_hashed_with_length check (length(hashed_with) <= 300),
  add constraint incident_evidence_said_hash_whole check ((said_sha256 is not null) = (btrim(hashed_by) <> '')
    and (said_sha256 is not null) = (btrim(hashed_with) <> '') and (said_sha256 is null or file_id is null));

-- From when a role is the other's, and that they have said yes before it; until both it stays with whoever hands it over.
alter table incident_handovers add column takes_effect_at timestamptz, add column accepted_at timestamptz,
  add constraint incident_handovers_accepted_for_later check (accepted_at is null or takes_effect_at is not null);
create index incident_handovers_to_pass on incident_handovers (takes_effect_at)
  where accepted_at is not null and taken_at is null and withdrawn_at is null;
