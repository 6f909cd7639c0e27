-- Links that people ask for themselves, and sessions that no longer hold what they were opened on.

-- What was typed at the door, whoever it names or does not: the answer is the same and takes as long, as looking up is done
-- later and elsewhere. Gone once it is dealt with.
create table link_requests (
  id uuid primary key default new_id(),
  login_name text not null constraint link_requests_name_length check (length(login_name) <= 254),
  purpose text not null constraint link_requests_purpose check (purpose in ('sign_in', 'password')),
  browser_hash bytea,
  asked_at timestamptz not null default now()
);
create index link_requests_by_age on link_requests (asked_at);
alter table link_requests enable row level security;
create policy door on link_requests to yagura_door using (true) with check (true);
create policy whole_group on link_requests to yagura_group using (true) with check (true);

create or replace function sign_in_owed(of_account uuid, methods text[])
returns table (owes text, demanded text, due_on date, totp integer, passkeys integer, recovery_codes integer)
language sql stable security definer set search_path = public, pg_temp as $$
  with rule as (
    select case r.demands when 'phishing_resistant' then 2 else 1 end as level, r.from_day + r.grace_days as due_on
    from sign_in_rules_for(of_account) r
    union all
    -- A mailbox is one factor: who comes by a mailed link always owes another.
    select 1, group_today() from accounts a where a.id = of_account and a.sign_in_way = 'link'
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

-- Sessions that rules or factors now ask more of owe it again.
create function ask_sessions_again() returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid)
language sql security definer set search_path = public, pg_temp as $$
  update sessions s set completed_at = null
  from accounts a
  where a.id = s.account_id and s.ended_at is null and s.expires_at > now() and s.completed_at is not null
    and (select o.owes from sign_in_owed(a.id, s.methods) o) is not null
  returning s.id, a.id, a.person_id, a.company_id
$$;

-- Sessions of people who are here no more.
create function end_sessions_of_leavers() returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid)
language sql security definer set search_path = public, pg_temp as $$
  update sessions s set ended_at = now()
  from accounts a
  where a.id = s.account_id and s.ended_at is null and s.expires_at > now() and has_left(a.person_id)
  returning s.id, a.id, a.person_id, a.company_id
$$;

-- Whom a rule concerns, looked at from the rule.
create function accounts_under_rule(of_unit uuid, of_role text) returns table (account_id uuid)
language sql stable as $$
  with recursive below (unit_id) as (
    select of_unit
    union
    select s.unit_id from supervisions s join below b on s.parent_id = b.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select a.id from accounts a
  where a.state = 'active' and (
    (of_role is null and a.company_id in (select b.unit_id from below b))
    or a.person_id in (select g.person_id from grants g
      where g.unit_id in (select b.unit_id from below b) and (of_role is null or g.role_id = of_role)
        and holds_on(g.valid_from, g.valid_to, group_today())))
$$;

-- Whether an account has what a rule demands.
create function enrolled(of_account uuid, level text) returns boolean
language sql stable as $$
  select exists (select from factors f where f.account_id = of_account and f.confirmed_at is not null
    and (level <> 'phishing_resistant' or f.kind = 'passkey'))
$$;

create function end_own_other_sessions(keep_session uuid) returns integer
language sql security definer set search_path = public, pg_temp as $$
  with ended as (
    update sessions s set ended_at = now() from accounts a
    where a.id = s.account_id and a.person_id = app_actor() and s.ended_at is null and s.id <> keep_session
    returning s.id)
  select count(*)::integer from ended
$$;
