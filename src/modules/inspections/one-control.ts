// Controls to answer with all that their page shows: what is asked, what counts as proof, what was said last year,
// evidence and talk. One control or all of them in the same few statements.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { forbidden, notFound } from "#core/errors.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type Book, type BookControl, bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { type AnswerRow, delegatedTo, type Inspection, inspectionInScope, scopeOf } from "./loading.ts";
import { answersAndLast, inheritedOf } from "./proposals.ts";
import { applicable } from "./scoring/applicable.ts";
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
  const [whole] = await wholeControls(ctx, inspection, book, [control]);
  if (!whole) throw notFound("control");
  return whole;
}

export async function listWholeControls(
  ctx: Ctx,
  { id }: In<"listWholeControls">,
): Promise<{ rows: Control[] }> {
  const inspection = await inspectionInScope(ctx, id);
  const book = await bookOf(ctx, inspection.editionId);
  const isMine = await delegatedTo(ctx, inspection.id);
  const scope = await scopeOf(ctx, inspection.id);
  const asked = book.controls.filter(
    (control) =>
      applicable(control, inspection.tier, scope).demand !== "not_asked" && (isMine?.(control) ?? true),
  );
  return { rows: await wholeControls(ctx, inspection, book, asked) };
}

async function wholeControls(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  controls: readonly BookControl[],
): Promise<Control[]> {
  const only = controls.length === 1 ? (controls[0]?.id ?? null) : null;
  const { answers, last } = await answersAndLast(ctx, inspection, only ?? undefined);
  const inherited = await inheritedOf(ctx, inspection);
  const references = await referencesOf(ctx, inspection, only);
  const reviews = await reviewsOf(ctx, inspection, only);
  const evidence = await evidenceOf(ctx, inspection, only);
  const talks = await talksOf(ctx, inspection, only);
  const delegations = await delegationsOf(ctx, inspection);
  return controls.map((control): Control => {
    const answer = answers.get(control.id);
    const before = last?.answers.get(control.id);
    const served = inherited.get(control.id);
    return {
      controlId: control.id,
      texts: {
        title: { ...control.texts.title },
        requirement: { ...control.texts.requirement },
        evidence: control.texts.evidence.map((one) => ({ ...one })),
        auditTest: { ...control.texts.auditTest },
      },
      harms: named(book.frame.harms, control.harms, ctx),
      functions: named(book.frame.functions, control.functions, ctx),
      cadence: control.cadence,
      references: (references.get(control.id) ?? []).slice(0, 200),
      answer: answer ? answerOut(answer) : null,
      demanded: Object.fromEntries(
        verdicts.map((verdict) => [
          verdict,
          [...fieldsDemanded(book.rules, control, inspection.tier, verdict).demanded],
        ]),
      ),
      last:
        last && before
          ? {
              fiscalYear: last.fiscalYear,
              answer: answerOut(before),
              isSameControl: last.same.has(control.id),
            }
          : null,
      inherited: served
        ? {
            service: served.service,
            providerName: served.providerName,
            sharePercent: served.sharePercent,
            answer: answerOut(served),
          }
        : null,
      review: reviews.get(control.id)?.[0] ?? null,
      evidence: (evidence.get(control.id) ?? []).slice(0, 200),
      talks: (talks.get(control.id) ?? []).slice(-500),
      delegatedTo: delegations
        .filter((one) => one.controlId === control.id || one.area === control.area)
        .slice(0, 100),
    };
  });
}

const named = (from: Book["frame"]["harms"], ids: readonly string[], ctx: Ctx) =>
  ids.map((id) => {
    const known = from.find((one) => one.id === id);
    return { id, name: known ? textIn(known.name, ctx.language) : id };
  });

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

type ByControl<T> = Map<string, (T & { controlId: string })[]>;
const byControl = <T extends { controlId: string }>(rows: readonly T[]): Map<string, T[]> =>
  Map.groupBy(rows, (row) => row.controlId);

const thatOne = (column: string, only: string | null) =>
  only === null ? sql`true` : sql`${sql.ref(column)} = ${only}`;

async function referencesOf(
  ctx: Ctx,
  inspection: Inspection,
  only: string | null,
): Promise<ByControl<Control["references"][number]>> {
  const { rows } = await sql<{ controlId: string; set: string; item: string }>`
    select control_id, set_id as set, item_id as item from control_references
    where edition_id = ${inspection.editionId}::uuid and ${thatOne("control_id", only)} order by set_id, item_id`.execute(
    ctx.db,
  );
  return byControl(rows);
}

async function reviewsOf(
  ctx: Ctx,
  inspection: Inspection,
  only: string | null,
): Promise<ByControl<NonNullable<Control["review"]>>> {
  const { rows } = await sql<NonNullable<Control["review"]> & { controlId: string }>`
    select distinct on (r.control_id) r.control_id, r.decision, r.verdict, r.reason_kind, r.reason, r.reviewed_at,
      ${nameOfPerson(ctx.language, "p")} as reviewed_by_name
    from desk_reviews r left join people p on p.id = r.reviewed_by
    where r.inspection_id = ${inspection.id}::uuid and ${thatOne("r.control_id", only)}
    order by r.control_id, r.reviewed_at desc`.execute(ctx.db);
  return byControl(rows);
}

async function evidenceOf(
  ctx: Ctx,
  inspection: Inspection,
  only: string | null,
): Promise<ByControl<Control["evidence"][number]>> {
  const { rows } = await sql<Control["evidence"][number] & { controlId: string }>`
    select x.control_id, e.id, e.title, e.kind, e.place, e.file_id, f.name as file_name, f.size_bytes, e.valid_from, x.valid_until
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = ${inspection.id}::uuid and ${thatOne("x.control_id", only)} order by x.used_at desc limit 5000`.execute(
    ctx.db,
  );
  return byControl(rows);
}

async function talksOf(
  ctx: Ctx,
  inspection: Inspection,
  only: string | null,
): Promise<ByControl<Control["talks"][number]>> {
  const { rows } = await sql<Control["talks"][number] & { controlId: string }>`
    select t.control_id, t.id, t.body, t.asks_division, t.said_at, ${nameOfPerson(ctx.language, "p")} as said_by_name
    from talks t left join people p on p.id = t.said_by
    where t.inspection_id = ${inspection.id}::uuid and t.control_id is not null and ${thatOne("t.control_id", only)}
    order by t.said_at limit 5000`.execute(ctx.db);
  return byControl(rows);
}

type Delegated = Control["delegatedTo"][number] & { controlId: string | null };

async function delegationsOf(ctx: Ctx, inspection: Inspection): Promise<Delegated[]> {
  const { rows } = await sql<Delegated>`
    select d.id, d.person_id, ${nameOfPerson(ctx.language, "p")} as person_name, d.area, d.control_id
    from delegations d join people p on p.id = d.person_id
    where d.inspection_id = ${inspection.id}::uuid and d.ended_at is null`.execute(ctx.db);
  return rows;
}
