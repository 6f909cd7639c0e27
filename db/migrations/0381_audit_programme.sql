-- The programme of audits: how often each tier is visited, what is planned in which year, who goes (T-14, T-15).

-- Months from one audit to the next, by tier; a later day's rules never change what an earlier day said.
create table audit_cycles (
  valid_from date primary key,
  t1_months smallint not null constraint audit_cycles_t1 check (t1_months between 1 and 120),
  t2_months smallint not null constraint audit_cycles_t2 check (t2_months between 1 and 120),
  t3_months smallint not null constraint audit_cycles_t3 check (t3_months between 1 and 120),
  t4_months smallint not null constraint audit_cycles_t4 check (t4_months between 1 and 120),
  -- A company that was bought, after it joined.
  acquired_months smallint not null constraint audit_cycles_acquired check (acquired_months between 1 and 60),
  -- Days of auditors that one visit takes.
  t1_days smallint not null constraint audit_cycles_t1_days check (t1_days between 1 and 100),
  t2_days smallint not null constraint audit_cycles_t2_days check (t2_days between 1 and 100),
  t3_days smallint not null constraint audit_cycles_t3_days check (t3_days between 1 and 100),
  t4_days smallint not null constraint audit_cycles_t4_days check (t4_days between 1 and 100),
  -- So many weeks before a visit its team is to stand.
  staffed_weeks smallint not null constraint audit_cycles_staffed check (staffed_weeks between 1 and 52),
  reason text constraint audit_cycles_reason check (length(btrim(reason)) between 1 and 500),
  set_by uuid references people,
  set_at timestamptz not null default now()
);
insert into audit_cycles values ('1990-01-01', 12, 24, 36, 48, 12, 10, 6, 3, 2, 8);

-- The group office wants one company seen earlier than its cycle says; over with the next audit, or taken back.
create table audit_earlier_days (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  due_on date not null,
  reason text not null constraint audit_earlier_days_reason check (length(btrim(reason)) between 1 and 500),
  set_on date not null,
  set_by uuid not null references people,
  taken_back_on date,
  taken_back_by uuid references people,
  constraint audit_earlier_days_taken_back check ((taken_back_on is null) = (taken_back_by is null))
);
create unique index audit_earlier_days_one_at_a_time on audit_earlier_days (company_id) where taken_back_on is null;

-- One a fiscal year. It runs from the first day of its year once it is approved: nothing stores that.
create table audit_programmes (
  id uuid primary key default new_id(),
  fiscal_year integer not null constraint audit_programmes_year check (fiscal_year between 2000 and 2100),
  state text not null default 'draft' constraint audit_programmes_state check (state in ('draft', 'approved', 'closed')),
  -- Everybody who had a hand in the draft.
  prepared_by uuid[] not null default '{}',
  approved_by uuid references people,
  approved_at timestamptz,
  closed_by uuid references people,
  closed_at timestamptz,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  constraint audit_programmes_one_a_year unique (fiscal_year),
  constraint audit_programmes_approved check ((state = 'draft') = (approved_at is null) and (approved_at is null) = (approved_by is null)),
  constraint audit_programmes_approved_by_another check (approved_by is null or not (approved_by = any (prepared_by))),
  constraint audit_programmes_closed check ((state = 'closed') = (closed_at is not null) and (closed_at is null) = (closed_by is null))
);

