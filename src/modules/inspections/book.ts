// Lent to later modules.
// An edition as inspections need it: the rule book for scoring and the texts for reading. A published edition never
// changes, so it is read once per process.
import type { Ctx, Language } from "#core/context.ts";
import { notFound } from "#core/errors.ts";
import { type Frame, textIn, type Texts } from "#modules/standards/edition.ts";
import type { RuleBook, ScoredControl } from "./scoring/rule-book.ts";

export type ControlTexts = { title: Texts; requirement: Texts; evidence: Texts[]; auditTest?: Texts };
export type BookControl = ScoredControl & { inheritsFrom: string | null; texts: ControlTexts };
export type Book = {
  editionId: string;
  edition: string;
  standard: string;
  frame: Frame;
  rules: RuleBook;
  controls: readonly BookControl[];
  byId: ReadonlyMap<string, BookControl>;
};

const read = new Map<string, Book>();

export async function bookOf(ctx: Ctx, editionId: string): Promise<Book> {
  const known = read.get(editionId);
  if (known) return known;
  const edition = await ctx.db
    .selectFrom("editions")
    .selectAll()
    .where("id", "=", editionId)
    .executeTakeFirst();
  if (!edition) throw notFound("edition");
  const rows = await ctx.db
    .selectFrom("controls")
    .selectAll()
    .where("editionId", "=", editionId)
    .orderBy("position")
    .execute();
  const controls = rows.map(
    (row): BookControl => ({
      id: row.controlId,
      area: row.area,
      topic: row.topic,
      weight: row.weight,
      mandatory: row.mandatory,
      tiers: row.tiers as ScoredControl["tiers"],
      functions: row.functions,
      harms: row.harms,
      appliesWhen: row.appliesWhen,
      cadence: row.cadence,
      asksCoverage: row.asksCoverage,
      inheritsFrom: row.inheritsFrom,
      texts: row.texts as ControlTexts,
    }),
  );
  const frame = edition.frame as Frame;
  const book: Book = {
    editionId,
    edition: edition.edition,
    standard: edition.standard,
    frame,
    rules: rulesOf(frame, controls),
    controls,
    byId: new Map(controls.map((one) => [one.id, one])),
  };
  if (edition.state === "published" || edition.state === "retired") read.set(editionId, book);
  return book;
}

export const rulesOf = (frame: Frame, controls: readonly ScoredControl[]): RuleBook => ({
  controls,
  meetsFromPercent: frame.scoring.meetsFromPercent,
  seriousBelowPercent: frame.scoring.seriousBelowPercent,
  maturity: { weights: frame.maturity.weights, tiers: frame.maturity.tiers },
  evidenceDays: Object.fromEntries(frame.cadences.map((cadence) => [cadence.id, cadence.evidenceValidDays])),
  visitYears: Object.fromEntries(
    frame.tiers.flatMap((tier) =>
      tier.onSiteAuditEveryYears ? [[tier.id, tier.onSiteAuditEveryYears]] : [],
    ),
  ),
});

export const titleOf = (control: BookControl, language: Language) => textIn(control.texts.title, language);
