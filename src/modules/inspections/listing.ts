// The list of what an inspection asks: answer, proposal, proof and review of every control in short.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { bookOf, titleOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { lackingOf } from "./lacking.ts";
import { type AnswerRow, answersOf, delegatedTo, inspectionInScope, scopeOf } from "./loading.ts";
import { carriedEvidence, type CarriedUse, lastYearOf, type Proposal, proposalsOf } from "./proposals.ts";
import { applicableControls } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

export async function listAskedControls(ctx: Ctx, input: In<"listAskedControls">): Out<"listAskedControls"> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const answers = new Map((await answersOf(ctx, inspection.id)).map((answer) => [answer.controlId, answer]));
  const last = await lastYearOf(ctx, inspection);
  const proposals = await proposalsOf(ctx, inspection, last);
  const carried = last ? await carriedEvidence(ctx, inspection, last.inspectionId) : [];
  const [reviews, talks] = [await reviewsOf(ctx, inspection.id), await talkCounts(ctx, inspection.id)];
  const isMine = await delegatedTo(ctx, inspection.id);
  const language = input.language ?? ctx.language;
  const rows = applicableControls(book.rules, inspection.tier, scope).flatMap(
    ({ control: scored, demand, isMandatory }) => {
      const control = book.byId.get(scored.id);
      if (demand === "not_asked" || !control) return [];
      const answer = answers.get(control.id);
      const proposal = answer ? undefined : proposals.get(control.id);
      const problems = answer ? lackingOf(book, inspection, scope, answer, ctx.today) : [];
      return [
        {
          controlId: control.id,
          area: control.area,
          topic: control.topic,
          title: titleOf(control, language),
          isMandatory,
          weight: control.weight,
          need: demand,
          asksCoverage: control.asksCoverage,
          appliesWhen: control.appliesWhen,
          verdict: answer?.verdict ?? null,
          assurance: answer?.assurance ?? null,
          naIsAllowed: answer?.naIsAllowed ?? null,
          rowVersion: answer?.rowVersion ?? null,
          evidenceCount: answer?.evidenceDays.length ?? 0,
          evidenceUntil: answer?.evidenceValidUntil ?? null,
          problems,
          proposal: proposal
            ? {
                from: proposal.from,
                verdict: proposal.answer.verdict,
                service: proposal.service,
                said: saidOf(proposal.answer),
                lacks: lackingOf(book, inspection, scope, takenOver(proposal, carried), ctx.today),
              }
            : null,
          lastVerdict: last?.answers.get(control.id)?.verdict ?? null,
          review: reviews.get(control.id) ?? null,
          talkCount: talks.get(control.id) ?? 0,
          isMine: isMine === null || isMine(control),
        },
      ];
    },
  );
  return { rows: isMine ? rows.filter((row) => row.isMine) : rows };
}

/** The answer as it would stand after it was taken over. */
const takenOver = (proposal: Proposal, carried: readonly CarriedUse[]): AnswerRow => ({
  ...proposal.answer,
  origin: proposal.from === "service" ? "inherited" : "carried_over",
  coveragePercent: proposal.sharePercent ?? proposal.answer.coveragePercent,
  evidenceDays: carried
    .filter((use) => use.controlId === proposal.answer.controlId)
    .map((use) => use.validUntil),
});

const saidOf = (answer: AnswerRow): string | null => {
  const said = answer.missing ?? answer.reason ?? answer.how;
  return said && said.length > 300 ? `${said.slice(0, 299)}…` : said;
};

type Review = {
  decision: "accepted" | "returned";
  verdict: "met" | "partly" | "not_met" | "unknown" | "not_applicable";
};

/** Decisions about the answers as they are now; one about an answer that has changed since no longer counts. */
async function reviewsOf(ctx: Ctx, inspectionId: string): Promise<Map<string, Review>> {
  const { rows } = await sql<Review & { controlId: string }>`
    select r.control_id, r.decision, r.verdict from desk_reviews r join answers a on a.inspection_id = r.inspection_id
      and a.control_id = r.control_id and a.row_version = r.answer_version
    where r.inspection_id = ${inspectionId}::uuid`.execute(ctx.db);
  return new Map(rows.map((row) => [row.controlId, { decision: row.decision, verdict: row.verdict }]));
}

async function talkCounts(ctx: Ctx, inspectionId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    controlId: string;
    count: number;
  }>`select control_id, count(*)::int as count from talks
    where inspection_id = ${inspectionId}::uuid and control_id is not null group by control_id`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.controlId, row.count]));
}
