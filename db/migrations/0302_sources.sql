-- Where entries come from: lists, device managers, directories, clouds, scans. One source says what it says again and again, in files
-- of one format; whose a row is in its words is said once and remembered.
create table asset_sources (
  id uuid primary key default new_id(),
  -- Null: of the whole group; its rows belong to the companies that they name.
  company_id uuid references units,
  name text not null constraint asset_sources_name check (length(btrim(name)) between 1 and 120),
  kind text not null constraint asset_sources_kind check (kind ~ '^[a-z_]{1,40}$'),
  -- 1 is trusted most where sources disagree.
  rank smallint not null default 5 constraint asset_sources_rank check (rank between 1 and 9),
  sees boolean not null,
  records boolean not null,
  -- After so many hours without a load it is silent, and what it said is stale; null where nobody expects it regularly.
  expected_hours integer constraint asset_sources_expected_hours check (expected_hours between 1 and 8784),
  -- A load is applied at once unless something about it is unusual; else it waits for a person.
  is_automatic boolean not null default false,
  choices jsonb not null default '{}' constraint asset_sources_choices check (length(choices::text) <= 20000),
  -- When a load was last applied, and of when what it said was.
  loaded_at timestamptz,
  said_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  created_by uuid not null references people,
  row_version integer not null default 1
);
create index asset_sources_of_company on asset_sources (company_id);
create unique index asset_sources_own_name on asset_sources (coalesce(company_id, '00000000-0000-0000-0000-000000000000'), lower(name)) where ended_at is null;
call lock_rules('asset_sources');

-- Whose a row is, by the words of the source. Null: left out, on purpose.
create table source_words (
  source_id uuid not null references asset_sources on delete cascade,
  company_id uuid references units,
  word text not null constraint source_words_word check (length(word) between 1 and 400),
  to_company_id uuid references units,
  primary key (source_id, word)
);
create index source_words_of_company on source_words (company_id);
create index source_words_to on source_words (to_company_id);
call lock_rows('source_words');

alter table source_loads add foreign key (source_id) references asset_sources;
