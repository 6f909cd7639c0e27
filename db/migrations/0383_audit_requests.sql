-- What an audit asks of the company before a visit, and how the visit goes: documents, meetings, where one walks and whom one talks to (T-16).

-- Permissions by which somebody reads of audits as the company that is audited.
create function reads_own_audit() returns boolean language sql stable as $$
  select coalesce(app_permission() in ('audit.read_own', 'audit.answer', 'audit.acknowledge'), false)
$$;
do $$
declare t text;
begin
  foreach t in array array['audit_earlier_days', 'audit_sheets', 'audit_places', 'audit_controls', 'audit_checks', 'audit_checkouts', 'audit_ops',
      'audit_values', 'audit_notes'] loop
    execute format('drop policy not_the_companys on %I', t);
    execute format('create policy not_the_companys on %I as restrictive for select to yagura_scoped using (not reads_own_audit())', t);
  end loop;
  foreach t in array array['audit_visit_sites', 'audit_visit_team'] loop
    execute format('drop policy once_announced on %I', t);
    execute format('create policy once_announced on %I as restrictive for select to yagura_scoped
      using (not reads_own_audit() or visit_id in (select v.id from audit_visits v))', t);
  end loop;
end $$;
drop policy once_announced on audit_visits;
create policy once_announced on audit_visits as restrictive for select to yagura_scoped
  using (not reads_own_audit() or announced_at is not null);

create table audit_requests (
  id uuid primary key default new_id(),
  visit_id uuid not null references audit_visits,
  company_id uuid not null references units,
  number smallint not null constraint audit_requests_number check (number > 0),
  what text not null constraint audit_requests_what check (length(btrim(what)) between 1 and 1000),
  control_id text constraint audit_requests_control check (length(control_id) between 1 and 40),
  due_on date not null,
  state text not null default 'asked' constraint audit_requests_state check (state in ('asked', 'answered', 'accepted', 'withdrawn')),
  asked_by uuid references people,
  asked_at timestamptz not null default now(),
  row_version integer not null default 1,
  constraint audit_requests_one_number unique (visit_id, number)
);
create index audit_requests_of_visit on audit_requests (visit_id, number);

-- What was said to a request, in its order; nothing of it is written over.
create table audit_request_turns (
  id uuid primary key default new_id(),
  request_id uuid not null references audit_requests,
  company_id uuid not null references units,
  kind text not null constraint audit_request_turns_kind check (kind in ('answered', 'accepted', 'asked_again', 'withdrawn')),
  words text not null default '' constraint audit_request_turns_words check (length(words) <= 4000),
  person_id uuid references people,
  said_at timestamptz not null default now()
);
create index audit_request_turns_of_request on audit_request_turns (request_id, said_at);

create table audit_request_files (
  turn_id uuid not null references audit_request_turns,
  file_id uuid not null references files,
  company_id uuid not null references units,
  name text not null,
  primary key (turn_id, file_id)
);
create index audit_request_files_file on audit_request_files (file_id);

-- Held, while its lines are replaced as a whole.
create table audit_agendas (
  visit_id uuid primary key references audit_visits,
  company_id uuid not null references units,
  row_version integer not null default 1
);

create table audit_agenda_lines (
  visit_id uuid not null references audit_agendas,
  position smallint not null constraint audit_agenda_lines_position check (position between 0 and 199),
  company_id uuid not null references units,
  kind text not null constraint audit_agenda_lines_kind check (kind in ('opening', 'closing', 'walk', 'talk', 'other')),
  day date not null,
  begins text constraint audit_agenda_lines_begins check (begins ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  place text not null default '' constraint audit_agenda_lines_place check (length(place) <= 200),
  what text not null default '' constraint audit_agenda_lines_what check (length(what) <= 500),
  -- Of a meeting who was there, else with whom.
  who text not null default '' constraint audit_agenda_lines_who check (length(who) <= 1000),
  minutes text not null default '' constraint audit_agenda_lines_minutes check (length(minutes) <= 8000),
  primary key (visit_id, position)
);

do $$
declare t text;
begin
  foreach t in array array['audit_requests', 'audit_request_turns', 'audit_request_files', 'audit_agendas', 'audit_agenda_lines'] loop
    execute format('call lock_rows(%L)', t);
  end loop;
  foreach t in array array['audit_requests', 'audit_agendas', 'audit_agenda_lines'] loop
    execute format('create policy once_announced on %I as restrictive for select to yagura_scoped
      using (not reads_own_audit() or visit_id in (select v.id from audit_visits v))', t);
  end loop;
end $$;
create policy once_announced on audit_request_turns as restrictive for select to yagura_scoped
  using (not reads_own_audit() or request_id in (select r.id from audit_requests r));
create policy once_announced on audit_request_files as restrictive for select to yagura_scoped
  using (not reads_own_audit() or turn_id in (select t.id from audit_request_turns t));
