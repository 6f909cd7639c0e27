-- A session knows the way it came in: how far that way has got (a password alone may not be enough), by which methods
-- (RFC 8176 names them), from which connection, for which company it was opened, and when its owner last proved to be it.
alter table sessions
  add column completed_at timestamptz default now(),
  add column confirmed_at timestamptz default now(),
  add column methods text[] not null default '{}',
  add column connection_id uuid,
  add column bound_to uuid constraint sessions_bound_to_fkey references units (id),
  add column address inet,
  add constraint sessions_methods_few check (cardinality(methods) <= 8);
comment on column sessions.completed_at is 'null while the second step of the sign-in is still owed';
comment on column sessions.bound_to is 'the one company that rights of this session reach; null: all that its person holds';
update sessions set completed_at = created_at, confirmed_at = created_at;

drop function open_session(bytea, text[]);
create function open_session(token bytea, wanted text[])
returns table (session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text,
  permission text, reach text, is_stale boolean, bound_to uuid, is_complete boolean, is_confirmed boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, a.id, a.person_id, a.company_id, a.language, p.time_zone, held.permission, coalesce(held.reach, 'none'),
    s.last_seen_at < now() - interval '1 minute', s.bound_to, s.completed_at is not null,
    -- How long a proof of who one is counts for what asks for a fresh one.
    coalesce(s.confirmed_at > now() - interval '15 minutes', false)
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
      and (s.bound_to is null or u.company_id = s.bound_to and u.kind not in ('group', 'division'))
    group by rp.permission
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    -- OWASP ASVS 7.3: a session also ends when nobody uses it.
    and s.last_seen_at > now() - interval '4 hours'
  order by array_position(wanted, held.permission)
$$;
