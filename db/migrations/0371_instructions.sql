-- What a unit tells others to do: the group, a division or a company, to divisions, companies and departments below it.

create table instructions (
  id uuid primary key default new_id(),
  -- Who instructs; its company by law is null for the group.
  issuer_unit_id uuid not null references units,
  company_id uuid references units,
  -- As they were named when it was written: a department sees no names of the units above it.
  issuer_code text not null constraint instructions_issuer_code_length check (length(issuer_code) between 1 and 40),
  issuer_name text not null constraint instructions_issuer_name_length check (length(issuer_name) between 1 and 200),
  issuer_name_en text,
  issuer_name_ja text,
  issuer_name_zh text,
  issuer_kind text not null constraint instructions_issuer_kind check (issuer_kind in ('group', 'division', 'company')),
  -- What people quote is counted per issuer and fiscal year, so that nobody reads from it how much others are told.
  fiscal_year integer,
  serial integer constraint instructions_serial check (serial > 0),
  -- The row of an instruction from above that this one passes on, in the issuer's own words.
  parent_recipient_id uuid,
  original_language text not null constraint instructions_original_language check (original_language in ('ja', 'en', 'zh')),
  title text not null constraint instructions_title_length check (length(btrim(title)) between 1 and 200),
  body text not null constraint instructions_body_length check (length(btrim(body)) between 1 and 8000),
  -- The same in other languages: {"en": {"title", "body"}}.
  translations jsonb not null default '{}' constraint instructions_translations check (jsonb_typeof(translations) = 'object'),
  why text not null default '' constraint instructions_why_length check (length(why) <= 4000),
  -- The decision that it comes from, and the record of it where there is one.
  origin_kind text not null constraint instructions_origin_kind check (origin_kind in ('committee', 'management', 'finding', 'incident', 'other')),
  origin_on date,
  origin_words text not null default '' constraint instructions_origin_words_length check (length(origin_words) <= 1000),
  subject_kind text constraint instructions_subject_kind check (subject_kind ~ '^[a-z_]{1,40}$'),
  subject_id uuid,
  acknowledge_by date not null,
  due_on date not null,
  -- Days after the due day on which who is late is told to the division.
  rise_days smallint not null default 3 constraint instructions_rise_days check (rise_days between 0 and 90),
  proof text not null default 'words' constraint instructions_proof check (proof in ('none', 'words', 'file')),
  contact text not null default '' constraint instructions_contact_length check (length(contact) <= 200),
  created_at timestamptz not null default now(),
  created_by uuid references people,
  issued_at timestamptz,
  issued_by uuid references people,
  recipients integer not null default 0,
  recipients_sha256 bytea,
  closed_at timestamptz,
  closed_by uuid references people,
  withdrawn_at timestamptz,
  withdrawn_by uuid references people,
  end_reason text constraint instructions_end_reason_length check (length(btrim(end_reason)) between 1 and 1000),
  row_version integer not null default 1,
  constraint instructions_company_by_law check ((issuer_kind = 'group') = (company_id is null)),
  constraint instructions_days check (acknowledge_by <= due_on),
  constraint instructions_numbered check ((issued_at is null) = (serial is null) and (serial is null) = (fiscal_year is null)),
  constraint instructions_subject check ((subject_kind is null) = (subject_id is null)),
  constraint instructions_ends_once check (closed_at is null or withdrawn_at is null),
  constraint instructions_closed_was_issued check (closed_at is null or issued_at is not null),
  constraint instructions_withdrawn_reasoned check (withdrawn_at is null or end_reason is not null),
  constraint instructions_number_once unique (issuer_unit_id, fiscal_year, serial)
);
create index instructions_of_issuer on instructions (issuer_unit_id, created_at desc, id desc);
create index instructions_listed on instructions (created_at desc, id desc);
create index instructions_passed_on on instructions (parent_recipient_id) where parent_recipient_id is not null;
create index instructions_of_subject on instructions (subject_id) where subject_id is not null;

