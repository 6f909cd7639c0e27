-- Row-level security lets no index of words be used: a comparison of words is not proof against leaks, so every row was compared.
-- Which incidents hold the words is found here by the index, without those that the actor must not know of; the list reads them in scope.
create function incidents_holding(pattern text) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan rows 100 as $$
begin
  return query select i.id from incidents i where folded(i.sought) ilike pattern
    and not coalesce(app_actor() = any (i.about_ids), false)
    and (not i.is_confidential or coalesce(app_actor() = any (i.told_ids), false) or i.entered_by is not distinct from app_actor()
      or app_actor() = '00000000-0000-0000-0000-000000000000');
end $$;

-- Every order that the register offers has its index, also over what is over.
create index incidents_by_gravity on incidents (severity_rank, report_due_at, id);
create index incidents_by_due on incidents (report_due_at, id);
create index incidents_duplicates on incidents (duplicate_of) where duplicate_of is not null;

-- An incident and its parts, said once: what hangs on a capability that is new belongs here. Whoever asks it directly reads in their scope.
create view incident_parts with (security_invoker = true) as
  select i.id as incident_id, i.id from incidents i
  union all select t.incident_id, t.id from incident_tasks t
  union all select n.incident_id, n.id from incident_notices n
  union all select c.incident_id, c.id from incident_clocks c;

create or replace function parts_of_incident(of_incident uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select array(select p.id from incident_parts p where p.incident_id = of_incident)
$$;

-- With a thousand confidential incidents this is thousands of ids, asked once in every statement over the trail, messages, calls and
-- files: found by index, part by part, whatever the planner believes of their number.
create function hidden_ids() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
  with hidden as materialized (
    select i.id from incidents i
    where (i.is_confidential or i.about_ids <> '{}') and app_actor() is distinct from '00000000-0000-0000-0000-000000000000'
      and (coalesce(app_actor() = any (i.about_ids), false)
        or i.is_confidential and not coalesce(app_actor() = any (i.told_ids), false) and i.entered_by is distinct from app_actor())
  ), parts as materialized (
    select p.id from hidden h join incident_parts p on p.incident_id = h.id
  )
  select id from parts
  union all select d.id from parts p join duties d on d.subject_id = p.id
  union all select f.file_id from hidden h join incident_files f on f.incident_id = h.id
$$;
create or replace function hidden_subjects() returns uuid[] language sql stable set search_path = public, pg_temp as $$
  select array(select h from hidden_ids() h)
$$;

-- An id is looked for by its hash, not along the whole array for each row; and of rows, not of an array, the planner asks no length.
drop policy not_of_hidden on events;
create policy not_of_hidden on events as restrictive for select to yagura_group, yagura_scoped
  using ((subject_id in (select h from hidden_ids() h)) is not true);
drop policy not_of_hidden on messages;
create policy not_of_hidden on messages as restrictive for select to yagura_group, yagura_scoped
  using ((subject_id in (select h from hidden_ids() h)) is not true and (duty_id in (select h from hidden_ids() h)) is not true);
drop policy not_of_hidden on calls;
create policy not_of_hidden on calls as restrictive for select to yagura_group, yagura_scoped
  using ((duty_id in (select h from hidden_ids() h)) is not true);
drop policy not_of_hidden on files;
create policy not_of_hidden on files as restrictive for select to yagura_group, yagura_scoped
  using ((id in (select h from hidden_ids() h)) is not true);
