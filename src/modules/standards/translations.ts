// Whether the words of a control are there in a language, and whether they still say what the original says. Pure.
import type { Control, TextLanguage, Texts } from "./edition.ts";
import { textsOf } from "./parameters.ts";

export const missingIn = (control: Control, language: TextLanguage): boolean =>
  textsOf(control).some((texts) => texts[language] === undefined);

/**
 * Languages in which a text stayed as it was although the words it was made from changed since the edition before.
 * Whoever translated it looks again; it may be right all the same.
 */
export function outdatedIn(
  control: Control,
  before: Control | undefined,
  original: TextLanguage,
): TextLanguage[] {
  if (!before) return [];
  const pairs = pairsOf(control, before).filter(([now, then]) => now[original] !== then[original]);
  return (["ja", "en", "zh"] as const).filter(
    (language) =>
      language !== original &&
      pairs.some(([now, then]) => now[language] !== undefined && now[language] === then[language]),
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
