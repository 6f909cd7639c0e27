-- Reports of incidents from outside of a session: by a link that a company puts up, and by mail. What comes in so is put aside here
-- and dealt with by the product: nobody at the door writes into the register.

-- A short address that a company, or a site of it, puts up where its people pass. Whoever has it may report and read nothing.
create table report_links (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  unit_id uuid references units,
  code text not null constraint report_links_code check (code ~ '^[2-9A-HJKMNP-TV-Z]{8}$'),
  -- Where it hangs, for whoever keeps it.
  label text not null constraint report_links_label_length check (length(btrim(label)) between 1 and 120),
  languages text[] not null constraint report_links_languages check (languages <@ array['ja', 'en', 'zh'] and cardinality(languages) between 1 and 3),
  -- Whom to ring where it cannot wait; stands on the poster and the page.
  phone text not null default '' constraint report_links_phone_length check (length(phone) <= 60),
  -- The last day on which it works.
  valid_to date,
  made_at timestamptz not null default app_now(),
  made_by uuid,
  renewed_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  row_version integer not null default 1
);
-- Of codes that were renewed none is kept: what no row has opens nothing.
create unique index report_links_code on report_links (code);
create index report_links_of_company on report_links (company_id, made_at desc);
call lock_rows('report_links');

create table incident_intakes (
  -- Chosen by the device that sends it: sent twice it is one.
  id uuid primary key default new_id(),
  -- Null: a mail of which nobody could say whose it is; the group office assigns it.
  company_id uuid references units,
  unit_id uuid references units,
  link_id uuid references report_links,
  channel text not null constraint incident_intakes_channel check (channel in ('link', 'mail')),
  -- What the sender is told. Random: a running number would tell outsiders how much happens.
  number text not null,
  state text not null default 'arrived' constraint incident_intakes_state
    check (state in ('arrived', 'held', 'to_assign', 'entered', 'same', 'set_aside')),
  held_because text constraint incident_intakes_held_because
    check (held_because in ('burst', 'same_sender', 'too_fast', 'trap', 'links', 'not_entered', 'unreadable')),
  secret_hash bytea,
  -- The task that its device has solved; solved once it counts once.
  task_id text,
  kind text not null references incident_kinds,
  title text not null default '' constraint incident_intakes_title_length check (length(title) <= 300),
  what text not null default '' constraint incident_intakes_what_length check (length(what) <= 8000),
  answers jsonb not null default '{}',
  discovered_at timestamptz not null,
  zone text not null constraint incident_intakes_zone_length check (length(zone) between 1 and 60),
  said_name text not null default '' constraint incident_intakes_name_length check (length(said_name) <= 120),
  said_contact text not null default '' constraint incident_intakes_contact_length check (length(said_contact) <= 160),
  language text not null constraint incident_intakes_language check (language in ('ja', 'en', 'zh')),
  sent_at timestamptz not null default app_now(),
  -- Of the address it came from, under a key that changes every day: enough to see that ten came from one, of no use tomorrow.
  sender_hash bytea,
  alike_hash bytea,
  same_as uuid references incident_intakes,
  -- Of a mail.
  message_hash bytea,
  from_address text constraint incident_intakes_from_length check (length(from_address) <= 320),
  -- The mail server of the group vouches for the address.
  is_vouched boolean not null default false,
  person_id uuid references people,
  -- Attachments that were not kept, by name, each with why.
  left_out jsonb not null default '[]',
  incident_id uuid references incidents,
  dealt_at timestamptz,
  dealt_by uuid,
  dealt_because text not null default '' constraint incident_intakes_because_length check (length(dealt_because) <= 1000),
  row_version integer not null default 1,
  constraint incident_intakes_entered_is_one check ((state = 'entered') = (incident_id is not null and same_as is null)),
  constraint incident_intakes_of_nobody check (company_id is not null or channel = 'mail')
);
create unique index incident_intakes_number on incident_intakes (number);
create unique index incident_intakes_secret on incident_intakes (secret_hash);
create unique index incident_intakes_task on incident_intakes (task_id);
create unique index incident_intakes_message on incident_intakes (message_hash);
create index incident_intakes_arrived on incident_intakes (sent_at, id) where state = 'arrived';
create index incident_intakes_of_company on incident_intakes (company_id, sent_at desc, id desc);
create index incident_intakes_sent on incident_intakes (sent_at desc, id desc);
create index incident_intakes_of_link on incident_intakes (link_id, sent_at desc) where link_id is not null;
create index incident_intakes_of_incident on incident_intakes (incident_id) where incident_id is not null;
create index incident_intakes_alike on incident_intakes (company_id, alike_hash) where alike_hash is not null;
call lock_rows('incident_intakes');
-- What became an incident is seen with it.
create policy with_the_incident on incident_intakes as restrictive for all to yagura_group, yagura_scoped
  using (incident_id is null or exists (select from incidents i where i.id = incident_id)) with check (true);

