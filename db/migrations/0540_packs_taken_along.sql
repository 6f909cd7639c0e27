-- A pack that nobody takes along helps nobody on the day: since when it is kept, and when it was last taken, also that of a division or
-- the group, whose takings stand in the trail without a company.
alter table offline_packs add column kept_since timestamptz not null default app_now();
update offline_packs set kept_since = passphrase_set_at;

create index events_of_packs_taken on events (subject_id, id desc) where verb = 'offline_pack.taken';

-- Asked of packs in one's reach alone.
create function pack_taken_at(pack_unit uuid) returns timestamptz
  language sql stable security definer set search_path to public, pg_temp as $$
  select e.at from events e where e.subject_id = pack_unit and e.verb = 'offline_pack.taken' order by e.id desc limit 1
$$;
