// What one company's workbook holds: its questions, what was answered so far, what is proposed.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type Book, type BookControl, bookOf } from "#modules/inspections/book.ts";
import { type AnswerRow, answersOf, type Inspection, scopeOf } from "#modules/inspections/loading.ts";
import { carriedEvidence, type Proposal, proposalsOf } from "#modules/inspections/proposals.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
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

export const conditionsOf = (book: Book) => book.frame.scopeConditions.filter((one) => one.id !== always);

/** Every control that could apply, whatever the scope questions will be answered: the company answers them in the file. */
export async function contentOf(ctx: Ctx, inspection: Inspection): Promise<Content> {
  const book = await bookOf(ctx, inspection.editionId);
  const answers = new Map((await answersOf(ctx, inspection.id)).map((answer) => [answer.controlId, answer]));
  const proofs = await proofsOf(ctx, inspection.id);
  const proposals = await proposalsOf(ctx, inspection);
  const before = [...proposals.values()].find((one) => one.from === "last_year")?.inspectionId;
  const carried = before ? await carriedEvidence(ctx, inspection, before) : [];
  const widest = Object.fromEntries(conditionsOf(book).map((one) => [one.id, true]));
  const rows = applicableControls(book.rules, inspection.tier, widest).flatMap(
    ({ control: scored, demand, isMandatory }): AskedRow[] => {
      const control = book.byId.get(scored.id);
      if (!control || demand === "not_asked") return [];
      const own = proofs.get(control.id) ?? [];
      const proposal = proposals.get(control.id) ?? null;
      return [
        {
          control,
          isMandatory,
          asksMaturity: asksMaturity(book.rules, control.weight, inspection.tier),
          answer: answers.get(control.id) ?? null,
          proof: own[0] ?? null,
          proofs: own,
          proposal,
          proposalDays: proposal ? daysTakenOver(proposal, carried) : [],
        },
      ];
    },
  );
  const versions = await ctx.db
    .selectFrom("scopeAnswers")
    .select(["condition", "rowVersion", "note"])
    .where("inspectionId", "=", inspection.id)
    .execute();
  return {
    inspection,
    book,
    company: await companyOf(ctx, inspection.companyId),
    scope: await scopeOf(ctx, inspection.id),
    scopeVersions: Object.fromEntries(versions.map((one) => [one.condition, one.rowVersion])),
    scopeNotes: Object.fromEntries(versions.map((one) => [one.condition, one.note])),
    rows,
  };
}

async function companyOf(ctx: Ctx, companyId: string): Promise<Content["company"]> {
  const { rows } = await sql<Content["company"]>`
    select n.name, ${nameOfUnit(ctx.language, "n")} as shown_name, u.code, coalesce(f.language, 'en') as language, coalesce(f.answers_by_workbook, false) as answers_by_workbook
    from units u
    join lateral (select * from unit_names n where n.unit_id = u.id order by n.valid_from desc limit 1) n on true
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today())
    where u.id = ${companyId}::uuid`.execute(ctx.db);
  const company = found(rows[0], "company");
  const isKnown = ["ja", "en", "zh"].includes(company.language);
  return { ...company, language: isKnown ? company.language : "en" };
}

async function proofsOf(ctx: Ctx, inspectionId: string): Promise<Map<string, Proof[]>> {
  const { rows } = await sql<Proof & { controlId: string }>`
    select x.control_id, e.title, coalesce(e.place, f.name, '') as place, e.valid_from
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = ${inspectionId}::uuid order by x.used_at desc, e.id`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.controlId) as Map<string, Proof[]>;
}
