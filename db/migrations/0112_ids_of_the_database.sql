-- Every new row calls new_id, and PostgreSQL 18 makes such an id ten times faster by itself. Its ids also grow within one
-- millisecond, so that a thousand rows written at once go to the end of an index and not all over its last pages.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create or replace function new_id() returns uuid language sql volatile parallel safe as 'select uuidv7()';
  end if;
end $$;
