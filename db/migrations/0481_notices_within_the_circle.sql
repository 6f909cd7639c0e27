-- What is owed for a notice of a confidential incident is owed and told within its circle as well.
create or replace function incident_owed(of_kind text, of_id uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case of_kind when 'incident' then of_id
    when 'incident_task' then (select t.incident_id from incident_tasks t where t.id = of_id)
    when 'incident_notice' then (select n.incident_id from incident_notices n where n.id = of_id) end
$$;

-- An incident and what is owed for: it and its parts.
create function parts_of_incident(of_incident uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select array[of_incident] || array(select t.id from incident_tasks t where t.incident_id = of_incident)
    || array(select n.id from incident_notices n where n.incident_id = of_incident)
$$;
revoke execute on function parts_of_incident(uuid) from public;

create or replace function hidden_subjects() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  with hidden as materialized (
    select i.id from incidents i
    where (i.is_confidential or i.about_ids <> '{}') and app_actor() is distinct from '00000000-0000-0000-0000-000000000000'
      and (coalesce(app_actor() = any (i.about_ids), false)
        or i.is_confidential and not coalesce(app_actor() = any (i.told_ids), false) and i.entered_by is distinct from app_actor())
  ), parts as materialized (
    select p.id from hidden h cross join lateral unnest(parts_of_incident(h.id)) as p (id)
  )
  select coalesce(array_agg(x.id), '{}') from (
    select id from parts
    union all select d.id from parts p join duties d on d.subject_id = p.id
    union all select f.file_id from hidden h join incident_files f on f.incident_id = h.id) x
$$;

drop trigger duties_of_incidents on duties;
create trigger duties_of_incidents before insert on duties for each row
  when (new.subject_kind in ('incident', 'incident_task', 'incident_notice')) execute function duty_of_incident();

create or replace function duties_follow_circle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  parts constant uuid[] := parts_of_incident(new.id);
begin
  update duties d set only_for = case when new.is_confidential then new.told_ids end,
    not_for = array(select distinct unnest(array(select x from unnest(d.not_for) x where not x = any (old.about_ids)) || new.about_ids))
  where d.state = 'open' and d.subject_id = any (parts);
  -- What is on its way is not sent any more.
  update messages m set mail_after = null where m.mail_after is not null and not may_be_told(m.person_id, 'incident', new.id)
    and m.subject_id = any (parts);
  return null;
end $$;
