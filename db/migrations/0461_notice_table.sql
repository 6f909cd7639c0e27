-- The decision table (R-19): which notices an incident calls for, by its kind, how grave it is, what it is about and where.

create table notice_lines (
  id uuid primary key default new_id(),
  -- The division or company that added it; null: the whole group's, which nobody below takes away.
  unit_id uuid references units,
  -- Of a company's own line alone: sister companies do not see it.
  company_id uuid references units,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  ended_because text constraint notice_lines_ended_because_length check (length(ended_because) <= 1000),
  row_version integer not null default 1,
  constraint notice_lines_ended_has_reason check ((ended_at is null) = (ended_because is null))
);
create index notice_lines_current on notice_lines (unit_id) where ended_at is null;
alter table notice_lines enable row level security;
create policy whole_group on notice_lines to yagura_group using (true) with check (true);
create policy own_units on notice_lines to yagura_scoped
  using (unit_id = any ((select scope_units())::uuid[])) with check (unit_id = any ((select scope_units())::uuid[]));
-- What is the group's or a division's holds for the companies below, and is read there.
create policy from_above on notice_lines for select to yagura_scoped using (company_id is null or company_id = any ((select scope_companies())::uuid[]));
create policy door on notice_lines to yagura_door, yagura_jobs using (true) with check (true);

-- Each version of a line as it was set, with the reason; running notices keep the one that opened them.
create table notice_line_versions (
  line_id uuid not null references notice_lines,
  n smallint not null constraint notice_line_versions_n check (n between 1 and 999),
  content jsonb not null constraint notice_line_versions_content check (jsonb_typeof(content) = 'object'),
  reason text not null constraint notice_line_versions_reason_length check (length(reason) <= 1000),
  made_at timestamptz not null,
  made_by uuid,
  primary key (line_id, n)
);
alter table notice_line_versions enable row level security;
create policy with_the_line on notice_line_versions to yagura_group, yagura_scoped
  using (exists (select from notice_lines l where l.id = line_id)) with check (exists (select from notice_lines l where l.id = line_id));
create policy door on notice_line_versions to yagura_door, yagura_jobs using (true) with check (true);

-- The units above a company whose lines hold for it, of which its own people read no more than these.
create function names_of_line_units(wanted uuid[]) returns table (unit_id uuid, kind text, name text, name_en text, name_ja text, name_zh text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.kind, n.name, n.name_en, n.name_ja, n.name_zh from units u
  join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  where u.id = any (wanted) and u.kind <> 'company'
$$;
revoke execute on function names_of_line_units(uuid[]) from public;

-- A position and its holder of today by name alone, for whoever is to know who owes or approves a notice.
create function names_of_positions(wanted uuid[]) returns table (position_id uuid, name text, name_en text, name_ja text, name_zh text,
    family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name, p.name_en, p.name_ja, p.name_zh, w.family_name, w.given_name
  from positions p left join position_holders h on h.position_id = p.id and holds_on(h.valid_from, h.valid_to, group_today())
  left join people w on w.id = h.person_id
  where p.id = any (wanted)
$$;
revoke execute on function names_of_positions(uuid[]) from public;

-- Who would owe or approve a notice by a permission, the nearest first: by name alone, and of these permissions alone.
create function names_of_notice_holders(company uuid, wanted text) returns table (person_id uuid, family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from nearest_holders(array[company], wanted) h join people p on p.id = h.person_id
  where wanted in ('incident.assess', 'incident.manage', 'incident.rule') order by p.family_name, p.given_name, p.id limit 3
$$;
revoke execute on function names_of_notice_holders(uuid, text) from public;
