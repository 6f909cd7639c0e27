// Builds the screens once per change of their sources; the second start finds them built.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Say } from "./open.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const webFolder = join(root, "build", "web");

function sourcesKey(): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  hash.update(readFileSync(join(root, "vite.config.ts")));
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
  writeFileSync(stamp, key);
  return webFolder;
}
