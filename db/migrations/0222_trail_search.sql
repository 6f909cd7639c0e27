-- What the group's auditors look for at ten million events: every filter by an index, words in personal values too.

-- One request, one sitting of a person: looked up by equality alone.
create index events_by_request on events using hash (request_id);
drop index events_on_behalf;
create index events_on_behalf on events (on_behalf_of, id desc) where on_behalf_of is not null;

-- Words of personal values, apart from them: whoever writes an event does not wait until its words can be found. Filled
-- behind the seals, emptied with the values.
create table event_texts (
  event_id bigint primary key,
  company_id uuid,
  body text not null
);
call lock_rows('event_texts');

-- Three letters in a row, or two where one of them is written without spaces between words (CJK: U+2E80 and beyond). What
-- is contained has no gram that its container lacks.
create function text_grams(body text) returns text[] language sql immutable strict parallel safe
  set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct g.gram), '{}') from (
    select case when substr(body, i, 2) ~ '[\u2e80-\U0010ffff]' then substr(body, i, 2)
      when i < length(body) - 1 then substr(body, i, 3) end as gram
    from generate_series(1, length(body) - 1) i) g where g.gram is not null
$$;
create index event_texts_by_gram on event_texts using gin (text_grams(body));
create index event_texts_by_company on event_texts (company_id, event_id desc);

create table event_texts_reached (
  only_one boolean primary key default true constraint event_texts_reached_only_one check (only_one),
  seal bigint not null default 1,
  event_id bigint not null default 0
);
insert into event_texts_reached default values;

-- Takes in the words of about `most` more events, whole seals or pieces of one. @returns whether more may wait.
create function index_event_texts(most integer) returns boolean language plpgsql volatile security definer
  set search_path = public, pg_temp as $$
declare
  reached event_texts_reached;
  sealed seals;
  seen integer;
  last_seen bigint;
  left_to_see integer := most;
