-- Processes that died with a job since its last step: a job that ends whatever runs it is not begun for ever.
alter table jobs add column deaths integer not null default 0;
