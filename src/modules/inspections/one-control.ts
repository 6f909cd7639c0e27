// One control to answer: what is asked, what counts as proof, what was said last year, evidence and talk.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { forbidden, notFound } from "#core/errors.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { type AnswerRow, answersOf, delegatedTo, type Inspection, inspectionInScope } from "./loading.ts";
import { inheritedOf, lastYearOf } from "./proposals.ts";
import { fieldsDemanded } from "./scoring/demands.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Control = Output<typeof inspections.getAskedControl>;
const verdicts = ["met", "partly", "not_met", "unknown", "not_applicable"] as const;

export async function getAskedControl(ctx: Ctx, input: In<"getAskedControl">): Promise<Control> {
  const inspection = await inspectionInScope(ctx, input.id);
  const book = await bookOf(ctx, inspection.editionId);
  const control = book.byId.get(input.controlId);
  if (!control) throw notFound("control");
  const isMine = await delegatedTo(ctx, inspection.id);
  if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
  const [answer] = await answersOf(ctx, inspection.id, control.id);
  const last = await lastYearOf(ctx, inspection);
  const before = last?.answers.get(control.id);
  const inherited = (await inheritedOf(ctx, inspection)).get(control.id);
  const references = await sql<{
    set: string;
    item: string;
  }>`select set_id as set, item_id as item from control_references
    where edition_id = ${inspection.editionId}::uuid and control_id = ${control.id} order by set_id, item_id`.execute(
    ctx.db,
  );
  return {
    controlId: control.id,
    texts: {
      title: { ...control.texts.title },
      requirement: { ...control.texts.requirement },
      evidence: control.texts.evidence.map((one) => ({ ...one })),
      auditTest: { ...control.texts.auditTest },
    },
    harms: [...control.harms],
    functions: [...control.functions],
    cadence: control.cadence,
    references: references.rows,
    answer: answer ? answerOut(answer) : null,
    demanded: Object.fromEntries(
      verdicts.map((verdict) => [
        verdict,
        [...fieldsDemanded(book.rules, control, inspection.tier, verdict).demanded],
      ]),
    ),
    last:
      last && before
        ? { fiscalYear: last.fiscalYear, answer: answerOut(before), isSameControl: last.same.has(control.id) }
        : null,
    inherited: inherited
      ? {
          service: inherited.service,
          providerName: inherited.providerName,
          sharePercent: inherited.sharePercent,
          answer: answerOut(inherited),
        }
      : null,
    review: await reviewOf(ctx, inspection, control.id),
    evidence: await evidenceOf(ctx, inspection, control.id),
    talks: await talksOf(ctx, inspection, control.id),
    delegatedTo: await delegationsOf(ctx, inspection, control),
  };
}

const answerOut = (row: AnswerRow): NonNullable<Control["answer"]> => ({
  verdict: row.verdict,
  how: row.how,
  missing: row.missing,
  owner: row.owner,
  dueOn: row.dueOn,
  reason: row.reason,
  coveragePercent: row.coveragePercent,
  exceptions: row.exceptions,
  maturity: row.maturity ?? null,
  origin: row.origin,
  assurance: row.assurance,
  naIsAllowed: row.naIsAllowed ?? null,
  answeredByName: row.answeredByName,
  answeredAt: row.answeredAt,
  rowVersion: row.rowVersion,
});

async function reviewOf(ctx: Ctx, inspection: Inspection, controlId: string): Promise<Control["review"]> {
  const { rows } = await sql<NonNullable<Control["review"]>>`
    select r.decision, r.verdict, r.reason_kind, r.reason, r.reviewed_at, trim(p.family_name || ' ' || p.given_name) as reviewed_by_name
    from desk_reviews r left join people p on p.id = r.reviewed_by
    where r.inspection_id = ${inspection.id}::uuid and r.control_id = ${controlId}`.execute(ctx.db);
  return rows[0] ?? null;
}

async function evidenceOf(ctx: Ctx, inspection: Inspection, controlId: string): Promise<Control["evidence"]> {
  const { rows } = await sql<Control["evidence"][number]>`
    select e.id, e.title, e.kind, e.place, e.file_id, f.name as file_name, f.size_bytes, e.valid_from, x.valid_until
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = ${inspection.id}::uuid and x.control_id = ${controlId} order by x.used_at desc limit 200`.execute(
    ctx.db,
  );
  return rows;
}

async function talksOf(ctx: Ctx, inspection: Inspection, controlId: string): Promise<Control["talks"]> {
  const { rows } = await sql<Control["talks"][number]>`
    select t.id, t.body, t.asks_division, t.said_at, trim(p.family_name || ' ' || p.given_name) as said_by_name
    from talks t left join people p on p.id = t.said_by
    where t.inspection_id = ${inspection.id}::uuid and t.control_id = ${controlId} order by t.said_at limit 500`.execute(
    ctx.db,
  );
  return rows;
}

async function delegationsOf(
  ctx: Ctx,
  inspection: Inspection,
  control: { id: string; area: string },
): Promise<Control["delegatedTo"]> {
  const { rows } = await sql<Control["delegatedTo"][number]>`
    select d.id, d.person_id, trim(p.family_name || ' ' || p.given_name) as person_name, d.area
    from delegations d join people p on p.id = d.person_id
    where d.inspection_id = ${inspection.id}::uuid and d.ended_at is null and (d.control_id = ${control.id} or d.area = ${control.area})`.execute(
    ctx.db,
  );
  return rows;
}
