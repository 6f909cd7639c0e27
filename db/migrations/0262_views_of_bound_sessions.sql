-- A session that a company's provider opened sees of one's own views those that were saved in such a session: the names and
-- filters of the others say what somebody looks at beyond that company.
alter table saved_views add column bound_to uuid
  default nullif(current_setting('app.bound_to', true), '')::uuid references units;
comment on column saved_views.bound_to is 'the company to which the session was bound in which it was saved; null for any other';

drop policy own_and_shared on saved_views;
create policy own_and_shared on saved_views for select to yagura_scoped
  using (person_id = app_actor() and (bound_of(app_actor()) is null or bound_to = bound_of(app_actor()))
    or (shared_at in (select p.unit_id from own_places(app_actor()) p) and holds_role_at(person_id, shared_at)));
drop policy own_added on saved_views;
create policy own_added on saved_views for insert to yagura_scoped
  with check (person_id = app_actor() and bound_to is not distinct from bound_of(app_actor()));
drop policy own_changed on saved_views;
create policy own_changed on saved_views for update to yagura_scoped
  using (person_id = app_actor() and (bound_of(app_actor()) is null or bound_to = bound_of(app_actor())))
  with check (person_id = app_actor());
drop policy own_removed on saved_views;
create policy own_removed on saved_views for delete to yagura_scoped
  using (person_id = app_actor() and (bound_of(app_actor()) is null or bound_to = bound_of(app_actor())));

-- How a list opens is chosen anew in such a session, without undoing what stands outside of it.
alter table default_views add column bound_to uuid
  default nullif(current_setting('app.bound_to', true), '')::uuid references units;
alter table default_views drop constraint default_views_pkey;
create unique index default_views_one on default_views (person_id, list, bound_to) nulls not distinct;
drop policy own_rows on default_views;
create policy own_rows on default_views for all to yagura_scoped
  using (person_id = app_actor() and bound_to is not distinct from bound_of(app_actor()))
  with check (person_id = app_actor() and bound_to is not distinct from bound_of(app_actor()));
