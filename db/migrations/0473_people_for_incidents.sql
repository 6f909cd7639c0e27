-- Who may take a part in an incident: whoever reads incidents of its company, by rights there or above, can sign in and is not whom it is
-- about; of a confidential one whoever needs to know alone.
create function people_for_incident(wanted uuid, words text, also_unlisted boolean)
  returns table (person_id uuid, family_name text, given_name text, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  with recursive it as materialized (select * from incidents i where i.id = wanted),
  above (unit_id, depth) as (
    select it.company_id, 0 from it
    union all
    select s.parent_id, a.depth + 1 from above a join supervisions s on s.unit_id = a.unit_id and holds_on(s.valid_from, s.valid_to, group_today())
    where a.depth < 64
  )
  select p.id, p.family_name, p.given_name, p.company_id from people p cross join it
  where not p.id = any (it.about_ids) and (also_unlisted or not it.is_confidential or p.id = any (it.told_ids))
    and (words is null or p.sought ilike folded(words))
    and exists (select from above a join grants_in_force g on g.unit_id = a.unit_id and (a.depth = 0 or g.with_subtree)
      join role_permissions r on r.role_id = g.role_id and r.permission = 'incident.read' where g.person_id = p.id)
    and exists (select from accounts c where c.person_id = p.id and c.state = 'active')
$$;

-- The names of those who have a part in one, also where the reader does not see the register of their company.
create function names_in_incidents(people_ids uuid[]) returns table (id uuid, family_name text, given_name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.family_name, p.given_name from people p where p.id = any (people_ids)
    and (exists (select from incident_roles r where r.person_id = p.id) or exists (select from incident_tasks t where t.owner_id = p.id)
      or exists (select from incident_handovers h where p.id in (h.from_id, h.to_id)) or exists (select from incident_circle c where c.person_id = p.id)
      or exists (select from incident_custody c where c.to_id = p.id) or exists (select from incident_evidence e where e.taken_by = p.id))
$$;
create index incident_tasks_of_owner on incident_tasks (owner_id) where owner_id is not null;
create index incident_roles_of_person on incident_roles (person_id) where person_id is not null;
