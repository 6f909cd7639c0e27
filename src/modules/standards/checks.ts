// What is looked at before an edition is published. Pure.
import type { Output } from "#core/contract.ts";
import { inWords, type Say } from "#core/text/told.ts";
import { checkEdition, problemPlain, problemTold } from "./check-edition.ts";
import type { standards } from "./contract.ts";
import type { Control, EditionContent, TextLanguage } from "./edition.ts";
import { insertedIn, textsOf } from "./parameters.ts";

export type Check = Output<typeof standards.checkEdition>["checks"][number];

/** Whether a check keeps the edition from being published. */
export const falls = (check: Check) => check.isNeeded && check.missing.length > 0;

const isWritten = (control: Control, language: TextLanguage) =>
  textsOf(control).every((texts) => texts[language] !== undefined);

/** Values that a control inserts and that are not written in a language in which the control is. */
const valuesMissing = (content: EditionContent): string[] => {
  const values = new Map((content.parameters ?? []).map(({ id, value }) => [id, value ?? {}]));
  const missing = content.controls.flatMap(textsOf).flatMap((texts) =>
    (Object.entries(texts) as [TextLanguage, string][]).flatMap(([language, text]) =>
      insertedIn({ [language]: text })
        .filter((id) => values.get(id)?.[language] === undefined)
        .map((id) => `${id} (${language})`),
    ),
  );
  return [...new Set(missing)];
};

export type Standing = {
  /** The content is the one that was hashed. */
  isIntact: boolean;
  /** Controls of which it is not said what becomes of earlier answers. */
  undecided?: readonly string[];
  /** Controls whose words an erratum has corrected since the draft was begun, and nobody has said what of it. */
  uncorrected?: readonly string[];
  /** Whether somebody else than its authors must approve it and has not. */
  isUnapproved?: boolean;
  /** Controls with words that stayed as they were while the original changed. */
  outdated?: readonly string[];
  /** Words for whoever reads the checks; without them places and codes. */
  say?: Say;
};

/** Needed: the data is what was looked at, holds together, and is approved. The rest is told, and the publisher decides. */
export function checksOf(content: EditionContent, standing: Standing): Check[] {
  const { controls } = content;
  const { isIntact, undecided = [], uncorrected = [], isUnapproved = false, outdated = [], say } = standing;
  const without = (holds: (control: Control) => boolean) =>
    controls.filter((control) => !holds(control)).map((control) => control.id);
  const check = (id: Check["id"], missing: string[], isNeeded = false): Check => ({
    id,
    isNeeded,
    of: controls.length,
    missing: missing.map((one) => one.slice(0, 200)),
  });
  return [
    check("content", isIntact ? [] : ["sha256"], true),
    check(
      "form",
      checkEdition(content).map((one) => (say ? inWords(problemTold(one), say) : problemPlain(one))),
      true,
    ),
    check(
      "asked",
      without((control) => Object.values(control.tiers).some((demand) => demand !== "none")),
      true,
    ),
    check("carry_over", [...undecided], true),
    check("errata", [...uncorrected], true),
    check("approval", isUnapproved ? [content.standard.edition] : [], true),
    ...(["ja", "en", "zh"] as const).map((language) =>
      check(
        `words_${language}`,
        without((control) => isWritten(control, language)),
      ),
    ),
    check("translations", [...outdated]),
    check(
      "proof",
      without((control) => control.evidence.length > 0),
    ),
    check(
      "test",
      without((control) => control.auditTest !== undefined),
    ),
    check(
      "references",
      without((control) => Object.values(control.references).some((items) => items.length > 0)),
    ),
    check(
      "functions",
      without((control) => control.functions.length > 0),
    ),
    check(
      "harms",
      without((control) => control.harms.length > 0),
    ),
    check("parameters", valuesMissing(content)),
  ];
}
