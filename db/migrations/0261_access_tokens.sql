-- An access token lets a program act for its person: with a part of what the person may, perhaps at one company, perhaps
-- reading alone, and until a day. What the person may today decides at every call (docs/decisions/0081).
create table access_tokens (
  id uuid primary key default new_id(),
  -- The part of the token that may be shown: by it whoever finds a leaked one finds its row.
  key text not null constraint access_tokens_key_unique unique constraint access_tokens_key_form check (key ~ '^[0-9A-Za-z]{10}$'),
  token_hash bytea not null constraint access_tokens_hash_unique unique,
  account_id uuid not null references accounts (id),
  person_id uuid not null references people (id),
  company_id uuid not null references units (id),
  name text not null constraint access_tokens_name_length check (length(name) between 1 and 100),
  permissions text[] not null constraint access_tokens_some_permissions check (cardinality(permissions) between 1 and 300),
  bound_to uuid references units (id),
  is_read_only boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  last_used_from inet,
  revoked_at timestamptz,
  revoked_by uuid references people (id),
  constraint access_tokens_a_year_at_most check (expires_at > created_at and expires_at <= created_at + interval '366 days'),
  constraint access_tokens_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null))
);
create index access_tokens_by_person on access_tokens (person_id, id);
create index access_tokens_by_company on access_tokens (company_id);
create index access_tokens_by_bound on access_tokens (bound_to) where bound_to is not null;
create index access_tokens_by_account on access_tokens (account_id);
call lock_rows('access_tokens');
create policy own_rows on access_tokens to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());

create function own_token_places() returns table (unit_id uuid, name text, name_en text, name_ja text, name_zh text)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct n.unit_id, n.name, n.name_en, n.name_ja, n.name_zh
  from access_tokens k join unit_names n on n.unit_id = k.bound_to and holds_on(n.valid_from, n.valid_to, group_today())
  where k.person_id = app_actor()
$$;

-- What the group allows at most; it counts at every call, so that closing ends what was made before.
create table token_rules (
  only_one boolean primary key default true constraint token_rules_single check (only_one),
  are_allowed boolean not null default true,
  may_write boolean not null default true,
  longest_days integer not null default 365 constraint token_rules_longest_days check (longest_days between 1 and 365),
  row_version integer not null default 1
);
insert into token_rules default values;
alter table token_rules enable row level security;
create policy everybody on token_rules for select to yagura_scoped, yagura_door, yagura_jobs using (true);
create policy whole_group on token_rules to yagura_group using (true) with check (true);

alter table jobs add column token_id uuid constraint jobs_token_id_fkey references access_tokens (id);
comment on column jobs.token_id is 'the token that ordered it: its part of the rights, and its end, are those of the job';

-- Through which token this transaction is asked; null of a session.
create function app_token() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('app.token', true), '')::uuid
$$;

