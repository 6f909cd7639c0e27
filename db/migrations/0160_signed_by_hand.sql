-- A page signed by hand is entered by one person for another. Whoever signed says whether it holds, somebody else of the desk
-- compares the scan, and until the lock both may take it back.
alter table inspections
  add column signature_owned_at timestamptz,
  add column compared_by uuid references people,
  add column compared_at timestamptz,
  add constraint inspections_compared check ((compared_by is null) = (compared_at is null)),
  add constraint inspections_compared_by_another check (compared_by <> confirmed_by);

-- Confirmations by hand that were taken back, each with what it was.
create table confirmations_taken_back (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  signer_id uuid not null references people,
  signer_reason text,
  file_id uuid references files,
  entered_by uuid references people,
  confirmed_at timestamptz not null,
  taken_back_by uuid not null references people,
  taken_back_at timestamptz not null default app_now(),
  -- Whose word it was: the signer's own, another executive's of the company, or the desk's that had entered it.
  side text not null constraint confirmations_taken_back_side check (side in ('signer', 'executive', 'desk')),
  reason text not null constraint confirmations_taken_back_reason_length check (length(reason) between 1 and 1000)
);
create index confirmations_taken_back_by_inspection on confirmations_taken_back (inspection_id, taken_back_at);
create index confirmations_taken_back_by_company on confirmations_taken_back (company_id);
alter table confirmations_taken_back enable row level security;
create policy whole_group on confirmations_taken_back to yagura_group using (true) with check (true);
create policy own_companies on confirmations_taken_back to yagura_scoped
  using (company_id = any ((select scope_companies())::uuid[])) with check (company_id = any ((select scope_companies())::uuid[]));
create policy door on confirmations_taken_back to yagura_door, yagura_jobs using (true) with check (true);