-- To whom: the issuer's alone to read, because it names others.
create table instruction_audiences (
  instruction_id uuid primary key references instructions,
  issuer_unit_id uuid not null references units,
  rules jsonb not null constraint instruction_audiences_rules check (jsonb_typeof(rules) = 'array'),
  exceptions jsonb not null default '[]' constraint instruction_audiences_exceptions check (jsonb_typeof(exceptions) = 'array')
);

-- Each unit that was told, as it stood on the day of issue.
create table instruction_recipients (
  id uuid primary key default new_id(),
  instruction_id uuid not null references instructions,
  issuer_unit_id uuid not null references units,
  unit_id uuid not null references units,
  company_id uuid not null references units,
  unit_kind text not null constraint instruction_recipients_unit_kind check (unit_kind in ('division', 'company', 'department')),
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
  -- The kinds of the rules that picked it.
  picked_by text[] not null,
  added_on date not null,
  due_on date not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid references people,
  done_at timestamptz,
  done_by uuid references people,
  -- All to whom it was passed on are done.
  is_done_below boolean not null default false,
  accepted_at timestamptz,
  accepted_by uuid references people,
  sent_back_at timestamptz,
  sent_back_count smallint not null default 0,
  left_on date,
  left_reason text constraint instruction_recipients_left_reason check (left_reason in ('company.left', 'unit.moved')),
  row_version integer not null default 1,
  constraint instruction_recipients_once unique (instruction_id, unit_id),
  constraint instruction_recipients_done_acknowledged check (done_at is null or acknowledged_at is not null),
  constraint instruction_recipients_accepted_done check (accepted_at is null or done_at is not null),
  constraint instruction_recipients_left check ((left_on is null) = (left_reason is null))
);
alter table instructions add constraint instructions_parent foreign key (parent_recipient_id) references instruction_recipients
  deferrable initially deferred;
create index instruction_recipients_listed on instruction_recipients (instruction_id, unit_code, id);
create index instruction_recipients_of_unit on instruction_recipients (unit_id, due_on, id);
create index instruction_recipients_of_company on instruction_recipients (company_id, due_on, id);
create index instruction_recipients_open on instruction_recipients (due_on, id) where done_at is null and left_on is null;

-- What is said about a recipient's work, on both sides, in the order in which it was said.
create table instruction_replies (
  id uuid primary key default new_id(),
  recipient_id uuid not null references instruction_recipients,
  issuer_unit_id uuid not null references units,
  unit_id uuid not null references units,
  company_id uuid not null references units,
  kind text not null constraint instruction_replies_kind check (kind in ('progress', 'done', 'sent_back', 'accepted')),
  words text not null default '' constraint instruction_replies_words_length check (length(words) <= 4000),
  said_at timestamptz not null default now(),
  said_by uuid not null references people,
  constraint instruction_replies_back_reasoned check (kind <> 'sent_back' or btrim(words) <> '')
);
create index instruction_replies_of_recipient on instruction_replies (recipient_id, said_at);

create table instruction_proofs (
  reply_id uuid not null references instruction_replies,
  file_id uuid not null references files,
  issuer_unit_id uuid not null references units,
  unit_id uuid not null references units,
  name text not null,
  primary key (reply_id, file_id)
);
create index instruction_proofs_file on instruction_proofs (file_id);

-- What was put right after the issue, and why; everybody who was told reads it.
create table instruction_changes (
  id uuid primary key default new_id(),
  instruction_id uuid not null references instructions,
  issuer_unit_id uuid not null references units,
  words text not null default '' constraint instruction_changes_words_length check (length(words) <= 4000),
  due_before date,
  due_on date,
  reason text not null constraint instruction_changes_reason_length check (length(btrim(reason)) between 1 and 1000),
  changed_at timestamptz not null default now(),
  changed_by uuid not null references people,
  constraint instruction_changes_later check (due_on is null or due_on > due_before),
  constraint instruction_changes_something check (due_on is not null or btrim(words) <> '')
);
create index instruction_changes_of on instruction_changes (instruction_id, changed_at);

