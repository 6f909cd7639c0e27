-- A rule of the ledgers as proof (R-24): it counts no longer than to the day of its next look, whatever the control's cadence gives.
alter table evidence add column rule_id uuid references asset_rules;
alter table evidence add column counts_until date;
alter table evidence add constraint evidence_of_rule check (rule_id is null or counts_until is not null);
create index evidence_by_rule on evidence (rule_id) where rule_id is not null;
create unique index evidence_one_of_rule on evidence (company_id, rule_id) where rule_id is not null and withdrawn_at is null;
