-- A finding that was merged hands on what it is a case of: the weakness is looked for at the one that it became, however often that was
-- merged in turn.
create function findings_carrying(company uuid, key text) returns table (finding_id uuid) language sql stable rows 1 as $$
  with recursive led (id, merged_into) as (
    select f.id, f.merged_into from findings f where f.company_id = company and f.same_key = key
    union
    select f.id, f.merged_into from led join findings f on f.id = led.merged_into
  )
  select led.id from led where led.merged_into is null
$$;

-- In every state, because the merged ones lead on and the ended ones tell what has come back.
drop index findings_of_key;
create index findings_of_key on findings (company_id, same_key) where same_key is not null;
