// What one company's workbook holds: its questions, what was answered so far, what is proposed.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { dayIn } from "#modules/duties/rules.ts";
import { type Book, type BookControl, bookOf } from "#modules/inspections/book.ts";
import { type CorrectedWords, correctedInMany } from "#modules/inspections/corrected.ts";
import type { AnswerRow, Inspection } from "#modules/inspections/loading.ts";
import {
  answersAndLastOfMany,
  carriedEvidenceOfMany,
  type CarriedUse,
  type Proposal,
  proposalsOfMany,
} from "#modules/inspections/proposals.ts";
import { applicable, applicableControls } from "#modules/inspections/scoring/applicable.ts";
import { daysTakenOver } from "#modules/inspections/taking-over.ts";
import { asksMaturity } from "#modules/inspections/scoring/maturity.ts";
import { always, type ScopeAnswers } from "#modules/inspections/scoring/rule-book.ts";

export type Proof = { title: string; place: string; validFrom: string };
export type AskedRow = {
  control: BookControl;
  isMandatory: boolean;
  asksMaturity: boolean;
  answer: AnswerRow | null;
  /** The latest proof named for it. */
  proof: Proof | null;
  proofs: readonly Proof[];
  proposal: Proposal | null;
  /** The last days of the proof that the proposal would bring along. */
  proposalDays: readonly string[];
  /** Words that were corrected since they were answered, of which nobody has said yet that the answer holds. */
  corrected: CorrectedWords | null;
};
export type Content = {
  inspection: Inspection;
  book: Book;
  /** `name` by law, as the file bears it; `shownName` as the reader's language calls it. */
  company: { name: string; shownName: string; code: string; language: Language; answersByWorkbook: boolean };
  scope: ScopeAnswers;
  scopeVersions: Readonly<Record<string, number>>;
  scopeNotes: Readonly<Record<string, string | null>>;
  rows: readonly AskedRow[];
};

/** The day until which answers are awaited now: of what was sent back, or postponed, not the round's first one. */
export const answersBy = ({ answerClock, dueOn }: Inspection): string =>
  answerClock ? dayIn(new Date(answerClock.dueAt), answerClock.timeZone) : dueOn;

/** What is asked of a row by the answers on scope that there are: as the answering page counts it. */
export const demandNow = ({ inspection, scope }: Content, { control }: AskedRow) =>
  applicable(control, inspection.tier, scope).demand;

export const conditionsOf = (book: Book) => book.frame.scopeConditions.filter((one) => one.id !== always);

export async function contentOf(ctx: Ctx, inspection: Inspection): Promise<Content> {
  return found((await contentsOf(ctx, [inspection])).get(inspection.id), "inspection");
}

/**
 * Every control that could apply, whatever the scope questions will be answered: the company answers them in the file. As
 * many statements for a hundred inspections as for one.
 */
export async function contentsOf(
  ctx: Ctx,
  inspections: readonly Inspection[],
): Promise<ReadonlyMap<string, Content>> {
  const ids = inspections.map((one) => one.id);
  const read = await answersAndLastOfMany(ctx, inspections);
  const proposals = await proposalsOfMany(ctx, inspections, read);
  const carried = await carriedEvidenceOfMany(ctx, inspections, yearsBefore(proposals));
  const proofs = await proofsOf(ctx, ids);
  const scopes = await scopesOf(ctx, ids);
  const corrected = await correctedInMany(ctx, inspections);
  const companies = await companiesOf(
    ctx,
    inspections.map((one) => one.companyId),
  );
  const contents = new Map<string, Content>();
  for (const inspection of inspections) {
    const { id } = inspection;
    const book = await bookOf(ctx, inspection.editionId); // kept by the process
    const scope = scopes.get(id) ?? [];
    contents.set(id, {
      inspection,
      book,
      company: found(companies.get(inspection.companyId), "company"),
      scope: Object.fromEntries(scope.map((one) => [one.condition, one.isTrue])),
      scopeVersions: Object.fromEntries(scope.map((one) => [one.condition, one.rowVersion])),
      scopeNotes: Object.fromEntries(scope.map((one) => [one.condition, one.note])),
      rows: rowsOf(book, inspection.tier, {
        answers: read.get(id)?.answers ?? new Map(),
        proofs: Map.groupBy(proofs.get(id) ?? [], (one) => one.controlId),
        proposals: proposals.get(id) ?? new Map(),
        carried: carried.get(id) ?? [],
        corrected: new Map(
          corrected.get(id)?.flatMap((one) => (one.isOpen ? [[one.controlId, one] as const] : [])),
        ),
      }),
    });
  }
  return contents;
}

type Given = {
  answers: ReadonlyMap<string, AnswerRow>;
  proofs: ReadonlyMap<string, Proof[]>;
  proposals: ReadonlyMap<string, Proposal>;
  carried: readonly CarriedUse[];
  corrected: ReadonlyMap<string, CorrectedWords>;
};

function rowsOf(book: Book, tier: string, given: Given): AskedRow[] {
  const { answers, proofs, proposals, carried, corrected } = given;
  const widest = Object.fromEntries(conditionsOf(book).map((one) => [one.id, true]));
  return applicableControls(book.rules, tier, widest).flatMap(
    ({ control: scored, demand, isMandatory }): AskedRow[] => {
      const control = book.byId.get(scored.id);
      if (!control || demand === "not_asked") return [];
      const own = proofs.get(control.id) ?? [];
      const proposal = proposals.get(control.id) ?? null;
      return [
        {
          control,
          isMandatory,
          asksMaturity: asksMaturity(book.rules, control.weight, tier),
          answer: answers.get(control.id) ?? null,
          proof: own[0] ?? null,
          proofs: own,
          proposal,
          proposalDays: proposal ? daysTakenOver(proposal, carried) : [],
          corrected: answers.has(control.id) ? (corrected.get(control.id) ?? null) : null,
        },
      ];
    },
  );
}

/** The inspection before, by inspection, of those of which something is proposed from it. */
function yearsBefore(proposals: ReadonlyMap<string, ReadonlyMap<string, Proposal>>): Map<string, string> {
  const before = [...proposals].flatMap(([id, byControl]): [string, string][] => {
    const last = [...byControl.values()].find((one) => one.from === "last_year");
    return last ? [[id, last.inspectionId]] : [];
  });
  return new Map(before);
}

type ScopeRow = { condition: string; isTrue: boolean; rowVersion: number; note: string | null };

async function scopesOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, ScopeRow[]>> {
  const { rows } = await sql<ScopeRow & { inspectionId: string }>`
    select s.inspection_id, s.condition, s.is_true, s.row_version, s.note from scope_answers s
    where s.inspection_id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}

async function companiesOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Content["company"]>> {
  const { rows } = await sql<Content["company"] & { id: string }>`
    select u.id, n.name, ${nameOfUnit(ctx.language, "n")} as shown_name, u.code, coalesce(f.answers_by_workbook, false) as answers_by_workbook,
      case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language
    from units u
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today())
    where u.id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ id, ...company }) => [id, company]));
}

type ProofOf = Proof & { controlId: string };

async function proofsOf(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, ProofOf[]>> {
  const { rows } = await sql<ProofOf & { inspectionId: string }>`
    select x.inspection_id, x.control_id, e.title, coalesce(e.place, f.name, '') as place, e.valid_from
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = any (${[...ids]}::uuid[]) order by x.used_at desc, e.id`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.inspectionId);
}
