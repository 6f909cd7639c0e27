-- Translations that lag behind their original: carried along while an edition is written, settled when it is published.
create function refuse_change_once_published() returns trigger language plpgsql as $$
declare of_edition uuid;
begin
  of_edition := case when tg_op = 'DELETE' then old.edition_id else new.edition_id end;
  if exists (select 1 from editions where id = of_edition and state not in ('draft', 'in_review')) then
    raise exception 'editions_published_immutable' using errcode = 'check_violation',
      constraint = 'editions_published_immutable';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create table translations_behind (
  edition_id uuid not null references editions,
  control_id text not null constraint translations_behind_id_length check (length(control_id) between 1 and 40),
  language text not null constraint translations_behind_language check (language in ('ja', 'en', 'zh')),
  primary key (edition_id, control_id, language)
);
create trigger translations_behind_immutable before insert or update or delete on translations_behind
  for each row execute function refuse_change_once_published();

-- Errata of before an edition came here as a file: its words hold them already, and this says what they were.
create table errata_brought (
  edition_id uuid not null references editions,
  number integer not null constraint errata_brought_number check (number > 0),
  control_id text not null constraint errata_brought_id_length check (length(control_id) between 1 and 40),
  before jsonb not null,
  words jsonb not null,
  reason text not null constraint errata_brought_reason_length check (length(reason) between 1 and 1000),
  asks_again boolean not null,
  issued_at timestamptz not null,
  primary key (edition_id, number)
);
create trigger errata_brought_immutable before insert or update or delete on errata_brought
  for each row execute function refuse_published_change();
