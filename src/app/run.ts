// From a start to its end: what went wrong is said in plain words, and a signal stops it in good order.
import { StartError } from "#core/start-error.ts";

/** Longest wait for what is under way; afterwards the process goes and the database undoes what was open. */
const patienceMs = 30_000;

export async function runToTheEnd(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  let closing: Promise<void> | undefined;
  let running: { close(): Promise<void> } | undefined;
  let isAsked = false;
  const close = () => {
    if (!running || closing) return;
    setTimeout(() => process.exit(1), patienceMs).unref();
    closing = running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Asked while it still starts: it ends as soon as there is something to close.
      isAsked = true;
      close();
    });
  }
  try {
    running = await start();
    if (isAsked) close();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(`\nyagura: ${error.message}\n        ${error.hint}\n`);
    process.exit(1);
  }
}
