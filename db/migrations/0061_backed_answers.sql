-- What an inherited answer rests on: the provider's answer as the company confirmed it, until when its proof counts, and
-- whether it still stands. Kept beside the answer, because nobody of the company may read the provider's inspection.
alter table answers add column backed_by uuid references inspections,
  add column backed_verdict text,
  add column backed_until date,
  add column backing text constraint answers_backing check (backing in ('stands', 'changed', 'gone')),
  add column backing_at timestamptz,
  add constraint answers_backed_whole check ((backed_by is null) = (backing is null));
create index answers_backed on answers (backed_by) where backed_by is not null;

-- The same as before, with the last day on which the provider's proof counts.
create or replace function inherited_answers(of_inspection uuid) returns table (
  control_id text, verdict text, assurance text, na_is_allowed boolean, maturity smallint, how text, missing text, owner text,
  due_on date, reason text, coverage_percent numeric, exceptions text, origin text, answered_at timestamptz, answered_by_name text,
  row_version integer, evidence_valid_until text, service text, provider_name text, share_percent numeric, inspection_id uuid
) language sql stable security definer set search_path = public, pg_temp as $$
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
    -- What the provider's own desk sent back is no proposal to anybody, until it decides anew or the answer changes.
    and (select d.decision from desk_reviews d where d.inspection_id = p.id and d.control_id = a.control_id
      and d.answer_version = a.row_version order by d.reviewed_at desc limit 1) is distinct from 'returned'
$$;
