-- Duties: what one company, unit or person must do by a date. Rounds: one run of asking many the same thing.

create table duties (
  id uuid not null default new_id(),
  fiscal_year integer not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  company_id uuid not null references units,
  -- Whoever holds this permission at the company is addressed; a named person narrows it to that one.
  permission text not null,
  person_id uuid references people,
  created_at timestamptz not null default now(),
  -- The clock runs from its starting event to the due moment, both as instants; the addressee's zone made the day.
  starts_at timestamptz not null,
  due_at timestamptz not null,
  time_zone text not null,
  state text not null default 'open' constraint duties_state check (state in ('open', 'done', 'waived', 'lapsed')),
  -- One next moment per open duty, moved on by rule; null when no reminder or step is left.
  next_at timestamptz,
  -- 0 addressee, 1 company executive, 2 division, 3 group office
  level smallint not null default 0 constraint duties_level check (level between 0 and 3),
  step smallint not null default 0,
  postponed_count smallint not null default 0,
  closed_at timestamptz,
  closed_by uuid,
  closed_reason text constraint duties_closed_reason_length check (length(closed_reason) <= 500),
  row_version integer not null default 1,
  primary key (fiscal_year, id),
  constraint duties_closed_has_time check ((state = 'open') = (closed_at is null)),
  constraint duties_waived_has_reason check (state <> 'waived' or (closed_reason is not null and closed_by is not null))
) partition by range (fiscal_year);
create table duties_other partition of duties default;
create unique index duties_one_open on duties (fiscal_year, kind, subject_id, company_id, permission,
  coalesce(person_id, '00000000-0000-0000-0000-000000000000')) where state = 'open';
create index duties_next on duties (next_at) where state = 'open' and next_at is not null;
create index duties_open_by_company on duties (company_id, due_at) where state = 'open';
create index duties_by_subject on duties (subject_id);
create index duties_by_person on duties (person_id) where state = 'open' and person_id is not null;

create procedure make_duty_partition(year integer) language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if to_regclass('duties_fy' || year) is null then
    execute format('create table %I partition of duties for values from (%s) to (%s)',
      'duties_fy' || year, year, year + 1);
  end if;
end $$;
do $$ begin
  for year in 2020..2045 loop call make_duty_partition(year); end loop;
end $$;

create table postponements (
  id uuid primary key default new_id(),
  duty_id uuid not null,
  company_id uuid not null references units,
  nth smallint not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null constraint postponements_reason_length check (length(reason) between 1 and 1000),
  asked_by uuid not null,
  asked_at timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  is_allowed boolean,
  decision_reason text constraint postponements_decision_reason_length check (length(decision_reason) <= 1000),
  constraint postponements_later check (to_at > from_at),
  constraint postponements_decided check ((decided_at is null) = (is_allowed is null)),
  constraint postponements_nth_unique unique (duty_id, nth)
);
create index postponements_by_company on postponements (company_id, asked_at desc);
create index postponements_open on postponements (asked_at) where decided_at is null;

create table rounds (
  id uuid primary key default new_id(),
  kind text not null constraint rounds_kind check (kind in ('inspection')),
  fiscal_year integer not null constraint rounds_fiscal_year check (fiscal_year between 2000 and 2100),
  name text not null constraint rounds_name_length check (length(name) between 1 and 200),
  edition_id uuid not null references editions,
  -- {relations: [...], tiers: [...], under: [unit ids], as_of: day, leave_out: [{company_id, reason}]}
  population_rule jsonb not null,
  previous_id uuid references rounds,
  opens_on date not null,
  due_on date not null,
  review_due_on date not null,
  confirm_due_on date not null,
  state text not null default 'draft'
    constraint rounds_state check (state in ('draft', 'frozen', 'launching', 'open', 'closed')),
  frozen_at timestamptz,
  frozen_by uuid,
  population_sha256 bytea,
  launched_at timestamptz,
  due_day_taken_at timestamptz,
  closed_at timestamptz,
  is_imported boolean not null default false,
  row_version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint rounds_dates check (opens_on < due_on and due_on <= review_due_on and review_due_on <= confirm_due_on)
);
create index rounds_by_year on rounds (kind, fiscal_year desc);

