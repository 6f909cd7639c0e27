// Builds the screens once per change of their sources; the second start finds them built.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "#core/start-error.ts";
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
  // Its channel closes with this process, however that ends: no builder goes on writing beside the next start's.
  const child = spawn(process.execPath, [builder], { stdio: ["ignore", 2, 2, "ipc"] });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0) return;
  throw new StartError(
    `The screens could not be built: their builder ended with ${signal ?? String(code)}.`,
    signal === "SIGKILL"
      ? "It needs about a gigabyte of memory. Free some, and start again."
      : "Start again; what it says above tells what was in the way.",
  );
}
