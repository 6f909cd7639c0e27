-- "We have none of this": what a company says of one of its ledgers, by whom and since when, until it is taken back. An entry
-- that appears later does not end it: it stands beside it as a contradiction.
create table ledger_nones (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  ledger text not null constraint ledger_nones_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  said_on date not null,
  said_by uuid not null references people,
  said_at timestamptz not null default now(),
  remark text not null default '' constraint ledger_nones_remark check (length(remark) <= 500),
  -- The first day on which it no longer holds.
  ended_on date,
  ended_by uuid references people,
  constraint ledger_nones_ended check ((ended_on is null) = (ended_by is null) and (ended_on is null or ended_on >= said_on))
);
create unique index ledger_nones_said_once on ledger_nones (company_id, ledger) where ended_on is null;
create index ledger_nones_of_company on ledger_nones (company_id, ledger, said_on);
call lock_rows('ledger_nones');