-- Issuer and recipients stand at units of every kind, so rows are locked by unit, not by company.
create procedure lock_rows_of_units(of_table regclass, unit_columns text[]) language plpgsql as $$
declare
  reached text := (select string_agg(format('%I = any ((select scope_units())::uuid[])', c), ' or ') from unnest(unit_columns) c);
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('create policy whole_group on %s to yagura_group using (true) with check (true)', of_table);
  execute format('create policy own_units on %s to yagura_scoped using (%s) with check (%s)', of_table, reached, reached);
  execute format('create policy door on %s to yagura_door, yagura_jobs using (true) with check (true)', of_table);
end $$;
call lock_rows_of_units('instructions', '{issuer_unit_id}');
call lock_rows_of_units('instruction_audiences', '{issuer_unit_id}');
call lock_rows_of_units('instruction_recipients', '{unit_id,issuer_unit_id}');
call lock_rows_of_units('instruction_replies', '{unit_id,issuer_unit_id}');
call lock_rows_of_units('instruction_proofs', '{unit_id,issuer_unit_id}');
call lock_rows_of_units('instruction_changes', '{issuer_unit_id}');
-- Whoever is told reads what they are told.
create policy told on instructions for select to yagura_scoped using (exists (select from instruction_recipients r
  where r.instruction_id = instructions.id and r.unit_id = any ((select scope_units())::uuid[])));
create policy told on instruction_changes for select to yagura_scoped using (exists (select from instruction_recipients r
  where r.instruction_id = instruction_changes.instruction_id and r.unit_id = any ((select scope_units())::uuid[])));

-- The units below the issuer, with their names: a division's secretary has no scope over the company by law of its departments.
create function units_below(issuer uuid) returns table (unit_id uuid, parent_id uuid, kind text, company_id uuid, code text,
    name text, name_en text, name_ja text, name_zh text, sought text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive below (unit_id, parent_id, depth) as (
    select s.unit_id, s.parent_id, 1 from supervisions s
    where s.parent_id = issuer and holds_on(s.valid_from, s.valid_to, group_today())
      and (issuer = any ((select units_in_scope(app_actor(), app_permission()))::uuid[]))
    union all
    select s.unit_id, s.parent_id, b.depth + 1 from below b
    join supervisions s on s.parent_id = b.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where b.depth < 64
  )
  select u.id, b.parent_id, u.kind, u.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, n.sought
  from below b
  join units u on u.id = b.unit_id and u.kind in ('division', 'company', 'department') and (u.ended_on is null or u.ended_on > group_today())
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  -- A company may stand above others that its officer was not given.
  where u.id = any ((select units_in_scope(app_actor(), app_permission()))::uuid[])
$$;

-- Where somebody may instruct: units at which they hold the right itself, not those below.
create function issuing_units(person uuid) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select distinct g.unit_id from grants_held(person, bound_of(person)) g
  join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'instruction.issue'
  join units u on u.id = g.unit_id and u.kind in ('group', 'division', 'company')
  where is_held_by(g.via, rp.permission) and is_lent(person, 'instruction.issue')
$$;

-- Units with their names, as far as the permission of the moment reaches them or somebody instructs there.
create function issuers_named() returns table (unit_id uuid, kind text, company_id uuid, code text, name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.kind, u.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh
  from issuing_units(app_actor()) i (id) join units u on u.id = i.id
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  where u.ended_on is null or u.ended_on > group_today()
$$;

-- Proof of a department is the department's to send, which has no rights at its company.
alter table files add column unit_id uuid references units;
create policy own_units on files to yagura_scoped
  using (purpose = 'instruction_proof' and unit_id is not null and unit_id = any ((select scope_units())::uuid[]))
  with check (purpose = 'instruction_proof' and unit_id is not null and unit_id = any ((select scope_units())::uuid[]));
drop function place_of_file(uuid);
create function place_of_file(file uuid) returns table (company_id uuid, purpose text, unit_id uuid) language sql stable
  security definer set search_path = public, pg_temp as $$
  select f.company_id, f.purpose, f.unit_id from files f where f.id = file
$$;
create function company_of_unit(unit uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select u.company_id from units u where u.id = unit
$$;
