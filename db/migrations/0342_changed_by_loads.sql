-- Which load made a version of an entry. It made it where `changed_by` is empty: what a person changes afterwards leaves the load standing.
do $$
declare one text;
begin
  foreach one in array array['devices', 'servers', 'cloud_services', 'user_ids', 'information', 'internet_exits', 'plant_equipment',
    'product_components'] loop
    execute format('alter table %I add column changed_load uuid', one);
    execute format('alter table past_%I add column changed_load uuid', one);
  end loop;
end $$;

-- A load of the whole group is for whoever reaches the group; which source it was of, and of when, is no secret to whom it changed something.
create function what_load(wanted uuid) returns table (source_id uuid, said_at timestamptz) language sql stable security definer
  set search_path = public, pg_temp as $$
  select l.source_id, coalesce(l.captured_at, l.opened_at) from source_loads l where l.id = wanted
$$;
revoke all on function what_load(uuid) from public;
grant execute on function what_load(uuid) to yagura_group, yagura_scoped, yagura_jobs;
