-- Who sent an answer back is told to whom it was sent back, though the desk's people belong to another company.
create function reviewers_of(of_inspection uuid) returns table (id uuid, family_name text, given_name text) language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from people p
  where p.id in (select r.reviewed_by from desk_reviews r where r.inspection_id = of_inspection)
    and (current_setting('role', true) in ('yagura_group', 'none') or exists (select from inspections i
      where i.id = of_inspection and i.company_id = any (companies_in_scope(app_actor(), app_permission()))))
$$;
