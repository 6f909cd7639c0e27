// Lent to later modules.
// What a company need not type again: last year's answer where the control is unchanged, and what the provider of a
// shared service answered first. Proposals only; each is confirmed or changed by the company.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { asksTheSame } from "#modules/standards/changes.ts";
import { type Book, bookOf } from "./book.ts";
import { type Carried, carriedSince } from "./carried.ts";
import { type AnswerRow, answersByInspection, type Inspection } from "./loading.ts";
import { type Answers, type Correction, type OldWords, oldWordsIn, translatedSince } from "./old-words.ts";
import { evidenceValidUntil, notBeyond } from "./scoring/evidence-days.ts";
import type { Assurance } from "./scoring/rule-book.ts";

export type Proposal = {
  from: "last_year" | "service";
  inspectionId: string;
  answer: AnswerRow;
  service: string | null;
  providerName: string | null;
  sharePercent: number | null;
};

export type LastYear = {
  inspectionId: string;
  fiscalYear: number;
  editionId: string;
  answers: Map<string, AnswerRow>;
  /** What became of each control of today since then. */
  carried: ReadonlyMap<string, Carried>;
  /** Answers that were never given to the words as they were corrected, by control of today. */
  oldWords: ReadonlyMap<string, OldWords>;
};

/** Whether a control still asks what it asked in that round. */
export const isSameSince = (last: Pick<LastYear, "carried">, controlId: string): boolean => {
  const one = last.carried.get(controlId);
  return one !== undefined && asksTheSame(one.change);
};

type Previous = {
  inspectionId: string;
  fiscalYear: number;
  editionId: string;
  corrections: Correction[];
};

/** Whether last year's answer may be proposed: the control asks the same, and the answer was given to its words. */
export const isProposable = (last: LastYear, controlId: string): boolean =>
  isSameSince(last, controlId) && !last.oldWords.has(controlId);

/** The company's inspection in the round before, if it was handed in. */
export async function previousOf(ctx: Ctx, inspection: Inspection): Promise<Previous | null> {
  return (await previousOfMany(ctx, [inspection])).get(inspection.id) ?? null;
}

async function previousOfMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
): Promise<ReadonlyMap<string, Previous>> {
  const later = inspections.filter((one) => one.previousId !== null);
  if (later.length === 0) return new Map();
  const { rows } = await sql<Previous & { of: string }>`
    select n.id as of, i.id as inspection_id, r.fiscal_year, i.edition_id,
      coalesce((with recursive line as (select e.id, e.previous_id from editions e where e.id = n.edition_id
          union select e.id, e.previous_id from line l join editions e on e.id = l.previous_id where l.id <> i.edition_id)
        select jsonb_agg(jsonb_build_object('controlId', x.control_id, 'number', x.number, 'isOfThen', x.edition_id = i.edition_id,
            'before', x.before -> 'requirement') order by x.edition_id <> i.edition_id, x.number)
        from errata x where x.state = 'issued' and x.asks_again and x.edition_id in (select id from line)), '[]') as corrections
    from unnest(${later.map((one) => one.id)}::uuid[], ${later.map((one) => one.previousId)}::uuid[],
      ${later.map((one) => one.companyId)}::uuid[], ${later.map((one) => one.editionId)}::uuid[]) as n(id, round_id, company_id, edition_id)
    join inspections i on i.round_id = n.round_id and i.company_id = n.company_id and i.submitted_at is not null
    join rounds r on r.id = i.round_id`.execute(ctx.db);
  return new Map(rows.map(({ of, ...previous }) => [of, previous]));
}

/** The round before with its answers and the controls that ask the same today. */
export async function lastYearOf(ctx: Ctx, inspection: Inspection): Promise<LastYear | null> {
  return (await answersAndLast(ctx, inspection)).last;
}

