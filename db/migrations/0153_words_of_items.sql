-- What an item of an outside catalogue asks, by language: a control that refers to it in these very words asks the same.
-- How often the items of a set were taken over: what was concluded from them holds until the next time.
alter table reference_items add column words jsonb;
alter table reference_sets add column taken integer not null default 0;

update reference_items r set words = jsonb_build_object(c.language, coalesce(nullif(i.words, ''), i.title))
from (select distinct on (set_id) id, set_id, language from catalogues
    where state = 'applied' and set_id is not null order by set_id, applied_at desc) c
join catalogue_items i on i.catalogue_id = c.id and i.kind = 'control'
where r.set_id = c.set_id and r.item_id = i.item_id;

-- Check sheets keep no words; the draft that was made of one has them, where they are those the item shows.
update reference_items r set words = jsonb_build_object(d.original, d.requirement)
from (select distinct on (cr.set_id, cr.item_id) cr.set_id, cr.item_id, o.original,
      c.texts -> 'requirement' ->> o.original as requirement
    from control_references cr
    join editions e on e.id = cr.edition_id
    join controls c on c.edition_id = cr.edition_id and c.control_id = cr.control_id
    cross join lateral (select coalesce(e.frame -> 'standard' ->> 'original', 'en') as original) o
    where cr.control_id = cr.item_id and e.previous_id is null and c.texts -> 'requirement' ->> o.original <> ''
    order by cr.set_id, cr.item_id, e.created_at) d
where r.set_id = d.set_id and r.item_id = d.item_id and r.words is null
  and (r.title = replace(d.requirement, E'\n', ' ') or r.title like '% · %'
    and right(r.title, length(d.requirement)) = replace(d.requirement, E'\n', ' '));
