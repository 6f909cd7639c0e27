-- What stands against nothing and is worth knowing all the same: rows that are gone, answers that would be replaced.
alter table workbook_delivery_items add column remarks jsonb not null default '[]';
comment on column workbook_delivery_items.remarks is 'keys of texts with their values, in the order in which they are told';
