// Words that are part of what is shown, not of a refusal: what is wrong with a draft that is looked at.
import { fileURLToPath } from "node:url";
import type { Language } from "#core/context.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Say } from "#core/text/told.ts";

const texts = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);

export const sayIn =
  (language: Language): Say =>
  (key, values) =>
    texts(language, key, values);
