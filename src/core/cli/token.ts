// The session of the command line, per server, readable by its owner alone.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export const tokenPlace = () =>
  join(process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "yagura", "sessions.json");

function read(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(tokenPlace(), "utf8")) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

export const readToken = (server: string): string | null => read()[server] ?? null;

/** An empty token (a sign-out) forgets the server. */
export function writeToken(server: string, token: string): void {
  const { [server]: _before, ...others } = read();
  mkdirSync(dirname(tokenPlace()), { recursive: true, mode: 0o700 });
  const kept = token === "" ? others : { ...others, [server]: token };
  writeFileSync(tokenPlace(), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
}
