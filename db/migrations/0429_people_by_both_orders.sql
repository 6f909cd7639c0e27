-- A person is found by the name as it is shown: in either order, with a space or none between, in whatever language the reader sees it.
-- English shows a Latin name given name first, Chinese shows no space; what is kept is the register's order alone.
-- PostgreSQL 15 changes the expression of no column: it is made anew, and so is the view of what the trail is about, as it stands.
do $$
declare
  said constant text := pg_get_viewdef('trail_subjects'::regclass);
begin
  drop view trail_subjects;
  alter table people drop column sought;
  alter table people add column sought text generated always as (folded(
    family_name || ' ' || given_name || ' ' || family_name || ' ' || family_name || given_name || family_name
    || ' ' || coalesce(email, '') || ' ' || coalesce(code, ''))) stored;
  create index people_sought on people using gin (sought gin_trgm_ops);
  execute 'create view trail_subjects with (security_invoker = true) as ' || said;
end $$;
