// The words inside a workbook and of what is said about it: the house's terms, this module's, and why an inspection takes
// no answers.
import { fileURLToPath } from "node:url";
import type { Language } from "#core/context.ts";
import { loadTexts } from "#core/text/catalogue.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL("../inspections", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);

export type Say = (key: string, values?: Record<string, unknown>) => string;
export const sayIn =
  (language: Language): Say =>
  (key, values) =>
    texts(language, key, values);
