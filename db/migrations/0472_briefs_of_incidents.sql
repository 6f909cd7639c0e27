-- The executive brief: one page in fixed boxes, a new version each time.

create table incident_briefs (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  version smallint not null,
  happened text not null constraint incident_briefs_happened_length check (length(btrim(happened)) between 1 and 1500),
  affected text not null default '' constraint incident_briefs_affected_length check (length(affected) <= 1500),
  doing text not null default '' constraint incident_briefs_doing_length check (length(doing) <= 1500),
  decide text not null default '' constraint incident_briefs_decide_length check (length(decide) <= 1500),
  next_at timestamptz,
  severity text not null,
  state text not null,
  written_at timestamptz not null default app_now(),
  written_by uuid,
  constraint incident_briefs_version_once unique (incident_id, version)
);
call lock_rows_of_incident('incident_briefs');
