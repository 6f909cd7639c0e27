-- Many workbooks at once: a batch goes out, one item a workbook (src/modules/workbooks/README.md).
create table workbook_batches (
  id uuid primary key default new_id(),
  round_id uuid not null references rounds,
  ordered_by uuid not null,
  ordered_at timestamptz not null default now(),
  -- The job that works on it, or worked on it last.
  job_id uuid
);
create index workbook_batches_by_round on workbook_batches (round_id, ordered_at desc);
create table workbook_batch_items (
  batch_id uuid not null references workbook_batches,
  position integer not null,
  ordered_by uuid not null,
  company_id uuid not null references units,
  inspection_id uuid not null references inspections,
  state text not null default 'waiting' constraint workbook_batch_items_state check (state in ('waiting', 'issued', 'closed')),
  workbook_id uuid references workbooks,
  file_id uuid references files,
  primary key (batch_id, position),
  constraint workbook_batch_items_issued_has_file check ((state = 'issued') = (workbook_id is not null and file_id is not null))
);
create index workbook_batch_items_by_company on workbook_batch_items (company_id);

-- A batch is its orderer's; what it holds of a company only for as long as the company lies within reach.
alter table workbook_batches enable row level security;
alter table workbook_batch_items enable row level security;
create policy whole_group on workbook_batches to yagura_group using (true) with check (true);
create policy whole_group on workbook_batch_items to yagura_group using (true) with check (true);
create policy door on workbook_batches to yagura_door, yagura_jobs using (true) with check (true);
create policy door on workbook_batch_items to yagura_door, yagura_jobs using (true) with check (true);
create policy own_batches on workbook_batches to yagura_scoped
  using (ordered_by = app_actor()) with check (ordered_by = app_actor());
create policy own_batches on workbook_batch_items to yagura_scoped
  using (ordered_by = app_actor() and company_id = any ((select scope_companies())::uuid[]))
  with check (ordered_by = app_actor() and company_id = any ((select scope_companies())::uuid[]));
