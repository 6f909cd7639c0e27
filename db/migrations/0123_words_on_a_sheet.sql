-- With how many errata of its edition a workbook went out: which words its answers were given to. Those before this said none.
alter table workbooks add column errata integer not null default 0;
