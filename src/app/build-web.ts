// Builds the screens once per change of their sources; the second start finds them built.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Say } from "./open.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const webFolder = join(root, "build", "web");

function sourcesKey(): string {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const path of [
    join(root, "vite.config.ts"),
    ...["build-web.ts", "build-screens.ts"].map((name) => join(root, "src", "app", name)),
  ])
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
  await inItsOwnProcess();
  writeFileSync(stamp, key);
  return webFolder;
}

/** The builder holds a gigabyte for as long as its process lives, which is not to be the server's: that stays for months. */
async function inItsOwnProcess(): Promise<void> {
  const builder = fileURLToPath(new URL("build-screens.ts", import.meta.url));
  const child = spawn(process.execPath, [builder], { stdio: ["ignore", 2, 2] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the screens could not be built: their builder ended with ${String(code)}`);
}
