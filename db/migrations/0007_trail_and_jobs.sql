-- What the keeper of the trail and the runner of jobs need: eras, seals of the day, cursors that stop inside a window,
-- who runs a job, and when timed work last ran.

-- ---------------------------------------------------------------------------------------------------------
-- Trail
-- ---------------------------------------------------------------------------------------------------------

-- Days are searched by time; events are written in its order, so a block range index is enough and costs writers nothing.
create index events_by_time on events using brin (at);
create index seals_by_day on seals (day, n desc);

-- A copy restored into another cluster continues in a new era: transaction ids begin anew there.
create table trail_eras (
  era integer primary key,
  -- pg_control_system(): tells one cluster from another
  cluster_id bigint not null,
  began_at timestamptz not null default clock_timestamp()
);

-- The last seal of a day, published when the day is over in the group's zone.
create table day_seals (
  day date primary key,
  n bigint not null references seals,
  hash bytea not null,
  published_at timestamptz not null default clock_timestamp()
);
create trigger day_seals_append_only before update or delete or truncate on day_seals
  for each statement execute function refuse_change();

-- Within a window [xid, window_to) events are handed out in id order; event_id is the last one handled of it. The
-- window ends at a horizon and not at a number of events, because only horizons keep cause before effect.
alter table event_cursors
  add column window_to xid8,
  add column event_id bigint not null default 0,
  add column failures integer not null default 0,
  add column failed_at timestamptz,
  add column retry_at timestamptz,
  -- code of the error, never its message: messages may quote values
  add column problem text;

-- Seals the events of an era below the horizon, at most about `most` of them, whole transactions only. Null when
-- there is nothing to seal. The caller holds the lock 'yagura.trail'.
create function seal_events(of_era integer, horizon xid8, most integer) returns seals
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  before seals;
  made seals;
  cut xid8;
begin
  select * into before from seals order by n desc limit 1;
  made.n := coalesce(before.n, 0) + 1;
  made.era := of_era;
  made.xid_from := case when before.era = of_era then before.xid_to else '0'::xid8 end;
  made.previous_hash := coalesce(before.hash, sha256('yagura trail'));
  select e.xid into cut from events e
    where e.era = of_era and e.xid >= made.xid_from and e.xid < horizon
    order by e.xid, e.id offset most - 1 limit 1;
  made.xid_to := case when cut is null then horizon else (cut::text::bigint + 1)::text::xid8 end;
  select count(*), max(e.id), sha256(made.previous_hash || coalesce(string_agg(e.hash, ''::bytea order by e.id), ''))
    into made.event_count, made.last_event_id, made.hash
    from events e where e.era = of_era and e.xid >= made.xid_from and e.xid < made.xid_to;
  if made.event_count = 0 then
    return null;
  end if;
  made.at := clock_timestamp();
  made.day := group_today();
  insert into seals select made.*;
  return made;
end $$;

-- Which era this database is in. In another cluster than before, what is left of the old era is sealed (in a copy
-- every transaction has ended) and a new one begins.
create function enter_trail_era() returns integer language plpgsql volatile security definer
  set search_path = public, pg_temp as $$
declare
  here bigint := (select system_identifier from pg_control_system());
  now_in integer;
  beyond xid8;
begin
  perform pg_advisory_xact_lock(hashtext('yagura.trail'));
  select trail_era into now_in from group_settings for update;
  if now_in is null then
    return 1;
  end if;
  insert into trail_eras (era, cluster_id) values (now_in, here) on conflict do nothing;
  if (select cluster_id from trail_eras where era = now_in) = here then
    return now_in;
  end if;
  select (max(e.xid::text::bigint) + 1)::text::xid8 into beyond from events e where e.era = now_in;
  perform seal_events(now_in, beyond, 2147483647);
  update group_settings set trail_era = now_in + 1;
  insert into trail_eras (era, cluster_id) values (now_in + 1, here);
  return now_in + 1;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Jobs
-- ---------------------------------------------------------------------------------------------------------

alter table jobs
  -- the process that runs it: it holds the advisory lock ('yagura.runner', runner) for as long as it lives
  add column runner integer,
  add column attempts smallint not null default 0,
  add column retry_at timestamptz;
create index jobs_unfinished on jobs (state) where state in ('queued', 'running');
create index jobs_by_orderer on jobs (ordered_by, created_at desc, id desc);

-- How far a permission reaches for a person today; no row when the person has no active account.
create function standing_of(person uuid, wanted text) returns table (
  account_id uuid, company_id uuid, language text, time_zone text, reach text
) language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.company_id, a.language, p.time_zone, coalesce((
    select case when bool_or(u.kind = 'group' and g.with_subtree) then 'group' else 'companies' end
    from grants g
    join role_permissions rp on rp.role_id = g.role_id
    join units u on u.id = g.unit_id
    where g.person_id = person and rp.permission = wanted
      and holds_on(g.valid_from, g.valid_to, group_today())
    having count(*) > 0), 'none')
  from accounts a join people p on p.id = a.person_id
  where a.person_id = person and a.state = 'active'
  order by a.created_at limit 1
$$;

-- Work that looks at the clock: one row per work, so that one process at a time does it.
create table timed_runs (
  name text primary key,
  ran_at timestamptz,
  failures integer not null default 0,
  problem text
);

grant select on trail_eras, day_seals, timed_runs, jobs to yagura_jobs;
grant insert on day_seals, timed_runs, jobs to yagura_jobs;
grant update on timed_runs to yagura_jobs;
