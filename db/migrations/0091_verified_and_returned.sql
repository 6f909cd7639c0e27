-- The day of the visit that verified an answer: it goes along with an unchanged answer until the tier's next visit is due.
alter table answers add column verified_on date;

-- What a provider's desk has sent back backs nobody until the desk decides anew; said apart from what was corrected.
alter table answers drop constraint answers_backing;
alter table answers add constraint answers_backing check (backing in ('stands', 'changed', 'gone', 'returned'));

CREATE OR REPLACE FUNCTION public.inherited_answers(of_inspection uuid)
 RETURNS TABLE(control_id text, verdict text, assurance text, na_is_allowed boolean, maturity smallint, how text, missing text, owner text, due_on date, reason text, coverage_percent numeric, exceptions text, origin text, answered_at timestamp with time zone, answered_by_name text, row_version integer, evidence_valid_until text, service text, provider_name text, share_percent numeric, inspection_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select a.control_id, a.verdict, a.assurance, a.na_is_allowed, null::smallint, a.how, null::text, null::text, null::date, null::text,
    a.coverage_percent, a.exceptions, a.origin, a.answered_at, null::text, a.row_version,
    (select max(u.valid_until)::text from evidence_uses u where u.inspection_id = p.id and u.control_id = a.control_id), c.inherits_from,
    coalesce(n.name, ''), sc.share_percent, p.id
  from inspections mine
  join service_connections sc on sc.company_id = mine.company_id and holds_on(sc.valid_from, sc.valid_to, group_today())
  join service_providers sp on sp.service = sc.service and sp.company_id <> mine.company_id
    and holds_on(sp.valid_from, sp.valid_to, group_today())
  join inspections p on p.round_id = mine.round_id and p.company_id = sp.company_id
    and p.state in ('submitted', 'reviewed', 'confirmed', 'locked')
  join controls c on c.edition_id = mine.edition_id and c.inherits_from = sc.service
  join answers a on a.inspection_id = p.id and a.control_id = c.control_id and a.verdict in ('met', 'partly')
  left join unit_names n on n.unit_id = sp.company_id and holds_on(n.valid_from, n.valid_to, group_today())
  where mine.id = of_inspection and (
    current_setting('role', true) in ('yagura_group', 'none')
    or mine.company_id = any (companies_in_scope(app_actor(), app_permission())))
    -- What the provider's own desk sent back is no proposal to anybody, until it decides anew, whatever was handed in since.
    and (select d.decision from desk_reviews d where d.inspection_id = p.id and d.control_id = a.control_id order by d.reviewed_at desc limit 1) is distinct from 'returned'
$function$;
