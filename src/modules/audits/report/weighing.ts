// How grave a shortfall of a report is by the rule, and what the verdicts of the controls that were looked at come to.
import type { Ctx } from "#core/context.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { scopeOf } from "#modules/inspections/loading.ts";
import { applicable } from "#modules/inspections/scoring/applicable.ts";
import { bookOver, type RuleBook, type ScopeAnswers } from "#modules/inspections/scoring/rule-book.ts";
import { scoreInspection } from "#modules/inspections/scoring/score.ts";
import type { Severity } from "#modules/findings/rules.ts";
import type { Verdict } from "../visits/rules.ts";
import type { ControlRow, Report } from "./loading.ts";
import { proposedSeverity, stands } from "./rules.ts";

export type Weigher = {
  book: Book;
  isMandatory: (controlId: string) => boolean;
  severity: (controlId: string, verdict: Verdict) => Severity | null;
  result: (
    controls: readonly Pick<ControlRow, "controlId" | "verdict" | "settlement">[],
  ) => NonNullable<Report["result"]>;
};

export async function weigherOf(
  ctx: Ctx,
  { editionId, inspectionId, tier }: Pick<Report, "editionId" | "inspectionId" | "tier">,
): Promise<Weigher> {
  const book = await bookOf(ctx, editionId);
  const scope: ScopeAnswers = inspectionId ? await scopeOf(ctx, inspectionId) : {};
  const isMandatory = (controlId: string) => {
    const control = book.byId.get(controlId);
    return control !== undefined && applicable(control, tier, scope).isMandatory;
  };
  return {
    book,
    isMandatory,
    severity: (controlId, verdict) =>
      proposedSeverity(verdict, {
        isMandatory: isMandatory(controlId),
        weight: book.byId.get(controlId)?.weight ?? 1,
      }),
    result: (controls) => resultOf(book.rules, tier, scope, controls),
  };
}

/**
 * By the rules of the standard, over what was looked at: an audit says nothing of what it did not see. Where nothing could be found
 * out, that is the result.
 */
export function resultOf(
  rules: RuleBook,
  tier: string,
  scope: ScopeAnswers,
  controls: readonly Pick<ControlRow, "controlId" | "verdict" | "settlement">[],
) {
  const standing = controls.filter(stands);
  if (standing.every((one) => one.verdict === "unknown")) return "not_known";
  const { result } = scoreInspection({
    book: bookOver(rules, new Set(standing.map((one) => one.controlId))),
    tier,
    scope,
    answers: standing.map(({ controlId, verdict }) => ({
      controlId,
      verdict,
      assurance: "verified" as const,
    })),
    stage: { isSubmitted: true, isConfirmed: true, isDueReached: true },
  });
  return result;
}
