-- Who rests on a provider is named where the asker reaches that company; of the others only how much rests on it.
drop function resting_on(uuid);
create function resting_on(of_inspection uuid) returns table (
  service text, control_id text, company_id uuid, code text, name text, name_en text, name_ja text, name_zh text, backing text
) language sql stable security definer set search_path = public, pg_temp as $$
  with reach as materialized (
    select current_setting('role', true) in ('yagura_group', 'none') as is_group,
      companies_in_scope(app_actor(), app_permission()) as companies
  )
  select c.inherits_from, a.control_id, a.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, a.backing
  from reach r
  join inspections p on p.id = of_inspection and (r.is_group or p.company_id = any (r.companies))
  join answers a on a.backed_by = p.id
  join inspections i on i.id = a.inspection_id and i.round_id = p.round_id and i.left_on is null
  join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id and c.inherits_from is not null
  left join units u on u.id = a.company_id and (r.is_group or u.id = any (r.companies))
  left join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
$$;
