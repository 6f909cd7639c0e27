// What goes along with an edition in its file and is no part of what was published: which translations lag behind, and what
// its words were before they were corrected. Pure.
import Type, { type Static } from "typebox";
import { type EditionProblem, schemaProblems } from "./check-edition.ts";
import { ControlWords, EditionContent, Key, type TextLanguage, wordsOf } from "./edition.ts";
import { placeOf } from "./places.ts";
import type { Behind } from "./translations.ts";

const Words = Type.Object(ControlWords.properties, { additionalProperties: false });

export const BroughtErratum = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 100_000 }),
    control: Key,
    issuedAt: Type.String({ format: "date-time", maxLength: 40 }),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Whether those who had answered were asked again. */
    asksAgain: Type.Boolean(),
    before: Words,
    /** What they were corrected to. The controls of the file say it already, unless they were written anew since. */
    words: Words,
  },
  { additionalProperties: false },
);
export type BroughtErratum = Static<typeof BroughtErratum>;

export const mostErrata = 1000;
const Ids = Type.Optional(Type.Array(Key, { maxItems: 3000 }));
const besides = {
  /** Controls by the language whose words were not looked at since the original changed. */
  translationsBehind: Type.Optional(
    Type.Object({ en: Ids, ja: Ids, zh: Ids }, { additionalProperties: false }),
  ),
  errata: Type.Optional(Type.Array(BroughtErratum, { maxItems: mostErrata })),
};
export const Besides = Type.Object(besides, { additionalProperties: false });
export type Besides = Static<typeof Besides>;

/** An edition as a file holds it. */
export const EditionDocument = Type.Object(
  { ...EditionContent.properties, ...besides },
  { additionalProperties: false },
);

const languages: readonly TextLanguage[] = ["en", "ja", "zh"];

/** As they are written into a file; what there is nothing of is not there. */
export function besidesOf(behind: Behind, errata: readonly BroughtErratum[]): Besides {
  const byLanguage = languages.flatMap((language) => {
    const ids = [...behind].filter(([, late]) => late.includes(language)).map(([id]) => id);
    return ids.length > 0 ? [[language, ids] as const] : [];
  });
  return {
    ...(byLanguage.length > 0 ? { translationsBehind: Object.fromEntries(byLanguage) } : {}),
    ...(errata.length > 0
      ? {
          errata: errata.map(({ before, words, ...one }) => ({
            ...one,
            before: wordsOf(before),
            words: wordsOf(words),
          })),
        }
      : {}),
  };
}

/** The languages that lag behind by control. */
export const behindOfFile = ({ translationsBehind = {} }: Besides): Behind =>
  new Map(
    [
      ...Map.groupBy(
        languages.flatMap((language) =>
          (translationsBehind[language] ?? []).map((id) => [id, language] as const),
        ),
        ([id]) => id,
      ),
    ].map(([id, of]) => [id, of.map(([, language]) => language)]),
  );

/** A document taken apart; what is no record of fields is left to the check of the edition. */
export function apart(document: unknown): { content: unknown; beside: unknown } {
  if (typeof document !== "object" || document === null) return { content: document, beside: {} };
  const { translationsBehind, errata, ...content } = document as Record<string, unknown>;
  return {
    content,
    beside: {
      ...(translationsBehind === undefined ? {} : { translationsBehind }),
      ...(errata === undefined ? {} : { errata }),
    },
  };
}

/** Of an edition that is one: form, numbers that are there twice, controls that it does not have. */
export function besidesProblems(data: unknown, { controls }: EditionContent): EditionProblem[] {
  const ofForm = schemaProblems(Besides, data);
  if (ofForm.length > 0) return ofForm;
  const { translationsBehind = {}, errata = [] } = data as Besides;
  const known = new Set(controls.map((control) => control.id));
  const seen = new Set<number>();
  return [
    ...languages.flatMap((language) =>
      (translationsBehind[language] ?? [])
        .filter((id) => !known.has(id))
        .map((value) => ({
          steps: ["translationsBehind", language],
          fault: { code: "not_among", values: { value, list: placeOf(["controls"]) } },
        })),
    ),
    ...errata.flatMap(({ number }, at) =>
      seen.has(number) || !seen.add(number)
        ? [{ steps: ["errata", String(at), "number"], fault: { code: "twice" } }]
        : [],
    ),
  ];
}
