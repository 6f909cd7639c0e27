-- A provider's answers cross the line between companies on purpose, and only so far: controls that name a shared
-- service, in the same round, once the provider has handed in, for companies connected to that service today.
create function inherited_answers(of_inspection uuid) returns table (
  control_id text, verdict text, assurance text, na_is_allowed boolean, maturity smallint, how text, missing text, owner text,
  due_on date, reason text, coverage_percent numeric, exceptions text, origin text, answered_at timestamptz, answered_by_name text,
  row_version integer, evidence_valid_until text, service text, provider_name text, share_percent numeric, inspection_id uuid
) language sql stable security definer set search_path = public, pg_temp as $$
  select a.control_id, a.verdict, a.assurance, a.na_is_allowed, null::smallint, a.how, null::text, null::text, null::date, null::text,
    a.coverage_percent, a.exceptions, a.origin, a.answered_at, null::text, a.row_version, null::text, c.inherits_from,
    coalesce(n.name, ''), sc.share_percent, p.id
  from inspections mine
  join service_connections sc on sc.company_id = mine.company_id and holds_on(sc.valid_from, sc.valid_to, group_today())
  join service_providers sp on sp.service = sc.service and sp.company_id <> mine.company_id
    and holds_on(sp.valid_from, sp.valid_to, group_today())
  join inspections p on p.round_id = mine.round_id and p.company_id = sp.company_id
    and p.state in ('submitted', 'reviewed', 'confirmed', 'locked')
  join controls c on c.edition_id = mine.edition_id and c.inherits_from = sc.service
  join answers a on a.inspection_id = p.id and a.control_id = c.control_id and a.verdict in ('met', 'partly')
  left join unit_names n on n.unit_id = sp.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where mine.id = of_inspection and (
    current_setting('role', true) in ('yagura_group', 'none')
    or mine.company_id = any (companies_in_scope(app_actor(), app_permission())))
$$;

-- The provider's name is known to the companies connected to its service; nothing else of it is.
create function service_provider_name(of_service text) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select n.name from service_providers sp join unit_names n on n.unit_id = sp.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where sp.service = of_service and holds_on(sp.valid_from, sp.valid_to, group_today())
$$;
