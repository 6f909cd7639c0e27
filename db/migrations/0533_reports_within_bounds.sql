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

drop function intake_at_door(bytea);
create function intake_at_door(secret bytea) returns table (
    id uuid, company_id uuid, number text, channel text, sent_at timestamptz, language text, name text, name_en text, name_ja text, name_zh text,
    phone text, state text, since timestamptz, photos integer, photo_bytes_in_day bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, k.company_id, k.number, k.channel, k.sent_at, k.language, n.name, n.name_en, n.name_ja, n.name_zh, coalesce(l.phone, ''),
    case when k.state in ('arrived', 'held', 'to_assign') then 'waiting' when k.state = 'set_aside' then 'ended'
      when i.state = 'reported' then case when i.taken_up_at is null then 'with_company' else 'in_work' end
      when i.state in ('closed', 'nothing') then 'ended' else 'in_work' end,
    coalesce(i.closed_at, i.judged_at, i.taken_up_at, k.dealt_at),
    (select count(*)::int from incident_intake_files f where f.intake_id = k.id),
    (select coalesce(sum(s.size_bytes), 0)::bigint from incident_intake_files f join files s on s.id = f.file_id
      where f.company_id = k.company_id and f.sent_at > app_now() - interval '1 day')
  from incident_intakes k
  left join report_links l on l.id = k.link_id
  left join incidents i on i.id = coalesce(k.incident_id, (select s.incident_id from incident_intakes s where s.id = k.same_as))
  join unit_names n on n.unit_id = k.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where k.secret_hash = secret
$$;
revoke execute on function intake_at_door(bytea) from public;
