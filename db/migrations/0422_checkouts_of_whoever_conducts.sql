-- Who was taken off the team, or may conduct audits of that company no more, has no sheet along either; whoever plans them may help.
create or replace function checkouts_over(asked uuid[]) returns table (id uuid, is_revoked boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.revoked_at is not null
  from audit_checkouts c join audit_sheets s on s.visit_id = c.visit_id join audit_visits v on v.id = s.visit_id
  cross join lateral (select coalesce(array_agg(p), '{}') as permissions
    from permissions_held_at(c.person_id, array['audit.conduct', 'audit.plan'], c.company_id) as held (p)) h
  where c.id = any(asked) and (
    c.revoked_at is not null or c.returned_at is not null or c.until <= app_now() or s.finished_at is not null or v.state <> 'planned'
    or has_left(c.person_id)
    or not exists (select from accounts a where a.person_id = c.person_id and a.state = 'active')
    or 'audit.conduct' <> all (h.permissions)
    or 'audit.plan' <> all (h.permissions) and not is_on_team(c.visit_id, c.person_id))
$$;
