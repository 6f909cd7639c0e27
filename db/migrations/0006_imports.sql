-- One pipeline for every file: what was recognised, how columns were mapped, the verdict per row, what was applied.

create table import_sources (
  id uuid primary key default new_id(),
  kind text not null,
  name text not null constraint import_sources_name_length check (length(name) between 1 and 200),
  -- What the columns of this source mean, remembered: fingerprint of the header -> mapping.
  mapping jsonb not null,
  header_sha256 bytea not null,
  used_at timestamptz not null default now(),
  constraint import_sources_header_unique unique (kind, header_sha256)
);

create table imports (
  id uuid primary key default new_id(),
  kind text not null,
  company_id uuid references units,
  file_id uuid not null references files,
  source_id uuid references import_sources,
  state text not null default 'recognised' constraint imports_state check
    (state in ('recognised', 'checking', 'checked', 'applying', 'applied', 'cancelled', 'failed')),
  -- format, encoding, sheet, header row, columns with samples
  recognised jsonb not null,
  mapping jsonb,
  options jsonb not null default '{}',
  counts jsonb not null default '{}',
  -- A load that would end an unusual share of what exists is held until somebody says yes.
  held_reason text,
  job_id uuid references jobs,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  applied_at timestamptz,
  row_version integer not null default 1
);
create index imports_recent on imports (created_at desc);
create index imports_by_company on imports (company_id);

create table import_rows (
  import_id uuid not null references imports,
  company_id uuid,
  -- as people count it in their file, heading rows included
  row_number integer not null,
  cells jsonb not null,
  fields jsonb,
  verdict text not null constraint import_rows_verdict check
    (verdict in ('new', 'change', 'same', 'conflict', 'error', 'left_out')),
  problems jsonb not null default '[]',
  differences jsonb not null default '[]',
  subject_id uuid,
  -- what the user decided: apply, leave out, or which candidate
  decision jsonb,
  applied_at timestamptz,
  outcome jsonb,
  primary key (import_id, row_number)
);
create index import_rows_by_verdict on import_rows (import_id, verdict, row_number);

call lock_rows('imports');
call lock_rows('import_rows');
alter table import_sources enable row level security;
create policy whole_group on import_sources to yagura_group using (true) with check (true);
