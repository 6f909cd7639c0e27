-- Whoever proposed a purpose may take it back before anybody has decided; it stays readable, and rests nothing.
alter table data_purposes drop constraint data_purposes_state,
  add constraint data_purposes_state check (state in ('proposed', 'approved', 'refused', 'withdrawn'));
