-- Audits held before the product kept them, as a list said them: one per company and day (T-18). A corrected list adds another
-- row; the one it replaces stays, with the moment.
create table earlier_audits (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  held_on date not null constraint earlier_audits_day check (held_on between '1990-01-01' and '2100-12-31'),
  kind text not null default 'on_site' constraint earlier_audits_kind check (kind in ('on_site', 'remote')),
  -- Names as the list has them: who audited then need be no person of the group's any more.
  auditors text not null default '' constraint earlier_audits_auditors check (length(auditors) <= 500),
  result text constraint earlier_audits_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  findings integer constraint earlier_audits_findings check (findings between 0 and 9999),
  report text not null default '' constraint earlier_audits_report check (length(report) <= 200),
  source text not null constraint earlier_audits_source check (length(source) <= 255),
  reason text constraint earlier_audits_reason check (length(reason) <= 500),
  added_by uuid references people,
  added_at timestamptz not null default now(),
  replaced_at timestamptz
);
create unique index earlier_audits_one_at_a_time on earlier_audits (company_id, held_on) where replaced_at is null;
call lock_rows('earlier_audits');
