-- The zone in which a person reads moments: one's own, else the company's, else the group's. Being signed in lets nobody see
-- a company, so that the session cannot read the company's facts itself; it learns this one word of its own company.
create function time_zone_of(person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce(p.time_zone,
    (select f.time_zone from company_facts f where f.company_id = p.company_id and holds_on(f.valid_from, f.valid_to, group_today())),
    (select time_zone from group_settings), 'UTC')
  from people p where p.id = person
$function$;
