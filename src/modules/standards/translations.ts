// Whether the words of a control are there in a language, and whether they still say what the original says. Pure.
import { createHash } from "node:crypto";
import type { Control, TextLanguage, Texts } from "./edition.ts";
import { languagesChanged } from "./merging-words.ts";
import { textsOf } from "./parameters.ts";

const languages = ["ja", "en", "zh"] as const;

export const missingIn = (control: Control, language: TextLanguage): boolean =>
  textsOf(control).some((texts) => texts[language] === undefined);

/** What somebody looked at again and found right: fingerprints of exact words, see `lateWords`. */
export type LookedAt = ReadonlySet<string>;
/** Languages by control whose words lag behind already: in the edition before, or in the file that an edition came as. */
export type Behind = ReadonlyMap<string, readonly TextLanguage[]>;
export type Known = { lookedAt: LookedAt; behind: Behind };
const nothing: Known = { lookedAt: new Set(), behind: new Map() };

/**
 * Languages in which a text stayed as it was although the words it was made from changed since the edition before.
 * Whoever translated it looks again; it may be right all the same, and is no longer named once somebody has said so.
 */
export function outdatedIn(
  control: Control,
  before: Control | undefined,
  original: TextLanguage,
  known: Known = nothing,
): TextLanguage[] {
  return languages.filter((language) => {
    const late = lateWords(control, before, { original, language, behind: known.behind });
    return late !== null && !known.lookedAt.has(late.toString("hex"));
  });
}

/**
 * The fingerprint of the texts that lag behind in a language, with the original they stand beside; null where none does.
 * Of those texts alone: another proof that is added does not ask for the same look twice.
 */
export function lateWords(
  control: Control,
  before: Control | undefined,
  { original, language, behind }: { original: TextLanguage; language: TextLanguage; behind: Behind },
): Buffer | null {
  if (language === original) return null;
  // Which of its texts lagged behind in an edition before is not kept: all of them are looked at.
  const late = behind.get(control.id)?.includes(language)
    ? textsOf(control).filter((texts) => texts[language] !== undefined)
    : before
      ? lateTexts(control, before, original, language)
      : [];
  if (late.length === 0) return null;
  const words = late.map((texts) => [texts[original], texts[language]]);
  return createHash("sha256")
    .update(JSON.stringify([control.id, language, words]))
    .digest();
}

const lateTexts = (control: Control, before: Control, original: TextLanguage, language: TextLanguage) =>
  pairsOf(control, before).flatMap(([now, then]) =>
    now[original] !== then[original] && now[language] !== undefined && now[language] === then[language]
      ? [now]
      : [],
  );

/** What lagged behind in an edition before and reads the same here. */
export function stillBehind(
  behind: Behind,
  before: readonly Control[],
  now: readonly Control[],
): Map<string, TextLanguage[]> {
  const here = new Map(now.map((control) => [control.id, control]));
  return new Map(
    before.flatMap((then): [string, TextLanguage[]][] => {
      const control = here.get(then.id);
      const late = control ? (behind.get(then.id) ?? []) : [];
      if (!control || late.length === 0) return [];
      const changed = languagesChanged(then, control);
      const still = late.filter((language) => !changed.includes(language));
      return still.length > 0 ? [[then.id, still]] : [];
    }),
  );
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
