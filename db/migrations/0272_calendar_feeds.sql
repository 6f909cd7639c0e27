-- A person's own duties as a calendar that other programs read (src/modules/feeds/README.md). The link is a secret: its
-- hash is kept.
create table calendar_feeds (
  id uuid primary key default new_id(),
  person_id uuid not null references people,
  company_id uuid not null references units,
  name text not null constraint calendar_feeds_name check (length(btrim(name)) between 1 and 60),
  token_hash bytea not null constraint calendar_feeds_token_unique unique,
  made_at timestamptz not null default now(),
  last_used_at timestamptz,
  ended_at timestamptz
);
create index calendar_feeds_by_person on calendar_feeds (person_id) where ended_at is null;
create index calendar_feeds_by_company on calendar_feeds (company_id);
alter table calendar_feeds enable row level security;
create policy whole_group on calendar_feeds to yagura_group using (true) with check (true);
create policy door on calendar_feeds to yagura_door, yagura_jobs using (true) with check (true);
create policy own_rows on calendar_feeds to yagura_scoped using (person_id = app_actor()) with check (person_id = app_actor());

-- A calendar asks when an entry changed last, and how often it was moved (RFC 5545 3.8.7.3, 3.8.7.4).
alter table duties add column changed_at timestamptz not null default now();
alter table duties add column moved_count integer not null default 0;
create function note_duty_moved() returns trigger language plpgsql as $$
begin
  new.changed_at := app_now();
  new.moved_count := old.moved_count + 1;
  return new;
end $$;
create trigger duty_moved before update on duties for each row
  when (old.due_at is distinct from new.due_at) execute function note_duty_moved();

-- An account that is closed closes its feeds with it, for good.
create function end_feeds_of_account() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update calendar_feeds set ended_at = now() where person_id = new.person_id and ended_at is null;
  return null;
end $$;
create trigger feeds_end_with_account after update of state on accounts for each row
  when (old.state = 'active' and new.state <> 'active') execute function end_feeds_of_account();

-- Whose feed a token opens, while they are here; says when it was last used, to the nearest five minutes.
create function open_feed(token bytea) returns table (person_id uuid, language text, time_zone text)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update calendar_feeds f set ended_at = now() where f.token_hash = token and f.ended_at is null and has_left(f.person_id);
  update calendar_feeds f set last_used_at = now() where f.token_hash = token and f.ended_at is null
    and coalesce(f.last_used_at < now() - interval '5 minutes', true);
  return query select a.person_id, a.language, coalesce(time_zone_of(a.person_id), 'UTC')
    from calendar_feeds f join accounts a on a.person_id = f.person_id and a.state = 'active'
    where f.token_hash = token and f.ended_at is null;
end $$;

-- What a person has to do, for their calendar: what is addressed to them now, as in my_duties, the next due first.
create function feed_duties(person uuid, risen text[]) returns table (
  id uuid, kind text, subject_id uuid, name text, name_en text, name_ja text, name_zh text, due_at timestamptz, time_zone text,
  starts_at timestamptz, changed_at timestamptz, moved_count integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.kind, m.subject_id, m.company_name, m.company_name_en, m.company_name_ja, m.company_name_zh, m.due_at, m.time_zone,
    m.starts_at, d.changed_at, d.moved_count
  from (select * from my_duties(person, risen) x where x.is_addressed order by x.due_at, x.id limit 1000) m
  join duties d on d.id = m.id
  order by m.due_at, m.id
$$;
