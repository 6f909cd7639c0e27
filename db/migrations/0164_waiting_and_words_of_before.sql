-- An edition in review that 0126 put into the work list would have been reminded of three days before its day only: it is
-- seven, as for every other one.
update duties d set next_at = x.first
from (select id, ((due_at at time zone time_zone)::date - 7 + time '9:00') at time zone time_zone as first from duties
  where kind = 'edition.decide' and state = 'open' and step = 0) x
where d.id = x.id and x.first > now() and d.next_at > x.first;

-- An item that the catalogue taken over last no longer has, and that a control or a mapping keeps, asks what the catalogue
-- before it said: 0153 gave words to those of the last one alone.
update reference_items r set words = jsonb_build_object(c.language, c.asked)
from (select distinct on (c.set_id, i.item_id) c.set_id, i.item_id, c.language, coalesce(nullif(i.words, ''), i.title) as asked
    from catalogues c join catalogue_items i on i.catalogue_id = c.id and i.kind = 'control'
    where c.state = 'applied' and c.set_id is not null order by c.set_id, i.item_id, c.applied_at desc) c
where r.set_id = c.set_id and r.item_id = c.item_id and r.words is null;
