-- A pack of today that was made before an incident became confidential, or about somebody, still holds it: it goes at once, of the company
-- and of everything above it, and is made anew. One that is being made meanwhile is not kept, since its row has changed.
create function packs_follow_circle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update offline_packs p set file_id = null, made_at = null, next_at = app_now(), row_version = p.row_version + 1
  from units u where u.id = p.unit_id
    and case u.kind when 'company' then u.id = new.company_id when 'group' then true
      else new.company_id in (select companies_under(u.id)) end;
  return null;
end $$;
create trigger incidents_leave_packs after update of is_confidential, about_ids on incidents for each row
  when (not old.is_confidential and old.about_ids = '{}' and (new.is_confidential or new.about_ids <> '{}'))
  execute function packs_follow_circle();
