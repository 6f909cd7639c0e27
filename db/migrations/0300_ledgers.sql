-- Ledgers: typed registers of what a company has. Each is a table of its own with the columns every entry has and those of its
-- kind; beside each stands what its entries said before (past_...), so that a list can be read as of a day.

-- Significance of risk, ranked: what a class means is the group's own word; rank 1 asks least.
create table asset_classes (
  rank smallint primary key constraint asset_classes_rank check (rank between 1 and 6),
  name_en text not null constraint asset_classes_name_en check (length(btrim(name_en)) between 1 and 60),
  name_ja text not null constraint asset_classes_name_ja check (length(btrim(name_ja)) between 1 and 60),
  name_zh text not null constraint asset_classes_name_zh check (length(btrim(name_zh)) between 1 and 60),
  criteria_en text not null default '' constraint asset_classes_criteria_en check (length(criteria_en) <= 600),
  criteria_ja text not null default '' constraint asset_classes_criteria_ja check (length(criteria_ja) <= 600),
  criteria_zh text not null default '' constraint asset_classes_criteria_zh check (length(criteria_zh) <= 600),
  review_months smallint not null constraint asset_classes_review_months check (review_months between 1 and 60),
  row_version integer not null default 1
);
insert into asset_classes (rank, name_en, name_ja, name_zh, criteria_en, criteria_ja, criteria_zh, review_months) values
  (1, 'Ordinary', '一般', '一般', 'Its loss or failure stays within one team and is made good within days.',
    '失われても止まっても影響は一つの部署にとどまり、数日で回復できる。', '丢失或故障的影响仅限于一个部门，数日内即可恢复。', 12),
  (2, 'Important', '重要', '重要', 'Its loss or failure harms customers, people or the work of a company.',
    '失われたり止まったりすると、顧客、本人または会社の業務に支障が出る。', '丢失或故障会损害客户、个人或公司的业务。', 12),
  (3, 'Critical', '最重要', '最重要', 'Its loss or failure endangers people, stops a plant or a business, or must be reported by law.',
    '失われたり止まったりすると、人の安全を脅かし、工場や事業を止め、または法令による報告が要る。',
    '丢失或故障会危及人员安全、使工厂或业务停顿，或须依法报告。', 6);

-- What a class demands of the entries of a ledger; the names are those of declared/ledgers.ts.
create table class_measures (
  rank smallint not null references asset_classes on delete cascade,
  ledger text not null constraint class_measures_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  measure text not null constraint class_measures_measure check (measure ~ '^[A-Za-z]{1,40}$'),
  primary key (ledger, rank, measure)
);
insert into class_measures (rank, ledger, measure)
select r, l, m from (values
  (1, 'devices', array['managed', 'encrypted', 'malwareProtected', 'patched']),
  (2, 'devices', array['managed', 'standardBuild', 'encrypted', 'malwareProtected', 'watched', 'patched']),
  (3, 'devices', array['managed', 'standardBuild', 'encrypted', 'malwareProtected', 'watched', 'patched', 'noAdmin']),
  (1, 'servers', array['patched', 'malwareProtected', 'backedUp']),
  (2, 'servers', array['patched', 'malwareProtected', 'backedUp', 'standardBuild', 'watched']),
  (3, 'servers', array['patched', 'malwareProtected', 'backedUp', 'standardBuild', 'watched', 'logged']),
  (1, 'cloud_services', array['centralSignIn']),
  (2, 'cloud_services', array['centralSignIn', 'mfaDemanded']),
  (3, 'cloud_services', array['centralSignIn', 'mfaDemanded', 'logged', 'backedUp']),
  (1, 'user_ids', array['mfaCapable']),
  (2, 'user_ids', array['mfaCapable', 'mfaDemanded']),
  (3, 'user_ids', array['mfaCapable', 'mfaDemanded', 'centralSignIn']),
  (2, 'information', array['accessLimited', 'backedUp']),
  (3, 'information', array['accessLimited', 'backedUp', 'encrypted', 'logged']),
  (1, 'internet_exits', array['patched', 'adminClosed']),
  (2, 'internet_exits', array['patched', 'adminClosed', 'watched']),
  (3, 'internet_exits', array['patched', 'adminClosed', 'watched', 'logged', 'mfaDemanded']),
  (2, 'plant_equipment', array['backedUp']),
  (3, 'plant_equipment', array['backedUp', 'watched', 'patched']),
  (2, 'product_components', array['hasComponentList']),
  (3, 'product_components', array['hasComponentList'])) as d (r, l, ms), unnest(d.ms) as m;

