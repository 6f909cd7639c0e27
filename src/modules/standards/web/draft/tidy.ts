// Empty words are no words: a language that is cleared is not written in.
import type { useText } from "#web/text/i18n.ts";
import type { ControlWords, TextLanguage, Texts } from "../../contract.ts";

/** What a control says; how it counts stands beside. */
export type Words = ControlWords;

export function tidyWords({
  title,
  requirement,
  guidance,
  examples = [],
  evidence,
  auditTest,
}: Words): Words {
  const [about] = tidied(guidance ? [guidance] : []);
  const [test] = tidied(auditTest ? [auditTest] : []);
  const ways = tidied(examples);
  return {
    title: trimmed(title),
    requirement: trimmed(requirement),
    ...(about ? { guidance: about } : {}),
    ...(ways.length > 0 ? { examples: ways } : {}),
    evidence: tidied(evidence),
    ...(test ? { auditTest: test } : {}),
  };
}

/** Without what is written in no language. */
const tidied = (list: readonly Texts[]) => list.map(trimmed).filter((one) => Object.keys(one).length > 0);

const trimmed = (texts: Texts): Texts =>
  Object.fromEntries(
    (Object.entries(texts) as [TextLanguage, string][])
      .map(([language, text]) => [language, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );

/** What a control cannot be without, in any language; null where it has both. */
export function missingWords(words: Words, t: ReturnType<typeof useText>): string | null {
  const { title, requirement } = tidyWords(words);
  if (Object.keys(title).length === 0) return t("draft.needsWords", { field: t("draft.titleOf") });
  if (Object.keys(requirement).length === 0) return t("draft.needsWords", { field: t("draft.requirement") });
  return null;
}

/** Where one was writing last: in which text, in which language, behind how many characters. */
export type Caret = { language: TextLanguage; at: number } & (
  | { part: "title" | "requirement" | "guidance" | "auditTest" }
  | { part: "evidence" | "examples"; index: number }
);

export const textsAt = (words: Words, caret: Caret): Texts =>
  ("index" in caret ? words[caret.part]?.[caret.index] : words[caret.part]) ?? {};

/** The words with something put in there; at the end where the text has grown shorter since. */
export function withInserted(words: Words, caret: Caret, what: string): Partial<Words> {
  const texts = textsAt(words, caret);
  const text = texts[caret.language] ?? "";
  const changed = {
    ...texts,
    [caret.language]: `${text.slice(0, caret.at)}${what}${text.slice(caret.at)}`,
  };
  return "index" in caret
    ? { [caret.part]: (words[caret.part] ?? []).map((one, index) => (index === caret.index ? changed : one)) }
    : { [caret.part]: changed };
}
