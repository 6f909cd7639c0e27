// Lent to later modules.
// The group's own values in the words of a standard: `{{ insert: param, id }}`, as OSCAL writes them. Pure.
import { type ControlWords, type EditionContent, textIn, type Texts } from "./edition.ts";

const insertion = /\{\{\s*insert:\s*param\s*,\s*([^\s{}]+)\s*\}\}/g;

/** Parameters stand in values of others (a choice holds a number); deeper than this is a circle. */
const deepest = 5;

type Values = ReadonlyMap<string, Texts>;

export const valuesOf = (content: Pick<EditionContent, "parameters">): Values =>
  new Map((content.parameters ?? []).map(({ id, label, value }) => [id, value ?? bracketed(label)]));

/** What has no value yet is read as a blank with its name, never as nothing. */
const bracketed = (label: Texts): Texts =>
  Object.fromEntries(Object.entries(label).map(([language, text]) => [language, `[${text}]`])) as Texts;

/** The ids that a text inserts, in any of its languages. */
export const insertedIn = (texts: Texts): string[] => [
  ...new Set(
    Object.values(texts).flatMap((text) => [...text.matchAll(insertion)].map((match) => match[1] ?? "")),
  ),
];

/** Every text of a control. */
export const textsOf = (control: ControlWords): Texts[] => [
  control.title,
  control.requirement,
  ...control.evidence,
  ...(control.auditTest ? [control.auditTest] : []),
  ...(control.guidance ? [control.guidance] : []),
  ...(control.examples ?? []),
];

/** One text with the values put in, in each of its languages. */
export function filledTexts(texts: Texts, values: Values): Texts {
  if (insertedIn(texts).length === 0) return texts;
  return Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [
      language,
      put(text, values, language as keyof Texts, deepest),
    ]),
  ) as Texts;
}

function put(text: string, values: Values, language: keyof Texts, depth: number): string {
  return text.replace(insertion, (whole, id: string) => {
    const value = values.get(id);
    if (!value || depth === 0) return whole;
    return put(textIn(value, language), values, language, depth - 1);
  });
}

/** The control as everybody reads it. The same object where nothing is inserted. */
export function filledControl<T extends ControlWords>(control: T, values: Values): T {
  if (textsOf(control).every((texts) => insertedIn(texts).length === 0)) return control;
  const fill = (texts: Texts) => filledTexts(texts, values);
  return {
    ...control,
    title: fill(control.title),
    requirement: fill(control.requirement),
    ...(control.guidance ? { guidance: fill(control.guidance) } : {}),
    ...(control.examples ? { examples: control.examples.map(fill) } : {}),
    evidence: control.evidence.map(fill),
    ...(control.auditTest ? { auditTest: fill(control.auditTest) } : {}),
  };
}

/** The edition as everybody reads it; what is kept, hashed and exported is the content with its insertions. */
export function filledContent(content: EditionContent): EditionContent {
  const values = valuesOf(content);
  return { ...content, controls: content.controls.map((control) => filledControl(control, values)) };
}
