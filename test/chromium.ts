// The Chromium that pages are tested in.
import { existsSync } from "node:fs";

/**
 * Of Debian's two, `npm test` takes the headless shell where it is: the same engine without a browser's own window, which is drawn for
 * every page in the full one and seen by nobody. The deep run takes the browser that people have (docs/decisions/0095).
 */
const shell = "/usr/bin/chromium-headless-shell";
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const isDeep = process.env["YAGURA_TEST_DEEP"] === "1" || process.argv.includes("--deep");

export const chromiumHere: string | undefined = [
  process.env["CHROMIUM"],
  ...(isDeep ? [...browsers, shell] : [shell, ...browsers]),
].find((path) => path !== undefined && existsSync(path));
