// Planned backups: the clock of the server looks whether one is due, a process of its own makes it, so that requests and
// reminders do not wait for it.
import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import type { Config } from "#core/config.ts";
import { outside } from "#core/db/outside.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import type { Log } from "#core/log.ts";
import { beginRun, endDeadRuns, isBackupDue } from "#modules/system/runs.ts";

const program = fileURLToPath(new URL("cli.ts", import.meta.url));
/** Of nice(2): whoever asks for a page goes first. */
const patience = 10;

/** Only where a plan is configured: a process without one leaves the look to the others. */
export function scheduledBackup(config: Config, log: Log): TimedWork[] {
  const plan = config.backups;
  if (!plan) return [];
  return [
    {
      name: "backup.planned",
      everySeconds: 60,
      run: async (ctx) => {
        await endDeadRuns(ctx);
        if (!(await isBackupDue(ctx, plan.at))) return false;
        const run = await beginRun(ctx, { kind: "backup", place: plan.folder, isTimed: true });
        // Begun once its row is committed, and not waited for.
        return outside(
          async () => start(plan, run, config, log),
          async () => false,
        );
      },
    },
  ];
}

type Plan = NonNullable<Config["backups"]>;

function start({ folder, recipients, keep }: Plan, run: string, config: Config, log: Log): void {
  const args = ["backup", folder, "--recipient", recipients.join(","), "--keep", String(keep), "--run", run];
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    env: surroundings(config),
  });
  log.info({ run }, "backup: begun");
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => (said = (said + piece).slice(-2000)));
  child.once("error", (error) => log.error({ err: error, run }, "backup: could not be started"));
  child.once("close", (code, signal) => {
    if (code === 0) log.info({ run }, "backup: made");
    else log.error({ run, code, signal, said }, "backup: failed");
  });
  if (child.pid !== undefined) lower(child.pid);
  // The server may end before it: what it has not finished is told at the next look.
  child.unref();
}

/** The places of this process, which need not be those of its environment (the demo). */
function surroundings({
  dataFolder,
  evidenceFolder,
  databaseUrl,
  databaseOwnerUrl,
}: Config): NodeJS.ProcessEnv {
  const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, ...rest } = process.env;
  return {
    ...rest,
    YAGURA_DATA: dataFolder,
    EVIDENCE_FOLDER: evidenceFolder,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(databaseOwnerUrl ? { DATABASE_OWNER_URL: databaseOwnerUrl } : {}),
  };
}

function lower(pid: number): void {
  try {
    setPriority(pid, patience);
  } catch {
    // It has ended already.
  }
}