create table audit_visits (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  programme_id uuid not null references audit_programmes,
  -- The first day of its month, until its days are known.
  month date not null constraint audit_visits_month check (extract(day from month) = 1),
  from_on date,
  to_on date,
  kind text not null constraint audit_visits_kind check (kind in ('on_site', 'remote')),
  auditor_days smallint not null constraint audit_visits_auditor_days check (auditor_days between 1 and 100),
  why text not null constraint audit_visits_why check (why in ('cycle', 'risk', 'acquired', 'requested', 'follow_up')),
  note text not null default '' constraint audit_visits_note check (length(note) <= 1000),
  state text not null default 'planned' constraint audit_visits_state check (state in ('planned', 'held', 'cancelled')),
  -- From then on the company itself sees it.
  announced_at timestamptz,
  announced_by uuid references people,
  moved_count smallint not null default 0,
  held_on date,
  result text constraint audit_visits_result check (result in ('meets', 'improve', 'serious', 'not_known')),
  findings integer constraint audit_visits_findings check (findings between 0 and 9999),
  report text not null default '' constraint audit_visits_report check (length(report) <= 200),
  closed_reason text constraint audit_visits_closed_reason check (length(btrim(closed_reason)) between 1 and 500),
  closed_by uuid references people,
  planned_by uuid references people,
  planned_at timestamptz not null default now(),
  row_version integer not null default 1,
  constraint audit_visits_days check ((from_on is null) = (to_on is null) and to_on >= from_on and to_on < from_on + 60
    and month = date_trunc('month', from_on)::date),
  constraint audit_visits_held check ((state = 'held') = (held_on is not null)),
  constraint audit_visits_cancelled check (state <> 'cancelled' or (closed_reason is not null and closed_by is not null))
);
create index audit_visits_of_company on audit_visits (company_id, month);
create index audit_visits_of_programme on audit_visits (programme_id, month);

create table audit_visit_sites (
  visit_id uuid not null references audit_visits,
  site_id uuid not null references units,
  company_id uuid not null references units,
  primary key (visit_id, site_id)
);

-- Who may be sent.
create table auditors (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  home_region text not null constraint auditors_region check (home_region in
    ('japan', 'china', 'asean', 'south_asia', 'europe', 'north_america', 'latin_america', 'other')),
  days_a_year smallint not null constraint auditors_days check (days_a_year between 1 and 260),
  competences text[] not null default '{}' constraint auditors_competences
    check (competences <@ array['lead', 'it', 'plant', 'physical', 'privacy', 'product']),
  languages text[] not null constraint auditors_languages check (cardinality(languages) between 1 and 10),
  valid_from date not null,
  valid_to date,
  row_version integer not null default 1,
  constraint auditors_dates check (valid_to > valid_from)
);
create unique index auditors_one_at_a_time on auditors (person_id) where valid_to is null;

create table audit_visit_team (
  visit_id uuid not null references audit_visits,
  auditor_id uuid not null references auditors,
  company_id uuid not null references units,
  is_lead boolean not null default false,
  days smallint not null constraint audit_visit_team_days check (days between 1 and 100),
  assigned_by uuid references people,
  assigned_at timestamptz not null default now(),
  primary key (visit_id, auditor_id)
);
create unique index audit_visit_team_one_lead on audit_visit_team (visit_id) where is_lead;
create index audit_visit_team_of_auditor on audit_visit_team (auditor_id);

-- Advice that no other record tells of.
create table audit_advice (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  company_id uuid not null references units,
  from_on date not null,
  to_on date not null,
  about text not null constraint audit_advice_about check (length(btrim(about)) between 1 and 500),
  recorded_by uuid references people,
  recorded_at timestamptz not null default now(),
  constraint audit_advice_days check (to_on >= from_on)
);
create index audit_advice_of_person on audit_advice (person_id, company_id);

call lock_rows('audit_earlier_days');
call lock_rows('audit_visits');
call lock_rows('audit_visit_sites');
call lock_rows('audit_visit_team');
call lock_rows('audit_advice');
-- The company's own people see what was announced to them, and nothing that is only planned.
create policy once_announced on audit_visits as restrictive for select to yagura_scoped
  using (app_permission() <> 'audit.read_own' or announced_at is not null);
create policy not_the_companys on audit_earlier_days as restrictive for select to yagura_scoped
  using (app_permission() <> 'audit.read_own');
create policy once_announced on audit_visit_sites as restrictive for select to yagura_scoped
  using (app_permission() <> 'audit.read_own' or visit_id in (select v.id from audit_visits v));
