-- Which versions the issuer of a workbook, or its last applied return, has seen: whatever is newer was answered
-- meanwhile and is shown beside what the file says.
alter table workbooks add column seen jsonb not null default '{"answers": {}, "scope": {}}';
-- Of a return: how many rows of which kind it had when it was checked, and what applying it did.
alter table workbook_returns rename column rows to report;
alter table workbook_returns add column applied_by uuid;
alter table workbook_returns add constraint workbook_returns_applied_has_time check
  (state <> 'applied' or (applied_at is not null and applied_by is not null));
