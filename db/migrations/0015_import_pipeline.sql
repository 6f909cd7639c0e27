-- The import pipeline as people walk through it: a file, its rows with a key each, a memory of what columns meant per
-- company, and why a file could not be read.

alter table imports
  add column problem jsonb,
  -- the day from which rows without a day of their own hold, and why, once somebody has applied
  add column applied_from date,
  add column reason text constraint imports_reason_length check (length(reason) <= 500);

alter table import_rows
  -- what tells two rows of one file apart or alike: folded code and name
  add column code_key text,
  add column name_key text,
  -- a company below another one that the same file adds waits for it
  add column parent_row integer;
create index import_rows_by_code on import_rows (import_id, code_key) where code_key is not null;
create index import_rows_by_name on import_rows (import_id, name_key) where name_key is not null;
create index import_rows_to_apply on import_rows (import_id, row_number)
  where verdict in ('new', 'change') and applied_at is null and outcome is null;
create index import_rows_by_company on import_rows (company_id);

-- An officer's own lists are remembered for the officer's company, the group's for the group.
alter table import_sources add column company_id uuid references units;
alter table import_sources drop constraint import_sources_header_unique;
alter table import_sources add constraint import_sources_header_unique
  unique nulls not distinct (kind, company_id, header_sha256);
create policy own_companies on import_sources to yagura_scoped
  using (company_id = any ((select scope_companies())::uuid[]))
  with check (company_id = any ((select scope_companies())::uuid[]));
