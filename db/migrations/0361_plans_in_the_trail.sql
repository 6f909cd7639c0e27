-- Improvement plans among the records that somebody may look up in the trail.
create or replace view trail_subjects with (security_invoker = true) as
  select 'person' as kind, p.id, p.company_id, p.family_name || ' ' || p.given_name as name, p.code, p.sought
    from people p
  union all
  select 'unit', u.id, u.company_id, n.name, u.code, folded(u.code) || ' ' || n.sought
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  union all
  select 'round', r.id, null, r.name, null, folded(r.name) from rounds r
  union all
  select 'inspection', i.id, i.company_id, r.name || ' · ' || n.name, u.code, folded(u.code || ' ' || r.name) || ' ' || n.sought
    from inspections i join rounds r on r.id = i.round_id join units u on u.id = i.company_id
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  union all
  select 'edition', e.id, null, e.standard || ' ' || e.edition, null, folded(e.standard || ' ' || e.edition) from editions e
  union all
  select 'catalogue', c.id, null, c.title || ' ' || c.version, null, folded(c.title || ' ' || c.version) from catalogues c
  union all
  select 'mapping', m.id, null, m.title || ' ' || m.version, null, folded(m.title || ' ' || m.version) from mapping_collections m
  union all
  select 'devices', e.id, e.company_id, e.name, null, e.sought from devices e
  union all
  select 'servers', e.id, e.company_id, e.name, null, e.sought from servers e
  union all
  select 'cloud_services', e.id, e.company_id, e.name, null, e.sought from cloud_services e
  union all
  select 'user_ids', e.id, e.company_id, e.name, null, e.sought from user_ids e
  union all
  select 'information', e.id, e.company_id, e.name, null, e.sought from information e
  union all
  select 'internet_exits', e.id, e.company_id, e.name, null, e.sought from internet_exits e
  union all
  select 'plant_equipment', e.id, e.company_id, e.name, null, e.sought from plant_equipment e
  union all
  select 'product_components', e.id, e.company_id, e.name, null, e.sought from product_components e
  union all
  select 'asset_source', s.id, s.company_id, s.name, null, folded(s.name) from asset_sources s
  union all
  select 'asset_rule', r.id, r.company_id, r.name, null, folded(r.name) from asset_rules r
  union all
  select 'asset_load', l.id, l.company_id, l.file_name, null, folded(l.file_name) from source_loads l
  union all
  select 'finding', f.id, f.company_id, f.reference || ' ' || f.title, f.reference, folded(f.sought) from findings f
  union all
  select 'plan', p.id, p.company_id, p.reference || ' ' || p.title, p.reference, folded(p.reference || ' ' || p.title) from plans p;
