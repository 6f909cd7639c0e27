-- Roles made here beside the built-in ones; and powerful rights, which one person proposes and another decides.
alter table roles drop constraint roles_id_form;
alter table roles
  add constraint roles_id_form check (id ~ '^[a-z][a-z0-9_]{1,39}$'),
  add column description text,
  add column based_on text constraint roles_based_on_fkey references roles (id),
  add column needs_two boolean not null default false,
  add column ended_on date,
  add column row_version integer not null default 1,
  add column created_at timestamptz not null default now(),
  add constraint roles_description_length check (length(description) <= 500),
  add constraint roles_built_in_stay check (not is_built_in or ended_on is null);
comment on column roles.needs_two is 'giving it takes two people, beside those that always do';

alter table grants
  add column allowed_by uuid,
  add column is_single_handed boolean not null default false;
comment on column grants.allowed_by is 'the second person, of a powerful right';
comment on column grants.is_single_handed is 'a powerful right that one person gave because nobody else could have decided';
create index grants_single_handed on grants (id) where is_single_handed;

create table rights_proposals (
  id uuid primary key default new_id(),
  kind text not null constraint rights_proposals_kind check (kind in ('grant', 'role')),
  company_id uuid references units (id),
  person_id uuid references people (id),
  position_id uuid references positions (id),
  role_id text not null references roles (id),
  unit_id uuid references units (id),
  with_subtree boolean not null default true,
  valid_from date,
  valid_to date,
  permissions text[],
  reason text not null constraint rights_proposals_reason_length check (length(reason) <= 500),
  proposed_by uuid not null references people (id),
  proposed_at timestamptz not null default now(),
  expires_at timestamptz not null,
  not_for uuid[] not null default '{}',
  state text not null default 'open'
    constraint rights_proposals_state check (state in ('open', 'allowed', 'refused', 'withdrawn', 'expired')),
  decided_by uuid references people (id),
  decided_at timestamptz,
  decided_because text constraint rights_proposals_because_length check (length(decided_because) <= 500),
  constraint rights_proposals_another_decides check (state not in ('allowed', 'refused') or decided_by <> all (not_for)),
  constraint rights_proposals_of_kind check (case kind when 'grant' then num_nonnulls(person_id, position_id) = 1
    and unit_id is not null and valid_from is not null else permissions is not null end)
);
comment on column rights_proposals.not_for is 'who must not decide: the proposer, and whoever would get the right';
create index rights_proposals_open on rights_proposals (expires_at) where state = 'open';
create index rights_proposals_by_company on rights_proposals (company_id);
call lock_rows('rights_proposals');

-- How many others could decide about a right at a unit: they can sign in, may give any role there, and are not of those named.
create function deciders_at(at_unit uuid, with_all_below boolean, besides uuid[]) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (unit_id) as (
    select at_unit
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.unit_id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select count(distinct g.person_id)::int from grants_in_force g
  join role_permissions rp on rp.role_id = g.role_id and rp.permission = 'grant.give_any'
  join accounts a on a.person_id = g.person_id and a.state = 'active'
  where g.person_id <> all (besides)
    and (case when g.with_subtree then g.unit_id in (select unit_id from up) else g.unit_id = at_unit and not with_all_below end)
$$;

-- Who would get a right that is given to a position: whoever holds it now or later, and its deputies.
create function people_of_seat(of_position uuid) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct x.person_id), '{}') from (
    select h.person_id from position_holders h where h.position_id = of_position and (h.valid_to is null or h.valid_to > group_today())
    union all
    select d.person_id from deputies d where d.position_id = of_position and (d.valid_to is null or d.valid_to > group_today())) x
$$;

-- What somebody may do and see, from the very rows that the checks read: each right in force with the companies it reaches.
create function reach_of(person uuid) returns table (id uuid, role_id text, via text, position_id uuid, position_name text,
  position_name_en text, position_name_ja text, position_name_zh text, holder_name text, unit_id uuid, unit_kind text,
  with_subtree boolean, valid_to date, companies uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
  select g.id, g.role_id, g.via, g.position_id, p.name, p.name_en, p.name_ja, p.name_zh,
    case when g.via = 'deputy' then nullif(concat_ws(' ', o.family_name, nullif(o.given_name, '')), '') end,
    g.unit_id, u.kind, g.with_subtree, g.valid_to,
    case when u.kind = 'group' and g.with_subtree then '{}'::uuid[] else array(
      with recursive below (id) as (
        select g.unit_id
        union
        select s.unit_id from supervisions s join below b on s.parent_id = b.id
        where g.with_subtree and holds_on(s.valid_from, s.valid_to, group_today())
      )
      select c.id from below b join units c on c.id = b.id and c.kind = 'company') end
  from grants_held(person, bound_of(person)) g
  join units u on u.id = g.unit_id
  left join positions p on p.id = g.position_id
  left join position_holders h on h.position_id = g.position_id and holds_on(h.valid_from, h.valid_to, group_today())
  left join people o on o.id = h.person_id
  order by g.role_id, g.id
$$;

-- Who reaches a company with which role, and by what: the same rows from the other side.
create function reaching(company uuid) returns table (person_id uuid, company_id uuid, family_name text, given_name text,
  role_id text, via text, position_name text, position_name_en text, position_name_ja text, position_name_zh text,
  unit_kind text, unit_name text, unit_name_en text, unit_name_ja text, unit_name_zh text, valid_to date)
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive up (id) as (
    select company
    union
    select s.parent_id from supervisions s join up on s.unit_id = up.id
    where holds_on(s.valid_from, s.valid_to, group_today())
  )
  select g.person_id, q.company_id, q.family_name, q.given_name, g.role_id, g.via, p.name, p.name_en, p.name_ja, p.name_zh,
    u.kind, n.name, n.name_en, n.name_ja, n.name_zh, g.valid_to
  from grants_in_force g
  join units u on u.id = g.unit_id
  join people q on q.id = g.person_id
  left join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  left join positions p on p.id = g.position_id
  where (g.unit_id = company or g.with_subtree and g.unit_id in (select id from up))
    and exists (select from accounts a where a.person_id = g.person_id and a.state = 'active')
$$;

-- How many people have a role now: a figure that a role's page shows, of the whole group.
create function holders_of_role(role text) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct g.person_id)::int from grants_in_force g where g.role_id = role
$$;
