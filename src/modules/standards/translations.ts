// Whether the words of a control are there in a language, and whether they still say what the original says. Pure.
import { createHash } from "node:crypto";
import type { Control, TextLanguage, Texts } from "./edition.ts";
import { textsOf } from "./parameters.ts";

export const missingIn = (control: Control, language: TextLanguage): boolean =>
  textsOf(control).some((texts) => texts[language] === undefined);

/** What somebody looked at again and found right: fingerprints of exact words, see `lateWords`. */
export type LookedAt = ReadonlySet<string>;
const nothing: LookedAt = new Set();

/**
 * Languages in which a text stayed as it was although the words it was made from changed since the edition before.
 * Whoever translated it looks again; it may be right all the same, and is no longer named once somebody has said so.
 */
export function outdatedIn(
  control: Control,
  before: Control | undefined,
  original: TextLanguage,
  lookedAt: LookedAt = nothing,
): TextLanguage[] {
  return (["ja", "en", "zh"] as const).filter((language) => {
    const late = lateWords(control, before, { original, language });
    return late !== null && !lookedAt.has(late.toString("hex"));
  });
}

/**
 * The fingerprint of the texts that lag behind in a language, with the original they stand beside; null where none does.
 * Of those texts alone: another proof that is added does not ask for the same look twice.
 */
export function lateWords(
  control: Control,
  before: Control | undefined,
  { original, language }: { original: TextLanguage; language: TextLanguage },
): Buffer | null {
  if (!before || language === original) return null;
  const late = pairsOf(control, before).filter(
    ([now, then]) =>
      now[original] !== then[original] && now[language] !== undefined && now[language] === then[language],
  );
  if (late.length === 0) return null;
  const words = late.map(([now]) => [now[original], now[language]]);
  return createHash("sha256")
    .update(JSON.stringify([control.id, language, words]))
    .digest();
}

function pairsOf(now: Control, then: Control): [Texts, Texts][] {
  const pairs: [Texts | undefined, Texts | undefined][] = [
    [now.title, then.title],
    [now.requirement, then.requirement],
    [now.auditTest, then.auditTest],
    [now.guidance, then.guidance],
    ...now.evidence.map((one, index): [Texts, Texts | undefined] => [one, then.evidence[index]]),
    ...(now.examples ?? []).map((one, index): [Texts, Texts | undefined] => [one, then.examples?.[index]]),
  ];
  return pairs.filter((pair): pair is [Texts, Texts] => pair[0] !== undefined && pair[1] !== undefined);
}
