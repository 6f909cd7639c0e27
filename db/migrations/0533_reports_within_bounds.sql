-- What came by a mailing list or group is looked through first; photos of one company have an end in a day.
alter table incident_intakes drop constraint incident_intakes_held_because;
alter table incident_intakes add constraint incident_intakes_held_because
  check (held_because in ('burst', 'same_sender', 'too_fast', 'trap', 'links', 'not_entered', 'unreadable', 'passed_on'));
create index incident_intake_files_of_company on incident_intake_files (company_id, sent_at);

-- What came by a link is counted where it is sent, and by sender.
drop function report_link_at_door(text);
create function report_link_at_door(given text) returns table (
    id uuid, company_id uuid, unit_id uuid, name text, name_en text, name_ja text, name_zh text, place text, place_en text, place_ja text,
    place_zh text, languages text[], phone text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.company_id, l.unit_id, n.name, n.name_en, n.name_ja, n.name_zh, p.name, p.name_en, p.name_ja, p.name_zh, l.languages, l.phone
  from report_links l
  join units c on c.id = l.company_id and (c.ended_on is null or c.ended_on > group_today())
  join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  left join unit_names p on p.unit_id = l.unit_id and holds_on(p.valid_from, p.valid_to, group_today())
  where l.code = given and l.revoked_at is null and (l.valid_to is null or l.valid_to >= group_today())
$$;
revoke execute on function report_link_at_door(text) from public;

do $$
declare
  said constant text := pg_get_functiondef('intake_at_door(bytea)'::regprocedure);
  changed text := replace(said, 'photos integer)', 'photos integer, photo_bytes_in_day bigint)');
begin
  changed := replace(changed, 'where f.intake_id = k.id)', 'where f.intake_id = k.id),
    (select coalesce(sum(w.size_bytes), 0)::bigint from incident_intake_files f join files w on w.id = f.file_id
      where f.company_id = k.company_id and f.sent_at > app_now() - interval ''1 day'')');
  if position('photo_bytes_in_day' in changed) = 0 or position('w.size_bytes' in changed) = 0 then raise exception 'intake_at_door reads otherwise'; end if;
  drop function intake_at_door(bytea);
  execute changed;
end $$;
revoke execute on function intake_at_door(bytea) from public;
