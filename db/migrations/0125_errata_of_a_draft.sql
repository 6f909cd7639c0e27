-- A draft that was begun before an erratum of the edition it follows still has the old words: its authors take the corrected
-- ones over, or say why theirs stay (docs/decisions/0055-errata.md).
alter table editions add column previous_errata integer not null default 0;
comment on column editions.previous_errata is 'with how many errata of the edition before its words were begun';
update editions d set previous_errata = (select count(*) from errata e
  where e.edition_id = d.previous_id and e.state = 'issued' and e.decided_at <= d.created_at)
where d.state in ('draft', 'in_review');

create table draft_errata (
  edition_id uuid not null references editions,
  erratum_id uuid not null references errata,
  decision text not null constraint draft_errata_decision check (decision in ('taken', 'kept')),
  reason text constraint draft_errata_reason_length check (length(reason) between 1 and 1000),
  decided_by uuid not null references people,
  decided_at timestamptz not null default now(),
  primary key (edition_id, erratum_id),
  constraint draft_errata_kept_says_why check (decision = 'taken' or reason is not null)
);
create trigger draft_errata_immutable before insert or update or delete on draft_errata
  for each row execute function refuse_published_change();
