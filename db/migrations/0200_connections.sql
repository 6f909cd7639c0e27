-- Providers of identity that somebody connects: the group's, or one company's. Whom a provider names is known by the
-- subject that it never gives to anybody else (OpenID Connect Core 5.7), never by mail.

create table identity_connections (
  id uuid primary key default new_id(),
  -- null: of the group
  company_id uuid references units,
  kind text not null default 'oidc' constraint identity_connections_kind check (kind in ('oidc')),
  name text not null constraint identity_connections_name check (length(btrim(name)) between 1 and 80),
  names jsonb not null default '{}',
  issuer text not null constraint identity_connections_issuer check (length(issuer) between 8 and 500),
  client_id text constraint identity_connections_client_id check (length(client_id) between 1 and 300),
  -- sealed, purpose "oidc client" (docs/decisions/0068-secrets-sealed-outside.md)
  client_secret bytea,
  secret_expires_on date,
  -- For routing alone: which connection the sign-in page offers for a login name.
  domains text[] not null default '{}' constraint identity_connections_domains_few check (cardinality(domains) <= 50),
  subject_claim text not null default 'sub' constraint identity_connections_subject_claim check (subject_claim in ('sub', 'oid')),
  -- Values of amr or acr (OpenID Connect Core 2) that say that a second factor was used there.
  factor_values text[] not null default '{}' constraint identity_connections_factors_few check (cardinality(factor_values) <= 20),
  required_claim text constraint identity_connections_required_claim check (length(required_claim) between 1 and 100),
  required_value text constraint identity_connections_required_value check (length(required_value) between 1 and 300),
  state text not null default 'draft' constraint identity_connections_state check (state in ('draft', 'tested', 'on', 'off', 'removed')),
  passwords_allowed boolean not null default true,
  signs_out boolean not null default false,
  -- What the provider says about itself, as last read.
  found jsonb,
  found_at timestamptz,
  looked_at timestamptz,
  failing_since timestamptz,
  problem text constraint identity_connections_problem_length check (length(problem) <= 60),
  warned_failing boolean not null default false,
  -- The smallest number of days before the secret's end that was warned of.
  warned_days integer,
  tested_at timestamptz,
  tested_by uuid,
  last_used_at timestamptz,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  constraint identity_connections_claim_has_value check ((required_claim is null) = (required_value is null)),
  constraint identity_connections_on_is_tested check (state <> 'on' or (tested_at is not null and client_id is not null))
);
create index identity_connections_by_company on identity_connections (company_id);
create index identity_connections_by_domain on identity_connections using gin (domains) where state = 'on';

create table identities (
  id uuid primary key default new_id(),
  connection_id uuid not null references identity_connections,
  account_id uuid not null references accounts,
  -- of the account
  company_id uuid not null references units,
  issuer text not null,
  claim text not null,
  subject text not null constraint identities_subject_length check (length(subject) between 1 and 255),
  linked_how text not null constraint identities_linked_how check (linked_how in ('invitation', 'self', 'officer')),
  linked_by uuid,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  removed_at timestamptz,
  removed_by uuid
);
create unique index identities_subject_taken on identities (connection_id, issuer, claim, subject) where removed_at is null;
create unique index identities_account_taken on identities (connection_id, account_id) where removed_at is null;
create index identities_by_account on identities (account_id) where removed_at is null;
create index identities_by_company on identities (company_id);

-- One way to a provider and back: once, within minutes, by the browser that began it. The door alone sees them.
create table provider_journeys (
  id uuid primary key default new_id(),
  connection_id uuid not null references identity_connections,
  purpose text not null constraint provider_journeys_purpose
    check (purpose in ('sign_in', 'invitation', 'link', 'confirm', 'test')),
  state_hash bytea not null constraint provider_journeys_state_unique unique,
  browser_hash bytea not null,
  nonce text not null,
  -- sealed, purpose "oidc verifier"
  verifier bytea not null,
  to_path text constraint provider_journeys_to_path_length check (length(to_path) <= 2000),
  person_id uuid,
  account_id uuid references accounts,
  session_id uuid references sessions,
  invitation_id uuid references invitations,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  -- What a test log-in came to: shown to whoever ran it, gone within the hour.
  finding jsonb
);
create index provider_journeys_by_connection on provider_journeys (connection_id);
create index provider_journeys_ended on provider_journeys (expires_at);
alter table provider_journeys enable row level security;
create policy door on provider_journeys to yagura_door using (true) with check (true);

call lock_rows('identity_connections');
call lock_rows('identities');
-- Whoever answers for a company's provider sees everybody who comes in through it, also those whose company by law is another.
create policy of_own_connection on identities for select to yagura_scoped
  using (connection_id in (select c.id from identity_connections c where c.company_id = any ((select scope_companies())::uuid[])));
create policy of_own_connection_ended on identities for update to yagura_scoped
  using (connection_id in (select c.id from identity_connections c where c.company_id = any ((select scope_companies())::uuid[])));
create policy own_row on identities for select to yagura_scoped
  using (account_id in (select a.id from accounts a where a.person_id = app_actor()));

alter table sessions
  add column identity_id uuid references identities,
  -- The provider's own name of its session (OpenID Connect Back-Channel Logout 1.0, 2.1).
  add column provider_sid text constraint sessions_provider_sid_length check (length(provider_sid) <= 255),
  add constraint sessions_connection_fkey foreign key (connection_id) references identity_connections;
create index sessions_by_connection on sessions (connection_id) where ended_at is null and connection_id is not null;

-- What came in through a provider ends with it, whichever company its accounts are of; returns how many.
create function end_provider_sessions(of_connection uuid, of_identity uuid) returns integer
  language sql volatile security definer set search_path = public, pg_temp as $$
  with ended as (
    update sessions set ended_at = now()
    where connection_id = of_connection and (of_identity is null or identity_id = of_identity) and ended_at is null
    returning id)
  select count(*)::integer from ended
$$;

create function remove_own_identity(of_identity uuid) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update identities i set removed_at = now(), removed_by = app_actor() from accounts a
  where i.id = of_identity and a.id = i.account_id and a.person_id = app_actor() and i.removed_at is null
$$;

-- Whether a person worked at a company and does so no more. Who never had an employment there, an adviser from outside,
-- has not left it.
create function left_company(person uuid, of_company uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) > 0 and not coalesce(bool_or(e.valid_to is null or e.valid_to > group_today()), false)
  from employments e where e.person_id = person and e.company_id = of_company
$$;

-- Sessions of people who work no more where the session reaches.
create or replace function end_sessions_of_leavers() returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid)
  language sql volatile security definer set search_path = public, pg_temp as $$
  update sessions s set ended_at = now() from accounts a
  where a.id = s.account_id and s.ended_at is null and s.expires_at > now()
    and (has_left(a.person_id) or s.bound_to is not null and left_company(a.person_id, s.bound_to))
  returning s.id, a.id, a.person_id, a.company_id
$$;

-- A provider that has taken the password's place: for those it knows, and only where it speaks for all that they hold.
-- Administrators keep theirs for the day on which the provider does not answer.
create function password_replaced(of_account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from identities i
    join identity_connections c on c.id = i.connection_id and c.state = 'on' and not c.passwords_allowed
    join accounts a on a.id = i.account_id
    where i.account_id = of_account and i.removed_at is null and i.issuer = c.issuer and i.claim = c.subject_claim
      and not exists (
        select from grants_in_force g join units u on u.id = g.unit_id
        where g.person_id = a.person_id
          and case when c.company_id is null then g.role_id = 'administrator'
            else u.kind in ('group', 'division') or u.company_id <> c.company_id end))
$$;
