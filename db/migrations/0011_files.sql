-- Who sees which file. What a file is for decides which permission opens it, so that has to be known before the row
-- may be seen: this tells its company and purpose and nothing else.
create function place_of_file(file uuid) returns table (company_id uuid, purpose text) language sql stable
  security definer set search_path = public, pg_temp as $$
  select f.company_id, f.purpose from files f where f.id = file
$$;

-- Proof that is used for a control delegated to the actor, alone or with its area.
create function is_delegated_file(file uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from evidence e
    join evidence_uses x on x.evidence_id = e.id
    join delegations d on d.inspection_id = x.inspection_id and d.person_id = app_actor() and d.ended_at is null
    join inspections i on i.id = x.inspection_id
    left join controls c on c.edition_id = i.edition_id and c.control_id = x.control_id
    where e.file_id = file and e.withdrawn_at is null and (d.control_id = x.control_id or d.area = c.area))
$$;

-- A contributor's scope is finer than the company.
create policy contributor on files as restrictive for select to yagura_scoped using (
  app_permission() is distinct from 'inspection.contribute' or created_by = app_actor() or is_delegated_file(id));

grant select on files to yagura_jobs;
