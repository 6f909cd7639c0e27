-- Pages to be signed by hand, for many companies at once (src/modules/papers/README.md).
create table confirmation_batches (
  id uuid primary key default new_id(),
  round_id uuid not null references rounds,
  ordered_by uuid not null,
  ordered_at timestamptz not null default now(),
  -- The job that works on it, or worked on it last.
  job_id uuid
);
create index confirmation_batches_by_round on confirmation_batches (round_id, ordered_at desc);
create table confirmation_batch_items (
  batch_id uuid not null references confirmation_batches,
  position integer not null,
  ordered_by uuid not null,
  company_id uuid not null references units,
  inspection_id uuid not null references inspections,
  state text not null default 'waiting' constraint confirmation_batch_items_state check (state in ('waiting', 'issued', 'moved_on')),
  language text constraint confirmation_batch_items_language check (language in ('ja', 'en', 'zh')),
  -- What the page says, as its template sets it: every copy of the page says the same, and its hash is the one in the trail.
  page jsonb,
  content_sha256 bytea,
  primary key (batch_id, position),
  constraint confirmation_batch_items_issued_has_page check ((state = 'issued') = (page is not null and content_sha256 is not null))
);
create index confirmation_batch_items_by_company on confirmation_batch_items (company_id);

alter table confirmation_batches enable row level security;
alter table confirmation_batch_items enable row level security;
create policy whole_group on confirmation_batches to yagura_group using (true) with check (true);
create policy whole_group on confirmation_batch_items to yagura_group using (true) with check (true);
create policy door on confirmation_batches to yagura_door, yagura_jobs using (true) with check (true);
create policy door on confirmation_batch_items to yagura_door, yagura_jobs using (true) with check (true);
create policy own_batches on confirmation_batches to yagura_scoped
  using (ordered_by = app_actor()) with check (ordered_by = app_actor());
create policy own_batches on confirmation_batch_items to yagura_scoped
  using (ordered_by = app_actor() and company_id = any ((select scope_companies())::uuid[]))
  with check (ordered_by = app_actor() and company_id = any ((select scope_companies())::uuid[]));
