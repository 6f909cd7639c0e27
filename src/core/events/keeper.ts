// The keeper of the trail: seals events, hands them to subscribers, looks at the clock. Every process runs one; locks
// in the database let one at a time do each piece.
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.generated.ts";
import { startLoop } from "../jobs/loop.ts";
import { isSomebodyWaiting, runTimed, type TimedWork } from "../jobs/timed.ts";
import type { Log } from "../log.ts";
import { dispatch, enrol, type Subscriber } from "./dispatch.ts";
import { enterEra, publishDaySeals, sealEvents } from "./seal.ts";
import { onCommit } from "./signal.ts";

export type KeeperOptions = {
  /** Connections of the application's login. */
  db: Kysely<Tables>;
  subscribers: readonly Subscriber[];
  timed: readonly TimedWork[];
  log: Log;
  sealEveryMs?: number;
};

export type Keeper = {
  /** Ends after what is under way. */
  close(): Promise<void>;
};

/** Enters the database's era, then begins to keep the trail. To be called before requests are served. */
export async function startKeeper({
  db,
  subscribers,
  timed,
  log,
  sealEveryMs = 3000,
}: KeeperOptions): Promise<Keeper> {
  await enterEra(db);
  await enrol(db, subscribers);
  const loops = [
    startLoop({
      name: "trail.seal",
      everyMs: sealEveryMs,
      log,
      round: async () => {
        await sealEvents(db);
        await publishDaySeals(db, log);
        return false;
      },
    }),
    startLoop({
      name: "clock",
      everyMs: 1000,
      isConsiderate: true,
      log,
      // Hours of left-over work (a first start on old data) must not stand before what a person waits for: while a job
      // is under way, one piece a second.
      round: async () => (await runTimed(db, timed, log)) && !(await isSomebodyWaiting(db)),
    }),
  ];
  const dispatcher = startLoop({
    name: "trail.dispatch",
    everyMs: 1000,
    restMs: 50,
    log,
    round: () => dispatch(db, subscribers, log),
  });
  const stopListening = onCommit(dispatcher.wake);
  return {
    close: async () => {
      stopListening();
      await Promise.all([...loops, dispatcher].map((loop) => loop.close()));
    },
  };
}
