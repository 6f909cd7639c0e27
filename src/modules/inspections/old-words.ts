// Answers of last year that were given to other words than those in force, though the control asks the same.
import type { Texts } from "#modules/standards/edition.ts";
import type { Book } from "./book.ts";
import type { Carried } from "./carried.ts";
import type { AnswerRow } from "./loading.ts";

/**
 * The first erratum that an answer was not given to; its words before, where it is one of that round's edition. Without a
 * number: the question is the same, but a later edition says it otherwise in the language in which it was answered.
 */
export type OldWords = { number: number | null; before: Texts | null };

/** An erratum that asks again, of that round's edition or of one since. */
export type Correction = { controlId: string; number: number; isOfThen: boolean; before: Texts };

export type Answers = ReadonlyMap<string, AnswerRow>;

/**
 * Answers to a translation that reads otherwise since, of controls that no author had to decide about. What is the same in the
 * language it was read in stays the same whatever was translated anew, and so does one of which the language is not known.
 */
export function* translatedSince(
  then: Book,
  now: Book,
  carried: ReadonlyMap<string, Carried>,
  answers: Answers,
): Generator<[string, OldWords]> {
  for (const [controlId, { readIn }] of answers) {
    if (!readIn || carried.get(controlId)?.change !== "unchanged") continue;
    const [was, is] = [then, now].map((book) => book.byId.get(controlId)?.texts.requirement);
    if (was?.[readIn] !== undefined && !isSameText(was[readIn], is?.[readIn]))
      yield [controlId, { number: null, before: was }];
  }
}

const isSameText = (one: string, other = "") =>
  one.replaceAll(/\s+/g, " ").trim() === other.replaceAll(/\s+/g, " ").trim();

/** Errata of later editions were issued when the answer had long been given; of its own edition the answer says which it knew. */
export function oldWordsIn(corrections: readonly Correction[], answers: Answers): Map<string, OldWords> {
  const old = new Map<string, OldWords>();
  for (const { controlId, number, isOfThen, before } of corrections) {
    const answer = answers.get(controlId);
    if (!answer || old.has(controlId) || (isOfThen && number <= (answer.errata ?? 0))) continue;
    old.set(controlId, { number, before: isOfThen ? before : null });
  }
  return old;
}
