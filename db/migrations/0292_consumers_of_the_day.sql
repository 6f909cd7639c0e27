-- A company that has left the group is connected to nothing, as the count of a service's companies has it already.
create or replace function service_consumers(of_service text, on_day date) returns table (
  company_id uuid, code text, name text, name_en text, name_ja text, name_zh text, tier text, share_percent numeric, valid_from date, valid_to date)
language sql stable security definer set search_path = public, pg_temp as $$
  with reach as materialized (
    select current_setting('role', true) in ('yagura_group', 'none') as is_group,
      companies_in_scope(app_actor(), app_permission()) as companies
  )
  select sc.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, t.tier, sc.share_percent, sc.valid_from, sc.valid_to
  from reach r
  join service_connections sc on sc.service = of_service and holds_on(sc.valid_from, sc.valid_to, on_day)
  join units u on u.id = sc.company_id and u.founded_on <= on_day and (u.ended_on is null or u.ended_on > on_day)
  join unit_names n on n.unit_id = sc.company_id and holds_on(n.valid_from, n.valid_to, on_day)
  left join tiers t on t.company_id = sc.company_id and holds_on(t.valid_from, t.valid_to, on_day)
  where r.is_group or sc.company_id = any (r.companies)
    -- Rights are today's: who provided the service then but does not now has no more to do with its companies.
    or exists (select from service_providers now_by where now_by.service = of_service
      and holds_on(now_by.valid_from, now_by.valid_to, group_today()) and now_by.company_id = any (r.companies))
$$;
