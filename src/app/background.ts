// What runs beside requests: jobs, the trail's keeper with its subscribers, and the clock. Every process may run it;
// locks in the database share the work out.
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { startKeeper } from "#core/events/keeper.ts";
import { startWorker } from "#core/jobs/worker.ts";
import type { Log } from "#core/log.ts";
import { modules } from "./modules.ts";

export type Background = {
  /** Work under way stops after the step it is in and goes on elsewhere or after the next start. */
  close(): Promise<void>;
};

export type BackgroundOptions = {
  /** The application's login. */
  url: string;
  db: Kysely<Tables>;
  log: Log;
  /** Jobs at once; 0 leaves them to other processes. */
  workers: number;
};

/** To be started before requests are served: a restored copy enters its new era here. */
export async function startBackground({ url, db, log, workers }: BackgroundOptions): Promise<Background> {
  const keeper = await startKeeper({
    db,
    subscribers: modules.flatMap((module) => module.subscribers ?? []),
    timed: modules.flatMap((module) => module.timed ?? []),
    log,
  });
  const kinds = modules.flatMap((module) => module.jobs ?? []);
  const worker = workers === 0 ? null : await startWorker({ url, db, kinds, log, concurrency: workers });
  return {
    close: async () => {
      await worker?.close();
      await keeper.close();
    },
  };
}
