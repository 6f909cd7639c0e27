-- Whom a notice reached is asked of each recipient by what they are: two may have one name, and one who is named in words has no address.
create function recipient_key(one jsonb) returns text language sql immutable parallel safe as $$
  select case one ->> 'kind' when 'address' then 'address ' || lower(coalesce(one ->> 'address', '')) when 'words' then 'words ' || lower(btrim(one ->> 'name'))
    else (one ->> 'kind') || ' ' || coalesce(one ->> 'id', '') end
$$;

alter table incident_notice_sendings add column recipient_key text not null default '';
update incident_notice_sendings s set recipient_key = coalesce((
  select recipient_key(r.one) from incident_notice_texts t cross join lateral jsonb_array_elements(t.recipients) with ordinality as r (one, nth)
  where t.notice_id = s.notice_id and t.n = s.n and r.one ->> 'name' = s.recipient and (s.address is null or lower(s.address) = lower(r.one ->> 'address'))
  order by r.one ->> 'id' is not distinct from s.person_id::text desc, r.nth limit 1), 'words ' || lower(btrim(s.recipient)));

-- Which recipients a proof is of; null where it is of all: it was entered before they were told apart, or no recipient had been named.
alter table incident_notice_proofs add column recipient_keys text[];

-- Each recipient of the version that was handed in, else of the last that was written, else of the line: how far they are, and since when they have it.
create function recipients_of_notice(of_notice uuid) returns table (nth integer, key text, recipient jsonb, standing text, reached_at timestamptz)
  language sql stable set search_path = public, pg_temp as $$
  select r.nth::int, r.key, r.one,
    case when p.entered or s.outcome = 'given' or s.outcome = 'accepted' and c.proof = 'who_when' then 'reached'
      when s.id is null then case when c.channel = 'mail' and r.one ->> 'kind' <> 'words' then 'to_send' else 'to_tell' end
      when s.outcome is null then 'on_its_way'
      when s.outcome = 'accepted' then 'to_prove'
      else 'failed' end,
    least(p.given_at, case when s.outcome is distinct from 'failed' and s.outcome is distinct from 'bounced' then s.sent_at end)
  from incident_notices c
  cross join lateral (
    select distinct on (x.key) x.key, x.nth, x.one from (
      select y.one, y.nth, recipient_key(y.one) as key
      from jsonb_array_elements(coalesce(
        (select t.recipients from incident_notice_texts t where t.notice_id = c.id and t.n = c.handed_n),
        (select t.recipients from incident_notice_texts t where t.notice_id = c.id order by t.n desc limit 1),
        (select v.content -> 'recipients' from notice_line_versions v where v.line_id = c.line_id and v.n = c.line_n),
        '[]')) with ordinality as y (one, nth)) x
    order by x.key, x.nth) r
  left join lateral (select s.id, s.outcome, s.outcome_at, s.sent_at from incident_notice_sendings s
    where s.notice_id = c.id and s.recipient_key = r.key order by s.sent_at desc, s.id desc limit 1) s on true
  -- What was said of a mail before it came back proves nothing any more.
  left join lateral (select bool_or(true) as entered, min(p.given_at) as given_at from incident_notice_proofs p
    where p.notice_id = c.id and (p.recipient_keys is null or r.key = any (p.recipient_keys))
      and (p.channel <> 'mail' or coalesce(s.outcome, '') not in ('failed', 'bounced') or p.added_at >= s.outcome_at)) p on true
  where c.id = of_notice
$$;

-- When it had reached everybody: with the last of its recipients; null while one has nothing.
create or replace function note_when_reached() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known integer;
  last_at timestamptz;
begin
  if new.state not in ('sent', 'proven') then
    new.reached_at := null;
  elsif tg_op = 'UPDATE' or new.reached_at is null then
    select count(*), case when bool_and(r.reached_at is not null) then max(r.reached_at) end into known, last_at from recipients_of_notice(new.id) r;
    new.reached_at := case
      when known > 0 then coalesce(last_at, case when new.state = 'proven' then new.sent_at end)
      else coalesce(
        (select min(p.given_at) from incident_notice_proofs p where p.notice_id = new.id and p.channel <> 'mail'),
        (select max(s.sent_at) from incident_notice_sendings s where s.notice_id = new.id and s.outcome is distinct from 'bounced'
          and s.outcome is distinct from 'failed'),
        new.sent_at) end;
  end if;
  return new;
end $$;

-- What was sent stays as it was sent. Told to one of several before its text was ready, it has a text once that leaves to the others.
create or replace function sent_notices_stay() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and ((new.sent_at, new.names, new.channel, new.audience, new.is_exercise, new.incident_id)
        is distinct from (old.sent_at, old.names, old.channel, old.audience, old.is_exercise, old.incident_id)
      or old.sent_n is not null and (new.sent_n, new.sent_sha256) is distinct from (old.sent_n, old.sent_sha256)) then
    raise exception 'what was sent is not altered' using errcode = 'check_violation', constraint = 'incident_notices_sent_stays';
  end if;
  return new;
end $$;
