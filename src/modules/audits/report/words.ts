// The words of a report on paper and in OSCAL: the house's terms and this module's.
import { fileURLToPath } from "node:url";
import type { Language } from "#core/context.ts";
import { loadTexts } from "#core/text/catalogue.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);
export type Say = (key: string, values?: Record<string, unknown>) => string;
export const sayIn =
  (language: Language): Say =>
  (key, values) =>
    texts(language, key, values);