-- The rule that applies to the entries of a ledger and its classes: a company's own, or the group's for all (company_id null).
create table asset_rules (
  id uuid primary key default new_id(),
  company_id uuid references units,
  name text not null constraint asset_rules_name check (length(btrim(name)) between 1 and 200),
  -- Where it is to be read: an address, a number, a page of the intranet.
  reference text not null default '' constraint asset_rules_reference check (length(reference) <= 500),
  file_id uuid references files,
  owner_id uuid references people,
  valid_from date not null,
  review_due_on date not null,
  reviewed_on date,
  ended_on date,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint asset_rules_days check (ended_on is null or ended_on >= valid_from)
);
create index asset_rules_of_company on asset_rules (company_id);
create index asset_rules_owner on asset_rules (owner_id) where owner_id is not null;

create table asset_rule_covers (
  rule_id uuid not null references asset_rules on delete cascade,
  company_id uuid,
  ledger text not null constraint asset_rule_covers_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  -- Of information: confidential or personal; empty for the whole ledger.
  nature text not null default '' constraint asset_rule_covers_nature check (nature in ('', 'confidential', 'personal')),
  -- From this class up.
  from_rank smallint not null default 1 constraint asset_rule_covers_rank check (from_rank between 1 and 6),
  primary key (rule_id, ledger, nature)
);
create index asset_rule_covers_of_company on asset_rule_covers (company_id, ledger);

create table asset_rule_reviews (
  id uuid primary key default new_id(),
  rule_id uuid not null references asset_rules on delete cascade,
  company_id uuid,
  reviewed_on date not null,
  reviewed_by uuid not null references people,
  outcome text not null constraint asset_rule_reviews_outcome check (outcome in ('kept', 'changed')),
  remark text not null default '' constraint asset_rule_reviews_remark check (length(remark) <= 1000),
  next_on date not null
);
create index asset_rule_reviews_of_rule on asset_rule_reviews (rule_id, reviewed_on desc);

