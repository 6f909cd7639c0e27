-- A list as of a day is read in the order of its names from two tables at once, what holds now and what held then, until its page is full.
do $$
declare ledger text;
begin
  foreach ledger in array array['devices', 'servers', 'cloud_services', 'user_ids', 'information', 'internet_exits', 'plant_equipment', 'product_components'] loop
    execute format('create index past_%1$s_sort_name on past_%1$I (name, id)', ledger);
  end loop;
end $$;
