// Lent to later modules.
// An edition as inspections need it: the rule book for scoring and the texts for reading. A published edition changes by
// errata alone, so it is read once per process and again when their count has moved.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { planned } from "#core/db/planned.ts";
import { notFound } from "#core/errors.ts";
import { correctedWords } from "#modules/standards/errata-queries.ts";
import { type ControlWords, type Frame, textIn, type TextLanguage } from "#modules/standards/edition.ts";
import { filledControl, valuesOf } from "#modules/standards/parameters.ts";
import { behindOf } from "#modules/standards/translation-queries.ts";
import type { RuleBook, ScoredControl } from "./scoring/rule-book.ts";

export type BookControl = ScoredControl & {
  inheritsFrom: string | null;
  /** What it is measured by, where something counts it. */
  metric: string | null;
  texts: ControlWords;
  /** Languages whose words were not looked at since the original changed. */
  behind: readonly TextLanguage[];
};
export type Book = {
  editionId: string;
  edition: string;
  standard: string;
  /** How many corrections of its words are in the texts. */
  errata: number;
  frame: Frame;
  rules: RuleBook;
  controls: readonly BookControl[];
  byId: ReadonlyMap<string, BookControl>;
};

const read = new Map<string, Book>();
/** Within one transaction an edition is read as it stood at its first use, however many inspections ask for it. */
const inTransaction = new WeakMap<object, Map<string, Book>>();

export async function bookOf(ctx: Ctx, editionId: string): Promise<Book> {
  const books = inTransaction.get(ctx.db) ?? new Map<string, Book>();
  inTransaction.set(ctx.db, books);
  const book = books.get(editionId) ?? (await currentBook(ctx, editionId));
  books.set(editionId, book);
  return book;
}

/** Counts that came along with something else that was read in this transaction: one way to the database fewer. */
const counted = new WeakMap<object, Map<string, number>>();

export function noteErrata(ctx: Ctx, editionId: string, errata: number): void {
  const counts = counted.get(ctx.db) ?? new Map<string, number>();
  counted.set(ctx.db, counts.set(editionId, errata));
}

async function currentBook(ctx: Ctx, editionId: string): Promise<Book> {
  const known = read.get(editionId);
  const errata = known && (counted.get(ctx.db)?.get(editionId) ?? (await errataIn(ctx, editionId)));
  if (known && known.errata === errata) return known;
  const edition = await ctx.db
    .selectFrom("editions")
    .selectAll()
    .where("id", "=", editionId)
    .executeTakeFirst();
  if (!edition) throw notFound("edition");
  const frame = edition.frame as Frame;
  const corrected =
    edition.errata > 0 ? await correctedWords(ctx.db, editionId) : new Map<string, ControlWords>();
  const values = valuesOf(frame);
  const rows = await ctx.db
    .selectFrom("controls")
    .selectAll()
    .where("editionId", "=", editionId)
    .orderBy("position")
    .execute();
  const behind = await behindOf(ctx.db, editionId);
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
      metric: row.metric,
      texts: textsFor(row.texts as ControlWords, corrected.get(row.controlId), values),
      behind: behind.get(row.controlId) ?? [],
    }),
  );
  const book: Book = {
    editionId,
    edition: edition.edition,
    standard: edition.standard,
    errata: edition.errata,
    frame,
    rules: rulesOf(frame, controls),
    controls,
    byId: new Map(controls.map((one) => [one.id, one])),
  };
  if (edition.state === "published" || edition.state === "retired") read.set(editionId, book);
  return book;
}

/** As stored, with the values of the parameters; corrected words get them here. */
const textsFor = (
  stored: ControlWords,
  words: ControlWords | undefined,
  values: ReturnType<typeof valuesOf>,
): ControlWords => (words ? filledControl(words, values) : stored);

async function errataIn(ctx: Ctx, editionId: string): Promise<number | undefined> {
  const { rows } = await planned(
    sql<{ errata: number }>`select errata from editions where id = ${editionId}::uuid`,
  ).execute(ctx.db);
  return rows[0]?.errata;
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
