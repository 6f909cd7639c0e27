// The words inside a workbook and of what is said about it: the house's terms, this module's, and why an inspection takes
// no answers.
import { fileURLToPath } from "node:url";
import type { Language } from "#core/context.ts";
import { loadTexts } from "#core/text/catalogue.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL("../inspections", import.meta.url)),
  fileURLToPath(new URL("../ledgers", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);

export type Say = (key: string, values?: Record<string, unknown>) => string;
/** Of a workbook nearly all words are the same few, on each of its rows. */
const known = new Map<string, string>();

export const sayIn =
  (language: Language): Say =>
  (key, values) => {
    if (values) return texts(language, key, values);
    const place = `${language} ${key}`;
    const before = known.get(place);
    if (before !== undefined) return before;
    const text = texts(language, key);
    known.set(place, text);
    return text;
  };
