-- Corrections of words in an edition in force (docs/decisions/0055-errata.md): what was published stays as it was, what is
-- read has them put in, and whoever answered the wrong words is asked again.
create table errata (
  id uuid primary key default new_id(),
  edition_id uuid not null,
  control_id text not null,
  -- By edition, from 1; given when it is issued.
  number integer,
  words jsonb not null,
  -- As read before it, corrected by the earlier ones.
  before jsonb not null,
  reason text not null constraint errata_reason_length check (length(reason) between 1 and 1000),
  asks_again boolean not null,
  state text not null default 'proposed' constraint errata_state check (state in ('proposed', 'issued', 'dropped')),
  proposed_by uuid not null references people,
  proposed_at timestamptz not null default now(),
  decided_by uuid references people,
  decided_at timestamptz,
  dropped_because text constraint errata_dropped_length check (length(dropped_because) between 1 and 1000),
  constraint errata_of_control foreign key (edition_id, control_id) references controls,
  constraint errata_numbered check ((state = 'issued') = (number is not null)),
  constraint errata_decided check ((state = 'proposed') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint errata_dropped_says_why check ((state = 'dropped') = (dropped_because is not null)),
  constraint errata_four_eyes check (state <> 'issued' or decided_by <> proposed_by)
);
create unique index errata_number on errata (edition_id, number) where state = 'issued';
create unique index errata_one_open on errata (edition_id, control_id) where state = 'proposed';
create index errata_of_edition on errata (edition_id, proposed_at);

create function refuse_erratum_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'proposed' or tg_op = 'DELETE' then
    raise exception 'errata_decided_stay' using errcode = 'check_violation', constraint = 'errata_decided_stay';
  end if;
  return new;
end $$;
create trigger errata_stay before update or delete on errata for each row execute function refuse_erratum_change();

-- What is only proposed does not exist for those who cannot publish it.
alter table errata enable row level security;
create policy whole_group on errata to yagura_group using (true) with check (true);
create policy issued on errata for select to yagura_scoped using (state = 'issued');
create policy door on errata to yagura_door, yagura_jobs using (true) with check (true);

-- How many corrections are issued: whoever keeps an edition in memory sees at once that there is another one.
alter table editions add column errata integer not null default 0;

-- An answer that was given to words that were corrected since; settled when somebody says of which words it is true.
create table asked_again (
  erratum_id uuid not null references errata,
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  control_id text not null,
  asked_at timestamptz not null default now(),
  -- The state in which it was met: what was handed in comes back for it.
  was text not null,
  settled_at timestamptz,
  settled_by uuid references people,
  primary key (erratum_id, inspection_id),
  constraint asked_again_settled check ((settled_at is null) = (settled_by is null))
);
create index asked_again_open on asked_again (inspection_id, control_id) where settled_at is null;
create index asked_again_by_company on asked_again (company_id);
alter table asked_again enable row level security;
create policy whole_group on asked_again to yagura_group using (true) with check (true);
create policy own_companies on asked_again to yagura_scoped
  using (company_id = any ((select scope_companies())::uuid[])) with check (company_id = any ((select scope_companies())::uuid[]));
create policy door on asked_again to yagura_door, yagura_jobs using (true) with check (true);
