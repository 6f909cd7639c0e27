-- Not to notify by a clock keeps by what it was decided, as a notice does, and the papers of it: some laws expect the assessment of the risk to be kept.
alter table incident_clocks
  add column omitted_criteria text not null default '' constraint incident_clocks_criteria_length check (length(omitted_criteria) <= 4000),
  add column omitted_file_ids uuid[] not null default '{}' constraint incident_clocks_omitted_files check (cardinality(omitted_file_ids) <= 5);
