-- The kept sums of areas, topics, functions and harms say how much of them is verified on site: a fifth number. Results
-- kept before are of the first form; timed work computes those of running rounds and the standings anew.
alter table inspection_results add column sums_form smallint not null default 1;
alter table inspection_results alter column sums_form set default 2;
-- What was never handed in has no standing: it is not known.
delete from inspection_results s using inspections i
  where i.id = s.inspection_id and s.basis = 'standing' and i.state in ('not_begun', 'answering');
create index inspection_results_of_old_form on inspection_results (inspection_id) where sums_form < 2;
