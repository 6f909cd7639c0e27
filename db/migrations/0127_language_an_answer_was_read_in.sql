-- Words may be wrong in one language alone: then only answers to the words in that language are asked again, and those of which
-- nobody knows (docs/decisions/0055-errata.md).
alter table answers add column read_in text constraint answers_read_in check (read_in in ('ja', 'en', 'zh'));
comment on column answers.read_in is 'the language of the words that were answered; null where it is not known';
alter table errata add column languages text[];
comment on column errata.languages is 'in which languages words were corrected; null: of before this was kept';
