-- Backups, drills and the restore this database came from, so that whoever runs the system sees the last ones and their
-- age. What a run was about stays true in a copy: the rows are restored with everything else.
create table backup_runs (
  id uuid primary key default new_id(),
  kind text not null constraint backup_runs_kind check (kind in ('backup', 'drill', 'restore')),
  state text not null default 'running' constraint backup_runs_state check (state in ('running', 'done', 'failed')),
  is_timed boolean not null default false,
  -- the file or the folder, as the machine that made it names it
  place text not null constraint backup_runs_place_length check (length(place) between 1 and 1000),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  -- the snapshot: everything committed until then is in the backup
  taken_at timestamptz,
  row_count bigint,
  content_count integer,
  content_bytes bigint,
  size_bytes bigint,
  -- files that a row cites and the disk did not have, or not as they were
  lost_count integer,
  -- a code with words in the catalogues, never a message: messages quote paths and values
  problem text constraint backup_runs_problem_length check (length(problem) <= 80),
  constraint backup_runs_ended check ((state = 'running') = (finished_at is null)),
  constraint backup_runs_failed_says_why check ((state = 'failed') = (problem is not null))
);
create index backup_runs_recent on backup_runs (started_at desc);

-- Whether a backup is under way anywhere: it holds this lock for as long as it lives.
create function is_backup_running() returns boolean language sql stable as $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = 8732 and l.objid = 1
      and l.database = (select oid from pg_database where datname = current_database()))
$$;

-- What the page of the system says of the schema; the list itself is the owner's.
create function schema_state(out migrations integer, out last_migration text, out migrated_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer, coalesce(max(name collate "C"), ''), coalesce(max(applied_at), now()) from schema_migrations
$$;
