-- Words of two letters, as Japanese and Chinese ones are (紛失, 漏洩), are found by an index of pairs of letters: of two, what the index
-- holds is the answer, and no text is read again. The others are found by threes as before.
create index incidents_by_gram on incidents using gin (text_grams(lower(folded(sought))));

create function is_two_letters(words text) returns boolean language sql immutable parallel safe as $$
  select length(words) = 2 and words ~ '[\u2e80-\U0010ffff]'
$$;

create or replace function find_incidents(person uuid, words text, most integer) returns table (
  id uuid, reference text, title text, kind text, name text, name_en text, name_ja text, name_zh text,
  is_exercise boolean
) language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(person, 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(person, 'incident.read') end;
  pair constant text := case when is_two_letters(words) then lower(folded(words)) end;
begin
  return query
    with exact as materialized (
      select i.* from incidents i where i.reference = upper(words) and (everywhere or i.company_id = any (mine))
        and not is_kept_from(person, i.about_ids, i.is_confidential, i.told_ids, i.entered_by)
    ), holds as materialized (
      select i.* from incidents i
      where (length(words) > 2 and folded(i.sought) ilike '%' || words || '%'
          or pair is not null and text_grams(lower(folded(i.sought))) @> array[pair])
        and (everywhere or i.company_id = any (mine))
        and not is_kept_from(person, i.about_ids, i.is_confidential, i.told_ids, i.entered_by)
      order by (i.state in ('closed', 'nothing')), i.discovered_at desc limit most
    ), hit as (select * from exact union select * from holds)
    select h.id, h.reference, h.title, h.kind, n.name, n.name_en, n.name_ja, n.name_zh, h.is_exercise from hit h
    left join unit_names n on n.unit_id = h.company_id and holds_on(n.valid_from, n.valid_to, group_today())
    order by h.reference = upper(words) desc, h.state in ('closed', 'nothing'), h.discovered_at desc, h.id limit most;
end $$;

-- The same in the search of the register, whose pattern is the words between two signs of "anything".
create or replace function incidents_holding(pattern text) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan rows 100 as $$
declare
  everywhere constant boolean := app_actor() = '00000000-0000-0000-0000-000000000000'
    or exists (select from standing_of(app_actor(), 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(app_actor(), 'incident.read') end;
  pair constant text := case when pattern ~ '^%..%$' and is_two_letters(substr(pattern, 2, 2)) then lower(folded(substr(pattern, 2, 2))) end;
begin
  return query select i.id from incidents i
    where (pair is null and folded(i.sought) ilike pattern or pair is not null and text_grams(lower(folded(i.sought))) @> array[pair])
    and (everywhere or i.company_id = any (mine))
    and (app_actor() = '00000000-0000-0000-0000-000000000000' or not is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by));
end $$;
