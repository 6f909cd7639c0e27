-- Each decision not to notify stays as it was decided, for how grave a case; a graver case asks for it again.
create table incident_notice_omissions (
  id uuid primary key default new_id(),
  notice_id uuid not null references incident_notices,
  incident_id uuid not null references incidents,
  company_id uuid not null references units,
  severity text not null,
  reason text not null constraint incident_notice_omissions_reason_length check (length(btrim(reason)) between 1 and 4000),
  criteria text not null constraint incident_notice_omissions_criteria_length check (length(btrim(criteria)) between 1 and 4000),
  decided_at timestamptz not null,
  decided_by uuid,
  seen_at timestamptz,
  seen_by uuid,
  agrees boolean,
  said text not null default '' constraint incident_notice_omissions_said_length check (length(said) <= 2000),
  -- Since when it is decided again, because the case became graver.
  reopened_at timestamptz,
  reopened_severity text,
  constraint incident_notice_omissions_seen_whole check ((seen_at is null) = (agrees is null)),
  constraint incident_notice_omissions_by_two check (seen_by is distinct from decided_by or seen_by is null),
  constraint incident_notice_omissions_reopened_whole check ((reopened_at is null) = (reopened_severity is null))
);
create index incident_notice_omissions_of on incident_notice_omissions (notice_id, decided_at desc, id desc);
create index incident_notice_omissions_in_order on incident_notice_omissions (decided_at desc, id desc);
create index incident_notice_omissions_by_company on incident_notice_omissions (company_id, decided_at desc, id desc);
call lock_rows_of_incident('incident_notice_omissions');

insert into incident_notice_omissions (notice_id, incident_id, company_id, severity, reason, criteria, decided_at, decided_by, seen_at, seen_by, agrees, said)
select c.id, c.incident_id, c.company_id,
  coalesce((select (array['critical', 'high', 'medium', 'low'])[least(array_position(array['critical', 'high', 'medium', 'low'], s.potential),
      array_position(array['critical', 'high', 'medium', 'low'], s.actual))]
    from incident_severities s where s.incident_id = c.incident_id and s.set_at <= c.omitted_at order by s.set_at desc, s.id desc limit 1), c.opened_severity),
  c.omitted_reason, c.omitted_criteria, c.omitted_at, c.omitted_by, c.omission_seen_at, c.omission_seen_by,
  case when c.omission_seen_at is not null then c.state = 'omitted' end, coalesce(c.omission_said, '')
from incident_notices c where c.omitted_at is not null and c.omitted_reason is not null and c.omitted_criteria is not null;

-- What left to somebody is not undone: it is neither decided against nor no longer required.
create or replace function sent_notices_stay() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and ((new.sent_at, new.names, new.channel, new.audience, new.is_exercise, new.incident_id)
        is distinct from (old.sent_at, old.names, old.channel, old.audience, old.is_exercise, old.incident_id)
      or old.sent_n is not null and (new.sent_n, new.sent_sha256) is distinct from (old.sent_n, old.sent_sha256)) then
    raise exception 'what was sent is not altered' using errcode = 'check_violation', constraint = 'incident_notices_sent_stays';
  end if;
  if old.sent_at is not null and new.state <> old.state and new.state in ('omission', 'omitted', 'no_longer') then
    raise exception 'what left is still owed' using errcode = 'check_violation', constraint = 'incident_notices_left_is_owed';
  end if;
  return new;
end $$;
