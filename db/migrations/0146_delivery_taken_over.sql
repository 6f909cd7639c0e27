-- A delivery of workbooks can be finished by a colleague of the same desk (src/modules/workbooks/README.md).
alter table workbook_deliveries
  -- The companies that whoever opened it reached then; none where that was the whole group. Who reaches all of them is the same desk.
  add column desk uuid[],
  -- Who brought it, once somebody else has it in hand.
  add column brought_by uuid,
  add column taken_over_at timestamptz,
  add constraint workbook_deliveries_taken_over_from check ((brought_by is null) = (taken_over_at is null));

-- The desk sees a delivery; to work on it one takes it over first, so that every row written is one's own.
drop policy own_deliveries on workbook_deliveries;
drop policy own_deliveries on workbook_delivery_parts;
drop policy own_deliveries on workbook_delivery_items;
create policy desk_deliveries on workbook_deliveries to yagura_scoped
  using (received_by = app_actor() or desk <@ (select scope_companies())::uuid[])
  with check (received_by = app_actor());
create policy desk_deliveries on workbook_delivery_parts to yagura_scoped
  using (received_by = app_actor() or exists (select from workbook_deliveries d where d.id = delivery_id))
  with check (received_by = app_actor());
create policy desk_deliveries on workbook_delivery_items to yagura_scoped
  using ((received_by = app_actor() or exists (select from workbook_deliveries d where d.id = delivery_id))
    and (company_id is null or company_id = any ((select scope_companies())::uuid[])))
  with check (received_by = app_actor() and (company_id is null or company_id = any ((select scope_companies())::uuid[])));
-- Whether somebody is at work on it.
create policy desk_deliveries on jobs for select to yagura_scoped
  using (kind in ('workbook.check_delivery', 'workbook.apply_delivery')
    and exists (select from workbook_deliveries d where d.id = jobs.subject_id));
