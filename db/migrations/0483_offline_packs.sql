-- What is needed on the day the network or this system is down: made daily per group, division or company that keeps one, as an encrypted PDF.

create table offline_packs (
  id uuid primary key default new_id(),
  unit_id uuid not null references units constraint offline_packs_once unique,
  -- The company by law; empty for the group and its divisions.
  company_id uuid references units,
  language text not null constraint offline_packs_language check (language in ('ja', 'en', 'zh')),
  -- Sealed; who opens the pack has it on paper.
  passphrase bytea not null,
  passphrase_set_at timestamptz not null default app_now(),
  passphrase_set_by uuid,
  -- Already encrypted; the one before is of no use.
  content bytea,
  made_at timestamptz,
  -- When it is made anew.
  next_at timestamptz not null default app_now(),
  row_version integer not null default 1,
  constraint offline_packs_made check ((content is null) = (made_at is null))
);
create index offline_packs_to_make on offline_packs (next_at);
create index offline_packs_of_company on offline_packs (company_id);
alter table offline_packs enable row level security;
create policy whole_group on offline_packs to yagura_group using (true) with check (true);
create policy own_units on offline_packs to yagura_scoped
  using (unit_id = any ((select scope_units())::uuid[])) with check (unit_id = any ((select scope_units())::uuid[]));
create policy door on offline_packs to yagura_jobs using (true) with check (true);
