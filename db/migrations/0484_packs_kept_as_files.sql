-- The closed pack lies in the file store like every other content. The one before goes with its row; the sweep then takes it off the disk.
alter table offline_packs drop constraint offline_packs_made;
alter table offline_packs drop column content;
alter table offline_packs add column file_id uuid references files;
-- Made anew at once.
update offline_packs set made_at = null, next_at = app_now();
alter table offline_packs add constraint offline_packs_made check ((file_id is null) = (made_at is null));
create index offline_packs_by_file on offline_packs (file_id);

-- Rows of files are deleted by nobody else: of a pack there is the last one alone.
create function end_pack_file() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from files f where f.id = old.file_id and f.purpose = 'offline_pack';
  return null;
end $$;
create trigger offline_packs_replaced after update on offline_packs for each row
  when (old.file_id is distinct from new.file_id) execute function end_pack_file();
create trigger offline_packs_ended after delete on offline_packs for each row execute function end_pack_file();

-- A division's and the group's are no company's; it is read by whoever has the unit in reach.
create policy own_packs on files for select to yagura_scoped
  using (purpose = 'offline_pack' and unit_id is not null and unit_id = any ((select scope_units())::uuid[]));
