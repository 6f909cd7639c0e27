-- What gives an attack away, as others can look for it: addresses, names, hashes; each with how far it may be passed on (TLP 2.0).
create table incident_indicators (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  kind text not null constraint incident_indicators_kind
    check (kind in ('domain', 'url', 'ipv4', 'ipv6', 'mail_address', 'sha256', 'sha1', 'md5', 'file_name')),
  value text not null constraint incident_indicators_value_length check (length(value) between 1 and 2000),
  note text not null default '' constraint incident_indicators_note_length check (length(note) <= 500),
  marking text not null constraint incident_indicators_marking check (marking in ('clear', 'green', 'amber', 'amber_strict', 'red')),
  seen_at timestamptz not null,
  added_at timestamptz not null,
  added_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_because text constraint incident_indicators_because_length check (length(withdrawn_because) <= 500)
);
create unique index incident_indicators_once on incident_indicators (incident_id, kind, value) where withdrawn_at is null;
call lock_rows_of_incident('incident_indicators');