-- Rows that hang on what came in are seen with it.
create procedure lock_rows_of_intake(of_table regclass) language plpgsql as $$
begin
  call lock_rows(of_table);
  execute format('create policy with_the_intake on %s as restrictive for all to yagura_group, yagura_scoped
    using (exists (select from incident_intakes k where k.id = intake_id)) with check (true)', of_table);
end $$;

-- Photos and attachments: unlooked at until somebody of the company keeps them with the incident or leaves them.
create table incident_intake_files (
  intake_id uuid not null references incident_intakes,
  company_id uuid references units,
  file_id uuid not null references files,
  sent_at timestamptz not null default app_now(),
  looked_at timestamptz,
  looked_by uuid,
  is_kept boolean,
  primary key (intake_id, file_id),
  constraint incident_intake_files_looked check ((looked_at is null) = (is_kept is null))
);
call lock_rows_of_intake('incident_intake_files');

-- What was said afterwards, by either side.
create table incident_intake_words (
  -- Chosen by the device where the sender says it.
  id uuid primary key default new_id(),
  intake_id uuid not null references incident_intakes,
  company_id uuid references units,
  at timestamptz not null default app_now(),
  is_senders boolean not null,
  said text not null constraint incident_intake_words_length check (length(btrim(said)) between 1 and 4000),
  said_by uuid,
  -- Passed on to whoever is to read it.
  told_at timestamptz
);
create index incident_intake_words_of on incident_intake_words (intake_id, at);
create index incident_intake_words_untold on incident_intake_words (at) where is_senders and told_at is null;
call lock_rows_of_intake('incident_intake_words');

-- What the page behind a link shows: the names, the telephone, and how much came by it lately. Nothing of a link that is over.
create function report_link_at_door(given text) returns table (
    id uuid, company_id uuid, unit_id uuid, name text, name_en text, name_ja text, name_zh text, place text, place_en text, place_ja text,
    place_zh text, languages text[], phone text, in_last_hour integer, in_last_day integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select l.id, l.company_id, l.unit_id, n.name, n.name_en, n.name_ja, n.name_zh, p.name, p.name_en, p.name_ja, p.name_zh, l.languages, l.phone,
    (select count(*)::int from incident_intakes k where k.link_id = l.id and k.sent_at > app_now() - interval '1 hour'),
    (select count(*)::int from incident_intakes k where k.link_id = l.id and k.sent_at > app_now() - interval '1 day')
  from report_links l
  join units c on c.id = l.company_id and (c.ended_on is null or c.ended_on > group_today())
  join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  left join unit_names p on p.unit_id = l.unit_id and holds_on(p.valid_from, p.valid_to, group_today())
  where l.code = given and l.revoked_at is null and (l.valid_to is null or l.valid_to >= group_today())
$$;

-- What whoever has the secret of a report is told: how far it is in a word, and what was asked of them. Never by whom, nor what else is known.
create function intake_at_door(secret bytea) returns table (
    id uuid, company_id uuid, number text, channel text, sent_at timestamptz, language text, name text, name_en text, name_ja text, name_zh text,
    phone text, state text, since timestamptz, photos integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, k.company_id, k.number, k.channel, k.sent_at, k.language, n.name, n.name_en, n.name_ja, n.name_zh, coalesce(l.phone, ''),
    case when k.state in ('arrived', 'held', 'to_assign') then 'waiting' when k.state = 'set_aside' then 'ended'
      when i.state = 'reported' then case when i.taken_up_at is null then 'with_company' else 'in_work' end
      when i.state in ('closed', 'nothing') then 'ended' else 'in_work' end,
    coalesce(i.closed_at, i.judged_at, i.taken_up_at, k.dealt_at),
    (select count(*)::int from incident_intake_files f where f.intake_id = k.id)
  from incident_intakes k
  left join report_links l on l.id = k.link_id
  left join incidents i on i.id = coalesce(k.incident_id, (select s.incident_id from incident_intakes s where s.id = k.same_as))
  join unit_names n on n.unit_id = k.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where k.secret_hash = secret
$$;
