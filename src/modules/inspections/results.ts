// Lent to later modules.
// The result row of an inspection: computed by the pure rules, kept so that overviews never count answers.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { endOfDay } from "#modules/duties/rules.ts";
import { bookOf } from "./book.ts";
import { type AnswerRow, answersOf, type Inspection, scopeOf } from "./loading.ts";
import { type InspectionScore, type Part, scoreInspection } from "./scoring/score.ts";

export type Basis = "live" | "due" | "locked" | "restated" | "standing";

export type Computed = { score: InspectionScore; verifiedHalfPoints: number };

export async function compute(
  ctx: Ctx,
  inspection: Inspection,
  basis: Basis,
  answers?: AnswerRow[],
): Promise<Computed> {
  const book = await bookOf(ctx, inspection.editionId);
  const given = answers ?? (await answersOf(ctx, inspection.id));
  const isInHand = !["not_begun", "answering"].includes(inspection.state);
  const stage = {
    // The figure of the due day may be taken later (a restart in between): what came in after the day does not count.
    isSubmitted: isInHand && (basis !== "due" || isInByDue(inspection)),
    isConfirmed: inspection.state === "confirmed" || inspection.state === "locked",
    isDueReached: basis === "due" || inspection.dueOn < ctx.today,
  };
  const input = {
    book: book.rules,
    tier: inspection.tier,
    scope: await scopeOf(ctx, inspection.id),
    answers: given,
    stage,
  };
  const score = scoreInspection(
    basis === "standing" ? { ...input, options: { standingOn: ctx.today } } : input,
  );
  const verified = scoreInspection({ ...input, options: { countOnly: "verified" } });
  return { score, verifiedHalfPoints: verified.points.halfPoints };
}

const isInByDue = ({ submittedAt, dueOn, timeZone }: Inspection) =>
  submittedAt !== null && new Date(submittedAt) <= endOfDay(dueOn, timeZone);

const parts = (of: Readonly<Record<string, Part>>) =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(of).map(([name, part]) => [name, [part.halfPoints, part.weight, part.n, part.answered]]),
    ),
  );

/** Computes and keeps one basis. The due day's and the locked row are written once and never again. */
export async function keepResult(
  ctx: Ctx,
  inspection: Inspection,
  basis: Basis,
  answers?: AnswerRow[],
): Promise<Computed> {
  const computed = await compute(ctx, inspection, basis, answers);
  const { score } = computed;
  const isFrozen = basis === "due" || basis === "locked";
  await sql`
    insert into inspection_results (inspection_id, basis, round_id, company_id, computed_at, result, is_provisional, half_points, weight,
      required_count, answered_count, na_count, unknown_count, expired_count, declared_count, documented_count, measured_count, verified_count,
      verified_half_points, mandatory_gaps, mandatory_partly, areas, functions, harms, topics, maturity)
    values (${inspection.id}::uuid, ${basis}, ${inspection.roundId}::uuid, ${inspection.companyId}::uuid, app_now(), ${score.result},
      ${score.isProvisional}, ${score.points.halfPoints}, ${score.points.weight}, ${score.counts.required}, ${score.counts.answered},
      ${score.counts.na}, ${score.counts.unknown}, ${score.counts.expired}, ${score.counts.declared}, ${score.counts.documented},
      ${score.counts.measured}, ${score.counts.verified}, ${computed.verifiedHalfPoints}, ${[...score.mandatoryGaps]}::text[],
      ${[...score.mandatoryPartly]}::text[], ${parts(score.areas)}::jsonb, ${parts(score.functions)}::jsonb, ${parts(score.harms)}::jsonb,
      ${parts(score.topics)}::jsonb, ${score.maturity ? JSON.stringify(score.maturity) : null}::jsonb)
    on conflict (inspection_id, basis) ${
      isFrozen
        ? sql`do nothing`
        : sql`do update set computed_at = excluded.computed_at, result = excluded.result,
      is_provisional = excluded.is_provisional, half_points = excluded.half_points, weight = excluded.weight, required_count = excluded.required_count,
      answered_count = excluded.answered_count, na_count = excluded.na_count, unknown_count = excluded.unknown_count, expired_count = excluded.expired_count,
      declared_count = excluded.declared_count, documented_count = excluded.documented_count, measured_count = excluded.measured_count,
      verified_count = excluded.verified_count, verified_half_points = excluded.verified_half_points, mandatory_gaps = excluded.mandatory_gaps,
      mandatory_partly = excluded.mandatory_partly, areas = excluded.areas, functions = excluded.functions, harms = excluded.harms,
      topics = excluded.topics, maturity = excluded.maturity`
    }`.execute(ctx.db);
  return computed;
}

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
  const { rows } =
    await sql<KeptResult>`select * from inspection_results where inspection_id = ${inspectionId}::uuid order by basis`.execute(
      ctx.db,
    );
  return rows;
}
