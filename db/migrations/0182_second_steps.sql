-- What a sign-in may still owe after its first way in: second factors, codes for the day one is lost, and the rules that
-- demand them by unit and role.

-- How an account comes in. Who comes by a mailed link or at a provider needs no password.
alter table accounts
  add column sign_in_way text not null default 'password',
  -- Misses from a place the account has come in from before are counted apart: a stranger cannot lock its owner out.
  add column known_failed_count integer not null default 0,
  add column known_locked_until timestamptz,
  -- Misses since the last time somebody came in, for the owner to see.
  add column misses_since integer not null default 0,
  add constraint accounts_sign_in_way check (sign_in_way in ('password', 'link', 'provider')),
  drop constraint accounts_active_has_password,
  add constraint accounts_active_has_password
    check (state <> 'active' or password_hash is not null or sign_in_way <> 'password');

create table factors (
  id uuid primary key default new_id(),
  account_id uuid not null references accounts,
  company_id uuid not null references units,
  kind text not null constraint factors_kind check (kind in ('totp', 'passkey')),
  name text not null constraint factors_name_length check (length(name) between 1 and 100),
  -- TOTP (RFC 6238): the key, sealed; the last time step that was used; null while no code has confirmed it.
  secret bytea,
  last_step bigint,
  -- Passkey (W3C WebAuthn): its credential, public key and signature counter.
  credential_id bytea constraint factors_credential_unique unique,
  public_key bytea,
  counter bigint,
  transports text[] not null default '{}' constraint factors_transports_few check (cardinality(transports) <= 10),
  is_backed_up boolean not null default false,
  confirmed_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint factors_whole check (case kind
    when 'totp' then secret is not null and credential_id is null
    else secret is null and credential_id is not null and public_key is not null and counter is not null end)
);
create index factors_by_account on factors (account_id);
create index factors_by_company on factors (company_id);

create table recovery_codes (
  id uuid primary key default new_id(),
  account_id uuid not null references accounts,
  company_id uuid not null references units,
  code_hash bytea not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  constraint recovery_codes_unique unique (account_id, code_hash)
);
create index recovery_codes_by_company on recovery_codes (company_id);

-- What a passkey has to sign: kept here, good once and for minutes (W3C WebAuthn 13.4.3).
create table challenges (
  id uuid primary key default new_id(),
  purpose text not null constraint challenges_purpose check (purpose in ('register', 'prove', 'sign_in')),
  -- null of a sign-in by passkey alone: nobody knows yet who it is
  account_id uuid references accounts,
  company_id uuid references units,
  value text not null,
  expires_at timestamptz not null
);
create index challenges_by_expiry on challenges (expires_at);
create index challenges_by_account on challenges (account_id);
create index challenges_by_company on challenges (company_id);

