-- What sources see and nobody has taken into a ledger: asked about as a thing of its own, once until it is answered.

-- One question about very many things that one load brought to one company (docs/decisions/0092).
create table unknown_asks (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  load_id uuid not null references source_loads,
  things integer not null constraint unknown_asks_things check (things > 0),
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint unknown_asks_once unique (load_id, company_id)
);
create index unknown_asks_of_company on unknown_asks (company_id);
call lock_rows('unknown_asks');

create table unknown_things (
  id uuid primary key default new_id(),
  company_id uuid not null references units,
  ledger text not null constraint unknown_things_ledger check (ledger ~ '^[a-z_]{1,40}$'),
  entry_id uuid not null,
  -- What it was called and where it stood when it was found.
  name text not null,
  address text,
  faces_internet boolean not null,
  source_id uuid not null references asset_sources,
  load_id uuid not null references source_loads,
  found_at timestamptz not null default now(),
  -- Null until the load that found it has asked about it.
  asked_at timestamptz,
  due_on date,
  ask_id uuid references unknown_asks,
  -- Who probably answers for it, by which rule (declared/likely.ts), and the entry and counts that the rule went by.
  likely_id uuid references people,
  likely_by text constraint unknown_things_likely_by check (likely_by ~ '^[a-z_]{1,40}$'),
  likely_because jsonb,
  -- Who is asked now; null: whoever keeps the ledgers of the company.
  asked_id uuid references people,
  passed_by uuid references people,
  passed_reason text constraint unknown_things_passed_reason check (length(passed_reason) between 1 and 500),
  outcome text constraint unknown_things_outcome
    check (outcome in ('taken_in', 'merged', 'dismissed', 'switched_off', 'taken_in_elsewhere', 'gone_elsewhere')),
  outcome_reason text constraint unknown_things_outcome_reason check (length(outcome_reason) <= 500),
  merged_into uuid,
  ended_at timestamptz,
  ended_by uuid references people,
  row_version integer not null default 1,
  constraint unknown_things_ended check ((outcome is null) = (ended_at is null)),
  constraint unknown_things_merged check ((merged_into is not null) = (outcome is not distinct from 'merged')),
  constraint unknown_things_why_likely check ((likely_id is null) = (likely_by is null))
);
create unique index unknown_things_open on unknown_things (entry_id) where ended_at is null;
create index unknown_things_of_entry on unknown_things (entry_id, ended_at desc);
create index unknown_things_open_of_company on unknown_things (company_id, found_at, id) where ended_at is null;
create index unknown_things_open_found on unknown_things (found_at, id) where ended_at is null;
create index unknown_things_of_load on unknown_things (load_id, company_id);
create index unknown_things_of_ask on unknown_things (ask_id) where ask_id is not null;
create index unknown_things_asked on unknown_things (asked_id) where asked_id is not null and ended_at is null;
call lock_rows('unknown_things');

-- An address as the database understands one; null for what is none (a name, a range, a port behind it).
create function address_of(said text) returns inet language plpgsql immutable parallel safe as $$
begin
  if said !~ '^[0-9]{1,3}(\.[0-9]{1,3}){3}$' and (said !~* '^[0-9a-f:.]{2,45}$' or position(':' in said) = 0) then
    return null;
  end if;
  return said::inet;
exception when others then
  return null;
end $$;

-- The neighbourhood of an address: 256 of IPv4, a /64 of IPv6 (RFC 4291 2.5.1: the interface's own half begins there).
create function neighbourhood_of(at inet) returns cidr language sql immutable parallel safe as $$
  select network(set_masklen(at, case when family(at) = 4 then 24 else 64 end))::cidr
$$;

-- Reachable from everywhere: not private, shared, of the link or of the machine itself (RFC 1918, 6598, 3927, 4193, 4291).
create function is_public(at inet) returns boolean language sql immutable parallel safe as $$
  select not (at <<= any (array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8',
    'fc00::/7', 'fe80::/10', '::1/128']::inet[]))
$$;

-- What hosts of one kind have in common: the name without its domain and the number at its end, where three letters are left.
create function stem_of(name text) returns text language sql immutable parallel safe as $$
  select case when length(s) >= 3 and s ~ '[A-Z]' then s end
  from (select regexp_replace(upper(split_part(btrim(name), '.', 1)), '[-_]?[0-9]+$', '')) x (s)
  where address_of(btrim(name)) is null
$$;

-- The part of a host's name that somebody has registered: two labels, three below a country's own kinds (co.jp, com.cn).
create function registered_domain(said text) returns text language sql immutable parallel safe as $$
  select substring(h from '([a-z0-9-]+\.(?:(?:co|ne|or|ac|go|gr|ed|com|net|org|edu|gov)\.[a-z]{2}|[a-z0-9-]+))$')
  from (select lower(split_part(split_part(split_part(regexp_replace(btrim(said), '^[A-Za-z][A-Za-z+.-]*://([^/@]*@)?', ''), '/', 1), '?', 1), ':', 1))) x (h)
  where h ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and h !~ '\.[0-9]+$'
$$;

-- Whether somebody can be asked about a thing of the company: an account that is open, and the right to answer there.
create function can_be_asked(person uuid, company uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from accounts a where a.person_id = person and a.state = 'active')
    and exists (select from permissions_held_at(person, array['ledger.identify'], company))
$$;
