// Lent to later modules.
// The result row of an inspection: computed by the pure rules, kept so that overviews never count answers.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { planned } from "#core/db/planned.ts";
import { endOfDay } from "#modules/duties/rules.ts";
import { bookOf } from "./book.ts";
import { answersOf, answersOfMany, type Inspection, scopeOf, scopesOf } from "./loading.ts";
import { asSeen } from "./otherwise-seen.ts";
import { bookOver, type RuleBook, type ScopeAnswers, type ScoredAnswer } from "./scoring/rule-book.ts";
import { keptSums } from "./scoring/kept-sums.ts";
import { type InspectionScore, scoreInspection } from "./scoring/score.ts";
import type { Options } from "./scoring/settle.ts";
import { resultOfVerified } from "./scoring/verified.ts";

export type Basis = "live" | "due" | "locked" | "restated" | "standing";

/** The score, and the one that answers verified on site carry alone. */
export type Computed = { score: InspectionScore; verified: InspectionScore };

export async function compute(
  ctx: Ctx,
  inspection: Inspection,
  basis: Basis,
  answers?: readonly ScoredAnswer[],
  scope?: ScopeAnswers,
): Promise<Computed> {
  const given = answers ?? (await answersOf(ctx, inspection.id));
  const seen = basis === "standing" ? await asSeen(ctx, new Map([[inspection.id, given]])) : null;
  return computeFrom(
    {
      book: (await bookOf(ctx, inspection.editionId)).rules,
      scope: scope ?? (await scopeOf(ctx, inspection.id)),
      answers: seen?.get(inspection.id) ?? given,
      today: ctx.today,
    },
    inspection,
    basis,
  );
}

/** The same over some of the edition's controls: what years of different editions have in common. */
export async function computeOver(
  ctx: Ctx,
  inspection: Inspection,
  basis: Basis,
  controlIds: ReadonlySet<string>,
): Promise<InspectionScore> {
  const { rules } = await bookOf(ctx, inspection.editionId);
  const [scope, answers] = [await scopeOf(ctx, inspection.id), await answersOf(ctx, inspection.id)];
  const given = { book: bookOver(rules, controlIds), scope, answers, today: ctx.today };
  return computeFrom(given, inspection, basis).score;
}

type Given = { book: RuleBook; scope: ScopeAnswers; answers: readonly ScoredAnswer[]; today: string };

function computeFrom({ book, scope, answers, today }: Given, inspection: Inspection, basis: Basis): Computed {
  const isInHand = !["not_begun", "answering"].includes(inspection.state);
  const stage = {
    // The figure of the due day may be taken later (a restart in between): what came in after the day does not count.
    isSubmitted: isInHand && (basis !== "due" || isInByDue(inspection)),
    isConfirmed: inspection.state === "confirmed" || inspection.state === "locked",
    isDueReached: basis === "due" || inspection.dueOn < today,
  };
  const input = { book, tier: inspection.tier, scope, answers, stage };
  const options = optionsOf(isInHand, basis, today);
  const score = scoreInspection({ ...input, options });
  const verified = scoreInspection({ ...input, options: { ...options, countOnly: "verified" } });
  return { score, verified };
}

/** What was handed in counts as it was claimed until somebody judges it otherwise; before that nothing counts unproven. */
const optionsOf = (isInHand: boolean, basis: Basis, today: string): Options =>
  basis === "standing" ? { standingOn: today } : basis === "live" && !isInHand ? { provenOn: today } : {};

const isInByDue = ({ submittedAt, dueOn, timeZone }: Inspection) =>
  submittedAt !== null && new Date(submittedAt) <= endOfDay(dueOn, timeZone);

export type ResultToKeep = Computed & { inspection: Pick<Inspection, "id" | "roundId" | "companyId"> };

/** Computes and keeps one basis. The due day's and the locked row are written once and never again. */
export async function keepResult(
  ctx: Ctx,
  inspection: Inspection,
  basis: Basis,
  answers?: readonly ScoredAnswer[],
  scope?: ScopeAnswers,
): Promise<Computed> {
  const computed = await compute(ctx, inspection, basis, answers, scope);
  await keepResults(ctx, basis, [{ inspection, ...computed }]);
  return computed;
}

const columns = [
  "result",
  "is_provisional",
  "half_points",
  "weight",
  "required_count",
  "answered_count",
  "na_count",
  "unknown_count",
  "expired_count",
  "declared_count",
  "documented_count",
  "measured_count",
  "verified_count",
  "verified_half_points",
  "verified_result",
  "mandatory_gaps",
  "mandatory_partly",
  "areas",
  "functions",
  "harms",
  "topics",
  "maturity",
] as const;

