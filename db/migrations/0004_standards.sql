-- The group's rule book: dated, immutable editions with texts in several languages, and the outside
-- catalogues that its controls refer to.

create table editions (
  id uuid primary key default new_id(),
  standard text not null constraint editions_standard_length check (length(standard) between 1 and 40),
  edition text not null constraint editions_edition_length check (length(edition) between 1 and 40),
  -- Names, areas, topics, functions, harms, tiers, scales, scoring, cadences ... everything but the controls.
  frame jsonb not null,
  content_sha256 bytea not null,
  state text not null default 'draft' constraint editions_state check (state in ('draft', 'published', 'retired')),
  previous_id uuid references editions,
  effective_on date,
  published_at timestamptz,
  published_by uuid,
  publish_reason text constraint editions_publish_reason_length check (length(publish_reason) <= 1000),
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint editions_unique unique (standard, edition),
  constraint editions_published_has_day check (state = 'draft' or (published_at is not null and effective_on is not null))
);

create table controls (
  edition_id uuid not null references editions,
  control_id text not null constraint controls_id_length check (length(control_id) between 1 and 40),
  position integer not null,
  area text not null,
  topic text not null,
  mandatory boolean not null,
  weight smallint not null constraint controls_weight check (weight between 0 and 10),
  -- tier -> required | recommended | none
  tiers jsonb not null,
  functions text[] not null,
  harms text[] not null,
  applies_when text not null,
  cadence text not null,
  metric text,
  inherits_from text,
  asks_coverage boolean not null,
  -- {title: {en, ja, zh}, requirement: {...}, evidence: [{...}], audit_test: {...}}
  texts jsonb not null,
  primary key (edition_id, control_id)
);

create table control_references (
  edition_id uuid not null,
  control_id text not null,
  set_id text not null,
  item_id text not null,
  primary key (edition_id, control_id, set_id, item_id),
  foreign key (edition_id, control_id) references controls
);
create index control_references_by_item on control_references (set_id, item_id, edition_id);

create table reference_sets (
  id text primary key,
  names jsonb not null,
  notes jsonb not null default '{}'
);
create table reference_items (
  set_id text not null references reference_sets,
  item_id text not null,
  position integer not null,
  title text,
  primary key (set_id, item_id)
);

-- What became of each control since the edition before: only unchanged ones may be proposed from last year.
create table edition_changes (
  edition_id uuid not null references editions,
  control_id text not null,
  change text not null constraint edition_changes_change
    check (change in ('unchanged', 'changed', 'new', 'withdrawn')),
  primary key (edition_id, control_id)
);

-- A published edition never changes. Retiring is the only step left to it.
create function refuse_published_change() returns trigger language plpgsql as $$
declare of_edition uuid;
begin
  of_edition := case when tg_op = 'DELETE' then old.edition_id else new.edition_id end;
  if exists (select 1 from editions where id = of_edition and state <> 'draft') then
    raise exception 'editions_published_immutable' using errcode = 'check_violation',
      constraint = 'editions_published_immutable';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger controls_immutable before insert or update or delete on controls
  for each row execute function refuse_published_change();
create trigger control_references_immutable before insert or update or delete on control_references
  for each row execute function refuse_published_change();
create function refuse_edition_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (tg_op = 'DELETE' or new.frame is distinct from old.frame
      or new.content_sha256 is distinct from old.content_sha256 or new.edition is distinct from old.edition
      or new.standard is distinct from old.standard or new.state = 'draft') then
    raise exception 'editions_published_immutable' using errcode = 'check_violation',
      constraint = 'editions_published_immutable';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger editions_immutable before update or delete on editions
  for each row execute function refuse_edition_change();
