-- A call: a hard clock asks somebody to say that they have taken note. What nobody says in time goes to whoever is next
-- (src/modules/duties/calls.ts). It stops no clock and does no duty.
create table calls (
  id uuid primary key default new_id(),
  duty_id uuid not null,
  fiscal_year integer not null,
  company_id uuid not null references units,
  -- Whom it asks, as in duties.level, and for the how many-th time.
  level smallint not null constraint calls_level check (level between 0 and 4),
  nth smallint not null default 1 constraint calls_nth check (nth between 1 and 9),
  opened_at timestamptz not null default now(),
  answer_by timestamptz not null,
  state text not null default 'open'
    constraint calls_state check (state in ('open', 'acknowledged', 'risen', 'unanswered', 'ended')),
  ended_at timestamptz,
  -- Who said so: a person here, or a receiver outside, with the name that it gave.
  acknowledged_by uuid references people,
  receiver_id uuid,
  acknowledged_as text constraint calls_acknowledged_as_length check (length(acknowledged_as) between 1 and 100),
  constraint calls_ended_has_time check ((state = 'open') = (ended_at is null)),
  constraint calls_acknowledged_by_somebody check ((state = 'acknowledged') = (acknowledged_by is not null or receiver_id is not null))
);
create unique index calls_one_open on calls (duty_id) where state = 'open';
create index calls_to_answer on calls (answer_by) where state = 'open';
create index calls_by_duty on calls (duty_id, opened_at);
create index calls_by_company on calls (company_id);
create index calls_by_person on calls (acknowledged_by) where acknowledged_by is not null;
call lock_rows('calls');

-- One call as far as a person may see it now: whoever may read the record, and whoever is asked. Asked are those of its
-- level and above, by the same permissions as in my_duties; `risen` names them.
create function call_seen_by(person uuid, wanted uuid, risen text[])
  returns table (id uuid, duty_id uuid, duty_kind text, subject_kind text, subject_id uuid, company_id uuid, level smallint, nth smallint,
    opened_at timestamptz, answer_by timestamptz, state text, ended_at timestamptz, acknowledged_by uuid, receiver_id uuid,
    acknowledged_as text, due_at timestamptz, time_zone text, is_duty_open boolean, is_asked boolean,
    name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  with looked as (
    select c.*, d.kind as duty_kind, d.subject_kind, d.subject_id, d.due_at, d.time_zone, d.state = 'open' as is_duty_open,
      not person = any (d.not_for) and (
        c.level = 0 and (d.person_id = person or d.person_id is null and c.company_id = any (companies_in_scope(person, d.permission)))
        or exists (select from unnest(risen) with ordinality as r (permission, level)
          where r.level >= c.level and (c.company_id = any (companies_in_scope(person, r.permission))
            or (select s.reach = 'group' from standing_of(person, r.permission) s)))
        or c.level = 1 and d.permission = 'inspection.answer' and exists (
          select from position_holders h join positions p on p.id = h.position_id and p.purpose = 'deputy_security_officer'
          where p.company_id = c.company_id and h.person_id = person and holds_on(h.valid_from, h.valid_to, group_today()))
      ) as is_asked
    from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year where c.id = wanted
  )
  select l.id, l.duty_id, l.duty_kind, l.subject_kind, l.subject_id, l.company_id, l.level, l.nth, l.opened_at, l.answer_by, l.state,
    l.ended_at, l.acknowledged_by, l.receiver_id, l.acknowledged_as, l.due_at, l.time_zone, l.is_duty_open, l.is_asked,
    n.name, n.name_en, n.name_ja, n.name_zh
  from looked l
  left join unit_names n on n.unit_id = l.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where l.is_asked or l.company_id = any (companies_in_scope(person, 'inspection.read'))
    or (select s.reach = 'group' from standing_of(person, 'inspection.read') s)
$$;

-- Somebody took note; whether they may is the caller's to know. Returns nothing where it is over already.
create function acknowledge_call(wanted uuid, person uuid, receiver uuid, said_as text)
  returns table (duty_id uuid, company_id uuid, subject_id uuid, duty_kind text, level smallint)
  language sql volatile security definer set search_path = public, pg_temp as $$
  update calls c set state = 'acknowledged', ended_at = app_now(), acknowledged_by = person, receiver_id = receiver, acknowledged_as = said_as
  from duties d where c.id = wanted and c.state = 'open' and d.id = c.duty_id and d.fiscal_year = c.fiscal_year
  returning c.duty_id, c.company_id, d.subject_id, d.kind, c.level
$$;
