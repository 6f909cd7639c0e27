// The words of some modules beside the core's, for what leaves the product as a file.
import { fileURLToPath } from "node:url";
import { loadTexts, type Texts } from "./catalogue.ts";

const src = fileURLToPath(new URL("../../", import.meta.url));

/** Read when first needed; modules by their folder's name. */
export function textsOf(...modules: readonly string[]): () => Texts {
  let texts: Texts | undefined;
  return () => (texts ??= loadTexts([`${src}core/text`, ...modules.map((name) => `${src}modules/${name}`)]));
}
