-- On which days a company works: its week and its holidays. Reminders come on a working day (domain.md, mechanism 3).
create table company_calendars (
  company_id uuid primary key references units,
  -- ISO 8601: 1 is Monday, 7 is Sunday.
  work_days smallint[] not null constraint company_calendars_work_days
    check (cardinality(work_days) between 1 and 7 and work_days <@ '{1,2,3,4,5,6,7}'::smallint[]),
  row_version integer not null default 1
);
create table company_holidays (
  company_id uuid not null references company_calendars,
  day date not null,
  name text not null constraint company_holidays_name_length check (length(name) between 1 and 100),
  primary key (company_id, day)
);
call lock_rows('company_calendars');
call lock_rows('company_holidays');
