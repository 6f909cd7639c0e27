-- The report of a visit: written from the finished sheet, sent to the company, answered by it, and final (T-17, R-14).

create table audit_reports (
  id uuid primary key default new_id(),
  visit_id uuid not null references audit_visits,
  company_id uuid not null references units,
  version smallint not null constraint audit_reports_version check (version between 1 and 99),
  reference text not null constraint audit_reports_reference check (length(reference) <= 60),
  language text not null constraint audit_reports_language check (language in ('ja', 'en', 'zh')),
  -- What the sheet was made of: the sheet itself stays closed to the company.
  edition_id uuid not null references editions,
  tier text not null constraint audit_reports_tier check (tier in ('T1', 'T2', 'T3', 'T4')),
  inspection_id uuid references inspections,
  seed text not null,
  share_percent smallint not null,
  -- Who went, where every check was made, and the photos that were not withdrawn.
  seen jsonb not null constraint audit_reports_seen check (jsonb_typeof(seen) = 'object'),
  state text not null default 'draft' constraint audit_reports_state check (state in ('draft', 'sent', 'final')),
  summary text not null default '' constraint audit_reports_summary check (length(summary) <= 8000),
  commended text not null default '' constraint audit_reports_commended check (length(commended) <= 8000),
  -- Of a later version, what it puts right.
  reason text constraint audit_reports_reason check (length(btrim(reason)) between 1 and 500),
  begun_by uuid references people,
  begun_at timestamptz not null default now(),
  reply_by date,
  sent_by uuid references people,
  sent_at timestamptz,
  replied_by uuid references people,
  replied_at timestamptz,
  reply_words text not null default '' constraint audit_reports_reply_words check (length(reply_words) <= 8000),
  final_by uuid references people,
  final_at timestamptz,
  held_on date,
  result text constraint audit_reports_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  findings integer constraint audit_reports_findings check (findings >= 0),
  content_sha256 bytea constraint audit_reports_content check (length(content_sha256) = 32),
  row_version integer not null default 1,
  constraint audit_reports_one_version unique (visit_id, version),
  constraint audit_reports_corrects check ((version > 1) = (reason is not null)),
  constraint audit_reports_sent check ((state = 'draft') = (sent_at is null) and (sent_at is null) = (reply_by is null)),
  constraint audit_reports_replied check (replied_at is null or sent_at is not null),
  constraint audit_reports_final check ((state = 'final') = (final_at is not null) and (final_at is null) = (content_sha256 is null)
    and (final_at is null) = (held_on is null) and (final_at is null) = (result is null) and (final_at is null) = (findings is null))
);
create index audit_reports_of_company on audit_reports (company_id, visit_id);

-- What the report says of each control, and what the company says to it.
create table audit_report_controls (
  report_id uuid not null references audit_reports on delete cascade,
  control_id text not null,
  company_id uuid not null references units,
  position smallint not null,
  area text not null,
  drawn text not null constraint audit_report_controls_drawn check (drawn in ('mandatory', 'sample', 'added')),
  said_verdict text,
  said_assurance text,
  said_on date,
  answer_version integer,
  desk_verdict text,
  -- As it stood on the sheet; what the report says is beside it.
  sheet_verdict text not null constraint audit_report_controls_sheet check (sheet_verdict in ('met', 'partly', 'not_met', 'unknown')),
  verdict text not null constraint audit_report_controls_verdict check (verdict in ('met', 'partly', 'not_met', 'unknown')),
  words text not null default '' constraint audit_report_controls_words check (length(words) <= 16000),
  severity text constraint audit_report_controls_severity check (severity in ('critical', 'high', 'medium', 'low')),
  proposed_severity text constraint audit_report_controls_proposed check (proposed_severity in ('critical', 'high', 'medium', 'low')),
  severity_reason text not null default '' constraint audit_report_controls_severity_reason check (length(severity_reason) <= 500),
  agrees boolean,
  reply_words text not null default '' constraint audit_report_controls_reply check (length(reply_words) <= 4000),
  settlement text constraint audit_report_controls_settlement check (settlement in ('upheld', 'changed', 'withdrawn')),
  settled_reason text not null default '' constraint audit_report_controls_settled_reason check (length(settled_reason) <= 1000),
  settled_by uuid references people,
  settled_at timestamptz,
  -- Once it is final.
  due_on date,
  finding_id uuid references findings,
  primary key (report_id, control_id),
  -- Severity belongs to what falls short, and another than the rule gives says why.
  constraint audit_report_controls_grave check ((verdict in ('partly', 'not_met')) = (severity is not null)
    and (severity is null) = (proposed_severity is null)),
  constraint audit_report_controls_weighed check (severity is not distinct from proposed_severity or length(btrim(severity_reason)) > 0),
  constraint audit_report_controls_differs check (agrees is distinct from false or length(btrim(reply_words)) > 0),
  constraint audit_report_controls_settled check ((settlement is null) = (settled_at is null)
    and (settlement is null or settlement = 'upheld' or length(btrim(settled_reason)) > 0))
);

