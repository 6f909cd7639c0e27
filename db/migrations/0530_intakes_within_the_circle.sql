-- What came by a link or by mail is kept from whoever its incident is kept from: its words, its files, what is owed for it and what the
-- trail says of it; also what said the same as another.
create index incident_intakes_same on incident_intakes (same_as) where same_as is not null;
create index incident_intake_files_by_file on incident_intake_files (file_id);

update incident_intakes k set incident_id = s.incident_id from incident_intakes s
  where s.id = k.same_as and k.state = 'same' and s.incident_id is not null;

create or replace view incident_parts with (security_invoker = true) as
  select i.id as incident_id, i.id from incidents i
  union all select t.incident_id, t.id from incident_tasks t
  union all select n.incident_id, n.id from incident_notices n
  union all select c.incident_id, c.id from incident_clocks c
  union all select r.incident_id, r.id from incident_check_requests r
  union all select l.incident_id, l.id from incident_lessons l
  union all select k.incident_id, k.id from incident_intakes k where k.incident_id is not null;

create or replace function incident_owed(of_kind text, of_id uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case of_kind when 'incident' then of_id
    when 'incident_task' then (select t.incident_id from incident_tasks t where t.id = of_id)
    when 'incident_notice' then (select n.incident_id from incident_notices n where n.id = of_id)
    when 'incident_clock' then (select c.incident_id from incident_clocks c where c.id = of_id)
    when 'incident_check_request' then (select r.incident_id from incident_check_requests r where r.id = of_id)
    when 'incident_lesson' then (select l.incident_id from incident_lessons l where l.id = of_id)
    when 'incident_intake' then (select k.incident_id from incident_intakes k where k.id = of_id) end
$$;
drop trigger duties_of_incidents on duties;
create trigger duties_of_incidents before insert on duties for each row
  when (new.subject_kind in ('incident', 'incident_task', 'incident_notice', 'incident_clock', 'incident_check_request', 'incident_lesson', 'incident_intake')) execute function duty_of_incident();

create or replace function is_hidden(subject uuid) returns boolean language plpgsql stable strict security definer set search_path = public, pg_temp as $$
begin
  if app_actor() = '00000000-0000-0000-0000-000000000000' then
    return false;
  end if;
  return exists (
    select from incidents i
    where i.id in (
        select p.incident_id from incident_parts p where p.id = subject
        union all select p.incident_id from duties d join incident_parts p on p.id = d.subject_id where d.id = subject
        union all select f.incident_id from incident_files f where f.file_id = subject
        union all select k.incident_id from incident_intake_files f join incident_intakes k on k.id = f.intake_id where f.file_id = subject)
      and is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by));
end $$;

-- What is owed for one of them already follows its incident from now on.
update duties d set only_for = case when i.is_confidential then i.told_ids end,
    not_for = array(select distinct unnest(d.not_for || i.about_ids))
  from incident_intakes k join incidents i on i.id = k.incident_id
  where d.state = 'open' and d.subject_kind = 'incident_intake' and d.subject_id = k.id and (i.is_confidential or i.about_ids <> '{}');
