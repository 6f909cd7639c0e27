-- A seal's hash says that something was changed; its witness says what. For every event it sealed, in id order: 8 bytes of
-- id, the first 8 of the event's hash. It proves nothing (the hash does), so seals made before have none and lose nothing
-- but the name of the row. Kept out of line: who reads seals does not read it.
alter table seals add column witness bytea;

create or replace function seal_events(of_era integer, horizon xid8, most integer) returns seals
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  before seals;
  made seals;
  cut xid8;
begin
  select s.n, s.era, s.xid_from, s.xid_to, s.event_count, s.last_event_id, s.previous_hash, s.hash, s.at, s.day
    into before.n, before.era, before.xid_from, before.xid_to, before.event_count, before.last_event_id,
      before.previous_hash, before.hash, before.at, before.day
    from seals s order by s.n desc limit 1;
  made.n := coalesce(before.n, 0) + 1;
  made.era := of_era;
  made.xid_from := case when before.era = of_era then before.xid_to else '0'::xid8 end;
  made.previous_hash := coalesce(before.hash, sha256('yagura trail'));
  select e.xid into cut from events e
    where e.era = of_era and e.xid >= made.xid_from and e.xid < horizon
    order by e.xid, e.id offset most - 1 limit 1;
  made.xid_to := case when cut is null then horizon else (cut::text::bigint + 1)::text::xid8 end;
  select count(*), max(e.id), sha256(made.previous_hash || coalesce(string_agg(e.hash, ''::bytea order by e.id), '')),
      coalesce(string_agg(int8send(e.id) || substring(e.hash from 1 for 8), ''::bytea order by e.id), '')
    into made.event_count, made.last_event_id, made.hash, made.witness
    from events e where e.era = of_era and e.xid >= made.xid_from and e.xid < made.xid_to;
  if made.event_count = 0 then
    return null;
  end if;
  made.at := clock_timestamp();
  made.day := group_today();
  insert into seals select made.*;
  return made;
end $$;