create table audit_report_files (
  report_id uuid not null references audit_reports,
  -- Null: to the report as a whole.
  control_id text,
  company_id uuid not null references units,
  file_id uuid not null references files,
  name text not null,
  constraint audit_report_files_once unique nulls not distinct (report_id, control_id, file_id)
);
create index audit_report_files_file on audit_report_files (file_id);

-- Under a final report: the lead, and the company's word that it has received it or why it would not say so.
create table audit_signatures (
  report_id uuid not null references audit_reports,
  side text not null constraint audit_signatures_side check (side in ('lead', 'company')),
  company_id uuid not null references units,
  outcome text not null constraint audit_signatures_outcome check (outcome in ('signed', 'refused')),
  reason text not null default '' constraint audit_signatures_reason check (length(reason) <= 500),
  person_id uuid references people,
  signed_at timestamptz not null default now(),
  primary key (report_id, side),
  constraint audit_signatures_refused check (outcome = 'signed' or (side = 'company' and length(btrim(reason)) > 0))
);

-- A final report is what it is: whatever would change it is refused here as well.
create function audit_report_is_final() returns trigger language plpgsql as $$
declare of_report uuid := case when tg_table_name = 'audit_reports' then (to_jsonb(old) ->> 'id')::uuid
  else (coalesce(to_jsonb(new), to_jsonb(old)) ->> 'report_id')::uuid end;
begin
  if exists (select from audit_reports r where r.id = of_report and r.state = 'final') then
    raise exception 'a final report is never changed' using errcode = '23514', constraint = 'audit_reports_frozen';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger frozen before update or delete on audit_reports for each row execute function audit_report_is_final();
create trigger frozen before insert or update or delete on audit_report_controls for each row execute function audit_report_is_final();
create trigger frozen before insert or update or delete on audit_report_files for each row execute function audit_report_is_final();

do $$
declare t text;
begin
  foreach t in array array['audit_reports', 'audit_report_controls', 'audit_report_files', 'audit_signatures'] loop
    execute format('call lock_rows(%L)', t);
  end loop;
  foreach t in array array['audit_report_controls', 'audit_report_files', 'audit_signatures'] loop
    execute format('create policy once_sent on %I as restrictive for select to yagura_scoped
      using (not reads_own_audit() or report_id in (select r.id from audit_reports r))', t);
  end loop;
end $$;
-- What is being written is nothing that the company is told.
create policy once_sent on audit_reports as restrictive for select to yagura_scoped
  using (not reads_own_audit() or (state <> 'draft' and visit_id in (select v.id from audit_visits v)));

-- Who leads is read from the pool, which is closed to whoever reaches single companies: of oneself one may know.
create function leads_visit(of_visit uuid, who uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from audit_visit_team m join auditors a on a.id = m.auditor_id
    where m.visit_id = of_visit and m.is_lead and a.person_id = who)
$$;

-- Who went, for the report that names them.
create function team_of_visit(of_visit uuid) returns table (person_id uuid, is_lead boolean) language sql stable security definer
  set search_path = public, pg_temp as $$
  select a.person_id, m.is_lead from audit_visit_team m join auditors a on a.id = m.auditor_id where m.visit_id = of_visit
$$;

-- A visit is held by its final report, whoever writes it: programmes are the whole group's, this one row follows from the report alone.
create function hold_audit_visit(of_visit uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  update audit_visits v set state = 'held', held_on = r.held_on, result = r.result, findings = r.findings,
    report = r.reference || case when r.version > 1 then '-' || r.version else '' end, closed_by = r.final_by, row_version = v.row_version + 1
  from audit_reports r where v.id = of_visit and r.visit_id = v.id and r.state = 'final' and v.state <> 'cancelled'
    and r.version = (select max(x.version) from audit_reports x where x.visit_id = v.id and x.state = 'final')
$$;
