-- A company that another company supervises stands under that one's division: to narrow to the division lost it, though the list of
-- companies showed it there. The nearest division counts, as in division_above.
create function companies_by_division() returns table (company_id uuid, division_id uuid)
  language sql stable security definer set search_path = public, pg_temp rows 1000 as $$
  with recursive below (company_id, division_id, depth) as (
    select s.unit_id, s.parent_id, 1 from supervisions s
    join units d on d.id = s.parent_id and d.kind = 'division'
    join units u on u.id = s.unit_id and u.kind = 'company'
    where holds_on(s.valid_from, s.valid_to, group_today())
    union all
    select s.unit_id, b.division_id, b.depth + 1 from below b
    join supervisions s on s.parent_id = b.company_id and holds_on(s.valid_from, s.valid_to, group_today())
    join units u on u.id = s.unit_id and u.kind = 'company'
    where b.depth < 20
  )
  select b.company_id, b.division_id from below b
$$;

create or replace function companies_under(division uuid) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive below (company_id, depth) as (
    select s.unit_id, 1 from supervisions s join units u on u.id = s.unit_id and u.kind = 'company'
    where s.parent_id = division and holds_on(s.valid_from, s.valid_to, group_today())
    union all
    select s.unit_id, b.depth + 1 from below b
    join supervisions s on s.parent_id = b.company_id and holds_on(s.valid_from, s.valid_to, group_today())
    join units u on u.id = s.unit_id and u.kind = 'company'
    where b.depth < 20
  )
  select b.company_id from below b
$$;
