// The tier that follows from the criteria of the standard, kept in step with a company's facts.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { holdFrom } from "./dated.ts";
import * as queries from "./queries.ts";
import { type CriteriaFacts, type Relation, tierByCriteria, type TierId } from "./rules.ts";

/** A tier by criteria moves with the facts; one that was raised or lowered stays until its end. */
export async function followCriteria(ctx: Ctx, companyId: string, day: string): Promise<void> {
  const current = await queries.rowOn<{ tier: TierId; basis: string }>(ctx, "tiers", companyId, day);
  if (!current || current.basis === "criteria") {
    const { tier } = await criteriaOn(ctx, companyId, day);
    if (tier !== current?.tier) await holdFrom(ctx, "tiers", companyId, day, { tier, basis: "criteria" });
  }
  await followLater(ctx, companyId, day);
}

/** What is to hold by criteria after an interlude (a lowered tier's end, say) is what the facts of its first day give. */
export async function followLater(ctx: Ctx, companyId: string, day: string): Promise<void> {
  const { rows } = await sql<{ validFrom: string; tier: TierId }>`
    select valid_from, tier from tiers where company_id = ${companyId}::uuid and basis = 'criteria'
      and valid_from > ${day}::date`.execute(ctx.db);
  for (const row of rows) {
    const { tier } = await criteriaOn(ctx, companyId, row.validFrom);
    if (tier !== row.tier)
      await sql`update tiers set tier = ${tier}
        where company_id = ${companyId}::uuid and valid_from = ${row.validFrom}::date`.execute(ctx.db);
  }
}

export async function criteriaOn(ctx: Ctx, companyId: string, day: string) {
  const facts = found(await queries.rowOn<CriteriaFacts>(ctx, "company_facts", companyId, day), "company");
  const relation = await queries.rowOn<{ kind: Relation }>(ctx, "relations", companyId, day);
  return tierByCriteria(facts, relation?.kind ?? null);
}
