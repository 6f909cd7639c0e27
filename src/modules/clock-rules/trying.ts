// Trying a case: which clocks would run, why, and what is still to be asked. Nothing is kept.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { notFound, invalid } from "#core/errors.ts";
import type { clockRules } from "./contract.ts";
import { type Case, clocksOf } from "./mechanism/clocks.ts";
import { dayIn } from "./mechanism/due.ts";
import { fits } from "./mechanism/facts.ts";
import { isRepeated } from "./mechanism/rules.ts";
import { companiesFor, rulesFor } from "./rules-for.ts";
import { shownClocks } from "./showing.ts";

type Tried = Output<typeof clockRules.tryClockCase>;

export async function tryClockCase(ctx: Ctx, input: Input<typeof clockRules.tryClockCase>): Promise<Tried> {
  for (const { fact, value } of input.facts) if (!fits(fact, value)) throw invalid("clock_rule.fact_value");
  const entrusted = new Map(input.companies.map((one) => [one.companyId, one.isEntrusted]));
  // Legal facts as they were when it began, as far as anybody says when.
  const began = input.moments.map((one) => one.at).toSorted()[0];
  const day = began ? dayIn(began, "UTC") : ctx.today;
  const companies = await companiesFor(ctx, [...entrusted.keys()], day);
  if (companies.length < entrusted.size) throw notFound("company");
  const of: Case = {
    facts: Object.fromEntries(input.facts.map(({ fact, value }) => [fact, value])),
    people: input.people,
    companies: companies.map((one) => ({ ...one, isEntrusted: entrusted.get(one.companyId) ?? null })),
    moments: input.moments.map((one, at) => ({
      ...one,
      of: one.of ?? (isRepeated(one.anchor) ? String(at) : null),
      companyId: one.companyId ?? null,
      recordedAt: ctx.now.toISOString(),
    })),
    today: ctx.today,
  };
  const rules = await rulesFor(ctx);
  return shownClocks(ctx, rules, clocksOf(rules, of, { withDrafts: input.withDrafts ?? false }));
}
