-- Whom a person reaches with a permission was worked out anew for every table of every statement: ten times and more to
-- save one answer. A transaction of the product now says it once (app.scope), beside whom and what it is said of
-- (app.scope_of). Whoever changes rights or the tree in the same transaction makes it be asked anew from the next statement
-- on (docs/decisions/0043-scope-said-once.md).
create function scope_of(person uuid, wanted text) returns uuid[] language sql stable as $$
  select case when current_setting('app.scope_of', true) = person::text || ' ' || wanted
    then current_setting('app.scope', true)::uuid[] else companies_in_scope(person, wanted) end
$$;
-- Called by the policies of every table; no longer with the owner's rights, which companies_in_scope takes by itself, so
-- that it is put into the statement in its place.
create or replace function scope_companies() returns uuid[] language sql stable as $$
  select scope_of(app_actor(), app_permission())
$$;

create function forget_scope() returns trigger language plpgsql as $$
begin
  perform set_config('app.scope_of', '', true);
  return null;
end $$;
create trigger units_scope after insert or update or delete on units for each statement execute function forget_scope();
create trigger supervisions_scope after insert or update or delete on supervisions
  for each statement execute function forget_scope();
create trigger grants_scope after insert or update or delete on grants for each statement execute function forget_scope();
create trigger role_permissions_scope after insert or update or delete on role_permissions
  for each statement execute function forget_scope();
