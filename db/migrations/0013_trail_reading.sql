-- The names of those who did something that one may see. Their rows may lie outside one's scope; the name belongs to
-- the deed. Only people who stand in the trail have one here.
create function names_in_trail(people_ids uuid[]) returns table (id uuid, family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from people p
  where p.id = any (people_ids) and exists (select from events e where e.actor_id = p.id or e.on_behalf_of = p.id)
$$;
create index events_on_behalf on events (on_behalf_of) where on_behalf_of is not null;

-- Up to where the trail is sealed: below it an event's place is proven.
create function sealed_up_to() returns table (era integer, xid xid8) language sql stable security definer
  set search_path = public, pg_temp as $$
  select s.era, s.xid_to from seals s order by s.n desc limit 1
$$;
