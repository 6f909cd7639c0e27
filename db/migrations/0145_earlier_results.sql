-- Results of years before the group kept them here, as a list said them: one per company, fiscal year and area (T-13).
-- They stand beside what the product kept and are never mixed with it. A corrected list adds another row; the one it
-- replaces stays, with the moment.
create table earlier_results (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  fiscal_year integer not null constraint earlier_results_year check (fiscal_year between 1990 and 2100),
  -- Empty for the company as a whole; else the area as the list names it, since earlier standards had their own.
  area text not null default '' constraint earlier_results_area check (length(area) <= 80),
  result text constraint earlier_results_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  score numeric(5, 2) constraint earlier_results_score check (score between 0 and 100),
  edition text not null default '' constraint earlier_results_edition check (length(edition) <= 80),
  source text not null constraint earlier_results_source check (length(source) <= 255),
  reason text constraint earlier_results_reason check (length(reason) <= 500),
  added_by uuid references people,
  added_at timestamptz not null default now(),
  replaced_at timestamptz,
  constraint earlier_results_says check (result is not null or score is not null)
);
create unique index earlier_results_one_at_a_time on earlier_results (company_id, fiscal_year, lower(area)) where replaced_at is null;
create index earlier_results_by_year on earlier_results (fiscal_year) where replaced_at is null and area = '';
call lock_rows('earlier_results');
