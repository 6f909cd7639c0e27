-- The era is entered with the group itself, so that a copy made before the next start is told from its original.
create function enter_first_era() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform enter_trail_era();
  return null;
end $$;
create trigger group_settings_enter_era after insert on group_settings
  for each row execute function enter_first_era();
