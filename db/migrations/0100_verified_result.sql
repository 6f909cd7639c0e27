-- What a company's result is when only answers verified on site count is kept with it: it depends on every mandatory
-- control, which the sums alone do not tell. The sums say more: mandatory controls nobody verified, not applicable,
-- not known, verified; maturity is kept by area. Timed work computes running rounds and standings anew.
alter table inspection_results add column verified_result text
  constraint inspection_results_verified_result check (verified_result in ('meets', 'improve', 'serious', 'not_known'));
alter table inspection_results alter column sums_form set default 3;
drop index inspection_results_of_old_form;
create index inspection_results_of_old_form on inspection_results (inspection_id) where sums_form < 3;
