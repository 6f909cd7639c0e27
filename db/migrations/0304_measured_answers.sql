-- Answers that the company's own ledgers gave (T-01, R-31): how many of how many hold, as the figure stood on that day.
alter table answers drop constraint answers_origin;
alter table answers add constraint answers_origin
  check (origin in ('entered', 'carried_over', 'inherited', 'measured', 'workbook', 'imported'));

-- What a measurement read: {"metric", "holds", "all", "unknown"}. Such proof is no file and no place; the ledgers of that day are.
alter table evidence add column reading jsonb
  constraint evidence_reading check (reading is null or kind = 'measured' and length(reading::text) <= 1000);
create index evidence_readings on evidence (company_id, valid_from) where reading is not null;
create index answers_measured on answers (inspection_id) where assurance = 'measured';
