// A trail that was tampered with, in a database and in a copy of its files: what was done is named to the row.
import assert from "node:assert/strict";
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import pg from "pg";
import { openDatabase } from "#core/db/pool.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { systemStanding } from "#core/system.ts";
import { StartError } from "#core/start-error.ts";
import { atTheEnd, freshDatabase, testCluster } from "#test/db.ts";
import { copyTrail } from "./copy.ts";
import { readCopy } from "./copy-text.ts";
import { record } from "./record.ts";
import type { TrailProblem } from "./report.ts";
import { publishDaySeals, sealEvents } from "./seal.ts";
import { verifyFolder, verifyTrail } from "./verify.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const work = mkdtempSync(join(tmpdir(), "yagura-trail-"));
atTheEnd(async () => rmSync(work, { recursive: true }));
let folders = 0;
const freshFolder = () => join(work, String((folders += 1)));

/** Three events under the first seal, two under the second, one not yet sealed. */
async function trail() {
  const database = await freshDatabase();
  await database.owner.query("insert into group_settings (name) values ('Test')");
  const { db, close } = openDatabase({ connectionString: database.url, size: 2 });
  atTheEnd(close);
  const write = (verb: string, personal?: Record<string, unknown>) =>
    inTransaction(db, systemStanding("test"), (ctx) =>
      record(ctx, verb, {
        subject: { kind: "test", id: null, companyId: null },
        data: { text: "a\tb\\c\nd — 試し" },
        ...(personal ? { personal } : {}),
      }),
    );
  for (const n of [1, 2, 3]) await write("test.happened", { n, said: "line\nbreak\t\\tab" });
  await sealEvents(db);
  await write("test.later");
  await write("test.later", { n: 5 });
  await sealEvents(db);
  await write("test.young", { n: 6 });
  /** As somebody who owns the tables would, past the triggers. */
  const tamper = async (...statements: string[]) => {
    await database.owner.query("set session_replication_role = replica");
    for (const one of statements) await database.owner.query(one);
    await database.owner.query("set session_replication_role = origin");
  };
  const copy = async () => {
    const folder = freshFolder();
    await copyTrail(database.owner, folder);
    return folder;
  };
  return { ...database, db, tamper, copy };
}

