-- Evidence of an incident and its chain of custody: nothing of it is ever changed or taken away.

create table incident_evidence (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  number smallint not null,
  -- A content in the store by its SHA-256, or a thing.
  file_id uuid references files,
  sha256 bytea constraint incident_evidence_sha256_length check (length(sha256) = 32),
  what text not null constraint incident_evidence_what_length check (length(btrim(what)) between 1 and 500),
  mark text not null default '' constraint incident_evidence_mark_length check (length(mark) <= 200),
  taken_at timestamptz not null,
  zone text not null constraint incident_evidence_zone_length check (length(zone) between 1 and 60),
  taken_where text not null default '' constraint incident_evidence_where_length check (length(taken_where) <= 300),
  taken_by uuid references people,
  taken_by_said text not null default '' constraint incident_evidence_by_length check (length(taken_by_said) <= 300),
  entered_at timestamptz not null default app_now(),
  entered_by uuid,
  constraint incident_evidence_number_once unique (incident_id, number),
  constraint incident_evidence_file_has_hash check ((file_id is null) = (sha256 is null)),
  constraint incident_evidence_somebody check (taken_by is not null or btrim(taken_by_said) <> '')
);
call lock_rows_of_incident('incident_evidence');

-- From whom to whom, when and why; of a file, what its content came to at that moment.
create table incident_custody (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  evidence_id uuid not null references incident_evidence,
  nth smallint not null,
  from_said text not null constraint incident_custody_from_length check (length(from_said) between 1 and 300),
  to_id uuid references people,
  to_said text not null constraint incident_custody_to_length check (length(btrim(to_said)) between 1 and 300),
  at timestamptz not null,
  zone text not null constraint incident_custody_zone_length check (length(zone) between 1 and 60),
  why text not null constraint incident_custody_why_length check (length(btrim(why)) between 1 and 1000),
  is_whole boolean,
  entered_at timestamptz not null default app_now(),
  entered_by uuid,
  confirmed_at timestamptz,
  constraint incident_custody_nth_once unique (evidence_id, nth)
);
call lock_rows_of_incident('incident_custody');
