-- The result of an inspection over the controls that every edition from one to another asks in the same words, with
-- today's weights: an edition change is never read as progress (T-10, T-13). Kept, so that no overview counts answers.
create table like_for_like_results (
  inspection_id uuid not null references inspections,
  from_edition_id uuid not null references editions,
  to_edition_id uuid not null references editions,
  round_id uuid not null references rounds,
  company_id uuid not null references units,
  result text not null constraint like_for_like_results_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  half_points integer not null,
  weight integer not null,
  computed_at timestamptz not null,
  primary key (inspection_id, from_edition_id, to_edition_id)
);
create index like_for_like_results_by_round on like_for_like_results (round_id);
create index like_for_like_results_by_company on like_for_like_results (company_id);
call lock_rows('like_for_like_results');
