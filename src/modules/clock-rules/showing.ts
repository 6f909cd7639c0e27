// Lent to later modules.
// Clocks of a case as they are shown: with the words of their rules, the names of their companies, and the questions still open.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { clockRules } from "./contract.ts";
import { type Clock, openQuestions } from "./mechanism/clocks.ts";
import { isRepeated } from "./mechanism/rules.ts";
import { type RuleNamed, ruleNamedAmong } from "./naming.ts";
import type { WordedRule } from "./rules-for.ts";

type Tried = Output<typeof clockRules.tryClockCase>;

export async function shownClocks(
  ctx: Ctx,
  rules: readonly WordedRule[],
  clocks: readonly Clock[],
  /** Names of companies that the reader does not reach, and may know of here. */
  others: ReadonlyMap<string, string> = new Map(),
): Promise<Tried> {
  const reached = await namesOf(ctx, [...new Set(clocks.map((one) => one.companyId))]);
  const names = new Map([...others, ...reached]);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const keys = new Set(clocks.flatMap((one) => (one.anchor === "submitted" ? (one.anchorOf ?? []) : [])));
  const byKey = new Map([...keys].map((key) => [key, ruleNamedAmong(rules, key, ctx.today)]));
  return {
    clocks: clocks
      .slice(0, 5000)
      .map((clock) => shown(clock, byId, byKey, names))
      .toSorted(byDue),
    questions: openQuestions(clocks)
      .slice(0, 500)
      .map(({ question, companyId, clocks: decided }) => ({
        question,
        companyId,
        companyName: companyId === null ? null : (names.get(companyId) ?? ""),
        clocks: decided.length,
        ...fewOf([...new Set(decided.map((one) => byId.get(one.ruleId)?.name ?? ""))]),
      })),
  };
}

const mostNamed = 5;
const fewOf = (names: readonly string[]) => ({
  rules: names.slice(0, mostNamed),
  moreRules: Math.max(0, names.length - mostNamed),
});

type Shown = Tried["clocks"][number];

function shown(
  clock: Clock,
  rules: ReadonlyMap<string, WordedRule>,
  countedFrom: ReadonlyMap<string, RuleNamed | null>,
  names: ReadonlyMap<string, string>,
): Shown {
  const { earlier: _, version: __, ...rest } = clock;
  const rule = rules.get(clock.ruleId);
  return {
    ...rest,
    anchorOf: isRepeated(clock.anchor) ? null : clock.anchorOf,
    anchorRule: clock.anchor === "submitted" ? (countedFrom.get(clock.anchorOf ?? "") ?? null) : null,
    // A rule of a company's own is known by its key to whoever does not reach the company.
    name: rule?.name ?? clock.ruleKey,
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
