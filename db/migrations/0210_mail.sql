-- What leaves by mail (src/core/mail/README.md): one row a mail, written in the transaction of what it tells of, sent by
-- whichever process takes it first. The words are not kept: they are made when it leaves, for what its reader may see then.
create table mails (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  -- The reader's own company.
  company_id uuid not null references units,
  kind text not null constraint mails_kind check (kind ~ '^[a-z][a-z_.]{1,59}$'),
  -- Ids, numbers and moments.
  data jsonb not null default '{}',
  -- What must not lie open (a one-time link), sealed outside of the database; gone once the mail has left.
  sealed bytea,
  is_urgent boolean not null default false,
  state text not null default 'waiting'
    constraint mails_state check (state in ('waiting', 'sending', 'sent', 'failed', 'dropped', 'expired')),
  made_at timestamptz not null default now(),
  send_after timestamptz not null default now(),
  expires_at timestamptz not null,
  attempts smallint not null default 0,
  -- Who has it in hand: the process (db/queue.sql, is_alive) and the data folder that keeps its journal.
  sender integer,
  station uuid,
  claimed_at timestamptz,
  -- The address it went to, what the server said, and when it came back.
  address text constraint mails_address_length check (length(address) <= 254),
  problem text constraint mails_problem_length check (length(problem) <= 80),
  reply text constraint mails_reply_length check (length(reply) <= 500),
  ended_at timestamptz,
  bounced_at timestamptz,
  constraint mails_ended_has_time check ((state in ('waiting', 'sending')) = (ended_at is null)),
  constraint mails_sending_has_sender check ((state = 'sending') = (sender is not null))
);
create index mails_to_send on mails (is_urgent desc, send_after) where state = 'waiting';
create index mails_in_hand on mails (sender) where state = 'sending';
create index mails_by_state on mails (state, id desc);
create index mails_by_person on mails (person_id, id desc);
create index mails_by_company on mails (company_id);
create index mails_to_expire on mails (expires_at) where state = 'waiting';

-- People whom mail does not reach, by the address that came back: another address is another matter.
create table mail_troubles (
  person_id uuid primary key references people,
  company_id uuid not null references units,
  address text not null constraint mail_troubles_address_length check (length(address) <= 254),
  problem text not null constraint mail_troubles_problem_length check (length(problem) <= 80),
  reply text constraint mail_troubles_reply_length check (length(reply) <= 500),
  mail_id uuid references mails,
  began_at timestamptz not null default now(),
  -- Somebody who cares for the person said that mail reaches them again.
  ended_at timestamptz
);
create index mail_troubles_by_company on mail_troubles (company_id);
create index mail_troubles_by_mail on mail_troubles (mail_id);

-- How the mail server did last, for whoever keeps the machine.
create table mail_server (
  only_one boolean primary key default true constraint mail_server_only_one check (only_one),
  failing_since timestamptz,
  problem text constraint mail_server_problem_length check (length(problem) <= 80),
  reply text constraint mail_server_reply_length check (length(reply) <= 500),
  retry_at timestamptz,
  last_sent_at timestamptz
);

call lock_rows('mails');
call lock_rows('mail_troubles');

-- Whether mail reaches a person, for the person: one's own row of trouble stands beyond any permission.
create function mail_trouble_of(person uuid) returns table (address text, problem text, began_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select t.address, t.problem, t.began_at from mail_troubles t where t.person_id = person and t.ended_at is null
$$;
