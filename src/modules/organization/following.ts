// The tier that follows from the criteria of the standard, kept in step with a company's facts.
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { holdFrom } from "./dated.ts";
import * as queries from "./queries.ts";
import { type CriteriaFacts, type Relation, tierByCriteria, type TierId } from "./rules.ts";

/** A tier by criteria moves with the facts; one that was raised or lowered stays until its end. */
export async function followCriteria(ctx: Ctx, companyId: string, day: string): Promise<void> {
  const current = await queries.rowOn<{ tier: TierId; basis: string }>(ctx, "tiers", companyId, day);
  if (current && current.basis !== "criteria") return;
  const { tier } = await criteriaOn(ctx, companyId, day);
  if (tier !== current?.tier) await holdFrom(ctx, "tiers", companyId, day, { tier, basis: "criteria" });
}

export async function criteriaOn(ctx: Ctx, companyId: string, day: string) {
  const facts = found(await queries.rowOn<CriteriaFacts>(ctx, "company_facts", companyId, day), "company");
  const relation = await queries.rowOn<{ kind: Relation }>(ctx, "relations", companyId, day);
  return tierByCriteria(facts, relation?.kind ?? null);
}
