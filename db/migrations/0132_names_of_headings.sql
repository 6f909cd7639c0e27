-- How the heading of an item of an imported catalogue is called, beside its id.
alter table reference_items add column heading_title text;
