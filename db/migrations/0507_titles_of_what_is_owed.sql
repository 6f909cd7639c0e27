-- What an open incident is called, beside what is owed for it: for whoever reads incidents of its company and may know of this one. Who
-- stands in by position alone is told of the duty, and no more.
create function titles_of_owed(wanted uuid[]) returns table (id uuid, title text) language plpgsql stable security definer
  set search_path = public, pg_temp rows 20 as $$
#variable_conflict use_column
declare
  everywhere constant boolean := exists (select from standing_of(app_actor(), 'incident.read') s where s.reach = 'group');
  mine constant uuid[] := case when not everywhere then companies_in_scope(app_actor(), 'incident.read') end;
begin
  return query select d.id, i.title from duties d join incidents i on i.id = d.subject_id
    where d.id = any (wanted) and d.subject_kind = 'incident' and i.title <> '–' and (everywhere or i.company_id = any (mine))
      and not is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by);
end $$;
revoke execute on function titles_of_owed(uuid[]) from public;
