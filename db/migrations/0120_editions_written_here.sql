-- Editions that the group writes itself: review before publication, what becomes of earlier answers, parameters in texts.
alter table editions drop constraint editions_state;
alter table editions add constraint editions_state check (state in ('draft', 'in_review', 'published', 'retired'));
alter table editions drop constraint editions_published_has_day;
alter table editions add constraint editions_published_has_day
  check (state in ('draft', 'in_review') or (published_at is not null and effective_on is not null));
-- Who of the group wrote in it: none of them approves it. A standard taken over as it is needs no second pair of eyes.
alter table editions add column authors uuid[] not null default '{}';
alter table editions add column sent_by uuid references people;
alter table editions add column sent_at timestamptz;
alter table editions add constraint editions_review_is_sent check (state <> 'in_review' or (sent_by is not null and sent_at is not null));

-- The words as written, with insertions of parameters; null where the words are plain. What is read stands in texts.
alter table controls add column source jsonb;
alter table controls add column row_version integer not null default 1;

-- What the authors decided about the answers given under the edition before.
create table carry_over_rules (
  edition_id uuid not null references editions,
  control_id text not null constraint carry_over_rules_id_length check (length(control_id) between 1 and 40),
  from_ids text[] not null default '{}' constraint carry_over_rules_from check (cardinality(from_ids) <= 50),
  carry text constraint carry_over_rules_carry check (carry in ('propose', 'show', 'none')),
  reason text constraint carry_over_rules_reason_length check (length(reason) <= 1000),
  primary key (edition_id, control_id)
);
create trigger carry_over_rules_immutable before insert or update or delete on carry_over_rules
  for each row execute function refuse_published_change();

alter table edition_changes drop constraint edition_changes_change;
alter table edition_changes add constraint edition_changes_change
  check (change in ('unchanged', 'reworded', 'changed', 'split', 'merged', 'new', 'withdrawn'));
alter table edition_changes add column carry text not null default 'none'
  constraint edition_changes_carry check (carry in ('propose', 'show', 'none'));
alter table edition_changes add column from_ids text[] not null default '{}';
alter table edition_changes add column reason text constraint edition_changes_reason_length check (length(reason) <= 1000);
update edition_changes set carry = case change when 'unchanged' then 'propose' when 'changed' then 'show' else 'none' end,
  from_ids = case when change in ('unchanged', 'changed') then array[control_id] else '{}' end;

-- What was said of one exact content: by a colleague, an outside adviser (R-21), who sent it and who sent it back.
create table edition_opinions (
  id uuid primary key default new_id(),
  edition_id uuid not null references editions,
  content_sha256 bytea not null,
  kind text not null constraint edition_opinions_kind check (kind in ('sent', 'opinion', 'adviser', 'approved', 'returned')),
  words text not null constraint edition_opinions_words_length check (length(words) between 1 and 4000),
  person_id uuid not null references people,
  adviser_name text constraint edition_opinions_name_length check (length(adviser_name) between 1 and 200),
  adviser_firm text constraint edition_opinions_firm_length check (length(adviser_firm) between 1 and 200),
  given_on date not null,
  created_at timestamptz not null default now(),
  constraint edition_opinions_adviser check ((kind = 'adviser') = (adviser_name is not null and adviser_firm is not null))
);
create index edition_opinions_of_edition on edition_opinions (edition_id, created_at);

create or replace function refuse_edition_change() returns trigger language plpgsql as $$
begin
  if old.state in ('published', 'retired') and (tg_op = 'DELETE' or new.frame is distinct from old.frame
      or new.content_sha256 is distinct from old.content_sha256 or new.edition is distinct from old.edition
      or new.standard is distinct from old.standard or new.state in ('draft', 'in_review')) then
    raise exception 'editions_published_immutable' using errcode = 'check_violation',
      constraint = 'editions_published_immutable';
  end if;
  -- In review only the state moves: what is looked at is what was hashed.
  if old.state = 'in_review' and (tg_op = 'DELETE' or new.frame is distinct from old.frame
      or (new.content_sha256 is distinct from old.content_sha256 and new.state <> 'draft')) then
    raise exception 'editions_in_review' using errcode = 'check_violation', constraint = 'editions_in_review';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