begin
  select * into reached from event_texts_reached for update skip locked;
  if reached.seal is null then
    return false;
  end if;
  while left_to_see > 0 loop
    select s.n, s.era, s.xid_from, s.xid_to into sealed.n, sealed.era, sealed.xid_from, sealed.xid_to
      from seals s where s.n = reached.seal;
    exit when sealed.n is null;
    with piece as (
      select e.id, e.company_id from events e
      where e.era = sealed.era and e.xid >= sealed.xid_from and e.xid < sealed.xid_to and e.id > reached.event_id
      order by e.id limit left_to_see
    ), taken as (
      insert into event_texts (event_id, company_id, body)
      select p.id, p.company_id, left(lower(folded(string_agg(t.words, ' '))), 4000) from piece p
      join event_values v on v.event_id = p.id and v.content is not null
      cross join lateral (select x #>> '{}' as words from jsonb_path_query(v.content, 'strict $.** ? (@.type() == "string")') x) t
      where t.words <> '' group by p.id, p.company_id
      on conflict do nothing
    )
    select count(*), max(p.id) into seen, last_seen from piece p;
    if seen < left_to_see then
      reached.seal := reached.seal + 1;
      reached.event_id := 0;
    else
      reached.event_id := last_seen;
    end if;
    left_to_see := left_to_see - greatest(seen, 1);
  end loop;
  update event_texts_reached set seal = reached.seal, event_id = reached.event_id;
  return left_to_see <= 0;
end $$;
revoke execute on function index_event_texts from public;
grant execute on function index_event_texts to yagura_group;

-- A file of found events with its proof: made by a job, fetched by whoever ordered it.
create table trail_exports (
  id uuid primary key default new_id(),
  ordered_by uuid not null references people,
  ordered_at timestamptz not null default now(),
  job_id uuid,
  format text not null constraint trail_exports_format check (format in ('jsonl', 'csv')),
  filter jsonb not null,
  with_values boolean not null default false,
  language text not null,
  event_count integer,
  size_bytes bigint,
  sha256 bytea,
  -- the text that is signed, and the signature
  manifest text,
  signature bytea,
  made_at timestamptz,
  -- null again when the file has ended
  file_id uuid,
  constraint trail_exports_made_whole check (num_nonnulls(event_count, size_bytes, sha256, manifest, signature, made_at) in (0, 6))
);
create index trail_exports_own on trail_exports (ordered_by, ordered_at desc, id desc);
-- Of the one who ordered it, whatever the permission reaches.
alter table trail_exports enable row level security;
create policy own_exports on trail_exports to yagura_group, yagura_scoped
  using (ordered_by = app_actor()) with check (ordered_by = app_actor());

-- The row that keeps the content from being swept away. The file is nobody's company's, which the lock on files would refuse.
create function keep_trail_export(export uuid, content bytea, size bigint, media_type text, name text) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  kept uuid;
begin
  insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
  select null, content, size, keep_trail_export.media_type, keep_trail_export.name, 'trail_export', x.ordered_by
    from trail_exports x where x.id = export and x.ordered_by = app_actor() and x.file_id is null
  returning id into kept;
  update trail_exports set file_id = kept where id = export and kept is not null;
end $$;

-- Exports are for being taken away: after so many days nothing of them stays but that they were made, and their proof.
create function end_trail_exports(days integer, most integer) returns integer language sql volatile security definer
  set search_path = public, pg_temp as $$
  with ended as (
    select x.id, x.file_id from trail_exports x
    where x.file_id is not null and x.made_at < app_now() - make_interval(days => days) limit most
  ), dropped as (
    delete from files f using ended where f.id = ended.file_id
  ), noted as (
    update trail_exports x set file_id = null from ended where x.id = ended.id returning x.id
  ) select count(*)::integer from noted
$$;
revoke execute on function keep_trail_export, end_trail_exports from public;
grant execute on function keep_trail_export to yagura_group, yagura_scoped;
grant execute on function end_trail_exports to yagura_group;

-- Under which seal an event stands, for the rows of a page or of an export.
create index seals_by_place on seals (era, xid_to);

-- What an auditor names when looking for a record: its number or its name. Each row under the locks of its own table.
create view trail_subjects with (security_invoker = true) as
  select 'person' as kind, p.id, p.company_id, p.family_name || ' ' || p.given_name as name, p.code, p.sought
    from people p
  union all
  select 'unit', u.id, u.company_id, n.name, u.code, folded(u.code) || ' ' || n.sought
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  union all
  select 'round', r.id, null, r.name, null, folded(r.name) from rounds r
  union all
  select 'inspection', i.id, i.company_id, r.name || ' · ' || n.name, u.code, folded(u.code || ' ' || r.name) || ' ' || n.sought
    from inspections i join rounds r on r.id = i.round_id join units u on u.id = i.company_id
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
  union all
  select 'edition', e.id, null, e.standard || ' ' || e.edition, null, folded(e.standard || ' ' || e.edition) from editions e
  union all
  select 'catalogue', c.id, null, c.title || ' ' || c.version, null, folded(c.title || ' ' || c.version) from catalogues c
  union all
  select 'mapping', m.id, null, m.title || ' ' || m.version, null, folded(m.title || ' ' || m.version) from mapping_collections m;

-- The seals of an export's proof with the hashes of all their events, so that each can be worked out anew by somebody who has
-- no database. A hash tells nothing about an event that one may not see.
create function seals_with_hashes(from_n bigint, to_n bigint) returns table (
  n bigint, day date, previous_hash text, hash text, events text
) language sql stable security definer set search_path = public, pg_temp as $$
  select s.n, s.day, encode(s.previous_hash, 'hex'), encode(s.hash, 'hex'), translate(encode((
    select string_agg(e.hash, ''::bytea order by e.id) from events e
    where e.era = s.era and e.xid >= s.xid_from and e.xid < s.xid_to), 'base64'), E'\n', '')
  from seals s where s.n between from_n and to_n order by s.n
$$;

-- The kinds of events there are: from one to the next by the index, not by reading events. They tell nothing of anybody.
create function verbs_in_trail() returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$
  with recursive kinds as (
    (select e.verb from events e order by e.verb limit 1)
    union all
    select (select e.verb from events e where e.verb > k.verb order by e.verb limit 1) from kinds k where k.verb is not null
  ) select k.verb from kinds k where k.verb is not null
$$;
