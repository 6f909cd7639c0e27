-- Outside catalogues in OSCAL. The document is the file that came, byte for byte; these rows are what is read out of it.
create table catalogues (
  id uuid primary key default new_id(),
  file_id uuid not null references files,
  -- SHA-256 of the canonical JSON: the same document written in another order or with other white space is the same.
  content_sha256 bytea not null,
  title text not null constraint catalogues_title_length check (length(title) between 1 and 1000),
  version text not null constraint catalogues_version_length check (length(version) between 1 and 100),
  oscal_version text not null constraint catalogues_oscal_length check (length(oscal_version) between 1 and 20),
  modified_at text constraint catalogues_modified_length check (length(modified_at) <= 60),
  language text not null constraint catalogues_language check (language in ('ja', 'en', 'zh')),
  state text not null default 'checked' constraint catalogues_state check (state in ('checked', 'applied', 'dropped')),
  -- What was taken, what was not and why.
  report jsonb not null,
  -- The outside catalogue that its items are; known once it is taken over.
  set_id text references reference_sets,
  -- Classes that only group others, e.g. the categories of CSF.
  headings text[] not null default '{}',
  created_by uuid not null references people,
  created_at timestamptz not null default now(),
  applied_by uuid references people,
  applied_at timestamptz,
  row_version integer not null default 1,
  constraint catalogues_applied check ((state = 'applied') = (set_id is not null and applied_at is not null and applied_by is not null))
);
create unique index catalogues_same_content on catalogues (content_sha256) where state <> 'dropped';

create table catalogue_items (
  catalogue_id uuid not null references catalogues,
  position integer not null,
  item_id text not null constraint catalogue_items_id_length check (length(item_id) between 1 and 80),
  kind text not null constraint catalogue_items_kind check (kind in ('group', 'control')),
  parent_id text,
  -- The group of the top level that it stands in; its own id for that group.
  top_id text not null,
  depth smallint not null,
  class text,
  label text,
  title text not null,
  -- The statement, its parts in lines, with insertions of parameters as they are written.
  words text not null,
  -- Guidance, examples, tests, what is looked at; parameters.
  more jsonb not null,
  params jsonb not null default '[]',
  -- Who says that it is withdrawn: its own status, what it stands in, or the list of the product.
  withdrawn_by text constraint catalogue_items_withdrawn check (withdrawn_by in ('status', 'parent', 'list')),
  moved_to text[] not null default '{}',
  primary key (catalogue_id, position),
  constraint catalogue_items_unique unique (catalogue_id, item_id)
);
create index catalogue_items_by_top on catalogue_items (catalogue_id, top_id, position);

-- The heading that an item of an imported catalogue stands below.
alter table reference_items add column heading text;
