-- Whoever runs the system keeps a password, wherever they run it from: of one company alone as of the group. A provider that
-- has broken down must not keep those out who can turn it off.
create or replace function password_replaced(of_account uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from identities i
    join identity_connections c on c.id = i.connection_id and c.state = 'on' and not c.passwords_allowed
    join accounts a on a.id = i.account_id
    where i.account_id = of_account and i.removed_at is null and i.issuer = c.issuer and i.claim = c.subject_claim
      and not exists (
        select from grants_in_force g join units u on u.id = g.unit_id
        where g.person_id = a.person_id
          and (g.role_id = 'administrator'
            or c.company_id is not null and (u.kind in ('group', 'division') or u.company_id <> c.company_id))))
$$;
