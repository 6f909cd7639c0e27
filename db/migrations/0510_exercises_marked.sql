-- An exercise says that it is one wherever it reaches somebody: what is owed, told, called or asked because of it carries the mark in its
-- own row, set here and by no capability, so that what comes later is marked as well.

-- The second channel rings outside: in an exercise only where that is what is tried out.
alter table incidents add column tries_receivers boolean not null default false;
alter table incidents add constraint incidents_receivers_of_exercises check (is_exercise or not tries_receivers);

-- A lateral check that an exercise opened.
alter table lateral_checks add column is_exercise boolean not null default false;

-- Whether a record of one of these kinds belongs to an exercise.
create function is_of_exercise(of_kind text, of_id uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(case of_kind
    when 'lateral_check' then (select c.is_exercise from lateral_checks c where c.id = of_id)
    when 'lateral_check_member' then (select c.is_exercise from lateral_check_members m join lateral_checks c on c.id = m.check_id where m.id = of_id)
    when 'incident_affected' then (select i.is_exercise from incident_affected a join incidents i on i.id = a.incident_id where a.id = of_id)
    else (select i.is_exercise from incidents i where i.id = incident_owed(of_kind, of_id)) end, false)
$$;

alter table duties add column is_exercise boolean not null default false;
-- Receivers are told of its hard clock.
alter table duties add column rings_outside boolean not null default true;
create index duties_of_exercises on duties (id) where is_exercise;

create function duty_of_exercise() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.is_exercise := is_of_exercise(new.subject_kind, new.subject_id);
  new.rings_outside := not new.is_exercise
    or exists (select from incidents i where i.id = incident_owed(new.subject_kind, new.subject_id) and i.tries_receivers);
  return new;
end $$;
create trigger duties_of_exercises before insert on duties for each row
  when (new.subject_kind like 'incident%' or new.subject_kind = 'lateral_check_member') execute function duty_of_exercise();

alter table messages add column is_exercise boolean not null default false;
create function message_of_exercise() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.is_exercise := is_of_exercise(new.subject_kind, new.subject_id)
    or coalesce((select d.is_exercise from duties d where d.id = new.duty_id), false);
  return new;
end $$;
create trigger messages_of_exercises before insert on messages for each row
  when (new.subject_kind like 'incident%' or new.subject_kind like 'lateral_check%') execute function message_of_exercise();

-- Which of the duties that somebody is shown are of an exercise: few, and nothing else is told of them.
create function exercise_duties() returns setof uuid language sql stable security definer set search_path = public, pg_temp rows 50 as $$
  select d.id from duties d where d.is_exercise
$$;

-- What runs now.
update duties d set is_exercise = true, rings_outside = false
  where d.subject_kind like 'incident%' and is_of_exercise(d.subject_kind, d.subject_id);
update messages m set is_exercise = true
  where m.subject_kind like 'incident%' and is_of_exercise(m.subject_kind, m.subject_id);
update lateral_checks c set is_exercise = true from lateral_check_origins o join incidents i on i.id = o.source_id
  where o.check_id = c.id and o.source_kind = 'incident' and i.is_exercise;
update duties d set is_exercise = true, rings_outside = false
  where d.subject_kind = 'lateral_check_member' and is_of_exercise(d.subject_kind, d.subject_id);

-- Of one duty, for whoever is shown its call without reading the duty itself.
create function exercise_of_duty(duty uuid) returns table (is_exercise boolean, rings_outside boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.is_exercise, d.rings_outside from duties d where d.id = duty
$$;
