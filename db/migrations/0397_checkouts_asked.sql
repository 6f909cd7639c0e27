-- A device that has a sheet along asks, without a session, whether it still may: by ids that only it and the server know. Of
-- those that are over it is said whether everything goes or only what was taken along; nothing else is told of any.
create function checkouts_over(asked uuid[]) returns table (id uuid, is_revoked boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.revoked_at is not null
  from audit_checkouts c join audit_sheets s on s.visit_id = c.visit_id join audit_visits v on v.id = s.visit_id
  where c.id = any(asked) and (
    c.revoked_at is not null or c.returned_at is not null or c.until <= app_now() or s.finished_at is not null or v.state <> 'planned'
    or has_left(c.person_id)
    or not exists (select from accounts a where a.person_id = c.person_id and a.state = 'active'))
$$;