/** This year's answers and last year's, in one statement once it is known which inspection was last year's. */
export async function answersAndLast(
  ctx: Ctx,
  inspection: Inspection,
  controlId?: string,
): Promise<{ answers: Map<string, AnswerRow>; last: LastYear | null }> {
  const of = (await answersAndLastOfMany(ctx, [inspection], controlId)).get(inspection.id);
  return of ?? { answers: new Map(), last: null };
}

export type AnswersAndLast = { answers: Map<string, AnswerRow>; last: LastYear | null };

/** The same of many, in as many statements as of one. */
export async function answersAndLastOfMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
  controlId?: string,
): Promise<ReadonlyMap<string, AnswersAndLast>> {
  const previous = await previousOfMany(ctx, inspections);
  const carried = new Map<string, ReadonlyMap<string, Carried>>();
  const translated = new Map<string, (then: Answers) => Iterable<[string, OldWords]>>();
  for (const { id, editionId } of inspections) {
    const before = previous.get(id);
    if (!before) continue;
    const changes = await carriedSince(ctx, editionId, before.editionId); // kept by the process, as books are
    carried.set(id, changes);
    if (editionId === before.editionId) continue;
    const [then, now] = [await bookOf(ctx, before.editionId), await bookOf(ctx, editionId)];
    translated.set(id, (answers) => translatedSince(then, now, changes, answers));
  }
  // A control that came from others is read with what was answered to those.
  const only = controlId
    ? [controlId, ...[...carried.values()].flatMap((one) => one.get(controlId)?.fromIds ?? [])]
    : undefined;
  const ids = [...inspections.map((one) => one.id), ...[...previous.values()].map((one) => one.inspectionId)];
  const found = await answersByInspection(ctx, ids, only);
  const byControl = (id: string) =>
    new Map((found.get(id) ?? []).map((answer) => [answer.controlId, answer]));
  return new Map(
    inspections.map(({ id }): [string, AnswersAndLast] => {
      const before = previous.get(id);
      if (!before) return [id, { answers: byControl(id), last: null }];
      const { corrections, ...last } = before;
      const then = byControl(before.inspectionId);
      return [
        id,
        {
          answers: byControl(id),
          last: {
            ...last,
            answers: then,
            carried: carried.get(id) ?? new Map(),
            oldWords: new Map([...(translated.get(id)?.(then) ?? []), ...oldWordsIn(corrections, then)]),
          },
        },
      ];
    }),
  );
}

type Inherited = AnswerRow & {
  service: string;
  providerName: string;
  sharePercent: number;
  inspectionId: string;
  /** Whether the reader may open the provider's inspection itself. */
  mayOpen: boolean;
};

/**
 * Answers that providers of connected services have handed in in the same round. They belong to another company, so a
 * function of the database gives just these fields of just these controls (domain.md, "Inheritance").
 */
export async function inheritedOf(ctx: Ctx, inspection: Inspection): Promise<ReadonlyMap<string, Inherited>> {
  return (await inheritedOfMany(ctx, [inspection.id])).get(inspection.id) ?? new Map();
}

async function inheritedOfMany(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Inherited>>> {
  const { rows } = await sql<
    Inherited & { of: string }
  >`select n.id as of, a.*, '{}'::text[] as evidence_days,
      exists (select from inspections p where p.id = a.inspection_id and ${within(ctx, "p.company_id")}) as may_open
    from unnest(${[...ids]}::uuid[]) as n(id) cross join lateral inherited_answers(n.id) a`.execute(ctx.db);
  const lists = Map.groupBy(rows, (row) => row.of);
  return new Map([...lists].map(([id, list]) => [id, new Map(list.map((row) => [row.controlId, row]))]));
}

/** One proposal per unanswered control: the service first, since its provider answered this year. */
export async function proposalsOf(
  ctx: Ctx,
  inspection: Inspection,
  last?: LastYear | null,
): Promise<Map<string, Proposal>> {
  const before = last === undefined ? await lastYearOf(ctx, inspection) : last;
  return proposalsFrom(await bookOf(ctx, inspection.editionId), before, await inheritedOf(ctx, inspection));
}

/** The proposals of many, by inspection and control. */
export async function proposalsOfMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
  read: ReadonlyMap<string, AnswersAndLast>,
): Promise<ReadonlyMap<string, Map<string, Proposal>>> {
  const inherited = await inheritedOfMany(
    ctx,
    inspections.map((one) => one.id),
  );
  const all = new Map<string, Map<string, Proposal>>();
  for (const { id, editionId } of inspections) {
    const book = await bookOf(ctx, editionId); // kept by the process
    all.set(id, proposalsFrom(book, read.get(id)?.last ?? null, inherited.get(id) ?? new Map()));
  }
  return all;
}

