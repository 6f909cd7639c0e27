-- Many workbooks at once: a batch goes out or comes back, one item a workbook (src/modules/workbooks/README.md).
create table workbook_batches (
  id uuid primary key default new_id(),
  round_id uuid not null references rounds,
  direction text not null constraint workbook_batches_direction check (direction in ('out', 'back')),
  ordered_by uuid not null,
  ordered_at timestamptz not null default now(),
  -- The job that works on it, or worked on it last; none while files are still being sent.
  job_id uuid
);
create index workbook_batches_by_round on workbook_batches (round_id, ordered_at desc);
-- What was sent for a batch that comes back: workbooks and archives of them, in the order of sending.
create table workbook_batch_files (
  batch_id uuid not null references workbook_batches,
  position integer not null,
  ordered_by uuid not null,
  file_id uuid not null references files,
  primary key (batch_id, position)
);
create table workbook_batch_items (
  batch_id uuid not null references workbook_batches,
  position integer not null,
  ordered_by uuid not null,
  -- Whose it is, once that is known and lies within the reach of whoever ordered the batch.
  company_id uuid references units,
  inspection_id uuid references inspections,
  workbook_id uuid references workbooks,
  return_id uuid references workbook_returns,
  file_id uuid references files,
  name text not null constraint workbook_batch_items_name_length check (length(name) between 1 and 255),
  sha256 bytea,
  verdict text not null constraint workbook_batch_items_verdict check (verdict in ('waiting', 'issued', 'ready', 'conflicts',
    'errors', 'rival', 'same', 'twice', 'closed', 'other_round', 'not_yours', 'not_ours', 'tampered', 'unreadable', 'failed')),
  -- Why, where the verdict has several reasons: a key of the texts `errors.*`, with its values.
  problem jsonb,
  counts jsonb not null default '{}',
  -- The cells that cannot be read, for the report.
  cells jsonb not null default '[]',
  primary key (batch_id, position)
);
create index workbook_batch_items_by_return on workbook_batch_items (return_id);
create index workbook_batch_items_by_company on workbook_batch_items (company_id);

-- A batch is its orderer's; what it tells of a company only for as long as the company lies within reach.
alter table workbook_batches enable row level security;
alter table workbook_batch_files enable row level security;
alter table workbook_batch_items enable row level security;
create policy whole_group on workbook_batches to yagura_group using (true) with check (true);
create policy whole_group on workbook_batch_files to yagura_group using (true) with check (true);
create policy whole_group on workbook_batch_items to yagura_group using (true) with check (true);
create policy door on workbook_batches to yagura_door, yagura_jobs using (true) with check (true);
create policy door on workbook_batch_files to yagura_door, yagura_jobs using (true) with check (true);
create policy door on workbook_batch_items to yagura_door, yagura_jobs using (true) with check (true);
create policy own_batches on workbook_batches to yagura_scoped
  using (ordered_by = app_actor()) with check (ordered_by = app_actor());
create policy own_batches on workbook_batch_files to yagura_scoped
  using (ordered_by = app_actor()) with check (ordered_by = app_actor());
create policy own_batches on workbook_batch_items to yagura_scoped
  using (ordered_by = app_actor() and (company_id is null or company_id = any ((select scope_companies())::uuid[])))
  with check (ordered_by = app_actor() and (company_id is null or company_id = any ((select scope_companies())::uuid[])));
-- Whose a file is that was sent for a batch is not known yet: until then it is its sender's.
create policy own_batches on files to yagura_scoped
  using (purpose = 'workbook_batch' and created_by = app_actor())
  with check (purpose = 'workbook_batch' and created_by = app_actor() and company_id is null);
