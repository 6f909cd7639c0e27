-- Why a sheet was finished with something not looked at: the report says so.
alter table audit_sheets add column left_reason text not null default '' constraint audit_sheets_left_reason check (length(left_reason) <= 500);