-- A right that is held above a company with all below it, as the right at that company alone that it amounts to there.
create function units_above(company uuid) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id) as (
    select company
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select array_agg(unit_id) from up where unit_id <> company
$$;
create function grants_narrowed(person uuid, bound uuid)
returns table (id uuid, role_id text, unit_id uuid, with_subtree boolean, via text, position_id uuid, valid_to date)
language sql stable as $$
  select g.id, g.role_id, bound, false, g.via, g.position_id, g.valid_to from grants_in_force g
  where g.person_id = person and g.with_subtree and bound is not null and g.unit_id = any ((select units_above(bound))::uuid[])
$$;

-- A session that is bound comes from a company's own provider, which cannot speak for what is held elsewhere. A token was
-- made by its person, who may narrow what reaches many companies to one of them.
alter function grants_held(uuid, uuid) rename to grants_of_session;
create function grants_held(person uuid, bound uuid)
returns table (id uuid, role_id text, unit_id uuid, with_subtree boolean, via text, position_id uuid, valid_to date)
language sql stable as $$
  select * from grants_of_session(person, bound)
  union all
  select * from grants_narrowed(person, bound) where app_token() is not null
$$;

-- Whether a permission counts here: all that a session's person holds, of a token's what was put into it. Of others nothing
-- is taken away: whom a duty reaches has nothing to do with how the asker came in.
create function is_lent(person uuid, wanted text) returns boolean language sql stable parallel safe as $$
  select case when person is distinct from app_actor() or coalesce(current_setting('app.lent', true), '') = '' then true
    else wanted = any (current_setting('app.lent', true)::text[]) end
$$;

-- Every question about what somebody may goes through these; each asks for the part that is lent before it asks for the rest.
alter function companies_in_scope(uuid, text) rename to companies_held;
create function companies_in_scope(person uuid, wanted text) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select case when is_lent(person, wanted) then companies_held(person, wanted) else '{}'::uuid[] end
$$;

alter function permissions_at(uuid, text[], uuid) rename to permissions_held_at;
create function permissions_at(person uuid, wanted text[], company uuid) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select p from permissions_held_at(person, wanted, company) as held (p) where is_lent(person, p)
$$;

alter function may_give_at(uuid, text, uuid, boolean) rename to holds_to_give_at;
create function may_give_at(giver uuid, wanted text, at_unit uuid, with_all_below boolean) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select is_lent(giver, wanted) and holds_to_give_at(giver, wanted, at_unit, with_all_below)
$$;

alter function permissions_of(uuid) rename to permissions_held_by;
create function permissions_of(person uuid) returns table (permission text, is_group_wide boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.permission, p.is_group_wide from permissions_held_by(person) p where is_lent(person, p.permission)
$$;

create or replace function standing_of(person uuid, wanted text)
returns table (account_id uuid, company_id uuid, language text, time_zone text, reach text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.account_id, s.company_id, s.language, s.time_zone, case when is_lent(person, wanted) then s.reach else 'none' end
  from standing_of(person, wanted, bound_of(person)) s
$$;
revoke execute on function companies_held, permissions_held_at, holds_to_give_at, permissions_held_by from public;

-- A token that works now: neither ended nor revoked, its person here, allowed to have one, and the group allowing it.
create function live_tokens(of_token uuid) returns table (permissions text[], bound_to uuid, is_read_only boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.permissions, k.bound_to, k.is_read_only or not r.may_write
  from access_tokens k join accounts a on a.id = k.account_id and a.state = 'active' cross join token_rules r
  where k.id = of_token and k.revoked_at is null and k.expires_at > now() and r.are_allowed and not has_left(a.person_id)
    and exists (select from grants_held(a.person_id, null) g
      join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'token.make')
$$;

-- What open_session tells of a session, of a token.
create function open_token(token bytea, wanted text[])
returns table (token_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean, bound_to uuid, lent text[], is_read_only boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    coalesce(k.last_used_at < now() - interval '1 minute', true), l.bound_to, l.permissions, l.is_read_only
  from access_tokens k
  join lateral live_tokens(k.id) l on true
  join accounts a on a.id = k.account_id
  join people p on p.id = a.person_id
  left join lateral (
    select rp.permission,
      case when bool_or(u.kind = 'group' and g.with_subtree) then 'group' else 'companies' end as reach
    from (select * from grants_of_session(a.person_id, l.bound_to)
      union all select * from grants_narrowed(a.person_id, l.bound_to)) g
    join role_permissions rp on rp.role_id = g.role_id and rp.permission = any (wanted) and rp.permission = any (l.permissions)
    join units u on u.id = g.unit_id
    -- What somebody takes in an emergency, no program of theirs gets.
    where g.via <> 'emergency'
    group by rp.permission
  ) held on true
  where k.token_hash = token
  order by array_position(wanted, held.permission)
$$;

-- A program sees the jobs that it ordered itself, not those of its person.
drop policy own_jobs on jobs;
create policy own_jobs on jobs for select to yagura_scoped using (ordered_by = app_actor()
  and (bound_of(app_actor()) is null or bound_to = bound_of(app_actor()))
  and (app_token() is null or token_id = app_token()));

-- Every event tells through which token it was done, whoever writes it and wherever; the actor stays the person.
-- The function as it stands goes on under another name, so that what was added to it until here is kept.
do $$ begin
  execute replace(pg_get_functiondef('record_event(text, uuid, uuid, text, uuid, uuid, text, jsonb, jsonb)'::regprocedure),
    'record_event', 'write_event');
end $$;
create function acted_through(person uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select case when app_token() is null then '{}'::jsonb else jsonb_build_object('tokenId', app_token()) end
$$;
create or replace function record_event(
  verb text, actor_id uuid, on_behalf_of uuid, subject_kind text, subject_id uuid, company_id uuid,
  request_id text, data jsonb, personal jsonb
) returns bigint language sql volatile security definer set search_path = public, pg_temp as $$
  select write_event(verb, actor_id, on_behalf_of, subject_kind, subject_id, company_id, request_id,
    coalesce(data, '{}'::jsonb) || acted_through(actor_id), personal)
$$;
revoke execute on function write_event from public;
