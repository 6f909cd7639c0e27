-- Somebody looked again at a translation whose original changed and says it is right as it stands. Said of exact words: other
-- words, in the original or in the translation, are looked at anew.
create table translations_looked_at (
  edition_id uuid not null references editions,
  control_id text not null constraint translations_looked_at_id_length check (length(control_id) between 1 and 40),
  language text not null constraint translations_looked_at_language check (language in ('ja', 'en', 'zh')),
  words_sha256 bytea not null constraint translations_looked_at_hash check (length(words_sha256) = 32),
  looked_by uuid not null references people,
  looked_at timestamptz not null default now(),
  primary key (edition_id, control_id, language)
);
comment on column translations_looked_at.words_sha256 is 'the texts in question, original and translation (standards/translations.ts)';
create trigger translations_looked_at_immutable before insert or update or delete on translations_looked_at
  for each row execute function refuse_published_change();
