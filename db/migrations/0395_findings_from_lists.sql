-- Findings that a list of earlier years brought in: which row of which list each one is, and what that list said of it last.

create table finding_origins (
  finding_id uuid primary key references findings,
  company_id uuid not null references units,
  source_kind text not null,
  -- The number that the list gave it, and the same folded: one finding for each, however often the list comes.
  own_number text not null constraint finding_origins_number check (length(btrim(own_number)) between 1 and 100),
  number_key text not null,
  -- What the list said last. Where the finding says something else now, somebody has changed it here.
  said jsonb not null,
  list_name text not null,
  loaded_by uuid,
  loaded_at timestamptz not null,
  constraint finding_origins_once unique (company_id, source_kind, number_key)
);
call lock_rows('finding_origins');

-- Ended on the word of a list: nobody has verified or approved it in this product, and it never counts as that.
alter table findings add column by_list text constraint findings_by_list check (by_list in ('closed', 'accepted') and by_list = state);
alter table findings drop constraint findings_closed_by_verification;
alter table findings add constraint findings_closed_by_verification
  check ((state = 'closed') = (verification_id is not null or by_list is not distinct from 'closed'));
alter table findings drop constraint findings_accepted_by_acceptance;
alter table findings add constraint findings_accepted_by_acceptance
  check ((state = 'accepted') = (acceptance_id is not null or by_list is not distinct from 'accepted'));
