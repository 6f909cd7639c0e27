-- The duty of the second person stands at the group, whoever proposed from wherever: rights to the group's own duties are
-- not needed to ask for one. Only these kinds, so that nothing else is opened this way.
create function open_group_duty(kind text, subject_kind text, subject uuid, permission text, not_for uuid[], fiscal_year integer,
  at_group uuid, due_at timestamptz, time_zone text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kind <> 'rights.decide' then raise exception 'no duty of the group: %', kind using errcode = 'insufficient_privilege'; end if;
  insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, not_for, starts_at, due_at, time_zone)
  values (fiscal_year, kind, subject_kind, subject, at_group, permission, not_for, app_now(), due_at, time_zone);
end $$;

create function close_group_duty(subject uuid, as_state text, because text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update duties set state = as_state, closed_at = app_now(), closed_by = nullif(app_actor(), '00000000-0000-0000-0000-000000000000'),
    closed_reason = because, next_at = null
  where subject_id = subject and kind = 'rights.decide' and state = 'open'
$$;
