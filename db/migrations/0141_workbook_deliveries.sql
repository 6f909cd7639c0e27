-- Many workbooks back at once: what was sent, and what was found in every file of it (src/modules/workbooks/README.md).
create table workbook_deliveries (
  id uuid primary key default new_id(),
  round_id uuid not null references rounds,
  received_by uuid not null,
  received_at timestamptz not null default now(),
  -- The job that reads it or keeps what is ready, or did so last; none while files are still being sent.
  job_id uuid
);
create index workbook_deliveries_by_round on workbook_deliveries (round_id, received_at desc);
create table workbook_delivery_parts (
  delivery_id uuid not null references workbook_deliveries,
  position integer not null,
  received_by uuid not null,
  name text not null constraint workbook_delivery_parts_name_length check (length(name) between 1 and 255),
  -- None where nothing could be kept, with the reason; the file goes once everything in it was looked at.
  sha256 bytea,
  size_bytes bigint not null default 0,
  file_id uuid references files,
  problem text,
  read_at timestamptz,
  primary key (delivery_id, position),
  constraint workbook_delivery_parts_kept_or_why check ((sha256 is null) = (problem is not null)),
  -- A part that is sent a second time, because the answer to the first was lost, is the same part.
  constraint workbook_delivery_parts_once unique nulls not distinct (delivery_id, name, sha256)
);
create table workbook_delivery_items (
  delivery_id uuid not null references workbook_deliveries,
  -- The part it lay in, and where in there; 0 for the part itself.
  part integer not null,
  entry integer not null,
  received_by uuid not null,
  name text not null constraint workbook_delivery_items_name_length check (length(name) between 1 and 255),
  sha256 bytea,
  -- Whose it is, once that is known and lies within the reach of whoever received it.
  company_id uuid references units,
  inspection_id uuid references inspections,
  return_id uuid references workbook_returns,
  verdict text not null constraint workbook_delivery_items_verdict check (verdict in ('ready', 'conflicts', 'errors', 'rival', 'same',
    'superseded', 'twice', 'closed', 'other_round', 'not_yours', 'not_ours', 'tampered', 'unreadable', 'failed')),
  -- Why, or what kept it from being handed in as well: the key of a text, with its values.
  reason jsonb,
  counts jsonb not null default '{}',
  -- The cells that cannot be read, for the report.
  cells jsonb not null default '[]',
  primary key (delivery_id, part, entry),
  constraint workbook_delivery_items_return_is_of_company check (return_id is null or company_id is not null)
);
create index workbook_delivery_items_by_inspection on workbook_delivery_items (delivery_id, inspection_id);
create index workbook_delivery_items_by_content on workbook_delivery_items (delivery_id, sha256);
create index workbook_delivery_items_by_company on workbook_delivery_items (company_id);
create index workbook_delivery_items_by_return on workbook_delivery_items (return_id);

-- A delivery is its receiver's; what it tells of a company only for as long as the company lies within reach.
alter table workbook_deliveries enable row level security;
alter table workbook_delivery_parts enable row level security;
alter table workbook_delivery_items enable row level security;
create policy whole_group on workbook_deliveries to yagura_group using (true) with check (true);
create policy whole_group on workbook_delivery_parts to yagura_group using (true) with check (true);
create policy whole_group on workbook_delivery_items to yagura_group using (true) with check (true);
create policy door on workbook_deliveries to yagura_door, yagura_jobs using (true) with check (true);
create policy door on workbook_delivery_parts to yagura_door, yagura_jobs using (true) with check (true);
create policy door on workbook_delivery_items to yagura_door, yagura_jobs using (true) with check (true);
create policy own_deliveries on workbook_deliveries to yagura_scoped
  using (received_by = app_actor()) with check (received_by = app_actor());
create policy own_deliveries on workbook_delivery_parts to yagura_scoped
  using (received_by = app_actor()) with check (received_by = app_actor());
create policy own_deliveries on workbook_delivery_items to yagura_scoped
  using (received_by = app_actor() and (company_id is null or company_id = any ((select scope_companies())::uuid[])))
  with check (received_by = app_actor() and (company_id is null or company_id = any ((select scope_companies())::uuid[])));
-- Whose a file is that was sent with others is not known yet: until then it is its sender's, and nobody downloads it.
create policy own_deliveries on files to yagura_scoped
  using (purpose = 'workbook_delivery' and company_id is null and created_by = app_actor())
  with check (purpose = 'workbook_delivery' and company_id is null and created_by = app_actor());