const rehash = (id: number) => `update events e set hash = event_hash(e) where id = ${id}`;
type Found = Partial<Pick<TrailProblem, "eventId" | "seal">>;
const attacks: readonly [what: string, statements: string[], finding: RegExp, at: Found][] = [
  [
    "an event's data are changed",
    [`update events set data = '{"x":1}' where id = 2`],
    /event was changed/,
    { eventId: 2, seal: 1 },
  ],
  [
    "an event is changed and its own hash worked out anew",
    ["update events set verb = 'test.other' where id = 2", rehash(2)],
    /not the one that was sealed/,
    { eventId: 2, seal: 1 },
  ],
  [
    "the database's own function lies about a changed event",
    [
      "update events set verb = 'test.other' where id = 2",
      "create or replace function event_hash(e events) returns bytea language sql as 'select e.hash'",
    ],
    /event was changed/,
    { eventId: 2 },
  ],
  [
    "an event is taken out",
    ["delete from event_values where event_id = 2", "delete from events where id = 2"],
    /that was sealed is gone/,
    { eventId: 2, seal: 1 },
  ],
  [
    "an event is taken out and its values are left",
    ["delete from events where id = 2"],
    /values were put beside an event that has none/,
    { eventId: 2 },
  ],
  [
    "an event is slipped in",
    [
      `insert into events overriding system value select 99, era, xid, at, verb, actor_id, on_behalf_of, subject_kind,
        subject_id, company_id, request_id, data, null, hash from events where id = 2`,
      rehash(99),
    ],
    /put in after the seal/,
    { eventId: 99, seal: 1 },
  ],
  [
    "two events change places",
    [
      "alter table events alter id drop identity",
      "update events set id = -1 where id = 1",
      "update events set id = 1 where id = 2",
      "update events set id = 2 where id = -1",
    ],
    /event was changed/,
    { eventId: 1 },
  ],
  [
    "an event is moved from one seal to another",
    ["update events set xid = (select xid from events where id = 4) where id = 2", rehash(2)],
    /that was sealed is gone/,
    { eventId: 2, seal: 1 },
  ],
  [
    "an event is moved into another seal",
    ["update events set xid = (select xid from events where id = 4) where id = 2", rehash(2)],
    /put in after the seal/,
    { eventId: 2, seal: 2 },
  ],
  [
    "a personal value is changed",
    [`update event_values set content = '{"n":7}' where event_id = 2`],
    /values were changed/,
    { eventId: 2, seal: 1 },
  ],
  [
    "a personal value is taken out",
    ["delete from event_values where event_id = 2"],
    /values are gone/,
    { eventId: 2, seal: 1 },
  ],
  [
    "a young personal value is changed",
    [`update event_values set content = '{"n":7}' where event_id = 6`],
    /values were changed/,
    { eventId: 6 },
  ],
  [
    "values are put beside an event that had none",
    [`insert into event_values (event_id, salt, content) values (4, 'x', '{"n":1}')`],
    /put beside an event that has none/,
    { eventId: 4 },
  ],
  [
    "a personal value is erased without a recorded act",
    ["update event_values set content = null, erased_at = now() where event_id = 2"],
    /erased without a recorded act/,
    { eventId: 2 },
  ],
  [
    "a personal value is erased in the name of some other event",
    ["update event_values set content = null, erased_at = now(), erased_by_event = 3 where event_id = 2"],
    /erased without a recorded act/,
    { eventId: 2 },
  ],
  [
    "a personal value is erased by an act of one person",
    [
      `select record_event('trail.values_erased', new_id(), null, 'erasure', new_id(), null, null, '{"eventIds": [2]}', null)`,
      "update event_values set content = null, erased_at = now(), erased_by_event = 7 where event_id = 2",
    ],
    /two persons did not carry/,
    { eventId: 7 },
  ],
  [
    "a seal is changed",
    ["update seals set hash = sha256('x') where n = 1"],
    /hash is another one/,
    { seal: 1 },
  ],
  [
    "what a seal follows is changed",
    ["update seals set previous_hash = sha256('x') where n = 2"],
    /does not follow the one before/,
    { seal: 2 },
  ],
  ["a seal is taken out", ["delete from seals where n = 1"], /a seal is missing/, { seal: 2 }],
  [
    "a seal's list is changed",
    ["update seals set witness = '' where n = 1"],
    /list of events is another one/,
    { seal: 1 },
  ],
  [
    "the tail of the events is cut off",
    ["delete from event_values where event_id >= 5", "delete from events where id >= 5"],
    /that was sealed is gone/,
    { eventId: 5, seal: 2 },
  ],
];

const isFound = (problems: readonly TrailProblem[], finding: RegExp, at: Found) =>
  problems.some(
    (one) =>
      finding.test(one.what) &&
      Object.entries(at).every(([key, value]) => one[key as keyof TrailProblem] === value),
  );

for (const [what, statements, finding, at] of attacks) {
  test(`S-01 it is named to the row, in the database and in its copy, when ${what}`, async () => {
    const { owner, tamper, copy } = await trail();
    assert.deepEqual((await verifyTrail(owner)).problems, []);
    await tamper(...statements);
    const live = (await verifyTrail(owner)).problems;
    assert.ok(isFound(live, finding, at), JSON.stringify(live));
    const copied = (await verifyFolder(await copy())).problems;
    assert.ok(isFound(copied, finding, at), JSON.stringify(copied));
  });
}

