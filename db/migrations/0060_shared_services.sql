-- Shared services as the group keeps them: from day to day, found by service.
alter table service_providers add constraint service_providers_dates check (valid_to is null or valid_to > valid_from);
alter table service_connections add constraint service_connections_dates check (valid_to is null or valid_to > valid_from);
create index service_connections_by_service on service_connections (service, company_id);
create index service_providers_by_company on service_providers (company_id);

-- Who is connected to a service on a day. The provider serves companies that it may otherwise know nothing of, so the
-- line between companies is crossed here on purpose: for the company on whose behalf it serves, and only so far.
create function service_consumers(of_service text, on_day date) returns table (
  company_id uuid, code text, name text, name_en text, name_ja text, name_zh text, tier text,
  share_percent numeric, valid_from date, valid_to date
) language sql stable security definer set search_path = public, pg_temp as $$
  with reach as materialized (
    select current_setting('role', true) in ('yagura_group', 'none') as is_group,
      companies_in_scope(app_actor(), app_permission()) as companies
  )
  select sc.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, t.tier, sc.share_percent, sc.valid_from, sc.valid_to
  from reach r
  join service_connections sc on sc.service = of_service and holds_on(sc.valid_from, sc.valid_to, on_day)
  join units u on u.id = sc.company_id
  join unit_names n on n.unit_id = sc.company_id and holds_on(n.valid_from, n.valid_to, on_day)
  left join tiers t on t.company_id = sc.company_id and holds_on(t.valid_from, t.valid_to, on_day)
  where r.is_group or sc.company_id = any (r.companies)
    -- Rights are today's: who provided the service then but does not now has no more to do with its companies.
    or exists (select from service_providers now_by where now_by.service = of_service
      and holds_on(now_by.valid_from, now_by.valid_to, group_today()) and now_by.company_id = any (r.companies))
$$;

-- The provider's name on a day is known to the companies connected to its service; the caller makes sure of that.
create function service_provider_name_on(of_service text, on_day date) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select n.name from service_providers sp join unit_names n on n.unit_id = sp.company_id and holds_on(n.valid_from, n.valid_to, on_day)
  where sp.service = of_service and holds_on(sp.valid_from, sp.valid_to, on_day)
$$;