export type Wanted = { inspection: Inspection; basis: Basis; isFirst?: true };

/** Computes and keeps many results, with as many statements for three hundred companies as for one. */
export async function keepEach(ctx: Ctx, wanted: readonly Wanted[]): Promise<readonly (Wanted & Computed)[]> {
  if (wanted.length === 0) return [];
  const ids = [...new Set(wanted.map((one) => one.inspection.id))];
  const [scopes, answers] = [await scopesOf(ctx, ids), await answersOfMany(ctx, ids)];
  const results: (Wanted & Computed)[] = [];
  for (const one of wanted) {
    const { id, editionId } = one.inspection;
    const own = answers.get(id) ?? [];
    const seen = one.basis === "standing" ? await asSeen(ctx, new Map([[id, own]])) : null;
    const given = {
      book: (await bookOf(ctx, editionId)).rules, // read once per edition and process
      scope: scopes.get(id) ?? {},
      answers: seen?.get(id) ?? own,
      today: ctx.today,
    };
    results.push({ ...one, ...computeFrom(given, one.inspection, one.basis) });
  }
  for (const [basis, kept] of Map.groupBy(results, (one) => one.basis))
    await keepResults(ctx, basis, kept, kept[0]?.isFirst);
  return results;
}

/**
 * Keeps the results of many inspections in one statement.
 * @param isFrozen what is there already stays.
 */
export async function keepResults(
  ctx: Ctx,
  basis: Basis,
  results: readonly ResultToKeep[],
  isFrozen = basis === "due" || basis === "locked",
): Promise<void> {
  if (results.length === 0) return;
  const names = sql.join(columns.map((name) => sql.ref(name)));
  const renewed = sql.join(columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`));
  await planned(sql`
    insert into inspection_results (inspection_id, basis, round_id, company_id, computed_at, ${names})
    select x.inspection_id, ${basis}, x.round_id, x.company_id, app_now(), ${sql.join(columns.map((name) => sql.ref(`x.${name}`)))}
    from jsonb_populate_recordset(null::inspection_results, ${JSON.stringify(results.map(rowOf))}::jsonb) x
    on conflict (inspection_id, basis) ${
      isFrozen
        ? sql`do nothing`
        : sql`do update set computed_at = excluded.computed_at, sums_form = default, ${renewed}`
    }`).execute(ctx.db);
}

const rowOf = ({ inspection, score, verified }: ResultToKeep) => ({
  inspection_id: inspection.id,
  round_id: inspection.roundId,
  company_id: inspection.companyId,
  result: score.result,
  is_provisional: score.isProvisional,
  half_points: score.points.halfPoints,
  weight: score.points.weight,
  required_count: score.counts.required,
  answered_count: score.counts.answered,
  na_count: score.counts.na,
  unknown_count: score.counts.unknown,
  expired_count: score.counts.expired,
  declared_count: score.counts.declared,
  documented_count: score.counts.documented,
  measured_count: score.counts.measured,
  verified_count: score.counts.verified,
  verified_half_points: verified.points.halfPoints,
  verified_result: resultOfVerified(score.result, verified.result),
  mandatory_gaps: score.mandatoryGaps,
  mandatory_partly: score.mandatoryPartly,
  areas: keptSums(score.areas, verified.areas),
  functions: keptSums(score.functions, verified.functions),
  harms: keptSums(score.harms, verified.harms),
  topics: keptSums(score.topics, verified.topics),
  maturity: score.maturity,
});

export type KeptResult = {
  basis: Basis;
  computedAt: string;
  result: "meets" | "improve" | "serious" | "not_known";
  isProvisional: boolean;
  halfPoints: number;
  weight: number;
  requiredCount: number;
  answeredCount: number;
  naCount: number;
  unknownCount: number;
  expiredCount: number;
  declaredCount: number;
  documentedCount: number;
  measuredCount: number;
  verifiedCount: number;
  mandatoryGaps: string[];
  mandatoryPartly: string[];
  areas: Record<string, number[]>;
};

export async function keptResults(ctx: Ctx, inspectionId: string): Promise<KeptResult[]> {
  return (await keptResultsOf(ctx, [inspectionId])).get(inspectionId) ?? [];
}

/** By inspection, in one statement. */
export async function keptResultsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KeptResult[]>> {
  const { rows } = await sql<KeptResult & { inspectionId: string }>`
    select * from inspection_results where inspection_id = any (${ids}::uuid[]) order by basis`.execute(
    ctx.db,
  );
  return Map.groupBy(rows, (row) => row.inspectionId);
}