-- Links sent to the owner of an account: to come in once, or to set a new password.
create table sign_in_links (
  id uuid primary key default new_id(),
  account_id uuid not null references accounts,
  company_id uuid not null references units,
  purpose text not null constraint sign_in_links_purpose check (purpose in ('sign_in', 'password')),
  token_hash bytea not null constraint sign_in_links_token_unique unique,
  -- of the browser that asked; null where an officer hands the link over
  browser_hash bytea,
  made_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index sign_in_links_by_account on sign_in_links (account_id);
create index sign_in_links_by_company on sign_in_links (company_id);

-- Names that nobody has are counted as those are that somebody has, so that a lock tells nothing of an account.
create table unknown_names (
  name_hash bytea primary key,
  failed_count integer not null,
  locked_until timestamptz,
  last_at timestamptz not null default now()
);
create index unknown_names_by_age on unknown_names (last_at);

create table sign_in_rules (
  id uuid primary key default new_id(),
  unit_id uuid not null references units,
  -- of the unit; null of the group itself
  company_id uuid references units,
  -- null: everybody of the unit
  role_id text references roles,
  demands text not null constraint sign_in_rules_demands check (demands in ('second_factor', 'phishing_resistant')),
  from_day date not null,
  grace_days integer not null default 0 constraint sign_in_rules_grace check (grace_days between 0 and 180),
  reason text not null constraint sign_in_rules_reason_length check (length(reason) between 1 and 500),
  made_by uuid,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  row_version integer not null default 1
);
create unique index sign_in_rules_one on sign_in_rules (unit_id, coalesce(role_id, '')) where ended_at is null;
create index sign_in_rules_by_company on sign_in_rules (company_id);

call lock_rows('factors');
call lock_rows('recovery_codes');
call lock_rows('challenges');
call lock_rows('sign_in_links');
call lock_rows('sign_in_rules');
alter table unknown_names enable row level security;
create policy door on unknown_names to yagura_door using (true) with check (true);
create policy whole_group on unknown_names to yagura_group using (true) with check (true);

-- One's own, whatever the permission of the moment.
create policy own_rows on factors to yagura_scoped
  using (account_id in (select a.id from accounts a where a.person_id = app_actor()))
  with check (account_id in (select a.id from accounts a where a.person_id = app_actor()));
create policy own_rows on recovery_codes to yagura_scoped
  using (account_id in (select a.id from accounts a where a.person_id = app_actor()))
  with check (account_id in (select a.id from accounts a where a.person_id = app_actor()));
create policy own_rows on challenges to yagura_scoped
  using (account_id in (select a.id from accounts a where a.person_id = app_actor()))
  with check (account_id in (select a.id from accounts a where a.person_id = app_actor()));

-- How much a way in proves: 2 what no look-alike page can pass on, 1 two factors, 0 one.
create function strength_of(methods text[]) returns integer language sql immutable parallel safe as $$
  select case when methods && array['pop', 'phr'] then 2 when 'mfa' = any (methods) then 1 else 0 end
$$;

-- The rules that concern an account today: of its company and of every unit at which it holds a right, and of those above.
create function sign_in_rules_for(of_account uuid) returns setof sign_in_rules
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive held (unit_id, role_id) as (
    select a.company_id, null::text from accounts a where a.id = of_account
    union
    select g.unit_id, g.role_id from accounts a join grants g on g.person_id = a.person_id
    where a.id = of_account and holds_on(g.valid_from, g.valid_to, group_today())
  ), reached (unit_id, role_id) as (
    select h.unit_id, h.role_id from held h
    union
    select s.parent_id, r.role_id from reached r
    join supervisions s on s.unit_id = r.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
  )
  select p.* from sign_in_rules p
  where p.ended_at is null and p.from_day <= group_today()
    and exists (select from reached r where r.unit_id = p.unit_id and (p.role_id is null or p.role_id = r.role_id))
$$;

-- What an account owes that came in by these methods; null where nothing. The strictest rule wins; while its days of grace
-- last nobody is stopped, and who has a factor is asked for it whatever the rules say.
create function sign_in_owed(of_account uuid, methods text[])
returns table (owes text, demanded text, due_on date, totp integer, passkeys integer, recovery_codes integer)
language sql stable security definer set search_path = public, pg_temp as $$
  with rule as (
    select case r.demands when 'phishing_resistant' then 2 else 1 end as level, r.from_day + r.grace_days as due_on
    from sign_in_rules_for(of_account) r
  ), has as (
    select count(*) filter (where f.kind = 'totp')::integer as totp,
      count(*) filter (where f.kind = 'passkey')::integer as passkeys
    from factors f where f.account_id = of_account and f.confirmed_at is not null
  ), asked as (
    select greatest(
        coalesce((select max(r.level) from rule r where r.due_on <= group_today()), 0),
        case when h.totp + h.passkeys > 0 then 1 else 0 end) as now_level,
      coalesce((select max(r.level) from rule r), 0) as level,
      h.totp, h.passkeys
    from has h
  )
  select case when strength_of(methods) >= a.now_level then null
      when a.now_level = 2 then 'phishing_resistant' else 'second_factor' end,
    case a.level when 2 then 'phishing_resistant' when 1 then 'second_factor' end,
    (select min(r.due_on) from rule r where r.level = a.level),
    a.totp, a.passkeys,
    (select count(*)::integer from recovery_codes c where c.account_id = of_account and c.used_at is null)
  from asked a
$$;

-- Whoever was here and is here no more: every employment over and no right given since, or (of people without one, as those
-- from outside) every right over. Who has had neither has not left.
create function has_left(person uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select case
      when e.goes_on then false
      when e.ended_on is not null then not exists (
        select from grants g where g.person_id = person and g.valid_from >= e.ended_on
          and (g.valid_to is null or g.valid_to > group_today()))
      else coalesce((select not bool_or(g.valid_to is null or g.valid_to > group_today())
        from grants g where g.person_id = person), false)
    end
  from (select bool_or(x.valid_to is null or x.valid_to > group_today()) as goes_on, max(x.valid_to) as ended_on
    from employments x where x.person_id = person) e
$$;

-- One's own session gets further, under another token (OWASP ASVS 5.0 7.2.4), or has been proved anew.
create function advance_own_session(of_session uuid, new_token bytea, new_methods text[], is_whole boolean)
returns boolean language sql security definer set search_path = public, pg_temp as $$
  with moved as (
    update sessions s set token_hash = coalesce(new_token, s.token_hash), methods = new_methods,
      confirmed_at = now(), completed_at = case when is_whole then coalesce(s.completed_at, now()) end
    from accounts a
    where s.id = of_session and a.id = s.account_id and a.person_id = app_actor() and s.ended_at is null
    returning s.id)
  select exists (select 1 from moved)
$$;

-- A miss or a success of somebody who is partly in: what the door writes of a password.
create function count_own_misses(of_account uuid, known boolean, failed integer, locked timestamptz)
returns void language sql security definer set search_path = public, pg_temp as $$
  update accounts set
    failed_count = case when known then failed_count else failed end,
    locked_until = case when known then locked_until else locked end,
    known_failed_count = case when known then failed else known_failed_count end,
    known_locked_until = case when known then locked else known_locked_until end,
    misses_since = misses_since + case when failed > 0 then 1 else 0 end
  where id = of_account and person_id = app_actor()
$$;

create function came_in(of_account uuid) returns void
  language sql security definer set search_path = public, pg_temp as $$
  update accounts set last_sign_in_at = now(), misses_since = 0 where id = of_account and person_id = app_actor()
$$;

-- How many misses there had been when its owner came in.
alter table sessions add column misses_before integer not null default 0;
