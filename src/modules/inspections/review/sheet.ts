// What the desk reads and the executive signs: every answer beside last year's and the desk's, and what it comes to.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { type Book, bookOf, titleOf } from "../book.ts";
import { type AnswerRow, answersOf, type Inspection, inspectionInScope, scopeOf } from "../loading.ts";
import { inheritedOf, isSameSince, type LastYear, lastYearOf } from "../proposals.ts";
import { scopeQuestions } from "../scoping.ts";
import { applicableControls } from "../scoring/applicable.ts";
import { likeForLike } from "../scoring/compare.ts";
import type { ScopeAnswers, Verdict } from "../scoring/rule-book.ts";
import { type InspectionScore, scoreInspection } from "../scoring/score.ts";
import type { reviewing } from "./contract.ts";
import { compare, differenceKinds } from "./rules.ts";

type Sheet = Output<typeof reviewing.listDifferences>;
type SheetRow = Sheet["rows"][number];
type Review = NonNullable<SheetRow["review"]> & { controlId: string };

export async function listDifferences(
  ctx: Ctx,
  { id }: Input<typeof reviewing.listDifferences>,
): Promise<Sheet> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, id);
  const answers = await answersOf(ctx, id);
  const last = await lastYearOf(ctx, inspection);
  const reviews = await reviewsOf(ctx, id);
  const rows = await rowsOf(ctx, { inspection, book, scope, answers, last, reviews });
  const decided = new Map(rows.flatMap((row) => (row.review ? [[row.controlId, row.review.verdict]] : [])));
  const questions = await scopeQuestions(ctx, inspection, book);
  const claimed = scoreOf(book, inspection, scope, answers);
  return {
    fiscalYear: last?.fiscalYear ?? null,
    rows,
    claimed: forecastOf(claimed),
    desk: forecastOf(scoreOf(book, inspection, scope, withVerdicts(answers, decided))),
    scopeOut: questions
      .filter((one) => one.isTrue === false && one.mandatoryCount > 0)
      .map(({ condition, question, mandatoryCount, note }) => ({
        condition,
        question,
        mandatoryCount,
        note,
      })),
    scopeDoubts: questions.flatMap((one) =>
      one.isTrue !== null && one.proposed !== null && one.isTrue !== one.proposed
        ? [{ condition: one.condition, question: one.question, isTrue: one.isTrue }]
        : [],
    ),
    sameControls: last ? sameControlsOf(book, inspection, claimed, last) : null,
  };
}

type Given = {
  inspection: Inspection;
  book: Book;
  scope: ScopeAnswers;
  answers: readonly AnswerRow[];
  last: LastYear | null;
  reviews: ReadonlyMap<string, Review>;
};

async function rowsOf(ctx: Ctx, given: Given): Promise<SheetRow[]> {
  const { inspection, book, scope, last, reviews } = given;
  const answers = new Map(given.answers.map((answer) => [answer.controlId, answer]));
  const inherited = await inheritedOf(ctx, inspection);
  const [fresh, desk] = [
    await freshEvidence(ctx, inspection.id, last?.inspectionId ?? null),
    last ? await reviewsOf(ctx, last.inspectionId) : new Map<string, Review>(),
  ];
  const rows = applicableControls(book.rules, inspection.tier, scope).flatMap(
    ({ control: scored, demand, isMandatory }): SheetRow[] => {
      const [control, answer] = [book.byId.get(scored.id), answers.get(scored.id)];
      if (demand === "not_asked" || !control || !answer) return [];
      const before = last && isSameSince(last, control.id) ? last.answers.get(control.id) : undefined;
      const lastYear = before
        ? {
            verdict: before.verdict,
            assurance: before.assurance,
            deskVerdict: desk.get(control.id)?.verdict ?? null,
            answeredAt: before.answeredAt,
          }
        : null;
      const found = compare({
        verdict: answer.verdict,
        isInherited: answer.origin === "inherited",
        coveragePercent:
          control.asksCoverage || answer.origin === "inherited" ? answer.coveragePercent : null,
        dueOn: answer.dueOn,
        evidenceUntil: answer.evidenceValidUntil ?? null,
        hasNewEvidence: fresh.has(control.id),
        last: lastYear,
        hasLastYear: last !== null,
        provider: inherited.get(control.id)?.verdict ?? null,
        today: ctx.today,
      });
      const review = reviews.get(control.id);
      return [
        {
          controlId: control.id,
          title: titleOf(control, ctx.language),
          area: control.area,
          isMandatory,
          weight: control.weight,
          need: demand,
          kind: found.kind,
          whys: found.whys.slice(0, 8),
          last: lastYear,
          verdict: answer.verdict,
          assurance: answer.assurance,
          naIsAllowed: answer.naIsAllowed ?? null,
          dueOn: answer.dueOn,
          owner: answer.owner,
          evidenceCount: answer.evidenceDays.length - (answer.backedUntil ? 1 : 0),
          rowVersion: answer.rowVersion,
          review: review
            ? {
                decision: review.decision,
                verdict: review.verdict,
                reasonKind: review.reasonKind,
                reason: review.reason,
              }
            : null,
        },
      ];
    },
  );
  const place = (row: SheetRow) => differenceKinds.indexOf(row.kind) * 2 + (row.isMandatory ? 0 : 1);
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => place(a.row) - place(b.row) || a.index - b.index)
    .map(({ row }) => row);
}