-- The frozen population: everybody who was looked at, in or out, and why. Tier, relation and place in the tree
-- stay as they were on the day, whatever happens later.
create table round_members (
  round_id uuid not null references rounds,
  company_id uuid not null references units,
  is_in boolean not null,
  reason text not null constraint round_members_reason_length check (length(reason) between 1 and 500),
  tier text,
  relation text,
  -- bound: the standard binds; asked: it asks (equity method, joint venture, dealer by the group's choice)
  binding text constraint round_members_binding check (binding in ('bound', 'asked')),
  division_id uuid references units,
  region text,
  country text,
  workers integer,
  joined_on date,
  left_on date,
  primary key (round_id, company_id),
  constraint round_members_in_has_tier check (not is_in or (tier is not null and binding is not null))
);
create index round_members_by_company on round_members (company_id);

create table inspections (
  id uuid primary key default new_id(),
  round_id uuid not null references rounds,
  company_id uuid not null references units,
  edition_id uuid not null references editions,
  tier text not null,
  state text not null default 'not_begun' constraint inspections_state check
    (state in ('not_begun', 'answering', 'submitted', 'returned', 'reviewed', 'confirmed', 'locked')),
  due_on date not null,
  begun_at timestamptz,
  submitted_at timestamptz,
  submitted_by uuid,
  is_late boolean not null default false,
  late_reason text constraint inspections_late_reason_length check (length(late_reason) <= 1000),
  returned_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by uuid,
  confirmed_at timestamptz,
  confirmed_by uuid,
  -- When the division uploads a page signed on paper: whose signature it is.
  confirmed_for uuid references people,
  confirmation_file_id uuid references files,
  locked_at timestamptz,
  corrected_count smallint not null default 0,
  left_on date,
  row_version integer not null default 1,
  constraint inspections_one_per_round unique (round_id, company_id),
  constraint inspections_submitted_has_time check
    (state in ('not_begun', 'answering') or submitted_at is not null),
  constraint inspections_locked_is_confirmed check (state <> 'locked' or (locked_at is not null and confirmed_at is not null))
);
create index inspections_by_company on inspections (company_id, round_id);
create index inspections_by_state on inspections (round_id, state);

create table scope_answers (
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  condition text not null,
  is_true boolean not null,
  note text constraint scope_answers_note_length check (length(note) <= 1000),
  answered_by uuid,
  answered_at timestamptz not null default now(),
  row_version integer not null default 1,
  primary key (inspection_id, condition)
);
create index scope_answers_by_company on scope_answers (company_id);

create table answers (
  inspection_id uuid not null references inspections,
  control_id text not null,
  company_id uuid not null references units,
  verdict text not null constraint answers_verdict check
    (verdict in ('met', 'partly', 'not_met', 'unknown', 'not_applicable')),
  -- how it is done and where that can be seen; what is missing; who finds out; why not applicable
  how text constraint answers_how_length check (length(how) <= 4000),
  missing text constraint answers_missing_length check (length(missing) <= 4000),
  owner text constraint answers_owner_length check (length(owner) <= 200),
  due_on date,
  reason text constraint answers_reason_length check (length(reason) <= 4000),
  coverage_percent numeric(5, 2) constraint answers_coverage check (coverage_percent between 0 and 100),
  exceptions text constraint answers_exceptions_length check (length(exceptions) <= 4000),
  maturity smallint constraint answers_maturity check (maturity between 0 and 5),
  -- entered here, taken over from last year, from a shared service, or from a workbook
  origin text not null default 'entered'
    constraint answers_origin check (origin in ('entered', 'carried_over', 'inherited', 'workbook', 'imported')),
  assurance text not null default 'declared'
    constraint answers_assurance check (assurance in ('declared', 'documented', 'measured', 'verified')),
  -- not applicable: null while it waits for the division
  na_is_allowed boolean,
  answered_by uuid,
  answered_for uuid,
  answered_at timestamptz not null default now(),
  row_version integer not null default 1,
  primary key (inspection_id, control_id)
);
create index answers_by_company on answers (company_id, control_id);
create index answers_gaps on answers (control_id, verdict, inspection_id) where verdict <> 'met';

-- The desk's own opinion, kept beside the company's and never over it.
create table desk_reviews (
  inspection_id uuid not null references inspections,
  control_id text not null,
  company_id uuid not null references units,
  decision text not null constraint desk_reviews_decision check (decision in ('accepted', 'returned')),
  verdict text not null constraint desk_reviews_verdict check
    (verdict in ('met', 'partly', 'not_met', 'unknown', 'not_applicable')),
  reason_kind text constraint desk_reviews_reason_kind check
    (reason_kind in ('contradicts_data', 'proof_missing', 'proof_too_old', 'scope_unclear', 'other')),
  reason text constraint desk_reviews_reason_length check (length(reason) <= 2000),
  answer_version integer not null,
  reviewed_by uuid not null,
  reviewed_at timestamptz not null default now(),
  primary key (inspection_id, control_id),
  constraint desk_reviews_return_has_reason check (decision <> 'returned' or length(coalesce(reason, '')) > 0)
);
create index desk_reviews_by_company on desk_reviews (company_id);

create table delegations (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  person_id uuid not null references people,
  area text,
  control_id text,
  due_on date,
  note text constraint delegations_note_length check (length(note) <= 1000),
  given_by uuid not null,
  given_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint delegations_area_or_control check ((area is null) <> (control_id is null))
);
create index delegations_by_inspection on delegations (inspection_id);
create index delegations_by_person on delegations (person_id) where ended_at is null;
create index delegations_by_company on delegations (company_id);

create table talks (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  control_id text,
  company_id uuid not null references units,
  body text not null constraint talks_body_length check (length(body) between 1 and 4000),
  asks_division boolean not null default false,
  answered_at timestamptz,
  said_by uuid not null,
  said_at timestamptz not null default now()
);
create index talks_by_inspection on talks (inspection_id, control_id, said_at);
create index talks_by_company on talks (company_id);

create table corrections (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  reason text not null constraint corrections_reason_length check (length(reason) between 1 and 1000),
  opened_by uuid not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz
);
create index corrections_by_inspection on corrections (inspection_id);
create index corrections_by_company on corrections (company_id);

-- ---------------------------------------------------------------------------------------------------------
-- Evidence: one item for many controls, with the days it is good for.
-- ---------------------------------------------------------------------------------------------------------

create table evidence (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  title text not null constraint evidence_title_length check (length(title) between 1 and 200),
  kind text not null default 'declared' constraint evidence_kind check (kind in ('declared', 'documented', 'measured')),
  file_id uuid references files,
  -- Where the proof can be seen when it is not a file: a place, a system, a document number.
  place text constraint evidence_place_length check (length(place) <= 1000),
  valid_from date not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  row_version integer not null default 1,
  constraint evidence_file_or_place check (file_id is not null or length(coalesce(place, '')) > 0)
);
create index evidence_by_company on evidence (company_id, created_at desc);

create table evidence_uses (
  evidence_id uuid not null references evidence,
  inspection_id uuid not null references inspections,
  control_id text not null,
  company_id uuid not null references units,
  -- By cadence and kind of evidence; the last day on which it still counts.
  valid_until date not null,
  used_by uuid,
  used_at timestamptz not null default now(),
  primary key (inspection_id, control_id, evidence_id)
);
create index evidence_uses_by_evidence on evidence_uses (evidence_id);
create index evidence_uses_by_company on evidence_uses (company_id);

-- ---------------------------------------------------------------------------------------------------------
-- Results: one row per inspection and basis, so that the overview reads rows proportional to companies.
--   live      what the answers of this moment give (provisional)
--   due       as it stood at the end of the due day; never changes
--   locked    confirmed and locked; never changes
--   restated  the latest correction after the lock, beside the locked one
--   standing  recomputed daily: expired evidence counts against it
-- ---------------------------------------------------------------------------------------------------------

create table inspection_results (
  inspection_id uuid not null references inspections,
  basis text not null constraint inspection_results_basis check (basis in ('live', 'due', 'locked', 'restated', 'standing')),
  round_id uuid not null references rounds,
  company_id uuid not null references units,
  computed_at timestamptz not null default now(),
  result text not null constraint inspection_results_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  is_provisional boolean not null,
  -- exact: Σ weight·value in half points over Σ weight (value 0, 1 or 2 halves)
  half_points integer not null,
  weight integer not null,
  required_count smallint not null,
  answered_count smallint not null,
  na_count smallint not null,
  unknown_count smallint not null,
  expired_count smallint not null default 0,
  declared_count smallint not null,
  documented_count smallint not null,
  measured_count smallint not null,
  verified_count smallint not null,
  -- The same score when only answers verified on site count.
  verified_half_points integer not null default 0,
  mandatory_gaps text[] not null default '{}',
  mandatory_partly text[] not null default '{}',
  -- {area: [half_points, weight, n, answered]}, likewise by function, harm and topic
  areas jsonb not null,
  functions jsonb not null,
  harms jsonb not null,
  topics jsonb not null,
  maturity jsonb,
  primary key (inspection_id, basis)
);
create index inspection_results_by_round on inspection_results (round_id, basis);
create index inspection_results_by_company on inspection_results (company_id, basis);
create index inspection_results_gaps on inspection_results using gin (mandatory_gaps);

create function refuse_frozen_result() returns trigger language plpgsql as $$
begin
  if old.basis in ('due', 'locked') then
    raise exception 'inspection_results_frozen' using errcode = 'check_violation',
      constraint = 'inspection_results_frozen';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger inspection_results_frozen before update or delete on inspection_results
  for each row execute function refuse_frozen_result();

-- A company that answers by Excel: every workbook that went out and every one that came back.
create table workbooks (
  id uuid primary key default new_id(),
  inspection_id uuid not null references inspections,
  company_id uuid not null references units,
  language text not null constraint workbooks_language check (language in ('ja', 'en', 'zh')),
  secret bytea not null,
  issued_by uuid not null,
  issued_at timestamptz not null default now(),
  answers_as_of timestamptz not null
);
create index workbooks_by_inspection on workbooks (inspection_id);
create index workbooks_by_company on workbooks (company_id);
create table workbook_returns (
  id uuid primary key default new_id(),
  workbook_id uuid not null references workbooks,
  company_id uuid not null references units,
  file_id uuid not null references files,
  received_by uuid not null,
  received_at timestamptz not null default now(),
  state text not null default 'checked' constraint workbook_returns_state check (state in ('checked', 'applied', 'dropped')),
  rows jsonb not null,
  applied_at timestamptz
);
create index workbook_returns_by_workbook on workbook_returns (workbook_id);
create index workbook_returns_by_company on workbook_returns (company_id);

call lock_rows('duties');
call lock_rows('postponements');
call lock_rows('round_members');
call lock_rows('inspections');
call lock_rows('scope_answers');
call lock_rows('answers');
call lock_rows('desk_reviews');
call lock_rows('delegations');
call lock_rows('talks');
call lock_rows('corrections');
call lock_rows('evidence');
call lock_rows('evidence_uses');
call lock_rows('inspection_results');
call lock_rows('workbooks');
call lock_rows('workbook_returns');

-- A contributor sees and writes only what was delegated: a further, restrictive lock on top of the company's.
create policy delegated_only on answers as restrictive to yagura_scoped
  using (app_permission() is distinct from 'inspection.contribute' or exists (
    select 1 from delegations d
    where d.inspection_id = answers.inspection_id and d.person_id = app_actor() and d.ended_at is null
      and (d.control_id = answers.control_id or d.area = (
        select c.area from controls c join inspections i on i.edition_id = c.edition_id
        where i.id = answers.inspection_id and c.control_id = answers.control_id))));
create policy delegated_only on delegations as restrictive to yagura_scoped
  using (app_permission() is distinct from 'inspection.contribute' or person_id = app_actor());
