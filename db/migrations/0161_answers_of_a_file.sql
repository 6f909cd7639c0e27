-- Two files for one company that say the same are no rivals: told by what would be kept of them.
alter table workbook_delivery_items add column answers_sha256 bytea;
comment on column workbook_delivery_items.answers_sha256 is 'of what the file answers; null where something in it cannot be read';
