-- What items of outside catalogues and controls of editions have in common, as somebody judged it and the group adopted
-- it. The file is kept byte for byte; these rows are what is read out of it. They belong to the group as a whole.
create table mapping_collections (
  id uuid primary key default new_id(),
  file_id uuid not null references files,
  -- Of the file: the same bytes may be adopted once at a time.
  sha256 bytea not null,
  format text not null constraint mapping_collections_format check (format in ('oscal', 'sheet')),
  title text not null constraint mapping_collections_title_length check (length(title) between 1 and 300),
  version text not null constraint mapping_collections_version_length check (length(version) <= 100),
  -- Of an OSCAL document: how it was made, why items match, how far it has come, who answers for it.
  provenance jsonb not null,
  -- On what the group office adopted it, in its own words.
  basis text not null constraint mapping_collections_basis_length check (length(basis) between 1 and 1000),
  state text not null default 'adopted' constraint mapping_collections_state check (state in ('adopted', 'withdrawn')),
  adopted_by uuid not null references people,
  adopted_at timestamptz not null default now(),
  withdrawn_by uuid references people,
  withdrawn_at timestamptz,
  withdrawn_reason text constraint mapping_collections_reason_length check (length(withdrawn_reason) <= 1000),
  row_version integer not null default 1,
  constraint mapping_collections_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null and withdrawn_by is not null))
);
create unique index mapping_collections_same_file on mapping_collections (sha256) where state = 'adopted';

-- One pair of ends of a collection, each an outside catalogue or an edition of a standard.
create table mappings (
  id uuid primary key default new_id(),
  collection_id uuid not null references mapping_collections,
  position smallint not null,
  source_set_id text references reference_sets,
  source_edition_id uuid references editions,
  target_set_id text references reference_sets,
  target_edition_id uuid references editions,
  -- What was taken, what was not and why; what the document itself says is not mapped.
  report jsonb not null,
  constraint mappings_one_source check (num_nonnulls(source_set_id, source_edition_id) = 1),
  constraint mappings_one_target check (num_nonnulls(target_set_id, target_edition_id) = 1),
  constraint mappings_unique unique (collection_id, position)
);

create table mapping_links (
  mapping_id uuid not null references mappings,
  position integer not null,
  source_id text not null constraint mapping_links_source_length check (length(source_id) between 1 and 80),
  target_id text not null constraint mapping_links_target_length check (length(target_id) between 1 and 80),
  relation text not null constraint mapping_links_relation
    check (relation in ('equal', 'superset', 'subset', 'intersects', 'none')),
  -- How sure whoever mapped it was, in per cent.
  confidence smallint constraint mapping_links_confidence check (confidence between 0 and 100),
  remark text constraint mapping_links_remark_length check (length(remark) <= 1000),
  primary key (mapping_id, position)
);
create index mapping_links_by_source on mapping_links (mapping_id, source_id);
