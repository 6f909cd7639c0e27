-- Duties whose clock has a length of its own are hard from a moment that each names: whoever owes it, and whoever is on call, is asked then.
alter table duties add column rings_from timestamptz;

delete from on_call_kinds where kind = 'incident.assess';
insert into on_call_kinds (kind, purpose) values
  ('incident.look_at_now', 'incident'), ('incident.law_clock', 'incident'), ('incident.notice', 'incident'),
  ('incident.notice_approve', 'incident'), ('incident.notice_second', 'incident'), ('incident.look_through', 'incident'),
  ('incident.assign_mail', 'incident');

-- What runs already rings in its last hours as well.
update duties set rings_from = due_at - interval '6 hours', next_at = least(next_at, greatest(due_at - interval '6 hours', starts_at))
  where state = 'open' and kind in ('incident.law_clock', 'incident.notice') and due_at > now();

-- Of these whoever is on call is asked beside those who owe it once it rings: a reminder of a clock of thirty days is not theirs.
alter table on_call_kinds add column by_moment boolean not null default false;
update on_call_kinds set by_moment = true where kind in ('incident.law_clock', 'incident.notice', 'incident.notice_approve',
  'incident.notice_second', 'incident.look_through', 'incident.assign_mail');
do $$
declare
  said text := pg_get_functiondef('people_of_duties(uuid[], smallint[], text[])'::regprocedure);
  changed text := replace(said, 'and (d.only_for is null or o.person_id = any (d.only_for))',
    'and (d.only_for is null or o.person_id = any (d.only_for)) and (not k.by_moment or d.rings_from <= app_now())');
begin
  if changed = said then raise exception 'people_of_duties reads otherwise'; end if;
  execute changed;
end $$;
