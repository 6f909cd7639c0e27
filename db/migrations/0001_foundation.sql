-- Ground of everything: identifiers, the clock, who is asking, the trail, jobs and files.
-- The roles yagura_door, yagura_group, yagura_scoped and yagura_jobs are made before migrations run
-- (src/core/db/roles.ts), because roles belong to the cluster and not to this database.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- RFC 9562 UUID version 7: 48 bits of milliseconds, then random bits. PostgreSQL has it built in only from 18 on.
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

create table group_settings (
  only_one boolean primary key default true constraint group_settings_only_one check (only_one),
  name text not null constraint group_settings_name_length check (length(name) between 1 and 200),
  names jsonb not null default '{}',
  fiscal_year_start_month smallint not null default 4
    constraint group_settings_month check (fiscal_year_start_month between 1 and 12),
  time_zone text not null default 'Asia/Tokyo',
  languages text[] not null default '{ja,en,zh}',
  -- A restored copy starts a new era, because transaction ids begin anew in another cluster.
  trail_era integer not null default 1,
  set_up_at timestamptz not null default now()
);

-- The moment that rules look at. A test sets its own through app.now; the product never does.
create function app_now() returns timestamptz language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now())
$$;

-- Rights and terms change at midnight of the group's zone.
create function group_today() returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select (app_now() at time zone coalesce((select time_zone from group_settings), 'UTC'))::date
$$;

-- valid_to is the first day on which the row no longer holds; null means open.
create function holds_on(valid_from date, valid_to date, day date) returns boolean
  language sql immutable parallel safe as $$
  select valid_from <= day and (valid_to is null or day < valid_to)
$$;

create function app_actor() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.actor', true), '')::uuid
$$;
create function app_permission() returns text language sql stable parallel safe as $$
  select nullif(current_setting('app.permission', true), '')
$$;

-- ---------------------------------------------------------------------------------------------------------
-- Trail
-- ---------------------------------------------------------------------------------------------------------

create table events (
  id bigint generated always as identity primary key,
  era integer not null,
  xid xid8 not null,
  at timestamptz not null,
  verb text not null,
  actor_id uuid,
  on_behalf_of uuid,
  subject_kind text not null,
  subject_id uuid,
  company_id uuid,
  request_id text,
  data jsonb not null default '{}',
  values_hash bytea,
  hash bytea not null
);
create index events_by_horizon on events (era, xid, id);
create index events_by_subject on events (subject_id, id desc);
create index events_by_company on events (company_id, id desc);
create index events_by_actor on events (actor_id, id desc);
create index events_by_verb on events (verb, id desc);

-- Personal before/after values and reasons live apart, so that they can be erased by a recorded act
-- while the sealed hash still proves what was there.
create table event_values (
  event_id bigint primary key references events on delete restrict,
  company_id uuid,
  salt bytea not null,
  content jsonb,
  erased_at timestamptz,
  erased_by_event bigint references events,
  constraint event_values_erased_or_there check ((content is null) = (erased_at is not null))
);

create table seals (
  n bigint primary key,
  era integer not null,
  xid_from xid8 not null,
  xid_to xid8 not null,
  event_count integer not null,
  last_event_id bigint,
  previous_hash bytea not null,
  hash bytea not null,
  at timestamptz not null default clock_timestamp(),
  day date not null
);

create table event_cursors (
  name text primary key,
  era integer not null default 1,
  xid xid8 not null default '0',
  moved_at timestamptz not null default now()
);

create function event_hash(e events) returns bytea language sql immutable parallel safe
  set search_path = public, pg_temp as $$
  select sha256(convert_to(concat_ws(E'\x1f',
    e.id, e.era, e.xid, (extract(epoch from e.at) * 1000000)::bigint, e.verb,
    coalesce(e.actor_id::text, '-'), coalesce(e.on_behalf_of::text, '-'), e.subject_kind,
    coalesce(e.subject_id::text, '-'), coalesce(e.company_id::text, '-'), coalesce(e.request_id, '-'),
    e.data::text, coalesce(encode(e.values_hash, 'hex'), '-')), 'UTF8'))
$$;

create function event_values_hash(salt bytea, content jsonb) returns bytea language sql immutable parallel safe as $$
  select sha256(salt || convert_to(content::text, 'UTF8'))
$$;

-- The only way to write an event. The caller's role has no right to insert, change or delete one by itself.
create function record_event(
  verb text, actor_id uuid, on_behalf_of uuid, subject_kind text, subject_id uuid, company_id uuid,
  request_id text, data jsonb, personal jsonb
) returns bigint language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  e events;
  new_salt bytea;
begin
  e.id := nextval(pg_get_serial_sequence('public.events', 'id'));
  e.era := coalesce((select trail_era from group_settings), 1);
  e.xid := pg_current_xact_id();
  e.at := clock_timestamp();
  e.verb := record_event.verb;
  e.actor_id := record_event.actor_id;
  e.on_behalf_of := record_event.on_behalf_of;
  e.subject_kind := record_event.subject_kind;
  e.subject_id := record_event.subject_id;
  e.company_id := record_event.company_id;
  e.request_id := record_event.request_id;
  e.data := coalesce(record_event.data, '{}');
  if personal is not null then
    new_salt := uuid_send(gen_random_uuid());
    e.values_hash := event_values_hash(new_salt, personal);
  end if;
  e.hash := event_hash(e);
  insert into events overriding system value select e.*;
  if personal is not null then
    insert into event_values (event_id, company_id, salt, content)
    values (e.id, e.company_id, new_salt, personal);
  end if;
  return e.id;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'append_only' using errcode = 'insufficient_privilege',
    detail = format('%s is append-only', tg_table_name);
end $$;
create trigger events_append_only before update or delete or truncate on events
  for each statement execute function refuse_change();
create trigger seals_append_only before update or delete or truncate on seals
  for each statement execute function refuse_change();

-- ---------------------------------------------------------------------------------------------------------
-- Jobs: long work with progress, cancel and a resume point that a page can show.
-- graphile-worker picks them up; this table is what people see.
-- ---------------------------------------------------------------------------------------------------------

create table jobs (
  id uuid primary key default new_id(),
  kind text not null,
  company_id uuid,
  subject_id uuid,
  ordered_by uuid,
  permission text not null,
  input jsonb not null default '{}',
  state text not null default 'queued'
    constraint jobs_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  done integer not null default 0,
  total integer,
  checkpoint jsonb,
  outcome jsonb,
  problem jsonb,
  cancel_asked_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index jobs_recent on jobs (created_at desc, id desc);
create index jobs_of_subject on jobs (subject_id, created_at desc);

-- ---------------------------------------------------------------------------------------------------------
-- Files: content is stored once by its SHA-256; a row says who may see which name for it.
-- ---------------------------------------------------------------------------------------------------------

create table files (
  id uuid primary key default new_id(),
  company_id uuid,
  sha256 bytea not null constraint files_sha256_length check (length(sha256) = 32),
  size_bytes bigint not null constraint files_size check (size_bytes >= 0),
  media_type text not null,
  name text not null constraint files_name_length check (length(name) between 1 and 255),
  purpose text not null,
  created_by uuid,
  created_at timestamptz not null default now()
);
create index files_by_content on files (sha256);
create index files_by_company on files (company_id, created_at desc);
