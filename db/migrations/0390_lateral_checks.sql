-- Lateral checks (yokoten): what was found in one place is asked of every company where it may be as well.

-- As it was asked; whoever is asked reads this row. Where it was found stands in lateral_check_origins.
create table lateral_checks (
  id uuid primary key default new_id(),
  issuer_unit_id uuid not null references units,
  -- The company by law; empty for the group itself.
  company_id uuid references units,
  issuer_kind text not null constraint lateral_checks_issuer_kind check (issuer_kind in ('group', 'division')),
  issuer_code text not null,
  issuer_name text not null,
  issuer_name_en text,
  issuer_name_ja text,
  issuer_name_zh text,
  fiscal_year integer not null,
  serial integer not null,
  original_language text not null constraint lateral_checks_original_language check (original_language in ('ja', 'en', 'zh')),
  title text not null constraint lateral_checks_title_length check (length(btrim(title)) between 1 and 200),
  why text not null constraint lateral_checks_why_length check (length(btrim(why)) between 1 and 4000),
  look text not null constraint lateral_checks_look_length check (length(btrim(look)) between 1 and 4000),
  -- The same in other languages: {"en": {"title", "why", "look"}}.
  translations jsonb not null default '{}' constraint lateral_checks_translations check (jsonb_typeof(translations) = 'object'),
  -- What is asked beside the state: [{"id", "kind", "words", "options", "isRequired"}].
  questions jsonb not null default '[]' constraint lateral_checks_questions check (jsonb_typeof(questions) = 'array' and jsonb_array_length(questions) <= 4),
  -- Whose it was and under which number, where the issuer tells it to those who are asked.
  source_told text constraint lateral_checks_source_told_length check (length(btrim(source_told)) between 1 and 300),
  severity text not null constraint lateral_checks_severity check (severity in ('critical', 'high', 'medium', 'low')),
  due_on date not null,
  contact text not null default '' constraint lateral_checks_contact_length check (length(contact) <= 200),
  opened_at timestamptz not null default now(),
  opened_by uuid references people,
  asked integer not null default 0,
  asked_sha256 bytea,
  closed_at timestamptz,
  closed_by uuid references people,
  end_reason text constraint lateral_checks_end_reason_length check (length(btrim(end_reason)) between 1 and 1000),
  result_sha256 bytea,
  row_version integer not null default 1,
  constraint lateral_checks_company_by_law check ((issuer_kind = 'group') = (company_id is null)),
  constraint lateral_checks_closed_whole check ((closed_at is null) = (result_sha256 is null)),
  constraint lateral_checks_number_once unique (issuer_unit_id, fiscal_year, serial)
);
create index lateral_checks_listed on lateral_checks (opened_at desc, id desc);

-- Where it comes from and by which rules it asks: the issuer's alone to read, because it names others.
create table lateral_check_origins (
  check_id uuid primary key references lateral_checks,
  issuer_unit_id uuid not null references units,
  -- The record that it comes from, of whatever kind; empty where somebody told of it in words.
  source_kind text constraint lateral_check_origins_source_kind check (source_kind ~ '^[a-z_]{1,40}$'),
  source_id uuid,
  source_reference text constraint lateral_check_origins_reference_length check (length(source_reference) <= 80),
  source_company_id uuid references units,
  source_words text not null default '' constraint lateral_check_origins_words_length check (length(source_words) <= 1000),
  rules jsonb not null constraint lateral_check_origins_rules check (jsonb_typeof(rules) = 'array'),
  needs_all boolean not null default false,
  exceptions jsonb not null default '[]' constraint lateral_check_origins_exceptions check (jsonb_typeof(exceptions) = 'array'),
  constraint lateral_check_origins_source check ((source_kind is null) = (source_id is null))
);
create index lateral_check_origins_of_source on lateral_check_origins (source_id) where source_id is not null;

