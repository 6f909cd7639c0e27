-- The notices of an incident: what is owed to whom by when, the text in its versions, who approved, what was sent, and what proves it.
create table incident_notices (
  id uuid primary key default new_id(),
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  -- The line of the table that opened it, as it stood then; null: somebody saw the need.
  line_id uuid,
  line_n smallint,
  corrects_id uuid references incident_notices,
  names jsonb not null constraint incident_notices_names check (jsonb_typeof(names) = 'object'),
  audience text not null constraint incident_notices_audience check (audience ~ '^[a-z_]{1,40}$'),
  channel text not null constraint incident_notices_channel check (channel in ('mail', 'portal', 'telephone', 'letter', 'meeting')),
  proof text not null constraint incident_notices_proof check (proof in ('who_when', 'reference', 'file')),
  approvals smallint not null constraint incident_notices_approvals check (approvals between 0 and 2),
  owner_permission text not null,
  owner_position_id uuid references positions,
  owner_person_id uuid references people,
  approver_permission text,
  approver_position_id uuid references positions,
  approver_person_id uuid references people,
  anchor text not null constraint incident_notices_anchor check (anchor in ('discovered', 'reported', 'judged', 'weighed', 'opened')),
  hours integer not null constraint incident_notices_hours check (hours between 1 and 8784),
  starts_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'to_write' constraint incident_notices_state check (state in ('to_write', 'to_approve', 'approved', 'sent', 'proven',
    'undelivered', 'omission', 'omitted', 'no_longer')),
  opened_at timestamptz not null,
  opened_by uuid,
  opened_severity text not null,
  opened_because text not null default '' constraint incident_notices_opened_because_length check (length(opened_because) <= 1000),
  -- Why it is no longer required: a word of the product's.
  closed_because text constraint incident_notices_closed_because check (closed_because in ('lowered', 'changed', 'nothing', 'by_hand')),
  closed_at timestamptz,
  -- The version of the text that was handed in, and the one that left.
  handed_n smallint,
  author_id uuid,
  sent_n smallint,
  sent_at timestamptz,
  sent_by uuid,
  sent_sha256 text constraint incident_notices_sent_sha256 check (sent_sha256 ~ '^[0-9a-f]{64}$'),
  proven_at timestamptz,
  omitted_reason text constraint incident_notices_omitted_reason_length check (length(btrim(omitted_reason)) between 1 and 4000),
  omitted_criteria text constraint incident_notices_omitted_criteria_length check (length(btrim(omitted_criteria)) between 1 and 4000),
  omitted_at timestamptz,
  omitted_by uuid,
  omission_seen_at timestamptz,
  omission_seen_by uuid,
  omission_said text constraint incident_notices_omission_said_length check (length(omission_said) <= 2000),
  is_exercise boolean not null,
  row_version integer not null default 1,
  constraint incident_notices_line_has_version check ((line_id is null) = (line_n is null)),
  constraint incident_notices_of_version foreign key (line_id, line_n) references notice_line_versions (line_id, n),
  constraint incident_notices_due_after_start check (due_at = starts_at + make_interval(hours => hours)),
  constraint incident_notices_sent_whole check ((sent_at is null) = (sent_n is null) and (sent_at is null) = (sent_sha256 is null)),
  constraint incident_notices_sent_stays check (state not in ('sent', 'proven', 'undelivered') or sent_at is not null),
  constraint incident_notices_omitted_by_two check (state <> 'omitted' or omission_seen_by <> omitted_by),
  constraint incident_notices_omission_has_reason check (state not in ('omission', 'omitted') or (omitted_reason is not null and omitted_criteria is not null))
);
create unique index incident_notices_line_once on incident_notices (incident_id, line_id) where line_id is not null;
create index incident_notices_of on incident_notices (incident_id, due_at, id);
create index incident_notices_omitted on incident_notices (omitted_at desc, id desc) where state in ('omission', 'omitted');
call lock_rows_of_incident('incident_notices');

