// Trying a case: which clocks would run, why, and what is still to be asked. Nothing is kept.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { notFound, invalid } from "#core/errors.ts";
import { sql } from "kysely";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { within } from "#core/db/scope.ts";
import type { clockRules } from "./contract.ts";
import { type Case, type Clock, clocksOf, openQuestions } from "./mechanism/clocks.ts";
import { dayIn } from "./mechanism/due.ts";
import { fits } from "./mechanism/facts.ts";
import { companiesFor, rulesFor, type WordedRule } from "./rules-for.ts";

type Tried = Output<typeof clockRules.tryClockCase>;

export async function tryClockCase(ctx: Ctx, input: Input<typeof clockRules.tryClockCase>): Promise<Tried> {
  for (const { fact, value } of input.facts) if (!fits(fact, value)) throw invalid("clock_rule.fact_value");
  const entrusted = new Map(input.companies.map((one) => [one.companyId, one.isEntrusted]));
  // Legal facts as they were when it began, as far as anybody says when.
  const began = input.moments.map((one) => one.at).toSorted()[0];
  const day = began ? dayIn(began, "UTC") : ctx.today;
  const companies = await companiesFor(ctx, [...entrusted.keys()], day);
  if (companies.length < entrusted.size) throw notFound("company");
  const names = await namesOf(ctx, [...entrusted.keys()]);
  const of: Case = {
    facts: Object.fromEntries(input.facts.map(({ fact, value }) => [fact, value])),
    people: input.people,
    companies: companies.map((one) => ({ ...one, isEntrusted: entrusted.get(one.companyId) ?? null })),
    moments: input.moments.map((one, at) => ({
      ...one,
      of: one.of ?? (one.anchor === "new_fact" ? String(at) : null),
      companyId: one.companyId ?? null,
      recordedAt: ctx.now.toISOString(),
    })),
    today: ctx.today,
  };
  const rules = await rulesFor(ctx);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const clocks = clocksOf(rules, of, { withDrafts: input.withDrafts ?? false });
  return {
    clocks: clocks
      .slice(0, 5000)
      .map((clock) => shown(clock, byId, names))
      .toSorted(byDue),
    questions: openQuestions(clocks)
      .slice(0, 500)
      .map(({ question, companyId, clocks: decided }) => ({
        question,
        companyId,
        companyName: companyId === null ? null : (names.get(companyId) ?? ""),
        clocks: decided.length,
        rules: [...new Set(decided.map((one) => byId.get(one.ruleId)?.name ?? ""))].slice(0, 5),
      })),
  };
}

type Shown = Tried["clocks"][number];

function shown(
  clock: Clock,
  rules: ReadonlyMap<string, WordedRule>,
  names: ReadonlyMap<string, string>,
): Shown {
  const { earlier: _, ruleKey: __, version: ___, ...rest } = clock;
  const rule = rules.get(clock.ruleId);
  return {
    ...rest,
    anchorOf: clock.anchor === "new_fact" ? null : (clock.anchorOf as Shown["anchorOf"]),
    name: rule?.name ?? "",
    duty: rule?.duty ?? "",
    recipient: rule?.recipient ?? "",
    amount: rule?.amount ?? null,
    unit: rule?.unit ?? "none",
    isReviewOld: rule?.isReviewOld ?? false,
    companyName: names.get(clock.companyId) ?? "",
    because: [...clock.because],
    open: [...clock.open],
  };
}

const ranks: Record<Clock["state"], number> = { at_once: 0, runs: 1, paused: 2, waits: 3 };

/** What applies before what is possible; then what is due first. */
function byDue(a: Shown, b: Shown): number {
  if (a.outcome !== b.outcome) return a.outcome === "applies" ? -1 : 1;
  if (a.state !== b.state) return ranks[a.state] - ranks[b.state];
  return (a.dueAt ?? "").localeCompare(b.dueAt ?? "") || a.id.localeCompare(b.id);
}

async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.id = any (${ids}::uuid[]) and ${within(ctx, "u.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
