-- Personal values are erased by an act that two persons carried, and by nothing else. The act stands in the trail itself
-- (trail.erasure_proposed, trail.erasure_decided); the function below reads it there, chooses the values by what was
-- proposed, writes the event that names them, and only then takes them away. Its caller chooses nothing.

create table trail_erasures (
  id uuid primary key default new_id(),
  kind text not null constraint trail_erasures_kind check (kind in ('event', 'person', 'rule')),
  -- event: {eventId}; person: {personId, isAbout, isWritten}; rule: {groups, patterns, years}
  scope jsonb not null,
  ground text not null,
  reason text not null constraint trail_erasures_reason_length check (length(reason) between 1 and 2000),
  proposed_by uuid not null references people,
  proposed_at timestamptz not null default now(),
  decision text constraint trail_erasures_decision check (decision in ('approved', 'refused')),
  decided_by uuid references people,
  decided_at timestamptz,
  decision_reason text,
  -- a rule that no longer holds
  ended_by uuid references people,
  ended_at timestamptz,
  erased_count bigint not null default 0,
  -- up to this event a rule or an act has been carried out
  looked_up_to bigint not null default 0,
  finished_at timestamptz,
  constraint trail_erasures_two_persons check (decided_by <> proposed_by),
  constraint trail_erasures_decided_whole check (num_nonnulls(decision, decided_by, decided_at) in (0, 3))
);
create index trail_erasures_newest on trail_erasures (proposed_at desc, id desc);

-- The first event at a moment or after it, by halving: events are written in the order of time but for clocks that were
-- put back a little, for which the caller leaves a margin.
create function first_event_since(moment timestamptz) returns bigint language plpgsql stable security definer
  set search_path = public, pg_temp as $$
declare
  low bigint := 0;
  high bigint := (select coalesce(max(id), 0) + 1 from events);
  middle bigint;
  found record;
begin
  while low < high loop
    middle := (low + high) / 2;
    select e.id, e.at into found from events e where e.id >= middle order by e.id limit 1;
    if found.id is null or found.at >= moment then
      high := middle;
    else
      low := found.id + 1;
    end if;
  end loop;
  return low;
end $$;

-- Which events an act is about: of a window of ids, those whose values still stand there.
create function events_to_erase(proposed events, from_id bigint, to_id bigint, most integer) returns setof bigint
  language sql stable set search_path = public, pg_temp as $$
  with act as (
    select proposed.data ->> 'kind' as kind, (proposed.data ->> 'eventId')::bigint as event_id,
      (proposed.data ->> 'personId')::uuid as person_id, (proposed.data ->> 'isAbout')::boolean as is_about,
      (proposed.data ->> 'isWritten')::boolean as is_written,
      coalesce(proposed.data -> 'patterns', '[]') as patterns
  ), ids as (
    select e.id from act, events e where act.kind = 'event' and e.id = act.event_id
    union select e.id from act, events e where act.kind = 'person' and act.is_about
      and e.subject_id = any (array(select act.person_id union select a.id from accounts a where a.person_id = act.person_id))
    union select e.id from act, events e where act.kind = 'person' and act.is_written and e.actor_id = act.person_id
    union select e.id from act, events e where act.kind = 'rule' and e.id > from_id and e.id < to_id and exists (
      select from jsonb_array_elements(act.patterns) p
      where e.verb ~ (p ->> 'is') and (p ->> 'not' is null or e.verb !~ (p ->> 'not')))
  )
  select v.event_id from ids join events e on e.id = ids.id join event_values v on v.event_id = ids.id
  where v.event_id > from_id and v.event_id < to_id and v.content is not null
    -- What was said for an erasure has to outlive it.
    and e.verb not like 'trail.erasure%' and e.verb not like 'trail.retention%'
  order by v.event_id limit most
$$;

-- One piece of an act's work. @returns how many values went and whether more may wait. Without two persons in the trail it
-- refuses; of a rule it takes what is older than its years, never below one.
create function erase_values(act uuid, most integer) returns table (erased integer, has_more boolean)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  proposed events;
  decided events;
  kept trail_erasures;
  ids bigint[];
  beyond bigint;
  window_end bigint;
  named bigint;
