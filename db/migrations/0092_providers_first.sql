-- Days before the due day by which the provider of a shared service answers, so that those connected to it can rest on it.
alter table rounds add column provider_lead_days smallint not null default 14
  constraint rounds_provider_lead_days check (provider_lead_days between 0 and 180);

-- What rests on a provider's inspection: per consumer and control, whether its answer still has the provider behind it. The
-- line between companies is crossed on purpose, for who reads the provider's inspection, and only so far.
create function resting_on(of_inspection uuid) returns table (
  service text, control_id text, code text, name text, name_en text, name_ja text, name_zh text, backing text
) language sql stable security definer set search_path = public, pg_temp as $$
  select c.inherits_from, a.control_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, a.backing
  from inspections p
  join answers a on a.backed_by = p.id
  join inspections i on i.id = a.inspection_id and i.round_id = p.round_id and i.left_on is null
  join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id and c.inherits_from is not null
  join units u on u.id = a.company_id
  join unit_names n on n.unit_id = a.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where p.id = of_inspection and (current_setting('role', true) in ('yagura_group', 'none')
    or p.company_id = any (companies_in_scope(app_actor(), app_permission())))
$$;
