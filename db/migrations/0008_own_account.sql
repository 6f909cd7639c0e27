-- What everybody may change about themselves whatever the permission of the moment. Functions, because row-level
-- security is at company grain and one's own account is finer.

create policy own_sessions on sessions for select to yagura_scoped
  using (account_id in (select a.id from accounts a where a.person_id = app_actor()));

create function end_own_session(of_session uuid) returns boolean language sql volatile security definer
  set search_path = public, pg_temp as $$
  with ended as (
    update sessions s set ended_at = now() from accounts a
    where s.id = of_session and a.id = s.account_id and a.person_id = app_actor() and s.ended_at is null
    returning s.id)
  select exists (select 1 from ended)
$$;

create function set_own_password(new_hash text, keep_session uuid) returns integer language sql volatile
  security definer set search_path = public, pg_temp as $$
  with mine as (
    update accounts set password_hash = new_hash, row_version = row_version + 1
    where person_id = app_actor() and state = 'active' returning id
  ), ended as (
    update sessions set ended_at = now()
    where account_id in (select id from mine) and ended_at is null and id is distinct from keep_session returning id)
  select count(*)::integer from ended
$$;

create function set_own_language(new_language text) returns void language sql volatile security definer
  set search_path = public, pg_temp as $$
  update accounts set language = new_language where person_id = app_actor()
$$;
