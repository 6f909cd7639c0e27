-- Receivers outside that are told of hard clocks by signed calls over http (src/modules/calls/README.md).
create table receivers (
  id uuid primary key default new_id(),
  -- null: of the group, told of all companies
  company_id uuid references units,
  name text not null constraint receivers_name check (length(btrim(name)) between 1 and 80),
  url text not null constraint receivers_url check (length(url) between 8 and 500),
  kinds text[] not null constraint receivers_kinds check (cardinality(kinds) between 1 and 10),
  language text not null constraint receivers_language check (language in ('ja', 'en', 'zh')),
  -- Whether it is told which company and what is owed; else only that something is, and until when.
  tells_company boolean not null default false,
  is_on boolean not null default true,
  -- sealed, purpose "receiver" and "receiver before" (docs/decisions/0068-secrets-sealed-outside.md)
  secret bytea,
  secret_before bytea,
  secret_before_until timestamptz,
  secret_made_at timestamptz not null default now(),
  -- After it did not answer nothing is tried before this moment.
  rests_until timestamptz,
  failures integer not null default 0,
  failing_since timestamptz,
  problem text constraint receivers_problem_length check (length(problem) <= 60),
  last_sent_at timestamptz,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  removed_at timestamptz,
  constraint receivers_secret_while_there check ((secret is null) = (removed_at is not null)),
  constraint receivers_before_has_end check ((secret_before is null) = (secret_before_until is null))
);
create index receivers_by_company on receivers (company_id) where removed_at is null;
call lock_rows('receivers');

-- Its outbox: one row a receiver and event, written from the trail. The id is the webhook-id of every try. The words are
-- made when it leaves.
create table deliveries (
  id uuid primary key default new_id(),
  receiver_id uuid not null references receivers,
  -- of the receiver
  company_id uuid references units,
  kind text not null constraint deliveries_kind check (kind ~ '^[a-z][a-z_.]{1,59}$'),
  event_id bigint,
  duty_id uuid,
  call_id uuid references calls,
  made_at timestamptz not null default now(),
  send_after timestamptz not null default now(),
  expires_at timestamptz not null,
  attempts smallint not null default 0,
  state text not null default 'waiting'
    constraint deliveries_state check (state in ('waiting', 'sending', 'sent', 'failed', 'dropped', 'expired')),
  sender integer,
  claimed_at timestamptz,
  -- What it answered, as a number: never its words.
  status smallint,
  problem text constraint deliveries_problem_length check (length(problem) <= 60),
  ended_at timestamptz,
  constraint deliveries_ended_has_time check ((state in ('waiting', 'sending')) = (ended_at is null)),
  constraint deliveries_sending_has_sender check ((state = 'sending') = (sender is not null)),
  constraint deliveries_told_once unique (event_id, receiver_id)
);
create index deliveries_to_send on deliveries (receiver_id, send_after) where state = 'waiting';
create index deliveries_in_hand on deliveries (sender) where state = 'sending';
create index deliveries_to_expire on deliveries (expires_at) where state = 'waiting';
create index deliveries_by_receiver on deliveries (receiver_id, id desc);
create index deliveries_by_receiver_and_state on deliveries (receiver_id, state, id desc);
create index deliveries_by_call on deliveries (call_id) where call_id is not null;
create index deliveries_by_company on deliveries (company_id);
call lock_rows('deliveries');
alter table calls add constraint calls_receiver_id_fkey foreign key (receiver_id) references receivers;
create index calls_by_receiver on calls (receiver_id) where receiver_id is not null;

create index messages_of_calls on messages (duty_id) where data ? 'callId';

-- Every call of the duty that this one is about, and who was told of them over which channel; to whoever sees the call.
create function rounds_of_call(person uuid, wanted uuid, risen text[])
  returns table (id uuid, level smallint, nth smallint, opened_at timestamptz, answer_by timestamptz, state text, ended_at timestamptz,
    acknowledged_by uuid, receiver text, acknowledged_as text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.level, c.nth, c.opened_at, c.answer_by, c.state, c.ended_at, c.acknowledged_by, r.name, c.acknowledged_as
  from call_seen_by(person, wanted, risen) s
  join calls c on c.duty_id = s.duty_id
  left join receivers r on r.id = c.receiver_id
  order by c.opened_at desc, c.nth desc limit 50
$$;

create function told_of_call(person uuid, wanted uuid, risen text[])
  returns table (channel text, person_id uuid, receiver text, level smallint, at timestamptz, state text, done_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  with seen as materialized (select * from call_seen_by(person, wanted, risen)), told as (
    select 'inbox' as channel, m.person_id, null::text as receiver, (m.data->>'level')::smallint as level, m.made_at as at,
      case when m.read_at is null then 'unread' else 'read' end as state, m.read_at as done_at
    from seen s join messages m on m.duty_id = s.duty_id and m.data ? 'callId'
    union all
    select 'mail', m.person_id, null, (m.data->>'level')::smallint, m.made_at, coalesce(l.state, 'waiting'), l.ended_at
    from seen s join messages m on m.duty_id = s.duty_id and m.data ? 'callId' and (m.mail_after is not null or m.mail_id is not null)
    left join mails l on l.id = m.mail_id
    union all
    select 'receiver', null, r.name, c.level, d.made_at, d.state, d.ended_at
    from seen s join calls c on c.duty_id = s.duty_id
    join deliveries d on d.call_id = c.id and d.kind = 'clock.hard' join receivers r on r.id = d.receiver_id
  )
  select * from told order by at desc, channel limit 100
$$;
