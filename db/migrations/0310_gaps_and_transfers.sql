-- What an entry falls short of, one row for as long as it lasts, and the transfers of personal data to other countries.

-- A gap is opened and closed by what its entry says, never by hand and never by deleting: of one entry, kind and subject at
-- most one is open, and what was closed stays.
create table asset_gaps (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  ledger text not null constraint asset_gaps_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  entry_id uuid not null,
  kind text not null constraint asset_gaps_kind
    check (kind in ('transfer_without_basis', 'use_without_purpose', 'restore_too_slow', 'restore_not_tested')),
  -- What of the entry it is about: a transfer, a use, or the entry itself.
  subject_id uuid not null,
  -- Ids, numbers, days and words of lists; what people have written is read from the subject.
  about jsonb not null default '{}',
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_because text constraint asset_gaps_closed_because
    check (closed_because in ('remedied', 'ended', 'target_changed', 'not_important', 'not_personal', 'entry_retired')),
  constraint asset_gaps_closed check ((closed_at is null) = (closed_because is null))
);
create unique index asset_gaps_one_open on asset_gaps (entry_id, kind, subject_id) where closed_at is null;
create index asset_gaps_of_entry on asset_gaps (entry_id);
create index asset_gaps_open_of_company on asset_gaps (company_id, opened_at, id) where closed_at is null;
create index asset_gaps_open on asset_gaps (opened_at, id) where closed_at is null;
create index asset_gaps_over on asset_gaps (company_id, closed_at desc, id) where closed_at is not null;
call lock_rows('asset_gaps');

-- Personal data that goes to another country, or is read from there, and on what this rests.
create table data_transfers (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  entry_id uuid not null references information,
  -- ISO 3166-1 alpha-2.
  from_country text not null constraint data_transfers_from_country check (from_country ~ '^[A-Z]{2}$'),
  to_country text not null constraint data_transfers_to_country check (to_country ~ '^[A-Z]{2}$'),
  -- A company of the group, or who else gets them.
  recipient_company_id uuid references units,
  recipient text not null default '' constraint data_transfers_recipient_length check (length(recipient) <= 200),
  categories text not null default '' constraint data_transfers_categories check (length(categories) <= 500),
  -- GDPR Art. 45, 46, 47, 49 name the first five; a filing is what e.g. China's PIPL Art. 38 asks for.
  basis text constraint data_transfers_basis
    check (basis in ('adequacy', 'standard_clauses', 'binding_rules', 'consent', 'contract', 'law_filing', 'other')),
  reference text not null default '' constraint data_transfers_reference check (length(reference) <= 500),
  file_id uuid references files,
  valid_until date,
  recorded_at timestamptz not null,
  recorded_by uuid,
  ended_on date,
  row_version integer not null default 1,
  constraint data_transfers_two_countries check (from_country <> to_country),
  constraint data_transfers_recipient check (recipient_company_id is not null or btrim(recipient) <> ''),
  constraint data_transfers_basis_said check (basis is null or btrim(reference) <> '' or file_id is not null)
);
create index data_transfers_of_entry on data_transfers (entry_id);
create index data_transfers_of_company on data_transfers (company_id);
create index data_transfers_file on data_transfers (file_id) where file_id is not null;
call lock_rows('data_transfers');
