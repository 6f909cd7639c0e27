// Builds the screens once per change of their sources; the second start finds them built.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Say } from "./open.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Of 11. On one core 0.8 s for all assets; 10 takes 2.0 s for 5 % fewer bytes, 11 takes 5.5 s for 7 % fewer. */
const brotliQuality = 9;
export const webFolder = join(root, "build", "web");

function sourcesKey(): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const path of [join(root, "vite.config.ts"), fileURLToPath(import.meta.url)])
    hash.update(readFileSync(path));
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        path.includes("/web/") || /text\.\w\w\.json$|contract\.ts$|\/core\/|rules\.ts$|scoring/.test(path),
    )
    .sort();
  for (const path of files) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest("hex");
}

export async function buildWeb(say: Say): Promise<string> {
  const stamp = join(webFolder, ".sources");
  const key = sourcesKey();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return webFolder;
  say("screens: building");
  const { build } = await import("vite");
  await build({ root: join(root, "src", "web"), configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  await packAssets(join(webFolder, "assets"));
  writeFileSync(stamp, key);
  return webFolder;
}

const byBrotli = promisify(brotliCompress);
const byGzip = promisify(gzip);

/**
 * Lays each asset down compressed too, for whoever asks over a slow line: Brotli as browsers take it over TLS, gzip for the rest.
 * Short ones are not worth a second file.
 */
async function packAssets(folder: string): Promise<void> {
  const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const content = await readFile(path);
      if (content.length < 1024) return;
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      await writeFile(`${path}.br`, await byBrotli(content, { params }));
      await writeFile(`${path}.gz`, await byGzip(content, { level: constants.Z_BEST_COMPRESSION }));
    }),
  );
}
