-- With how many errata of its edition the words of an answer were read: older than what is in force is asked again, and is no
-- proposal to anybody (docs/decisions/0055-errata.md).
alter table answers add column errata integer not null default 0 constraint answers_errata check (errata >= 0);
update answers a set errata = k.errata from (
  select b.inspection_id, b.control_id, max(e.number) as errata
  from inspections i join editions d on d.id = i.edition_id and d.errata > 0
  join answers b on b.inspection_id = i.id
  join errata e on e.edition_id = d.id and e.control_id = b.control_id and e.state = 'issued'
  left join asked_again q on q.erratum_id = e.id and q.inspection_id = i.id
  where q.settled_at is not null or (q.erratum_id is null and e.decided_at <= b.answered_at)
  group by 1, 2) k
where a.inspection_id = k.inspection_id and a.control_id = k.control_id;

-- What a provider answered to words that were corrected since is no proposal to anybody until it says that it holds.
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
    and not exists (select from errata e where e.edition_id = p.edition_id and e.control_id = a.control_id and e.state = 'issued'
      and e.asks_again and e.number > a.errata)
$function$;
