-- Every permission that opens the operation and is held, in the operation's order: which of them counts is decided by
-- what the operation turns out to be about.
create or replace function open_session(token bytea, wanted text[])
 RETURNS TABLE(session_id uuid, account_id uuid, person_id uuid, company_id uuid, language text, time_zone text, permission text, reach text, is_stale boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
  ) held on true
  where s.token_hash = token and s.ended_at is null and s.expires_at > now()
    -- OWASP ASVS 7.3: a session also ends when nobody uses it.
    and s.last_seen_at > now() - interval '4 hours'
  order by array_position(wanted, held.permission)
$function$;
