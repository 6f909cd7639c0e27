// Keeps what came of a backup, a drill or a restore: a row for the page of the system and an event of the trail.
import pg from "pg";
import type { Ctx } from "#core/context.ts";
import { openDatabase } from "#core/db/pool.ts";
import { codeOf } from "#core/log.ts";
import { StartError } from "#core/start-error.ts";
import { asSystem } from "#core/system.ts";
import { beginRun, endRun, failRun, type Outcome, type RunKind } from "#modules/system/runs.ts";
import type { Say } from "./open.ts";

export type Run = { kind: RunKind; place: string; isTimed: boolean; id?: string | undefined };

/** Key of the lock that a backup holds for as long as it lives (is_backup_running in the database). */
const lockKey = "8732, 1";

/** The words of `backup.problem.<code>`. */
export function problemOf(error: unknown): string {
  const told = `${error instanceof StartError ? "" : codeOf(error)} ${(error as Error).message}`;
  if (/ENOSPC|EDQUOT|No space left|quota/i.test(told)) return "disk_full";
  if (/may not read everything|does not see every row/.test(told)) return "may_not_read";
  if (/EACCES|EPERM|EROFS|read-only|cannot be written|cannot be made|other files/.test(told))
    return "not_writable";
  if (/recipient/.test(told)) return "other_recipients";
  if (/not whole|does not open|encrypted/.test(told)) return "not_readable";
  return "other";
}

/**
 * Runs the work and keeps its outcome. Where nothing can be kept (an older schema, no database here) the work counts all
 * the same: a backup before an upgrade is the one that matters.
 */
export async function recorded<T>(
  app: string | null,
  run: Run,
  say: Say,
  work: () => Promise<readonly [Outcome, T]>,
): Promise<T> {
  const keeper = app ? await openKeeper(app, run, say) : null;
  try {
    const [outcome, value] = await work();
    await keeper?.keep((ctx, id) => endRun(ctx, id, outcome));
    return value;
  } catch (error) {
    await keeper?.keep((ctx, id) => failRun(ctx, id, problemOf(error)));
    throw error;
  } finally {
    await keeper?.close();
  }
}

async function openKeeper(url: string, run: Run, say: Say) {
  const holder = new pg.Client({ connectionString: url });
  holder.on("error", () => undefined);
  const database = openDatabase({ connectionString: url, size: 2 });
  const close = async () => {
    await database.close();
    await holder.end().catch(() => undefined);
  };
  let id = run.id;
  const keep = async (work: (ctx: Ctx, id: string) => Promise<void>) => {
    if (!id) return;
    const known = id;
    await asSystem(database.db, `backup.${run.kind}`, (ctx) => work(ctx, known)).catch((error: unknown) =>
      say(`backup: this could not be recorded (${codeOf(error)})`),
    );
  };
  try {
    await holder.connect();
    if (run.kind === "backup" && !(await isFirst(holder))) {
      await close();
      throw new StartError(
        "Another backup is under way",
        "Wait for its end; the page of the system shows it.",
      );
    }
    id ??= await asSystem(database.db, `backup.${run.kind}`, (ctx) => beginRun(ctx, run));
  } catch (error) {
    if (error instanceof StartError) throw error;
    say(`backup: this will not be recorded (${codeOf(error)})`);
  }
  return { keep, close };
}

async function isFirst(holder: pg.Client): Promise<boolean> {
  const { rows } = await holder.query<{ isMine: boolean }>(
    `select pg_try_advisory_lock(${lockKey}) as "isMine"`,
  );
  return rows[0]?.isMine ?? false;
}
