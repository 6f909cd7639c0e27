import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { systemStanding } from "#core/system.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { runTimed, type TimedWork } from "#core/jobs/timed.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { until } from "#test/until.ts";
import { dispatch, enrol, type Subscriber, type TrailEvent } from "./dispatch.ts";
import { record } from "./record.ts";
import { enterEra, publishDaySeals, sealEvents } from "./seal.ts";
import { verifyTrail } from "./verify.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function trail() {
  const database = await freshDatabase();
  await database.owner.query("insert into group_settings (name) values ('Test')");
  const { db, close } = openDatabase({ connectionString: database.url, size: 6 });
  atTheEnd(close);
  const write = (verb: string, personal?: Record<string, unknown>) =>
    inTransaction(db, systemStanding("test"), (ctx) =>
      record(ctx, verb, {
        subject: { kind: "test", id: null, companyId: null },
        ...(personal ? { personal } : {}),
      }),
    );
  /** As somebody who owns the tables would, past the triggers. */
  const tamper = async (...statements: string[]) => {
    await database.owner.query("set session_replication_role = replica");
    for (const one of statements) await database.owner.query(one);
    await database.owner.query("set session_replication_role = origin");
  };
  const verify = (published = {}) => verifyTrail(database.owner, published);
  return { ...database, db, write, tamper, verify };
}

test("a trail that nobody touched is whole; the youngest events are told as not yet sealed", async () => {
  const { db, write, verify } = await trail();
  for (const n of [1, 2, 3]) await write("test.happened", { n });
  await sealEvents(db);
  await write("test.happened");
  await sealEvents(db, 1);
  await write("test.happened");
  const report = await verify();
  assert.deepEqual(report.problems, []);
  assert.deepEqual([report.events, report.seals, report.unsealed, report.eras], [5, 2, 1, 1]);
  assert.equal(report.last?.n, 2);
});

test("a seal waits for a transaction that could still write before it", async () => {
  const { db, write, owner, verify } = await trail();
  await owner.query("begin");
  await owner.query("select record_event('test.slow', null, null, 'test', null, null, null, '{}', null)");
  await write("test.quick");
  assert.deepEqual(await sealEvents(db), []);
  await owner.query("commit");
  assert.equal((await sealEvents(db))[0]?.eventCount, 2);
  assert.deepEqual((await verify()).problems, []);
});

test("the day's seal that was kept outside shows a trail written anew from the beginning", async () => {
  const { db, owner, write, verify, tamper } = await trail();
  await write("test.happened");
  await sealEvents(db);
  await tamper("update seals set day = '2024-03-31'");
  const lines: unknown[] = [];
  await publishDaySeals(db, { ...quiet, info: (line) => void lines.push(line) });
  const { rows } = await owner.query<{ hash: string }>("select encode(hash, 'hex') as hash from day_seals");
  const kept = rows[0]?.hash ?? "";
  assert.deepEqual(lines, [{ day: "2024-03-31", seal: 1, hash: kept }]);
  const told = await owner.query("select data, actor_id from events where verb = 'trail.day_sealed'");
  assert.deepEqual(told.rows, [{ data: { day: "2024-03-31", n: 1, hash: kept }, actor_id: null }]);
  assert.deepEqual((await verify({ "2024-03-31": kept })).problems, []);
  assert.match(
    (await verify({ "2024-03-31": "0".repeat(64) })).problems[0]?.what ?? "",
    /not the one kept outside/,
  );
  assert.match((await verify({ "2024-03-30": kept })).problems[0]?.what ?? "", /is gone/);
});

test("a copy in another cluster goes on in a new era, and both are proven", async () => {
  const { db, owner, write, verify } = await trail();
  await write("test.before");
  // What a restore into another cluster amounts to: the era's cluster is not this one.
  await owner.query("update trail_eras set cluster_id = 1");
  assert.equal(await enterEra(db), 2);
  await write("test.after");
  await sealEvents(db);
  const report = await verify();
  assert.deepEqual([report.problems, report.eras, report.seals], [[], 2, 2]);
});

test("a subscriber gets every event once and in order, also after it failed in the middle", async () => {
  const { db, owner, write } = await trail();
  const seen: number[] = [];
  let isBroken = true;
  const subscriber: Subscriber = {
    name: "test",
    verbs: ["test.wanted"],
    handle: async (_ctx, events: readonly TrailEvent[]) => {
      if (isBroken) throw new Error("not yet");
      seen.push(...events.map((event) => event.id));
    },
  };
  await enrol(db, [subscriber]);
  for (let n = 0; n < 5; n += 1) await write(n === 2 ? "test.unwanted" : "test.wanted");
  await dispatch(db, [subscriber], quiet);
  assert.deepEqual(seen, []);
  isBroken = false;
  await owner.query("update event_cursors set retry_at = now()");
  while (await dispatch(db, [subscriber], quiet));
  while (seen.length < 4) await dispatch(db, [subscriber], quiet);
  assert.deepEqual(seen, [1, 2, 4, 5]);
  await dispatch(db, [subscriber], quiet);
  assert.equal(seen.length, 4);
});

test("a subscriber that has failed a thousand times fails alone, and timed work too", async () => {
  const { db, owner, write } = await trail();
  let handled = 0;
  const failing: Subscriber = {
    name: "a.first",
    verbs: ["test.wanted"],
    handle: () => Promise.reject(new Error("always")),
  };
  const sound: Subscriber = {
    name: "b.second",
    verbs: ["test.wanted"],
    handle: async (_ctx, events) => {
      handled += events.length;
    },
  };
  // Another database of the server may hold the horizon back for a while.
  const read = (count: number) =>
    until(`${count} are handled`, async () => {
      await dispatch(db, [failing, sound], quiet);
      assert.ok(handled <= count);
      return handled === count || undefined;
    });
  await enrol(db, [failing, sound]);
  await write("test.wanted");
  await owner.query("update event_cursors set failures = 5000 where name = 'a.first'");
  await read(1);
  // One that cannot even be noted.
  await owner.query("update event_cursors set failures = 2147483647, retry_at = null where name = 'a.first'");
  await write("test.wanted");
  await read(2);

  let ran = 0;
  const works: TimedWork[] = [
    { name: "a.first", everySeconds: 1, run: () => Promise.reject(new Error("always")) },
    {
      name: "b.second",
      everySeconds: 1,
      run: async () => {
        ran += 1;
      },
    },
  ];
  await owner.query("insert into timed_runs (name, failures) values ('a.first', 5000)");
  await runTimed(db, works, quiet);
  assert.equal(ran, 1);
  const { rows } = await owner.query(
    "select ran_at <= now() + interval '1 hour' as soon from timed_runs where name = 'a.first'",
  );
  assert.equal(rows[0].soon, true);
});
