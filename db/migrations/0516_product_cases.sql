-- Product cases: what a product is before the law stands in its ledger, and whoever develops products sees cases of products alone.
alter table product_components add column in_cra boolean, add column is_vehicle_type boolean;
alter table past_product_components add column in_cra boolean, add column is_vehicle_type boolean;

-- What the products that an incident names say of themselves: yes where one says so, no where all do. The same for whoever sees the incident,
-- wherever the product is kept.
create function product_facts(of_incident uuid) returns table (in_cra boolean, is_vehicle_type boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select case when bool_or(p.in_cra) then true when bool_and(p.in_cra is false) then false end,
    case when bool_or(p.is_vehicle_type) then true when bool_and(p.is_vehicle_type is false) then false end
  from incident_assets a join product_components p on p.id = a.entry_id
  where a.incident_id = of_incident and a.ledger = 'product_components' and a.left_at is null
$$;

-- The right on product cases reaches no other incident; what hangs on an incident follows it (lock_rows_of_incident).
create policy products_alone on incidents as restrictive for all to yagura_group, yagura_scoped
  using ((select current_setting('app.permission', true)) is distinct from 'incident.product' or is_product);
