-- A receiver may be told who is on call, with the number to ring: a gateway of telephones stands behind it.
alter table receivers add column tells_on_call boolean not null default false;
