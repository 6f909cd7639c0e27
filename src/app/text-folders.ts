import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../", import.meta.url));

/** Every folder that may hold a catalogue: the house's terms, the shell and the modules. */
export const textFolders: readonly string[] = [
  `${src}core/text`,
  `${src}web/text`,
  ...readdirSync(`${src}modules`).map((name) => `${src}modules/${name}`),
];
