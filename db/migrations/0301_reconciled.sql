-- What sources say of things, and how it becomes entries. A row that a source brings is kept as it came beside what was
-- understood of it; present and unchanged, it is not written again, so that the same file a second time changes nothing.

-- The rows of a load on their way in. Unlogged: after a crash the file is read again.
create unlogged table said_rows (
  load_id uuid not null,
  row_number integer not null,
  ledger text not null,
  -- Null while nobody has said whose it is.
  company_id uuid,
  source_key text not null,
  name text not null,
  belongs_to text,
  person text,
  state text not null,
  serial_key text,
  tag_key text,
  name_key text,
  seen_at timestamptz,
  is_gone boolean not null,
  -- By the names of the columns, ready to become a row of the ledger.
  values jsonb not null,
  problems jsonb,
  is_refused boolean not null,
  digest bytea not null,
  raw jsonb not null
);
create index said_rows_of_load on said_rows (load_id, row_number);

-- Loads that somebody may look at: those of the sources of their companies; those of the group for whoever reaches the whole group.
create table source_loads (
  id uuid primary key default new_id(),
  source_id uuid not null,
  company_id uuid references units,
  file_id uuid references files,
  file_name text not null constraint source_loads_file_name check (length(file_name) between 1 and 255),
  ordered_by uuid not null references people,
  state text not null default 'reading'
    constraint source_loads_state check (state in ('reading', 'ready', 'held', 'applying', 'applied', 'failed', 'dropped')),
  extent text constraint source_loads_extent check (extent in ('whole', 'changes')),
  captured_at timestamptz,
  -- Why it waits for a person, or could not be read.
  problem jsonb,
  counts jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  ended_at timestamptz,
  row_version integer not null default 1
);
create index source_loads_of_source on source_loads (source_id, opened_at desc);
create index source_loads_of_company on source_loads (company_id);
create index source_loads_file on source_loads (file_id) where file_id is not null;
call lock_rows('source_loads');

-- COPY does not write into a table whose rows are locked, so the rows on their way in can be written by the product and read by
-- nobody (grants.sql): they are read and removed through this view, which shows those of the loads that the reader reaches.
create view arrived with (security_barrier) as
  select r.* from said_rows r
  where r.load_id in (select l.id from source_loads l
    where current_setting('role', true) = 'yagura_group' or l.company_id = any ((select scope_companies())::uuid[]));

create table sightings (
  source_id uuid not null,
  ledger text not null constraint sightings_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  source_key text not null constraint sightings_source_key check (length(source_key) between 1 and 400),
  company_id uuid not null,
  entry_id uuid not null,
  name text not null,
  person text,
  state text not null,
  serial_key text,
  tag_key text,
  name_key text,
  -- Whose word counts first where sources disagree, 1 most; whether it looks at the things themselves; whether what it says is in the ledger.
  rank smallint not null,
  sees boolean not null,
  records boolean not null,
  values jsonb not null,
  seen_at timestamptz,
  -- When it was first and last said, and since when it is said no more.
  first_at timestamptz not null,
  said_at timestamptz not null,
  absent_since timestamptz,
  digest bytea not null,
  raw jsonb not null,
  load_id uuid not null,
  primary key (source_id, ledger, source_key)
);
create index sightings_of_entry on sightings (entry_id);
create index sightings_of_company on sightings (company_id, source_id);
call lock_rows('sightings');

-- Sizes for the planner, right after a load has written hundreds of thousands of rows: it plans by what it counted last.
create function measure_said() returns void language sql security definer set search_path = public, pg_temp as $$
  analyze said_rows;
  analyze sightings;
$$;