-- The group's rules are everybody's to read, a company's own its own.
create procedure lock_rules(of_table regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('create policy whole_group on %s to yagura_group using (true) with check (true)', of_table);
  execute format('create policy groups_and_own on %s for select to yagura_scoped
    using (company_id is null or company_id = any ((select scope_companies())::uuid[]))', of_table);
  execute format('create policy own_companies on %s to yagura_scoped
    using (company_id = any ((select scope_companies())::uuid[]))
    with check (company_id = any ((select scope_companies())::uuid[]))', of_table);
  execute format('create policy door on %s to yagura_door, yagura_jobs using (true) with check (true)', of_table);
end $$;
call lock_rules('asset_rules');
call lock_rules('asset_rule_covers');
call lock_rules('asset_rule_reviews');

-- What every entry has, whatever its ledger.
create table entry_of_a_ledger (
  id uuid not null default new_id(),
  number bigint not null generated always as identity,
  company_id uuid not null,
  -- A department or site below the company.
  unit_id uuid,
  name text not null constraint entry_name check (length(btrim(name)) between 1 and 255),
  owner_id uuid,
  class smallint,
  state text not null default 'in_use' constraint entry_state check (state in ('planned', 'in_use', 'stored', 'lost', 'retired')),
  labels text[] not null default '{}' constraint entry_labels check (cardinality(labels) <= 20),
  -- When it was taken into the ledger; null: sources have seen it, nobody has taken it in.
  registered_at timestamptz,
  reviewed_on date,
  reviewed_by uuid,
  review_due_on date,
  retired_on date,
  -- When a source that looks at things themselves last saw it, and which sources speak of it now.
  seen_at timestamptz,
  source_ids uuid[] not null default '{}',
  -- Fields about which the sources disagree, and those that a person has set, which no source writes over.
  conflicts text[] not null default '{}',
  own_fields text[] not null default '{}',
  -- What tells one thing from another, folded (keys.ts).
  serial_key text constraint entry_serial_key check (length(serial_key) between 1 and 400),
  tag_key text constraint entry_tag_key check (length(tag_key) between 1 and 400),
  name_key text constraint entry_name_key check (length(name_key) between 1 and 400),
  created_at timestamptz not null default now(),
  -- When what it says last changed: the beginning of this version.
  changed_at timestamptz not null default now(),
  changed_by uuid,
  row_version integer not null default 1,
  constraint entry_retired check ((state = 'retired') = (retired_on is not null))
);

-- A version ends when the next one begins. What moves without a version (when it was seen, which sources speak of it)
-- leaves changed_at alone. By names, so that a column added later needs nothing here.
create function keep_past() returns trigger language plpgsql as $$
begin
  execute format(
    'insert into past_%1$I select (jsonb_populate_record(null::past_%1$I, to_jsonb(o) || jsonb_build_object(''ended_at'', n.changed_at))).*
     from old_rows o join new_rows n on n.id = o.id where n.changed_at > o.changed_at', tg_table_name);
  return null;
end $$;

create procedure make_ledger(ledger text, own_columns text, sought text, sorts text[]) language plpgsql as $$
declare one text;
begin
  execute format('create table %I (like entry_of_a_ledger including defaults including constraints including identity, %s)',
    ledger, own_columns);
  execute format('alter table %I add primary key (id), add foreign key (company_id) references units,
    add foreign key (unit_id) references units, add foreign key (owner_id) references people,
    add foreign key (class) references asset_classes,
    add column sought text generated always as (folded(%s)) stored', ledger, sought);
  execute format('create table past_%I (like %1$I)', ledger);
  execute format('alter table past_%I add column ended_at timestamptz not null', ledger);
  execute format('create trigger keep_past after update on %I referencing old table as old_rows new table as new_rows
    for each statement execute function keep_past()', ledger);
  execute format('create unique index %1$s_number on %1$I (number)', ledger);
  execute format('create index %1$s_of_company on %1$I (company_id, name, id)', ledger);
  execute format('create index %1$s_by_serial on %1$I (company_id, serial_key) where serial_key is not null', ledger);
  execute format('create index %1$s_by_tag on %1$I (company_id, tag_key) where tag_key is not null', ledger);
  execute format('create index %1$s_by_name on %1$I (company_id, name_key) where name_key is not null', ledger);
  execute format('create index %1$s_owner on %1$I (owner_id) where owner_id is not null', ledger);
  execute format('create index %1$s_sought on %1$I using gin (sought gin_trgm_ops)', ledger);
  execute format('create index %1$s_labels on %1$I using gin (labels) where labels <> ''{}''', ledger);
  execute format('create index past_%1$s_version on past_%1$I (id, ended_at)', ledger);
  execute format('create index past_%1$s_of_company on past_%1$I (company_id, ended_at)', ledger);
  foreach one in array sorts loop
    execute format('create index %1$s_sort_%3$s on %1$I (%2$s, id)', ledger, split_part(one, ':', 2), split_part(one, ':', 1));
  end loop;
  execute format('call lock_rows(%L)', ledger);
  execute format('call lock_rows(%L)', 'past_' || ledger);
end $$;

call make_ledger('devices', $$
  form text constraint devices_form check (form in ('desktop', 'laptop', 'tablet', 'phone', 'thin_client', 'other')),
  serial text, asset_tag text, hostname text, manufacturer text, model text, os text, os_version text, supported_until date,
  user_name text, location text,
  belongs_to text constraint devices_belongs_to check (belongs_to in ('company', 'leased', 'person')),
  managed boolean, standard_build boolean, encrypted boolean, malware_protected boolean, watched boolean, patched boolean,
  user_is_admin boolean, jailbroken boolean, last_check_in timestamptz, purchased_on date, note text$$,
  $$name || ' ' || coalesce(serial, '') || ' ' || coalesce(asset_tag, '') || ' ' || coalesce(hostname, '') || ' ' || coalesce(user_name, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'serial:coalesce(serial, '''')', 'os_version:coalesce(os_version, '''')', 'last_check_in:coalesce(last_check_in, ''-infinity'')']);
call make_ledger('servers', $$
  purpose text, environment text constraint servers_environment check (environment in ('shared', 'own', 'hosted', 'cloud')),
  hostname text, address text, os text, os_version text, supported_until date, is_virtual boolean, faces_internet boolean,
  serial text, asset_tag text, manufacturer text, model text, location text, provider text, cloud_account text, region text,
  resource_id text, standard_build boolean, malware_protected boolean, watched boolean, patched boolean, backed_up boolean,
  logged boolean, last_check_in timestamptz, note text$$,
  $$name || ' ' || coalesce(hostname, '') || ' ' || coalesce(address, '') || ' ' || coalesce(serial, '') || ' ' || coalesce(purpose, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'address:coalesce(address, '''')', 'os_version:coalesce(os_version, '''')', 'last_check_in:coalesce(last_check_in, ''-infinity'')']);
call make_ledger('cloud_services', $$
  provider text, url text, purpose text, data_classes text[], crosses_boundary boolean, data_country text, cloud_account text,
  central_sign_in boolean, mfa_demanded boolean, users integer, approved_on date, contract_until date, backed_up boolean,
  logged boolean, note text$$,
  $$name || ' ' || coalesce(provider, '') || ' ' || coalesce(url, '') || ' ' || coalesce(purpose, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'provider:coalesce(provider, '''')', 'contract_until:coalesce(contract_until, ''infinity'')']);
call make_ledger('user_ids', $$
  system text, account_kind text
    constraint user_ids_account_kind check (account_kind in ('person', 'shared', 'service', 'guest', 'administrator', 'unknown')),
  display_name text, email text, subject text, is_enabled boolean, is_privileged boolean, mfa_capable boolean,
  mfa_registered boolean, mfa_demanded boolean, sign_in_methods text, central_sign_in boolean, last_sign_in timestamptz,
  created_on date, expires_on date, note text$$,
  $$name || ' ' || coalesce(display_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(system, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'system:coalesce(system, '''')', 'last_sign_in:coalesce(last_sign_in, ''-infinity'')']);
call make_ledger('information', $$
  nature text constraint information_nature check (nature in ('confidential', 'personal')), purpose text,
  medium text constraint information_medium check (medium in ('system', 'file_share', 'cloud', 'paper', 'media', 'other')),
  kept_in text, people_by_country jsonb, is_special boolean, collected_from text, retention_months integer,
  access_limited boolean, encrypted boolean, backed_up boolean, logged boolean, note text$$,
  $$name || ' ' || coalesce(kept_in, '') || ' ' || coalesce(purpose, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'kept_in:coalesce(kept_in, '''')']);
call make_ledger('internet_exits', $$
  exit_kind text constraint internet_exits_exit_kind
    check (exit_kind in ('line', 'vpn', 'remote_desktop', 'web', 'mail', 'dns', 'address', 'domain', 'other')),
  address text, provider text, product text, version text, supported_until date, location text, admin_reachable boolean,
  watched boolean, patched boolean, logged boolean, mfa_demanded boolean, note text$$,
  $$name || ' ' || coalesce(address, '') || ' ' || coalesce(product, '') || ' ' || coalesce(provider, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'address:coalesce(address, '''')', 'product:coalesce(product, '''')']);
call make_ledger('plant_equipment', $$
  line text, zone text, conduit text,
  level text constraint plant_equipment_level check (level in ('0', '1', '2', '3', '3.5', '4', '5')),
  manufacturer text, model text, serial text, asset_tag text, firmware text, hostname text, address text, protocols text,
  remote_access boolean, safety_related boolean, supported_until date, location text, backed_up boolean, watched boolean,
  patched boolean, note text$$,
  $$name || ' ' || coalesce(line, '') || ' ' || coalesce(zone, '') || ' ' || coalesce(serial, '') || ' ' || coalesce(address, '') || ' ' || coalesce(model, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'line:coalesce(line, '''')', 'zone:coalesce(zone, '''')', 'address:coalesce(address, '''')']);
call make_ledger('product_components', $$
  product text, product_type text, ecu text, part_number text, software_version text, supplier text, interfaces text,
  has_component_list boolean, supported_until date, rxswin text, note text$$,
  $$name || ' ' || coalesce(product, '') || ' ' || coalesce(ecu, '') || ' ' || coalesce(part_number, '') || ' ' || coalesce(supplier, '')$$,
  array['name:name', 'seen:coalesce(seen_at, ''-infinity'')', 'review_due:coalesce(review_due_on, ''infinity'')', 'changed:changed_at',
    'product:coalesce(product, '''')', 'ecu:coalesce(ecu, '''')', 'software_version:coalesce(software_version, '''')']);
drop table entry_of_a_ledger;

-- Days after which what was last seen counts no more: what it said then is not known to hold now.
create table ledger_settings (
  only_row boolean primary key default true constraint ledger_settings_one_row check (only_row),
  stale_days smallint not null default 30 constraint ledger_settings_stale_days check (stale_days between 1 and 365)
);
insert into ledger_settings default values;
create function stale_since() returns timestamptz language sql stable security definer set search_path = public, pg_temp as $$
  select app_now() - make_interval(days => coalesce((select stale_days from ledger_settings), 30))
$$;

-- Every count and measure of a company by day, changes only: what held on a day is the last row up to it. Of a measure,
-- the numerator holds, the unknown may; a plain count has no denominator.
create table ledger_facts (
  company_id uuid not null references units,
  measure text not null constraint ledger_facts_measure check (measure ~ '^[a-z_]{1,40}(\.[A-Za-z_]{1,40}){1,2}$'),
  from_day date not null,
  numerator bigint not null constraint ledger_facts_numerator check (numerator >= 0),
  denominator bigint,
  unknown bigint,
  primary key (company_id, measure, from_day),
  constraint ledger_facts_parts check (denominator is null or numerator + coalesce(unknown, 0) <= denominator)
);
create index ledger_facts_of_measure on ledger_facts (measure, from_day);
call lock_rows('ledger_facts');

-- When each ledger of a company was last counted, and whether it has changed since.
create table ledger_counts (
  company_id uuid not null references units,
  ledger text not null constraint ledger_counts_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  counted_at timestamptz not null,
  entries bigint not null default 0,
  is_due boolean not null default false,
  primary key (company_id, ledger)
);
create index ledger_counts_due on ledger_counts (ledger, company_id) where is_due;
call lock_rows('ledger_counts');

-- Who looked at an entry and found it right.
create table entry_reviews (
  ledger text not null constraint entry_reviews_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  entry_id uuid not null,
  company_id uuid not null,
  reviewed_on date not null,
  reviewed_by uuid,
  primary key (entry_id, reviewed_on)
);
create index entry_reviews_of_company on entry_reviews (company_id);
call lock_rows('entry_reviews');

alter table asset_classes enable row level security;
alter table class_measures enable row level security;
alter table ledger_settings enable row level security;
do $$
declare one text;
begin
  foreach one in array array['asset_classes', 'class_measures', 'ledger_settings'] loop
    execute format('create policy whole_group on %I to yagura_group using (true) with check (true)', one);
    execute format('create policy door on %I to yagura_door, yagura_jobs using (true) with check (true)', one);
    execute format('create policy everybodys on %I for select to yagura_scoped using (true)', one);
  end loop;
end $$;
