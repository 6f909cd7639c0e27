// Lent to later modules.
// Of how many incidents each cause was found, of which kinds, at which companies: what results of controls stand beside.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { causes } from "../after/rules.ts";
import type { Kind } from "../rules.ts";
import { causesFound, choose } from "./figures.ts";
import { notReviewed } from "./rules.ts";

/** What a review found, in this order; then what nobody has reviewed yet. */
export const causeKeys = [...causes, notReviewed] as const;
export type CauseKey = (typeof causeKeys)[number];

/** Counted where both are given, of one of them, or of neither: each incident once, whatever its causes. */
export type Cell = { cause: CauseKey | null; kind: Kind | null; count: number };
export type IncidentCauses = {
  from: string;
  to: string;
  /** One of two causes stands in the cells of both. */
  cells: Cell[];
  /**
   * Companies that incidents of a cause are of or have touched, suppliers aside, wherever the incident is: a company of one division is
   * touched by what is of another.
   */
  touched: ReadonlyMap<CauseKey, ReadonlySet<string>>;
};

export async function incidentCauses(
  ctx: Ctx,
  asked: { from: string; to: string; divisionId?: string },
): Promise<IncidentCauses> {
  const { from, to, chosen } = await choose(ctx, asked);
  const placed = (
    which: RawBuilder<unknown>,
  ) => sql`with placed as materialized (select i.id, i.kind, i.company_id, k.cause from incidents i
    cross join lateral unnest(${causesFound}) k (cause) where ${which})`;
  const { rows: cells } = await sql<Cell>`${placed(chosen)}
    select p.cause, p.kind, count(distinct p.id)::int as count from placed p
    group by grouping sets ((p.cause, p.kind), (p.cause), (p.kind), ())`.execute(ctx.db);
  const { chosen: anywhere } = await choose(ctx, { from, to });
  const { rows: places } = await sql<{ cause: CauseKey; companies: string[] }>`${placed(anywhere)}
    select w.cause, array_agg(distinct w.company_id) as companies from (
      select p.cause, p.company_id from placed p
      union select p.cause, x.company_id from placed p join incident_affected x on x.incident_id = p.id
        where x.left_at is null and x.role <> 'supplier' and ${within(ctx, "x.company_id")}) w group by w.cause`.execute(
    ctx.db,
  );
  return {
    from,
    to,
    cells,
    touched: new Map(places.map(({ cause, companies }) => [cause, new Set(companies)])),
  };
}