test("a copy that nobody touched is whole, as the database is; also one restored into another database", async () => {
  const { owner, name, copy } = await trail();
  const live = await verifyTrail(owner);
  assert.deepEqual([live.problems, live.events, live.seals, live.unsealed], [[], 6, 2, 1]);
  assert.deepEqual(await verifyFolder(await copy()), live);
  const { url } = await testCluster();
  const restored = `${name}_restored`;
  const folder = await copy();
  const admin = new pg.Client({ connectionString: url("postgres", "postgres") });
  await admin.connect();
  await admin.query(`create database ${restored}`);
  const other = new pg.Client({ connectionString: url("postgres", restored) });
  await other.connect();
  try {
    for (const [table, columns] of [
      [
        "events",
        "id bigint, era int, xid xid8, at timestamptz, verb text, actor_id uuid, on_behalf_of uuid, subject_kind text, subject_id uuid, company_id uuid, request_id text, data jsonb, values_hash bytea, hash bytea",
      ],
      [
        "event_values",
        "event_id bigint, salt bytea, content jsonb, erased_at timestamptz, erased_by_event bigint",
      ],
      [
        "seals",
        "n bigint, era int, xid_from xid8, xid_to xid8, event_count int, last_event_id bigint, previous_hash bytea, hash bytea, day date, witness bytea",
      ],
      ["day_seals", "day date, n bigint, hash bytea"],
    ] as const) {
      await other.query(`create table ${table} (${columns})`);
      for await (const cells of readCopy(
        createReadStream(join(folder, `${table}.copy`)),
        columns.split(",").length,
      ))
        await other.query(
          `insert into ${table} values (${cells.map((_cell, at) => `$${at + 1}`).join(", ")})`,
          cells,
        );
    }
    await other.query("create table group_settings (trail_era int)");
    await other.query("insert into group_settings values (1)");
    assert.deepEqual(await verifyTrail(other), live);
    await other.query(`update events set data = '{}' where id = 5`);
    assert.ok(isFound((await verifyTrail(other)).problems, /event was changed/, { eventId: 5, seal: 2 }));
  } finally {
    await other.end();
    await admin.query(`drop database ${restored}`);
    await admin.end();
  }
});

test("seals and events keep their order beyond nine and ninety-nine of them", async () => {
  const { db, owner, copy } = await trail();
  for (let n = 0; n < 120; n += 1) {
    await owner.query("select record_event('test.more', null, null, 'test', null, null, null, '{}', '{}')");
    await sealEvents(db);
  }
  const live = await verifyTrail(owner);
  // What another database of the cluster holds back is sealed with the next one.
  assert.deepEqual([live.problems, live.last?.n], [[], live.seals]);
  assert.ok(live.seals > 100, String(live.seals));
  const folder = await copy();
  assert.deepEqual(await verifyFolder(folder), live);
  const ids = readFileSync(join(folder, "events.copy"), "utf8").split("\n").slice(0, -1);
  assert.deepEqual(
    ids.map((row) => Number(row.split("\t")[0])),
    ids.map((_row, at) => at + 1),
  );
});

test("a trail sealed anew from the beginning is found out by the day seals that were kept outside", async () => {
  const { db, owner, tamper, copy } = await trail();
  await tamper("update seals set day = '2024-03-31'");
  await publishDaySeals(db, quiet);
  const { rows } = await owner.query<{ hash: string }>("select encode(hash, 'hex') as hash from day_seals");
  const published = { "2024-03-31": rows[0]?.hash ?? "" };
  assert.deepEqual((await verifyFolder(await copy(), published)).problems, []);
  await tamper(
    "delete from day_seals",
    "delete from seals",
    "delete from event_values where event_id = 2",
    "delete from events where id = 2",
  );
  await sealEvents(db);
  await tamper("update seals set day = '2024-03-31'");
  await publishDaySeals(db, quiet);
  for (const problems of [
    (await verifyTrail(owner, published)).problems,
    (await verifyFolder(await copy(), published)).problems,
  ])
    assert.ok(isFound(problems, /2024-03-31 is not the one kept outside/, {}), JSON.stringify(problems));
  assert.deepEqual((await verifyTrail(owner)).problems, [], "nothing inside shows it");
});

