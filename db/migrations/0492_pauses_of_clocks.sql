-- A clock of law stands still, or is stretched, where its rule knows of it: an authority asks to wait, or grants more time. Who granted it,
-- under which number and why stays; a pause that is open ends once.
create table incident_clock_pauses (
  id uuid primary key default new_id(),
  clock_id uuid not null references incident_clocks,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  kind text not null constraint incident_clock_pauses_kind check (kind in ('pause', 'extension')),
  from_at timestamptz not null,
  to_at timestamptz,
  granted_by text not null constraint incident_clock_pauses_granted_by_length check (length(btrim(granted_by)) between 1 and 300),
  reference text not null default '' constraint incident_clock_pauses_reference_length check (length(reference) <= 200),
  reason text not null constraint incident_clock_pauses_reason_length check (length(btrim(reason)) between 1 and 2000),
  -- The due time before it.
  due_before timestamptz,
  set_at timestamptz not null,
  set_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  constraint incident_clock_pauses_in_order check (to_at > from_at),
  constraint incident_clock_pauses_extension_ends check (kind = 'pause' or to_at is not null)
);
create index incident_clock_pauses_of on incident_clock_pauses (incident_id, clock_id, set_at);
create unique index incident_clock_pauses_open_once on incident_clock_pauses (clock_id) where to_at is null;
call lock_rows_of_incident('incident_clock_pauses');
