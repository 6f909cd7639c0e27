-- A question to the division is answered by somebody: who, when, and with which words.
alter table talks add column reply_to uuid references talks, add column answered_by uuid;
create index talks_open_questions on talks (inspection_id) where asks_division and answered_at is null;

-- Who answered is told to whom it was answered, though the desk's people belong to another company.
create function replier_of(of_question uuid) returns table (family_name text, given_name text) language sql stable security definer set search_path = public, pg_temp as $$
  select p.family_name, p.given_name from talks t join people p on p.id = t.answered_by
  where t.id = of_question and (current_setting('role', true) in ('yagura_group', 'none')
    or t.company_id = any (companies_in_scope(app_actor(), app_permission())))
$$;
