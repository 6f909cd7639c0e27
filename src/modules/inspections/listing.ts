// The list of what an inspection asks: answer, proposal, proof and review of every control in short.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { bookOf, titleOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { lackingOf } from "./lacking.ts";
import { delegatedTo } from "./delegated.ts";
import { countedToday, type Told } from "#modules/ledgers/measuring.ts";
import { type AnswerRow, type Inspection, inspectionInScope } from "./loading.ts";
import { measuredFrom, shownMeasured } from "./measured/reading.ts";
import { answersAndLast, carriedEvidence, type CarriedUse, type Proposal, proposalsOf } from "./proposals.ts";
import { daysTakenOver, exceptionsOf } from "./taking-over.ts";
import { applicableControls } from "./scoring/applicable.ts";
import type { ScopeAnswers } from "./scoring/rule-book.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

export async function listAskedControls(ctx: Ctx, input: In<"listAskedControls">): Out<"listAskedControls"> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const { answers, last } = await answersAndLast(ctx, inspection);
  const proposals = await proposalsOf(ctx, inspection, last);
  const carried = last ? await carriedEvidence(ctx, inspection, last.inspectionId) : [];
  const { scope, reviews, talks, told } = await aroundOf(ctx, inspection);
  const measured = measuredFrom(told, book.controls);
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
          evidenceCount: answer ? answer.evidenceDays.length - (answer.backedUntil ? 1 : 0) : 0,
          evidenceUntil: answer?.evidenceValidUntil ?? null,
          backing: answer?.backing ?? null,
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
          measured: shownMeasured(measured.get(control.id)),
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
  isAskedAgain: false,
  origin: proposal.from === "service" ? "inherited" : "carried_over",
  coveragePercent: proposal.sharePercent ?? proposal.answer.coveragePercent,
  exceptions: proposal.from === "service" ? exceptionsOf(proposal) : proposal.answer.exceptions,
  evidenceDays: daysTakenOver(proposal, carried),
});

const saidOf = (answer: AnswerRow): string | null => {
  const said = answer.missing ?? answer.reason ?? answer.how;
  return said && said.length > 300 ? `${said.slice(0, 299)}…` : said;
};

type Review = {
  decision: "accepted" | "returned";
  verdict: "met" | "partly" | "not_met" | "unknown" | "not_applicable";
};

type Around = {
  scope: ScopeAnswers;
  reviews: Map<string, Review>;
  talks: Map<string, number>;
  /** What the company's ledgers say today. */
  told: Told | null;
};

/** The scope, the talk, and decisions about the answers as they are now; one about an answer that has changed since no longer counts. */
async function aroundOf(ctx: Ctx, { id: inspectionId, companyId }: Inspection): Promise<Around> {
  const { rows } = await sql<{
    scope: ScopeAnswers;
    reviews: Record<string, Review>;
    talks: Record<string, number>;
    told: Told | null;
  }>`
    select coalesce((select jsonb_object_agg(s.condition, s.is_true) from scope_answers s
        where s.inspection_id = ${inspectionId}::uuid), '{}') as scope,
      coalesce((select jsonb_object_agg(r.control_id, jsonb_build_object('decision', r.decision, 'verdict', r.verdict))
        from desk_reviews r join answers a on a.inspection_id = r.inspection_id
          and a.control_id = r.control_id and a.row_version = r.answer_version and a.proof_version = r.proof_version
        where r.inspection_id = ${inspectionId}::uuid), '{}') as reviews,
      coalesce((select jsonb_object_agg(t.control_id, t.count) from (select control_id, count(*) as count from talks
        where inspection_id = ${inspectionId}::uuid and control_id is not null group by control_id) t), '{}') as talks,
      ${countedToday(ctx, sql`${companyId}::uuid`)} as told`.execute(ctx.db);
  const around = rows[0] ?? { scope: {}, reviews: {}, talks: {}, told: null };
  return {
    scope: around.scope,
    reviews: new Map(Object.entries(around.reviews)),
    talks: new Map(Object.entries(around.talks)),
    told: around.told,
  };
}
