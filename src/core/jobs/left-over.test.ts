// What the clock has left over (a first start on old data, a long downtime) beside what people order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { startKeeper } from "#core/events/keeper.ts";
import type { Log } from "#core/log.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { until } from "#test/until.ts";
import type { JobKind } from "./job.ts";
import { orderJob } from "./order.ts";
import type { TimedWork } from "./timed.ts";
import { startWorker } from "./worker.ts";

const database = await freshDatabase();
const group = await buildSmallGroup(database.owner);
const office = await signedIn(database.owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const { db, close } = openDatabase({ connectionString: database.url, size: 8 });
atTheEnd(close);
const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let pieces = 0;
/** Never at its end, as at the first start on a thousand companies' five years. */
const endless: TimedWork = {
  name: "test.endless",
  everySeconds: 60,
  run: async (ctx) => {
    await sql`select count(*) from units`.execute(ctx.db);
    pieces += 1;
    return true;
  },
};
let during: { pieces: number; seconds: number } | undefined;
const kind: JobKind = {
  kind: "test.ordered",
  permission: "organization.read",
  run: async ({ step }) => {
    const [before, began] = [pieces, performance.now()];
    for (let n = 0; n < 40; n += 1) await step(async () => ({ value: n }));
    during = { pieces: pieces - before, seconds: (performance.now() - began) / 1000 };
    return {};
  },
};

test("a job that a person ordered is done while left-over work keeps to one piece a second, and goes on afterwards", async () => {
  const worker = await startWorker({ url: database.url, db, kinds: [kind], log, concurrency: 2 });
  atTheEnd(() => worker.close());
  const keeper = await startKeeper({ db, subscribers: [], timed: [endless], log });
  atTheEnd(() => keeper.close());
  await until("the left-over work is under way", async () => (pieces > 20 ? pieces : undefined));
  const actor = {
    personId: office.personId,
    accountId: office.accountId,
    sessionId: null,
    companyId: office.companyId,
    language: "en" as const,
    timeZone: null,
  };
  await inTransaction(db, { actor, permission: kind.permission, reach: "group" }, (ctx) =>
    orderJob(ctx, kind, {}),
  );
  const seen = await until("the job is done", async () => during);
  // One piece may be under way when the job begins; without the courtesy there are about as many as steps.
  assert.ok(seen.pieces <= seen.seconds + 2, `${seen.pieces} pieces in ${seen.seconds} s`);
  const after = pieces;
  await until("the left-over work goes on", async () => (pieces > after + 20 ? pieces : undefined));
});
