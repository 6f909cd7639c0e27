-- A provider is called as the reader's language calls it, where the group keeps such a name; else by its name by law.
drop function service_provider_name(text);
drop function service_provider_name_on(text, date);
create function service_provider_name_on(of_service text, on_day date, in_language text) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(nullif(case in_language when 'ja' then n.name_ja when 'en' then n.name_en when 'zh' then n.name_zh end, ''), n.name)
  from service_providers sp join unit_names n on n.unit_id = sp.company_id and holds_on(n.valid_from, n.valid_to, on_day)
  where sp.service = of_service and holds_on(sp.valid_from, sp.valid_to, on_day)
$$;
