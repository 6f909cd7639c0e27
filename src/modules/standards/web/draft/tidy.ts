// Empty words are no words: a language that is cleared is not written in.
import type { Control, TextLanguage, Texts } from "../../contract.ts";

/** What a control says; how it counts stands beside. */
export type Words = Pick<Control, "title" | "requirement" | "evidence" | "auditTest">;

export function tidyWords({ title, requirement, evidence, auditTest }: Words): Words {
  const kept = auditTest ? trimmed(auditTest) : {};
  return {
    title: trimmed(title),
    requirement: trimmed(requirement),
    evidence: evidence.map(trimmed).filter((one) => Object.keys(one).length > 0),
    ...(Object.keys(kept).length > 0 ? { auditTest: kept } : {}),
  };
}

const trimmed = (texts: Texts): Texts =>
  Object.fromEntries(
    (Object.entries(texts) as [TextLanguage, string][])
      .map(([language, text]) => [language, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );
