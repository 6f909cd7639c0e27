-- Workbooks that went out can be made anew at any time, and what was sent with many others is of no use once it was read:
-- neither is kept for ever. What came back for a company is kept with it.
alter table workbook_batch_items drop constraint workbook_batch_items_issued_has_file;
alter table workbook_batch_items add constraint workbook_batch_items_issued_has_workbook
  check ((state = 'issued') = (workbook_id is not null));
create index workbook_batch_items_by_file on workbook_batch_items (file_id);
create index workbook_delivery_parts_by_file on workbook_delivery_parts (file_id);
create index files_that_end on files (created_at) where purpose in ('workbook_out', 'workbook_delivery');

-- Takes away rows of files, which nobody else may delete; contents that no row cites go with the sweep.
-- @param kept how long a workbook that went out can be fetched again; what was sent and never read as long.
-- @param looked_at how long the sent file outlives its reading.
create function end_workbook_files(kept interval, looked_at interval, most integer) returns integer
  language sql volatile security definer set search_path = public, pg_temp as $$
  with ended as (
    select f.id from files f
    where f.purpose in ('workbook_out', 'workbook_delivery') and (f.created_at < app_now() - kept
      or f.purpose = 'workbook_delivery' and f.created_at < app_now() - looked_at
        and exists (select from workbook_delivery_parts q where q.file_id = f.id and q.read_at < app_now() - looked_at))
    order by f.created_at limit most for update skip locked
  ), out_of as (
    update workbook_batch_items x set file_id = null from ended where x.file_id = ended.id
  ), sent_in as (
    update workbook_delivery_parts q set file_id = null from ended where q.file_id = ended.id
  ), gone as (
    delete from files f using ended where f.id = ended.id returning 1
  )
  select count(*)::integer from gone
$$;
revoke execute on function end_workbook_files from public;
grant execute on function end_workbook_files to yagura_group;
