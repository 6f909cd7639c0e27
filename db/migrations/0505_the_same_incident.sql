-- Two reports of one thing: the later one is closed as the same as the one that is kept. A state of its own, so that no count takes it
-- for an incident nor for something that turned out to be nothing. Before version 17 a generated column cannot say something else: it is
-- made anew, with the indexes that read it.
drop index incidents_running, incidents_of_company_running, incidents_unreported;
alter table incidents drop column state;
alter table incidents drop constraint incidents_judged_as;
alter table incidents
  add constraint incidents_judged_as check (judged_as in ('nothing', 'incident', 'duplicate')),
  -- Before it is judged the other one is what it may be the same as.
  add constraint incidents_duplicate_of_one check (judged_as is distinct from 'duplicate' or duplicate_of is not null),
  add column state text generated always as (case
    when judged_as in ('nothing', 'duplicate') then judged_as when closed_at is not null then 'closed' when handled_at is not null then 'handled'
    when contained_at is not null then 'contained' when judged_as is not null then 'open' else 'reported' end) stored;
create index incidents_running on incidents (severity_rank, report_due_at, id) where state in ('reported', 'open', 'contained', 'handled') and not is_exercise;
create index incidents_of_company_running on incidents (company_id, severity_rank, report_due_at, id) where state in ('reported', 'open', 'contained', 'handled') and not is_exercise;
create index incidents_unreported on incidents (report_due_at, id) where reported_at is null and state in ('reported', 'open', 'contained', 'handled') and not is_exercise;

-- Notices that were called for by what is now the same as another are called for there.
alter table incident_notices drop constraint incident_notices_closed_because;
alter table incident_notices add constraint incident_notices_closed_because
  check (closed_because in ('lowered', 'changed', 'nothing', 'duplicate', 'by_hand'));

-- Where a report of one's own went on: how far the kept one is. Of a confidential one, or one about the reporter, nothing but that it is known.
create function where_report_went(report uuid) returns table (
    reference text, state text, noted_at timestamptz, taken_up_at timestamptz, contained_at timestamptz, handled_at timestamptz, closed_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select k.reference, k.state, (select min(r.noted_at) from incident_reports r where r.incident_id = k.id), k.taken_up_at, k.contained_at,
    k.handled_at, k.closed_at
  from incidents i join incidents k on k.id = i.duplicate_of and i.judged_as = 'duplicate'
  where i.id = report and app_actor() in (i.entered_by, i.reporter_id) and not app_actor() = any (i.about_ids)
    and not k.is_confidential and not app_actor() = any (k.about_ids)
$$;
revoke execute on function where_report_went(uuid) from public;

do $$
declare
  one regprocedure;
  said text;
begin
  -- What somebody sent without signing in is over as well where it was the same as another that is over, and in work while that is.
  said := pg_get_functiondef('intake_at_door(bytea)'::regprocedure);
  if position('s.id = k.same_as))' in said) = 0 then raise exception 'intake_at_door reads otherwise'; end if;
  execute replace(said, 's.id = k.same_as))', E's.id = k.same_as))\n  left join incidents o on o.id = i.duplicate_of and i.judged_as = ''duplicate''');
  said := pg_get_functiondef('intake_at_door(bytea)'::regprocedure);
  said := replace(said, 'i.state in (''closed'', ''nothing'')', 'coalesce(o.state, i.state) in (''closed'', ''nothing'')');
  said := replace(said, 'coalesce(i.closed_at,', 'coalesce(o.closed_at, i.closed_at,');
  if position('coalesce(o.state' in said) = 0 or position('o.closed_at' in said) = 0 then raise exception 'intake_at_door reads otherwise'; end if;
  execute said;
  one := (select p.oid from pg_proc p where p.proname = 'find_incidents');
  said := pg_get_functiondef(one);
  if position('(''closed'', ''nothing'')' in said) = 0 then raise exception 'find_incidents reads otherwise'; end if;
  execute replace(said, '(''closed'', ''nothing'')', '(''closed'', ''nothing'', ''duplicate'')');
end $$;