function proposalsFrom(
  book: Book,
  before: LastYear | null,
  inherited: ReadonlyMap<string, Inherited>,
): Map<string, Proposal> {
  const proposals = new Map<string, Proposal>();
  for (const [controlId, answer] of before?.answers ?? []) {
    if (!before || !isProposable(before, controlId) || !book.byId.has(controlId)) continue;
    proposals.set(controlId, {
      from: "last_year",
      inspectionId: before.inspectionId,
      answer,
      service: null,
      providerName: null,
      sharePercent: null,
    });
  }
  for (const [controlId, answer] of inherited) {
    proposals.set(controlId, {
      from: "service",
      inspectionId: answer.inspectionId,
      answer,
      service: answer.service,
      providerName: answer.providerName,
      sharePercent: answer.sharePercent,
    });
  }
  return proposals;
}

/** One use of evidence as it would stand in this inspection. */
export type CarriedUse = { controlId: string; evidenceId: string; validUntil: string };

/**
 * Proof of last year that is still good for this year's round. What the company declared is declared anew by saying
 * "still true"; a document or a measurement keeps its own day, and its validity is counted for this round.
 */
export async function carriedEvidence(
  ctx: Ctx,
  inspection: Inspection,
  fromInspectionId: string,
): Promise<CarriedUse[]> {
  const from = new Map([[inspection.id, fromInspectionId]]);
  return (await carriedEvidenceOfMany(ctx, [inspection], from)).get(inspection.id) ?? [];
}

type EvidenceUse = {
  controlId: string;
  evidenceId: string;
  kind: Assurance;
  validFrom: string;
  countsUntil: string | null;
};

/** @param from the inspection before, by inspection. */
export async function carriedEvidenceOfMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
  from: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, CarriedUse[]>> {
  const later = inspections.filter((one) => from.has(one.id));
  if (later.length === 0) return new Map();
  const { rows } = await sql<EvidenceUse & { of: string }>`
    select n.id as of, x.control_id, x.evidence_id, e.kind, e.valid_from, e.counts_until
    from unnest(${later.map((one) => one.id)}::uuid[], ${later.map((one) => from.get(one.id))}::uuid[],
      ${later.map((one) => one.companyId)}::uuid[]) as n(id, from_id, company_id)
    join evidence_uses x on x.inspection_id = n.from_id and x.company_id = n.company_id
    join evidence e on e.id = x.evidence_id and e.withdrawn_at is null`.execute(ctx.db);
  const lists = Map.groupBy(rows, (row) => row.of);
  const all = new Map<string, CarriedUse[]>();
  for (const one of later)
    all.set(one.id, stillGood(ctx, await bookOf(ctx, one.editionId), one, lists.get(one.id) ?? []));
  return all;
}

function stillGood(ctx: Ctx, book: Book, inspection: Inspection, uses: readonly EvidenceUse[]): CarriedUse[] {
  return uses.flatMap((row) => {
    const control = book.byId.get(row.controlId);
    if (!control) return [];
    const byCadence = evidenceValidUntil({
      book: book.rules,
      cadence: control.cadence,
      tier: inspection.tier,
      kind: row.kind,
      validFrom: row.kind === "declared" ? ctx.today : row.validFrom,
      ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
    });
    const validUntil = notBeyond(byCadence, row.countsUntil);
    return validUntil < ctx.today
      ? []
      : [{ controlId: row.controlId, evidenceId: row.evidenceId, validUntil }];
  });
}
