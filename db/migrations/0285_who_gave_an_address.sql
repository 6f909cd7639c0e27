-- A link goes to the address of a person's data, and is the rights of whom it is for. Who wrote the address last is kept, so
-- that nobody can have a link of somebody mightier sent to themselves.
alter table people add column address_by uuid references people;

create function note_who_addressed() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.email is distinct from old.email then new.address_by := app_actor(); end if;
  return new;
end $$;
create trigger people_addressed before update of email on people for each row execute function note_who_addressed();
