// Lent to later modules.
// What an inherited answer rests on. The provider's answer may be sent back, corrected or run out, and the connection may
// end: then the company's yes has no proof that counts, reads as expired from that day, and waits to be confirmed again.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { inspectionsInScope } from "./loading.ts";
import { keepEach } from "./results.ts";

/** Ties inherited answers to what the provider answers now; what is tied already stays unless it is confirmed anew. */
export async function back(
  ctx: Ctx,
  inspectionId: string,
  controlIds: readonly string[],
  isAnew = false,
): Promise<void> {
  await sql`update answers a set backed_by = p.inspection_id, backed_verdict = p.verdict, backed_until = p.evidence_valid_until::date,
      backing = 'stands', backing_at = app_now()
    from inherited_answers(${inspectionId}::uuid) p
    where a.inspection_id = ${inspectionId}::uuid and a.control_id = p.control_id and a.origin = 'inherited'
      and a.control_id = any (${controlIds}::text[]) and (${isAnew}::boolean or a.backed_by is null)`.execute(
    ctx.db,
  );
}

const atOnce = 40;

type Moved = { inspectionId: string; companyId: string; controlId: string; backing: string; was: string };

/**
 * Brings the answers that rest on a provider up to date with it, those of at most `limit` inspections; returns how many
 * inspections there were. A provider's inspection that is open again counts as it was handed in until it is handed in anew,
 * but an answer its desk returned backs nobody until the desk has
 * decided on it again, also where it was corrected and handed in since.
 */
export async function keepBackings(ctx: Ctx, limit = atOnce): Promise<number> {
  const { rows } = await sql<Moved>`
    with present as materialized (
      select a.inspection_id, a.control_id, a.backing as was, a.backed_until as until_was,
        case when sc.company_id is null or sp.company_id is distinct from p.company_id then 'gone'
          when d.decision = 'returned' then 'returned'
          when p.state not in ('submitted', 'reviewed', 'confirmed', 'locked') then a.backing
          when pa.verdict is distinct from a.backed_verdict or a.coverage_percent > sc.share_percent then 'changed'
          else 'stands' end as backing,
        (select max(u.valid_until) from evidence_uses u where u.inspection_id = p.id and u.control_id = a.control_id) as until
      from answers a
      join inspections i on i.id = a.inspection_id and i.left_on is null
      join rounds r on r.id = i.round_id
      join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id
      join inspections p on p.id = a.backed_by
      left join answers pa on pa.inspection_id = p.id and pa.control_id = a.control_id
      left join lateral (select x.decision from desk_reviews x where x.inspection_id = p.id and x.control_id = a.control_id
        order by x.reviewed_at desc limit 1) d on true
      left join service_connections sc on sc.company_id = a.company_id and sc.service = c.inherits_from
        and holds_on(sc.valid_from, sc.valid_to, group_today())
      left join service_providers sp on sp.service = c.inherits_from and holds_on(sp.valid_from, sp.valid_to, group_today())
      where a.backed_by is not null
        -- What was handed in for a later year has taken its place.
        and not exists (select from inspections later join rounds lr on lr.id = later.round_id join editions le on le.id = later.edition_id
          where later.company_id = a.company_id and later.submitted_at is not null and lr.fiscal_year > r.fiscal_year
            and le.standard = (select e.standard from editions e where e.id = i.edition_id))
    ), moved as (
      select * from present n where n.backing <> n.was or (n.backing = 'stands' and n.until is distinct from n.until_was)
    )
    update answers a set backing = m.backing, backing_at = app_now(),
      backed_until = case when m.backing = 'stands' then m.until else group_today() - 1 end
    from moved m
    where a.inspection_id = m.inspection_id and a.control_id = m.control_id
      and m.inspection_id in (select x.inspection_id from moved x group by x.inspection_id order by x.inspection_id limit ${limit})
    returning a.inspection_id, a.company_id, a.control_id, a.backing, m.was`.execute(ctx.db);
  const byInspection = Map.groupBy(rows, (row) => row.inspectionId);
  await recordEach(
    ctx,
    "inspection.provider_changed",
    [...byInspection].flatMap(([id, moved]) => {
      const told = moved.filter((one) => one.backing !== one.was);
      const idsOf = (backing: string) =>
        told.filter((one) => one.backing === backing).map((one) => one.controlId);
      return told.length === 0
        ? []
        : [
            {
              subject: { kind: "inspection", id, companyId: told[0]?.companyId ?? null },
              data: {
                changed: idsOf("changed"),
                returned: idsOf("returned"),
                gone: idsOf("gone"),
                stands: idsOf("stands"),
              },
            },
          ];
    }),
  );
  // What is locked stays; its standing sees the change by itself.
  const open = (await inspectionsInScope(ctx, [...byInspection.keys()])).filter(
    (one) => one.state !== "locked",
  );
  await keepEach(
    ctx,
    open.map((inspection) => ({ inspection, basis: "live" as const })),
  );
  return byInspection.size;
}

export const backings: TimedWork = {
  name: "inspections.backing",
  everySeconds: 60,
  run: async (ctx) => (await keepBackings(ctx)) === atOnce,
};
