-- Which labels a company's entries bear: few entries bear one.
do $$
declare ledger text;
begin
  foreach ledger in array array['devices', 'servers', 'cloud_services', 'user_ids', 'information', 'internet_exits', 'plant_equipment', 'product_components'] loop
    execute format('create index %1$s_labelled on %1$I (company_id) where labels <> ''{}''', ledger);
  end loop;
end $$;
