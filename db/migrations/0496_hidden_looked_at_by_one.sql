-- Whether the actor must not be told of something: an incident or a part of it, what is owed for it, or its file. Asked of one id at a time,
-- by its keys: a page reads fifty events, however many incidents are confidential. All their ids, worked out for each statement, were
-- 25,554 with a thousand of them. A function of one plan for each connection: nothing is planned again for every statement.
create index incident_files_by_file on incident_files (file_id);

create function is_hidden(subject uuid) returns boolean language plpgsql stable strict security definer set search_path = public, pg_temp as $$
begin
  if app_actor() = '00000000-0000-0000-0000-000000000000' then
    return false;
  end if;
  return exists (
    select from incidents i
    where i.id in (
        select p.incident_id from incident_parts p where p.id = subject
        union all select p.incident_id from duties d join incident_parts p on p.id = d.subject_id where d.id = subject
        union all select f.incident_id from incident_files f where f.file_id = subject)
      and is_kept_from(app_actor(), i.about_ids, i.is_confidential, i.told_ids, i.entered_by));
end $$;

drop policy not_of_hidden on events;
create policy not_of_hidden on events as restrictive for select to yagura_group, yagura_scoped using (is_hidden(subject_id) is not true);
drop policy not_of_hidden on messages;
create policy not_of_hidden on messages as restrictive for select to yagura_group, yagura_scoped
  using (is_hidden(subject_id) is not true and is_hidden(duty_id) is not true);
drop policy not_of_hidden on calls;
create policy not_of_hidden on calls as restrictive for select to yagura_group, yagura_scoped using (is_hidden(duty_id) is not true);
drop policy not_of_hidden on files;
create policy not_of_hidden on files as restrictive for select to yagura_group, yagura_scoped using (is_hidden(id) is not true);

drop function hidden_subjects();
drop function hidden_ids();