-- Each company that was asked, as it stood on that day, with what it last answered.
create table lateral_check_members (
  id uuid primary key default new_id(),
  check_id uuid not null references lateral_checks,
  issuer_unit_id uuid not null references units,
  company_id uuid not null references units,
  unit_code text not null,
  unit_name text not null,
  unit_name_en text,
  unit_name_ja text,
  unit_name_zh text,
  sought text generated always as (folded(unit_code || ' ' || unit_name || ' ' || coalesce(unit_name_en, '') || ' ' || coalesce(unit_name_ja, '') || ' '
    || coalesce(unit_name_zh, ''))) stored,
  division_id uuid references units,
  tier text,
  relation text,
  country text,
  region text,
  picked_by text[] not null,
  -- Entries of its ledgers that fit the rules, of which the first hundred are kept.
  matched integer not null default 0 constraint lateral_check_members_matched check (matched >= 0),
  added_on date not null,
  due_on date not null,
  answer text constraint lateral_check_members_answer check (answer in ('affected', 'not_affected', 'fixed', 'not_known')),
  fixed_on date,
  note text not null default '' constraint lateral_check_members_note_length check (length(note) <= 2000),
  -- {"<question>": "<value>"}
  replies jsonb not null default '{}' constraint lateral_check_members_replies check (jsonb_typeof(replies) = 'object'),
  answered_at timestamptz,
  answered_by uuid references people,
  finding_id uuid references findings,
  left_on date,
  left_reason text constraint lateral_check_members_left_reason check (left_reason in ('company.left', 'unit.moved')),
  row_version integer not null default 1,
  constraint lateral_check_members_once unique (check_id, company_id),
  constraint lateral_check_members_fixed_on check ((answer is not distinct from 'fixed') = (fixed_on is not null)),
  constraint lateral_check_members_answered check ((answer is null) = (answered_at is null)),
  constraint lateral_check_members_left check ((left_on is null) = (left_reason is null))
);
create index lateral_check_members_listed on lateral_check_members (check_id, unit_code, id);
create index lateral_check_members_of_company on lateral_check_members (company_id, check_id);
create index lateral_check_members_open on lateral_check_members (check_id) where answer is null and left_on is null;
create index lateral_check_members_finding on lateral_check_members (finding_id) where finding_id is not null;

-- The entries of its ledgers that are in question, as they read when it was asked.
create table lateral_check_entries (
  member_id uuid not null references lateral_check_members,
  entry_id uuid not null,
  issuer_unit_id uuid not null references units,
  company_id uuid not null references units,
  ledger text not null constraint lateral_check_entries_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  name text not null,
  about text not null default '',
  place integer not null,
  says text constraint lateral_check_entries_says check (says in ('affected', 'not_affected', 'fixed')),
  primary key (member_id, entry_id)
);

-- Everything that was answered, the first and each correction.
create table lateral_check_answers (
  id uuid primary key default new_id(),
  member_id uuid not null references lateral_check_members,
  issuer_unit_id uuid not null references units,
  company_id uuid not null references units,
  answer text not null constraint lateral_check_answers_answer check (answer in ('affected', 'not_affected', 'fixed', 'not_known')),
  fixed_on date,
  note text not null default '' constraint lateral_check_answers_note_length check (length(note) <= 2000),
  replies jsonb not null default '{}',
  -- Why it was corrected after its day.
  reason text constraint lateral_check_answers_reason_length check (length(btrim(reason)) between 1 and 1000),
  said_at timestamptz not null default now(),
  said_by uuid not null references people
);
create index lateral_check_answers_of_member on lateral_check_answers (member_id, said_at);

create table lateral_check_proofs (
  answer_id uuid not null references lateral_check_answers,
  file_id uuid not null references files,
  issuer_unit_id uuid not null references units,
  company_id uuid not null references units,
  name text not null,
  primary key (answer_id, file_id)
);
create index lateral_check_proofs_file on lateral_check_proofs (file_id);

call lock_rows_of_units('lateral_checks', '{issuer_unit_id}');
call lock_rows_of_units('lateral_check_origins', '{issuer_unit_id}');
call lock_rows_of_units('lateral_check_members', '{company_id,issuer_unit_id}');
call lock_rows_of_units('lateral_check_entries', '{company_id,issuer_unit_id}');
call lock_rows_of_units('lateral_check_answers', '{company_id,issuer_unit_id}');
call lock_rows_of_units('lateral_check_proofs', '{company_id,issuer_unit_id}');
-- Whoever is asked reads what they are asked.
create policy asked on lateral_checks for select to yagura_scoped using (exists (select from lateral_check_members m
  where m.check_id = lateral_checks.id and m.company_id = any ((select scope_units())::uuid[])));

-- Where somebody may open one: the group or a division at which they hold the right itself.
create function lateral_units(person uuid) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct g.unit_id from grants_held(person, bound_of(person)) g
  join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'lateral.open'
  join units u on u.id = g.unit_id and u.kind in ('group', 'division')
  where is_held_by(g.via, rp.permission) and is_lent(person, 'lateral.open')
$$;
create function lateral_issuers() returns table (unit_id uuid, kind text, company_id uuid, code text, name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.kind, u.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh
  from lateral_units(app_actor()) i (id) join units u on u.id = i.id
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  where u.ended_on is null or u.ended_on > group_today()
$$;