create policy once_announced on audit_visit_team as restrictive for select to yagura_scoped
  using (app_permission() <> 'audit.read_own' or visit_id in (select v.id from audit_visits v));

-- How every company of the kinds stood on a day: the last audit known of then, the day by which the next is due, the next planned.
-- Of a day gone by, what was planned then is not known any more: `next_on` is today's plan.
create function audit_coverage(day date, kinds text[]) returns table (
  company_id uuid, relation text, joined_on date, is_acquired boolean, tier text, region text,
  last_on date, last_result text, earlier_on date, due_on date, next_id uuid, next_on date, state text
) language sql stable as $$
  with rule as (select c.* from audit_cycles c where c.valid_from <= day order by c.valid_from desc limit 1),
  listed as (
    select u.id, r.kind as relation, t.tier, f.region,
      -- Bought, or an affiliate before.
      coalesce(u.joined_as = 'acquired', false) or exists (select from relations x where x.company_id = u.id
        and x.valid_from < r.valid_from and x.kind <> r.kind) as is_acquired,
      -- Since when it is what it is, over changes of the share alone.
      (select min(x.valid_from) from relations x where x.company_id = u.id and x.kind = r.kind and x.valid_from > coalesce(
        (select max(y.valid_from) from relations y where y.company_id = u.id and y.kind <> r.kind and y.valid_from <= day), '-infinity')
        ) as joined_on
    from units u
    join relations r on r.company_id = u.id and holds_on(r.valid_from, r.valid_to, day) and r.kind = any (kinds)
    left join tiers t on t.company_id = u.id and holds_on(t.valid_from, t.valid_to, day)
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, day)
    where u.kind = 'company' and (u.ended_on is null or u.ended_on > day)
  ),
  held as (
    select distinct on (x.company_id) x.company_id, x.held_on, x.result from (
      select e.company_id, e.held_on, e.result from earlier_audits e where e.replaced_at is null and e.held_on <= day
      union all
      select v.company_id, v.held_on, v.result from audit_visits v where v.state = 'held' and v.held_on <= day) x
    order by x.company_id, x.held_on desc
  ),
  next as (
    select distinct on (v.company_id) v.company_id, v.id,
      -- Until its days are known it may be as late as the end of its month.
      coalesce(v.to_on, (v.month + interval '1 month - 1 day')::date) as on_day
    from audit_visits v where v.state = 'planned' order by v.company_id, 3, v.id
  ),
  stood as (
    select l.*, h.held_on, h.result, n.id as next_id, n.on_day,
      (select e.due_on from audit_earlier_days e where e.company_id = l.id and e.set_on <= day
        and (e.taken_back_on is null or e.taken_back_on > day) and e.set_on > coalesce(h.held_on, '-infinity')
        order by e.set_on desc limit 1) as earlier_on,
      (coalesce(h.held_on, l.joined_on) + make_interval(months => case
        when h.held_on is null and l.is_acquired then least(k.acquired_months, k.months) else k.months end))::date as by_cycle
    from listed l cross join lateral (select r.acquired_months, case l.tier when 'T1' then r.t1_months when 'T2' then r.t2_months
      when 'T3' then r.t3_months else r.t4_months end as months from rule r) k
    left join held h on h.company_id = l.id left join next n on n.company_id = l.id
  )
  select s.id, s.relation, s.joined_on, s.is_acquired, s.tier, s.region, s.held_on, s.result, s.earlier_on,
    least(s.by_cycle, s.earlier_on), s.next_id, s.on_day,
    case when least(s.by_cycle, s.earlier_on) < day then 'overdue'
      when s.held_on is null and s.on_day is null then 'never'
      when s.on_day is null then 'covered'
      when s.on_day <= least(s.by_cycle, s.earlier_on) then 'in_time'
      else 'late' end
  from stood s
$$;