/** Decisions about the answers as they stand; what the company has changed since waits anew. */
async function reviewsOf(ctx: Ctx, inspectionId: string): Promise<Map<string, Review>> {
  const { rows } = await sql<Review>`
    select r.control_id, r.decision, r.verdict, r.reason_kind, r.reason from desk_reviews r
    join answers a on a.inspection_id = r.inspection_id and a.control_id = r.control_id and a.row_version = r.answer_version
      and a.proof_version = r.proof_version
    where r.inspection_id = ${inspectionId}::uuid`.execute(ctx.db);
  return new Map(rows.map((row) => [row.controlId, row]));
}

/** Controls with proof that last year's answer did not name. */
async function freshEvidence(ctx: Ctx, id: string, lastId: string | null): Promise<Set<string>> {
  const { rows } = await sql<{ controlId: string }>`
    select distinct x.control_id from evidence_uses x where x.inspection_id = ${id}::uuid
      and not exists (select from evidence_uses y where y.inspection_id = ${lastId}::uuid and y.control_id = x.control_id and y.evidence_id = x.evidence_id)`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.controlId));
}

const withVerdicts = (answers: readonly AnswerRow[], verdicts: ReadonlyMap<string, Verdict>): AnswerRow[] =>
  answers.map((answer) => {
    const verdict = verdicts.get(answer.controlId);
    if (!verdict) return answer;
    return {
      ...answer,
      verdict,
      naIsAllowed: verdict === "not_applicable" ? true : (answer.naIsAllowed ?? null),
    };
  });

const scoreOf = (
  book: Book,
  { tier }: Inspection,
  scope: ScopeAnswers,
  answers: readonly AnswerRow[],
): InspectionScore =>
  scoreInspection({
    book: book.rules,
    tier,
    scope,
    answers,
    stage: { isSubmitted: true, isConfirmed: false, isDueReached: true },
  });

const forecastOf = (score: InspectionScore): Sheet["claimed"] => ({
  result: score.ifSubmitted,
  halfPoints: score.points.halfPoints,
  weight: score.points.weight,
  gaps: score.mandatoryGaps.length,
  partly: score.mandatoryPartly.length,
});

function sameControlsOf(
  book: Book,
  inspection: Inspection,
  claimed: InspectionScore,
  last: LastYear,
): Sheet["sameControls"] {
  // Last year's answers read by this year's book: controls that ask something else now are left out by `same`.
  const before = scoreOf(book, inspection, {}, [...last.answers.values()]);
  const same = likeForLike(
    before.settled,
    claimed.settled,
    (id) => isSameSince(last, id) && last.answers.has(id),
  );
  return {
    n: same.n,
    lastHalfPoints: same.previous.halfPoints,
    lastWeight: same.previous.weight,
    halfPoints: same.current.halfPoints,
    weight: same.current.weight,
    better: [...same.better],
    worse: [...same.worse],
  };
}

export async function forecastReview(
  ctx: Ctx,
  input: Input<typeof reviewing.forecastReview>,
): Promise<Output<typeof reviewing.forecastReview>> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const decided = new Map<string, Verdict>(
    [...(await reviewsOf(ctx, input.id)).values()].map((one) => [one.controlId, one.verdict]),
  );
  for (const { controlId, verdict } of input.verdicts) decided.set(controlId, verdict);
  const answers = withVerdicts(await answersOf(ctx, input.id), decided);
  return forecastOf(scoreOf(book, inspection, await scopeOf(ctx, input.id), answers));
}