test("whichever hexadecimal digit of a copy is another one, it is found out", async () => {
  const { copy } = await trail();
  const folder = await copy();
  // What is proven of each row: of seals all but the day, of values what is not yet erased. How far the last seal reaches is proven by
  // the next one: until then it may as well reach over transactions that wrote no event.
  const proven = { events: 14, event_values: 3, seals: 8 } as const;
  const originals = Object.fromEntries(
    Object.keys(proven).map((table) => [table, readFileSync(join(folder, `${table}.copy`), "utf8")]),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<(keyof typeof proven)[]>("events", "event_values", "seals"),
      fc.nat(),
      fc.integer({ min: 1, max: 15 }),
      async (table, place, by) => {
        const text = originals[table] ?? "";
        const digits = digitsOf(text, proven[table]).filter(
          (place) => table !== "seals" || !isReachOfLast(text, place),
        );
        const at = digits[place % digits.length] ?? 0;
        const other = ((Number.parseInt(text[at] ?? "0", 16) + by) % 16).toString(16);
        writeFileSync(join(folder, `${table}.copy`), text.slice(0, at) + other + text.slice(at + 1));
        try {
          const { problems } = await verifyFolder(folder);
          assert.notDeepEqual(problems, [], `${table} at ${at}: ${text[at]} became ${other}`);
        } catch (error) {
          assert.ok(error instanceof StartError || error instanceof SyntaxError, String(error));
        } finally {
          writeFileSync(join(folder, `${table}.copy`), text);
        }
      },
    ),
    { numRuns: 400 },
  );
});

/** Whether a place lies in the fourth column of the last row: up to which transaction the last seal reaches. */
function isReachOfLast(text: string, place: number): boolean {
  const from = text.lastIndexOf("\n", text.length - 2) + 1;
  return place >= from && text.slice(from, place).split("\t").length === 4;
}

/** Where the first so many columns of every row have a hexadecimal digit. */
function digitsOf(text: string, columns: number): number[] {
  const places: number[] = [];
  let column = 0;
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] ?? "";
    if (one === "\t") column += 1;
    else if (one === "\n") column = 0;
    else if (column < columns && /[0-9a-f]/.test(one)) places.push(at);
  }
  return places;
}

test("rows taken out, doubled or put elsewhere in a copy are found out, however many", async () => {
  const { copy } = await trail();
  const folder = await copy();
  const path = join(folder, "events.copy");
  const rows = readFileSync(path, "utf8").split("\n").slice(0, -1);
  await fc.assert(
    fc.asyncProperty(fc.subarray([0, 1, 2, 3, 4], { maxLength: 4 }), async (kept) => {
      writeFileSync(path, [...kept, 5].map((at) => `${rows[at]}\n`).join(""));
      const { problems } = await verifyFolder(folder);
      for (const gone of [0, 1, 2, 3, 4].filter((at) => !kept.includes(at)))
        assert.ok(isFound(problems, /that was sealed is gone/, { eventId: gone + 1 }), `${gone + 1}`);
    }),
    { numRuns: 30 },
  );
  writeFileSync(path, [...rows, rows[1] ?? ""].map((row) => `${row}\n`).join(""));
  assert.ok(isFound((await verifyFolder(folder)).problems, /put in after the seal/, { eventId: 2 }));
  // In another order it is the same trail.
  writeFileSync(
    path,
    rows
      .toReversed()
      .map((row) => `${row}\n`)
      .join(""),
  );
  assert.deepEqual((await verifyFolder(folder)).problems, []);
  writeFileSync(path, rows.join("\n").slice(0, -3));
  await assert.rejects(verifyFolder(folder), StartError);
});
