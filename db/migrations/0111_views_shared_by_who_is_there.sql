-- A view is shared while whoever shared it still holds a role at that place: what a leaver wrote leaves with them.
create function holds_role_at(person uuid, unit uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from grants g where g.person_id = holds_role_at.person and g.unit_id = holds_role_at.unit
    and holds_on(g.valid_from, g.valid_to, group_today()))
$$;
drop policy own_and_shared on saved_views;
create policy own_and_shared on saved_views for select to yagura_scoped
  using (person_id = app_actor()
    or (shared_at in (select p.unit_id from own_places(app_actor()) p) and holds_role_at(person_id, shared_at)));
