-- A list's filter, order and columns kept under a name: for oneself, or for everybody who holds a role at the same unit.
create table saved_views (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  company_id uuid not null references units,
  list text not null constraint saved_views_list check (list ~ '^[a-z_]{1,40}$'),
  name text not null constraint saved_views_name check (length(btrim(name)) between 1 and 80),
  search text not null constraint saved_views_search check (length(search) <= 2000),
  shared_at uuid references units,
  created_at timestamptz not null default now(),
  row_version integer not null default 1,
  constraint saved_views_own_name unique (person_id, list, name)
);
create index saved_views_shared on saved_views (shared_at, list) where shared_at is not null;

-- Which of them a list opens with, for one person.
create table default_views (
  person_id uuid not null references people,
  company_id uuid not null references units,
  list text not null constraint default_views_list check (list ~ '^[a-z_]{1,40}$'),
  view_id uuid not null references saved_views on delete cascade,
  primary key (person_id, list)
);
create index default_views_of_view on default_views (view_id);

-- Where somebody holds a role today: those who hold one at the same unit are who a view can be shared with.
create function own_places(person uuid) returns table (unit_id uuid, kind text, name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.kind, n.name, n.name_en, n.name_ja, n.name_zh from units u
  join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
  where u.id in (select g.unit_id from grants g
    where g.person_id = own_places.person and holds_on(g.valid_from, g.valid_to, group_today()))
  order by array_position(array['group', 'division', 'company'], u.kind), u.code
$$;

alter table saved_views enable row level security;
create policy door on saved_views for all to yagura_door, yagura_jobs using (true) with check (true);
create policy whole_group on saved_views for all to yagura_group using (true) with check (true);
create policy own_and_shared on saved_views for select to yagura_scoped
  using (person_id = app_actor() or shared_at in (select p.unit_id from own_places(app_actor()) p));
create policy own_added on saved_views for insert to yagura_scoped with check (person_id = app_actor());
create policy own_changed on saved_views for update to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());
create policy own_removed on saved_views for delete to yagura_scoped using (person_id = app_actor());

alter table default_views enable row level security;
create policy door on default_views for all to yagura_door, yagura_jobs using (true) with check (true);
create policy whole_group on default_views for all to yagura_group using (true) with check (true);
create policy own_rows on default_views for all to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());
