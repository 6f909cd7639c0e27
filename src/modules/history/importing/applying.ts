// Lent to later modules.
// What is held of earlier years, and writing a list of them: an entry is never changed, a corrected one is added and the
// one before it ends.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import {
  type EarlierFields,
  type EarlierWorld,
  earlierWorld,
  type Held,
  type KnownCompany,
  keyOf,
} from "./judging.ts";

/** Every company there is or was, by every name it ever bore, and the years that the product kept itself. */
export async function heldWorld(ctx: Ctx): Promise<EarlierWorld> {
  const companies = await sql<KnownCompany>`
    select u.id, u.code, array_agg(distinct x.name) filter (where x.name is not null) as names
    from units u join unit_names n on n.unit_id = u.id
    cross join lateral unnest(array[n.name, n.name_en, n.name_ja, n.name_zh]) as x (name)
    where u.kind = 'company' and ${within(ctx, "u.company_id")} group by u.id, u.code`.execute(ctx.db);
  const { rows } = await sql<{ keptYears: number[]; startMonth: number }>`
    select (select coalesce(array_agg(distinct r.fiscal_year), '{}') from rounds r
        where r.kind = 'inspection' and r.state in ('launching', 'open', 'closed')) as kept_years,
      coalesce((select fiscal_year_start_month from group_settings), 4)::int as start_month`.execute(ctx.db);
  const { keptYears = [], startMonth = 4 } = rows[0] ?? {};
  return earlierWorld(companies.rows, {
    keptYears: new Set(keptYears.map(Number)),
    thisYear: fiscalYearOf(ctx.today, startMonth),
  });
}

type Meant = { companyId: string; fiscalYear: number; area: string };

/** What holds of these companies, years and areas, in one statement. */
export async function heldEarlier(ctx: Ctx, meant: readonly Meant[]): Promise<Map<string, Held>> {
  const { rows } = await sql<Held & Meant>`
    select distinct e.id, e.company_id, e.fiscal_year, e.area, e.result, e.score::float8 as score, e.edition
    from jsonb_to_recordset(${JSON.stringify(meant)}::jsonb) as a ("companyId" uuid, "fiscalYear" integer, area text)
    join earlier_results e on e.company_id = a."companyId" and e.fiscal_year = a."fiscalYear" and e.replaced_at is null
      and lower(e.area) = lower(a.area) and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [keyOf(row.companyId, row.fiscalYear, row.area), row]));
}

export async function applyEarlier(
  ctx: Ctx,
  rows: readonly Judged<EarlierFields>[],
  { reason, source }: Applying & { source: string },
): Promise<Applied[]> {
  const ready = rows.flatMap(({ fields, rowNumber, subjectId }) =>
    fields ? [{ ...fields, rowNumber, beforeId: subjectId }] : [],
  );
  if (ready.length === 0) return [];
  const given = sql`jsonb_to_recordset(${JSON.stringify(ready)}::jsonb) as g ("rowNumber" integer, "beforeId" uuid,
    "companyId" uuid, "fiscalYear" integer, area text, result text, score numeric, edition text)`;
  const ended = await sql<{ id: string }>`
    update earlier_results e set replaced_at = app_now() from ${given}
    where e.id = g."beforeId" and e.replaced_at is null returning e.id`.execute(ctx.db);
  // Somebody else who wrote the same entry meanwhile was first: nothing is added on top of what the check has not seen.
  const gone = new Set(ended.rows.map((row) => row.id));
  const added = await sql<{ rowNumber: number; id: string }>`
    with fresh as (
      insert into earlier_results (company_id, fiscal_year, area, result, score, edition, source, reason, added_by, added_at)
      select g."companyId", g."fiscalYear", g.area, g.result, g.score, g.edition, ${source}, ${reason}, ${ctx.actor.personId}::uuid, app_now()
      from ${given} where g."beforeId" is null or g."beforeId" = any (${[...gone]}::uuid[])
      on conflict (company_id, fiscal_year, lower(area)) where replaced_at is null do nothing
      returning id, company_id, fiscal_year, area)
    select g."rowNumber" as row_number, f.id from fresh f join ${given}
      on f.company_id = g."companyId" and f.fiscal_year = g."fiscalYear" and f.area = g.area`.execute(ctx.db);
  const ids = new Map(added.rows.map((row) => [row.rowNumber, row.id]));
  if (ids.size > 0)
    await record(ctx, "history.loaded", {
      subject: { kind: "unit", id: null, companyId: null },
      data: { added: ids.size - gone.size, changed: gone.size },
      personal: { source, reason },
    });
  return ready.map(({ rowNumber, beforeId }): Applied => {
    const id = ids.get(rowNumber);
    if (id === undefined) return { rowNumber, did: "not_applied", code: "import.changed_since" };
    return { rowNumber, did: beforeId === null ? "added" : "changed", id };
  });
}
