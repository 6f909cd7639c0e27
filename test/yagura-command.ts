// The command line as a process, as whoever keeps the machine types it.
import { type ChildProcess, execFile, spawn } from "node:child_process";

export type Ran = { code: number; out: string; err: string };

const surroundings = (env: Record<string, string>) => {
  const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, ...rest } = process.env;
  return { ...rest, ...env };
};

export function yagura(args: readonly string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      ["src/app/cli.ts", ...args],
      { env: surroundings(env), maxBuffer: 1 << 26 },
      (error, out, err) =>
        done({ code: error ? (typeof error.code === "number" ? error.code : -1) : 0, out, err }),
    );
  });
}

/** One that is going to be killed. */
export const yaguraProcess = (args: readonly string[], env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ["src/app/cli.ts", ...args], { env: surroundings(env), stdio: "ignore" });
