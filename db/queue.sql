-- The door between our jobs table and graphile-worker's queue. Run by the role yagura_jobs after graphile-worker's own
-- migrations, at every start. The roles that serve requests reach the queue through these functions alone.
create schema if not exists job_queue;
grant usage on schema job_queue to yagura_group, yagura_scoped;

create or replace function job_queue.put(job uuid, run_at timestamptz) returns void language sql volatile as $$
  select graphile_worker.add_job('job', json_build_object('id', job), run_at => run_at, job_key => job::text)
$$;
revoke execute on function job_queue.put from public;

-- Who orders is read from the transaction, never from an argument. The permission is that of the kind of job.
create or replace function job_queue.order_job(
  kind text, permission text, company uuid, subject uuid, input jsonb, total integer
) returns uuid language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  new_job uuid := new_id();
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  -- The second lock, as the policy own_companies would hold it.
  if current_setting('role') <> 'yagura_group' and company is not null
    and not company = any (companies_in_scope(app_actor(), order_job.permission)) then
    raise exception 'company outside the scope' using errcode = 'insufficient_privilege';
  end if;
  insert into jobs (id, kind, company_id, subject_id, ordered_by, bound_to, token_id, permission, input, total)
  values (new_job, order_job.kind, company, subject, nullif(app_actor(), nobody), bound_of(app_actor()), app_token(),
    order_job.permission, order_job.input, order_job.total);
  perform job_queue.put(new_job, now());
  return new_job;
end $$;

-- A job that waits is cancelled at once, a running one is asked to stop. The state afterwards, null when it had ended.
create or replace function job_queue.ask_to_stop(job uuid) returns text
  language sql volatile security definer set search_path = public, pg_temp as $$
  update jobs set cancel_asked_at = coalesce(cancel_asked_at, now()),
    state = case state when 'queued' then 'cancelled' else state end,
    finished_at = case state when 'queued' then now() end
  where id = job and state in ('queued', 'running')
    and (ordered_by = app_actor() or current_setting('role') = 'yagura_group')
  returning state
$$;

-- First key of the advisory lock that a runner holds for as long as it lives (runnerClass in src/core/jobs/worker.ts).
create or replace function job_queue.runner_class() returns oid language sql immutable as $$
  select 8731::oid
$$;

create or replace function job_queue.is_alive(runner integer) returns boolean language sql stable as $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.objid = runner::oid
      and l.classid = job_queue.runner_class() and l.database = (select oid from pg_database where datname = current_database()))
$$;
-- Back into the queue: what a dead runner held, and what waits without anybody having been told (a restored copy, a
-- crash between two steps of the queue).
create or replace function job_queue.recover(patience interval) returns setof uuid language plpgsql volatile as $$
begin
  return query
    with lost as (
      update public.jobs set state = 'queued', runner = null, deaths = deaths + 1
      where state = 'running' and not job_queue.is_alive(runner) returning id
    ), forgotten as (
      select j.id from public.jobs j
      left join graphile_worker.jobs q on q.key = j.id::text
      where j.state = 'queued' and coalesce(j.retry_at, j.created_at) < now() - patience
        and (q.id is null or q.locked_at < now() - patience)
    ), again as (
      select id from lost union select id from forgotten
    )
    select a.id from again a, lateral job_queue.put(a.id, now());
end $$;
