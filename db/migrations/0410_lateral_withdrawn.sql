-- A lateral check that turns out to be needless is withdrawn: what was answered stays, nobody owes anything any more, nothing is raised.
alter table lateral_checks add column is_withdrawn boolean not null default false;
alter table lateral_checks add constraint lateral_checks_withdrawn_whole
  check (not is_withdrawn or (closed_at is not null and end_reason is not null));

-- Found by its number or by words of its title, in whatever language it was written; by whoever asks and whoever is asked.
create function find_lateral_checks(person uuid, words text, most integer) returns table (
  id uuid, number text, title text, titles jsonb, is_over boolean
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'lateral.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then units_in_scope(person, 'lateral.read') end;
begin
  return query
    with named as (
      select c.*, 'L-' || case c.issuer_kind when 'group' then '' else c.issuer_code || '-' end || c.fiscal_year || '-'
        || lpad(c.serial::text, 3, '0') as said from lateral_checks c
      where everywhere or c.issuer_unit_id = any (mine)
        or exists (select from lateral_check_members m where m.check_id = c.id and m.company_id = any (mine))
    )
    select n.id, n.said, n.title,
      (select coalesce(jsonb_object_agg(t.key, t.value -> 'title'), '{}') from jsonb_each(n.translations) t), n.closed_at is not null
    from named n
    where upper(n.said) = upper(words) or (length(words) > 1 and folded(concat_ws(' ', n.said, n.title, n.translations::text)) ilike '%' || words || '%')
    order by upper(n.said) = upper(words) desc, n.closed_at is not null, n.opened_at desc, n.id limit most;
end $$;
