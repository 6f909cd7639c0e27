-- A draft on which opinions were given is put away, not deleted: what was said of it stays on record, its name is free again.
alter table editions drop constraint editions_state;
alter table editions add constraint editions_state
  check (state in ('draft', 'in_review', 'published', 'retired', 'discarded'));
alter table editions drop constraint editions_published_has_day;
alter table editions add constraint editions_published_has_day
  check (state in ('draft', 'in_review', 'discarded') or (published_at is not null and effective_on is not null));
alter table editions drop constraint editions_unique;
create unique index editions_unique on editions (standard, edition) where state <> 'discarded';

create or replace function refuse_edition_change() returns trigger language plpgsql as $$
begin
  if old.state in ('published', 'retired', 'discarded') and (tg_op = 'DELETE' or new.frame is distinct from old.frame
      or new.content_sha256 is distinct from old.content_sha256 or new.edition is distinct from old.edition
      or new.standard is distinct from old.standard or new.state in ('draft', 'in_review', 'discarded') and new.state <> old.state) then
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
