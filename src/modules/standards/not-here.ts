// Words that an erratum of one edition corrected, and that another edition of the standard still, or again, has uncorrected. Pure.
import { type Control, type ControlWords, wordsOf } from "./edition.ts";
import type { Elsewhere } from "./errata-queries.ts";
import { mergedWords, sameWords } from "./merging-words.ts";

/** All errata of one control in one edition as one: from what its words were to what they are. */
export type NotHere = Omit<Elsewhere, "words" | "isKeptHere"> & {
  corrected: ControlWords;
  mine: Control | undefined;
};

/**
 * What of the errata elsewhere an edition does not have. Of those that came after a draft was begun everything that is not word for
 * word the same waits for its authors; of all others only what reads as it did before the correction.
 *
 * @param before the controls of the edition that it follows: what was said there holds on while the words are those.
 */
export function notHere(
  errata: readonly Elsewhere[],
  controls: ReadonlyMap<string, Control>,
  before: ReadonlyMap<string, Control>,
): NotHere[] {
  const chains = [...Map.groupBy(errata, (one) => `${one.controlId} ${one.editionId}`).values()];
  const told = chains.flatMap((rows): NotHere[] => {
    const since = rows.filter((row) => row.isSince);
    const chain = since.length > 0 ? since : rows;
    const [first, last] = [chain[0], chain.at(-1)];
    if (!first || !last) return [];
    const mine = controls.get(first.controlId);
    const { words: corrected, isKeptHere, keptBecause, ...of } = last;
    const one = { ...of, before: first.before, corrected, mine, keptBecause: null };
    if (since.length > 0) return mine && sameWords(mine, corrected) ? [] : [one];
    if (!mine || !readsAsBefore(mine, one)) return [];
    const then = before.get(one.controlId);
    const holds = isKeptHere || (then !== undefined && sameWords(mine, then));
    return [{ ...one, keptBecause: holds ? keptBecause : null }];
  });
  return told.filter((one, at) => !told.slice(0, at).some((other) => saysTheSame(one, other)));
}

const readsAsBefore = (mine: Control, { before, corrected }: Pick<NotHere, "before" | "corrected">) =>
  !sameWords(mine, mergedWords(wordsOf(mine), before, corrected).words);

/** Two editions had the same mistake corrected the same way: it is decided once. */
function saysTheSame(one: NotHere, other: NotHere): boolean {
  if (one.controlId !== other.controlId || !one.mine || one.isSince || other.isSince) return false;
  const words = wordsOf(one.mine);
  const [mine, theirs] = [one, other].map(({ before, corrected }) => mergedWords(words, before, corrected));
  return mine !== undefined && theirs !== undefined && sameWords(mine.words, theirs.words);
}