-- What was sent stays as it was sent: a correction is a further notice.
create function sent_notices_stay() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and (new.sent_at, new.sent_n, new.sent_sha256, new.names, new.channel, new.audience, new.is_exercise, new.incident_id)
      is distinct from (old.sent_at, old.sent_n, old.sent_sha256, old.names, old.channel, old.audience, old.is_exercise, old.incident_id) then
    raise exception 'what was sent is not altered' using errcode = 'check_violation', constraint = 'incident_notices_sent_stays';
  end if;
  return new;
end $$;
create trigger sent_notices_stay before update on incident_notices for each row execute function sent_notices_stay();

-- Each version of the text with its recipients; an approval is of one of them.
create table incident_notice_texts (
  notice_id uuid not null references incident_notices,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  n smallint not null constraint incident_notice_texts_n check (n between 1 and 200),
  texts jsonb not null,
  recipients jsonb not null,
  written_at timestamptz not null,
  written_by uuid,
  written_name text not null default '',
  primary key (notice_id, n)
);
call lock_rows_of_incident('incident_notice_texts');

create table incident_notice_approvals (
  id uuid primary key default new_id(),
  notice_id uuid not null references incident_notices,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  n smallint not null,
  verdict text not null constraint incident_notice_approvals_verdict check (verdict in ('approved', 'returned')),
  said text not null default '' constraint incident_notice_approvals_said_length check (length(said) <= 2000),
  at timestamptz not null,
  by_id uuid not null,
  by_name text not null default '',
  foreign key (notice_id, n) references incident_notice_texts (notice_id, n),
  constraint incident_notice_approvals_once unique (notice_id, n, by_id)
);
call lock_rows_of_incident('incident_notice_approvals');

-- What left to each recipient, word for word, and what the mail server made of it.
create table incident_notice_sendings (
  id uuid primary key default new_id(),
  notice_id uuid not null references incident_notices,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  n smallint not null,
  channel text not null,
  recipient text not null,
  address text,
  person_id uuid references people,
  -- In an exercise: for whom the people of the exercise got it.
  in_place_of text,
  language text not null,
  heading text not null,
  subject text not null,
  body text not null,
  sha256 text not null constraint incident_notice_sendings_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  mail_id uuid references mails,
  sent_at timestamptz not null,
  sent_by uuid,
  outcome text constraint incident_notice_sendings_outcome check (outcome in ('accepted', 'failed', 'bounced', 'given')),
  outcome_at timestamptz,
  reply text,
  foreign key (notice_id, n) references incident_notice_texts (notice_id, n)
);
create index incident_notice_sendings_of on incident_notice_sendings (notice_id, sent_at);
create unique index incident_notice_sendings_mail on incident_notice_sendings (mail_id) where mail_id is not null;
create index incident_notice_sendings_open on incident_notice_sendings (mail_id) where mail_id is not null and outcome is distinct from 'accepted';
call lock_rows_of_incident('incident_notice_sendings');

-- What proves that it was given by another way than the product's own mail.
create table incident_notice_proofs (
  id uuid primary key default new_id(),
  notice_id uuid not null references incident_notices,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  channel text not null,
  given_to text not null constraint incident_notice_proofs_given_to_length check (length(btrim(given_to)) between 1 and 300),
  given_at timestamptz not null,
  reference text not null default '' constraint incident_notice_proofs_reference_length check (length(reference) <= 200),
  said text not null default '' constraint incident_notice_proofs_said_length check (length(said) <= 2000),
  file_id uuid references files,
  is_exercise boolean not null,
  added_at timestamptz not null,
  added_by uuid,
  added_name text not null default ''
);
create index incident_notice_proofs_of on incident_notice_proofs (notice_id, added_at);
call lock_rows_of_incident('incident_notice_proofs');

-- The words of a mail for whom it leaves: who reads it need not see the incident.
create function notice_letter(mail uuid) returns table (language text, heading text, subject text, body text, is_exercise boolean, is_outside boolean, reply_to text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.language, s.heading, s.subject, s.body, c.is_exercise, m.outside_address is not null, (select p.email from people p where p.id = s.sent_by)
  from incident_notice_sendings s join incident_notices c on c.id = s.notice_id join mails m on m.id = s.mail_id
  where s.mail_id = mail and m.person_id = app_actor()
$$;
revoke execute on function notice_letter(uuid) from public;
