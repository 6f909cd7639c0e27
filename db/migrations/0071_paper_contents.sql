-- What a confirmation or lock says, kept once per event: papers in every language are set from it, whatever comes later.
create table paper_contents (
  inspection_id uuid not null references inspections,
  event_id bigint not null,
  company_id uuid not null references units,
  content jsonb not null,
  content_sha256 bytea not null constraint paper_contents_hash_length check (length(content_sha256) = 32),
  kept_at timestamptz not null default now(),
  constraint paper_contents_once_per_event primary key (inspection_id, event_id)
);
create index paper_contents_by_company on paper_contents (company_id);
call lock_rows('paper_contents');

insert into paper_contents (inspection_id, event_id, company_id, content, content_sha256, kept_at)
  select distinct on (inspection_id, event_id) inspection_id, event_id, company_id, content, content_sha256, made_at
  from papers order by inspection_id, event_id, made_at;

create trigger paper_contents_append_only before update or delete or truncate on paper_contents
  for each statement execute function refuse_change();

-- Why the last try to make a paper by itself failed.
alter table papers_due add column problem text;
