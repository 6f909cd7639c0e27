-- Who may do what, where and until when; and the second lock that PostgreSQL itself holds.

create table accounts (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  company_id uuid not null references units,
  login_name text not null constraint accounts_login_name_length check (length(login_name) between 3 and 254),
  -- Argon2id in PHC string form; null until the invitation is taken up.
  password_hash text,
  language text not null default 'en' constraint accounts_language check (language in ('ja', 'en', 'zh')),
  state text not null default 'invited' constraint accounts_state check (state in ('invited', 'active', 'closed')),
  failed_count integer not null default 0,
  locked_until timestamptz,
  last_sign_in_at timestamptz,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint accounts_active_has_password check (state <> 'active' or password_hash is not null)
);
create unique index accounts_login_name_unique on accounts (lower(login_name));
create index accounts_by_person on accounts (person_id);
create index accounts_by_company on accounts (company_id);

create table invitations (
  id uuid primary key default new_id(),
  account_id uuid not null references accounts,
  company_id uuid not null references units,
  token_hash bytea not null constraint invitations_token_unique unique,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index invitations_by_account on invitations (account_id);

create table sessions (
  id uuid primary key default new_id(),
  account_id uuid not null references accounts,
  company_id uuid not null references units,
  token_hash bytea not null constraint sessions_token_unique unique,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  agent text constraint sessions_agent_length check (length(agent) <= 300)
);
create index sessions_by_account on sessions (account_id);

-- Roles are sets of permissions. The built-in ones are written from the modules' manifests after migrating.
create table roles (
  id text primary key constraint roles_id_form check (id ~ '^[a-z][a-z_]{1,39}$'),
  is_built_in boolean not null,
  names jsonb not null default '{}'
);
create table role_permissions (
  role_id text not null references roles,
  permission text not null,
  primary key (role_id, permission)
);
create index role_permissions_by_permission on role_permissions (permission);

create table grants (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  -- of the person: rows of grants are seen with the person they belong to
  company_id uuid not null references units,
  role_id text not null references roles,
  unit_id uuid not null references units,
  with_subtree boolean not null default true,
  valid_from date not null,
  valid_to date,
  reason text constraint grants_reason_length check (length(reason) <= 500),
  granted_by uuid,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint grants_dates check (valid_to is null or valid_to >= valid_from)
);
create index grants_by_person on grants (person_id);
create index grants_by_unit on grants (unit_id);
create index grants_by_company on grants (company_id);

-- The companies a person reaches with one permission today: those at or below the units of the grants that
-- hold. As of chooses data, never rights, so the day is always today's.
create function companies_in_scope(person uuid, wanted text) returns uuid[]
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive held as (
    select g.unit_id, g.with_subtree
    from grants g
    join role_permissions rp on rp.role_id = g.role_id
    where g.person_id = person and rp.permission = wanted and holds_on(g.valid_from, g.valid_to, group_today())
  ), reached (unit_id) as (
    select unit_id from held where with_subtree
    union
    select s.unit_id from supervisions s join reached r on s.parent_id = r.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select coalesce(array_agg(u.id), '{}') from units u
  where u.kind = 'company' and u.id in (select unit_id from reached union select unit_id from held)
$$;

-- What the door needs to know about a session in one statement: who it is, and how far the wanted permission
-- reaches: 'group' (held at the group, subtree included), 'companies' (held somewhere) or 'none'.
create function open_session(token bytea, wanted text[]) returns table (
  session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    s.last_seen_at < now() - interval '1 minute'
  from sessions s
  join accounts a on a.id = s.account_id and a.state = 'active'
  join people p on p.id = a.person_id
  left join lateral (
    select rp.permission,
      case when bool_or(u.kind = 'group' and g.with_subtree) then 'group' else 'companies' end as reach
    from grants g
    join role_permissions rp on rp.role_id = g.role_id
    join units u on u.id = g.unit_id
    where g.person_id = a.person_id and rp.permission = any (wanted)
      and holds_on(g.valid_from, g.valid_to, group_today())
    group by rp.permission
    order by array_position(wanted, rp.permission)
    limit 1
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    -- OWASP ASVS 7.3: a session also ends when nobody uses it.
    and s.last_seen_at > now() - interval '4 hours'
$$;

create function scope_companies() returns uuid[] language sql stable security definer
  set search_path = public, pg_temp as $$
  select companies_in_scope(app_actor(), app_permission())
$$;

-- Puts the second lock on a table that has company_id. Rows without a company are the group's own:
-- the group role alone sees them.
create procedure lock_rows(of_table regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('create policy whole_group on %s to yagura_group using (true) with check (true)', of_table);
  execute format('create policy own_companies on %s to yagura_scoped
    using (company_id = any ((select scope_companies())::uuid[]))
    with check (company_id = any ((select scope_companies())::uuid[]))', of_table);
  execute format('create policy door on %s to yagura_door, yagura_jobs using (true) with check (true)', of_table);
end $$;

call lock_rows('events');
call lock_rows('event_values');
call lock_rows('jobs');
call lock_rows('files');
call lock_rows('units');
call lock_rows('unit_names');
call lock_rows('supervisions');
call lock_rows('relations');
call lock_rows('company_facts');
call lock_rows('tiers');
call lock_rows('sites');
call lock_rows('people');
call lock_rows('employments');
call lock_rows('positions');
call lock_rows('position_holders');
call lock_rows('service_connections');
call lock_rows('accounts');
call lock_rows('invitations');
call lock_rows('sessions');
call lock_rows('grants');

-- The group's and the divisions' names are known to everybody who is signed in: breadcrumbs need them, and they
-- tell nothing about a sister company. Departments of the parent stay with the parent.
create policy frame_of_the_group on units for select to yagura_scoped using (kind in ('group', 'division'));
create policy frame_of_the_group on unit_names for select to yagura_scoped
  using (unit_id in (select u.id from units u where u.kind in ('group', 'division')));
create policy frame_of_the_group on supervisions for select to yagura_scoped
  using (unit_id in (select u.id from units u where u.kind = 'division'));
-- One's own jobs, own person, own sessions and own grants, whatever the permission of the moment.
create policy own_jobs on jobs for select to yagura_scoped using (ordered_by = app_actor());
create policy own_row on people for select to yagura_scoped using (id = app_actor());
create policy own_row on accounts for select to yagura_scoped using (person_id = app_actor());
create policy own_row on grants for select to yagura_scoped using (person_id = app_actor());