begin
  select * into proposed from events e where e.subject_id = act and e.verb = 'trail.erasure_proposed' order by e.id limit 1;
  select * into decided from events e where e.subject_id = act and e.verb = 'trail.erasure_decided' order by e.id limit 1;
  if proposed.id is null or decided.id is null or decided.id < proposed.id or proposed.actor_id = decided.actor_id
    or decided.data ->> 'decision' is distinct from 'approved'
    or (select count(*) from people p where p.id in (proposed.actor_id, decided.actor_id)) <> 2
    or exists (select from events e where e.subject_id = act and e.verb = 'trail.retention_ended') then
    raise exception 'erasure_not_recorded' using errcode = 'insufficient_privilege',
      detail = 'two persons have to carry the act, and the trail has to say so';
  end if;
  select * into kept from trail_erasures t where t.id = act for update;
  if proposed.data ->> 'kind' = 'rule' then
    if coalesce((proposed.data ->> 'years')::integer, 0) < 1 then
      raise exception 'erasure_too_young' using errcode = 'insufficient_privilege', detail = 'at least one year is kept';
    end if;
    beyond := first_event_since(app_now() - make_interval(years => (proposed.data ->> 'years')::integer));
  else
    -- What is written after the decision was not decided on.
    beyond := decided.id;
  end if;
  -- A rule looks at so many ids a turn, that a turn stays short however few it finds.
  window_end := case when proposed.data ->> 'kind' = 'rule' then least(beyond, kept.looked_up_to + 50000) else beyond end;
  ids := array(select events_to_erase(proposed, kept.looked_up_to, window_end, most));
  if cardinality(ids) > 0 then
    named := record_event('trail.values_erased', null, null, 'erasure', act, null, null,
      jsonb_build_object('by', proposed.data ->> 'kind', 'erased', cardinality(ids), 'eventIds', to_jsonb(ids)), null);
    -- Without its salt nobody can try out what stood there.
    update event_values v set content = null, salt = '', erased_at = clock_timestamp(), erased_by_event = named
      where v.event_id = any (ids);
    delete from event_texts x where x.event_id = any (ids);
  end if;
  erased := cardinality(ids);
  has_more := erased = most or window_end < beyond;
  update trail_erasures t set erased_count = t.erased_count + cardinality(ids),
      looked_up_to = case when cardinality(ids) = most then ids[most] when proposed.data ->> 'kind' = 'rule' then greatest(window_end - 1, 0)
        else t.looked_up_to end,
      finished_at = case when not has_more and proposed.data ->> 'kind' <> 'rule' then coalesce(t.finished_at, clock_timestamp()) end
    where t.id = act;
  return next;
end $$;
revoke execute on function erase_values, events_to_erase from public;
grant execute on function erase_values to yagura_group;

-- Values change in one way: they are erased, by an event that names them.
create function guard_values() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.event_id = old.event_id and new.company_id is not distinct from old.company_id and old.content is not null
    and new.content is null and exists (select from events e where e.id = new.erased_by_event and e.verb = 'trail.values_erased'
      and e.data -> 'eventIds' @> to_jsonb(old.event_id)) then
    return new;
  end if;
  raise exception 'append_only' using errcode = 'insufficient_privilege', detail = 'event_values is append-only';
end $$;
create trigger event_values_erased_only before update on event_values for each row execute function guard_values();
create trigger event_values_never_gone before delete or truncate on event_values
  for each statement execute function refuse_change();

-- Seals are written by the sealer's function alone, and the days' by theirs.
alter function seal_events(integer, xid8, integer) security definer;
revoke execute on function seal_events, enter_trail_era from public;
grant execute on function seal_events, enter_trail_era to yagura_jobs;

create function settle_days() returns setof day_seals language sql volatile security definer
  set search_path = public, pg_temp as $$
  insert into day_seals (day, n, hash)
  select distinct on (s.day) s.day, s.n, s.hash from seals s
  where s.day > coalesce((select max(d.day) from day_seals d), '-infinity') and s.day < group_today()
  order by s.day, s.n desc
  on conflict do nothing
  returning *
$$;
revoke execute on function settle_days from public;
grant execute on function settle_days to yagura_jobs;
revoke insert on seals, day_seals from yagura_jobs;

-- How many values an act would take, before it is proposed; counted no further than `most`.
create function count_to_erase(scope jsonb, most integer) returns integer language plpgsql stable security definer
  set search_path = public, pg_temp as $$
declare
  proposed events;
begin
  proposed.data := scope;
  return (select count(*) from events_to_erase(proposed, 0, 9223372036854775807, most));
end $$;
revoke execute on function count_to_erase from public;
grant execute on function count_to_erase to yagura_group;
