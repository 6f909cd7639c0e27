-- What the trail says of an incident is looked for by its number, as far as the incident itself is seen: its title may say too much.
do $$
declare
  said constant text := rtrim(pg_get_viewdef('trail_subjects'::regclass), '; ');
begin
  execute 'create or replace view trail_subjects with (security_invoker = true) as ' || said || '
    union all
    select ''incident''::text, i.id, i.company_id, i.reference, i.reference, folded(i.reference) from incidents i';
end $$;
