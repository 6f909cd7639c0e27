-- Why something that was closed is open again: whoever has to remedy it once more reads it beside what was done.
create table finding_reopenings (
  id uuid primary key default new_id(),
  finding_id uuid not null references findings,
  company_id uuid not null references units,
  because text not null constraint finding_reopenings_because check (because in ('not_gone', 'proof_ran_out', 'no_case_of_it')),
  reason text not null constraint finding_reopenings_reason check (length(reason) <= 1000),
  opened_at timestamptz not null,
  -- Null: the product itself.
  opened_by uuid references people
);
create index finding_reopenings_of on finding_reopenings (finding_id, opened_at desc);
call lock_rows('finding_reopenings');
