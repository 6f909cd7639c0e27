// The application's own login cannot rewrite the trail, whichever of its roles it takes: not by a statement, not by the
// trigger, not by a function of the same name.
import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { openDatabase } from "#core/db/pool.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { buildSmallGroup, addPerson } from "#test/factories.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { systemStanding } from "#core/system.ts";
import { record } from "./record.ts";
import { sealEvents } from "./seal.ts";
import { verifyTrail } from "./verify.ts";

const database = await freshDatabase();
const { owner } = database;
const group = await buildSmallGroup(owner);
const recorded = (
  verb: string,
  actor: string | null,
  subject: string | null,
  data: object,
  personal: object | null = null,
) =>
  owner.query<{ id: number }>(
    "select record_event($1, $2, null, 'erasure', $3, null, null, $4, $5)::int as id",
    [verb, actor, subject, JSON.stringify(data), personal && JSON.stringify(personal)],
  );
const { rows: written } = await recorded("test.happened", null, null, {}, { name: "Somebody" });
const eventId = written[0]?.id ?? 0;
await recorded("test.happened", null, null, {});
const { db, close } = openDatabase({ connectionString: database.url, size: 1 });
atTheEnd(close);
await sealEvents(db);

const client = new pg.Client({ connectionString: database.url });
await client.connect();
atTheEnd(() => client.end());

const roles = ["none", "yagura_group", "yagura_scoped", "yagura_door", "yagura_jobs"] as const;
const attempts: readonly [what: string, statement: string][] = [
  ["change an event", "update events set verb = 'other'"],
  ["delete an event", "delete from events"],
  ["empty the events", "truncate events cascade"],
  [
    "write an event past record_event",
    "insert into events (era, xid, at, verb, subject_kind, hash) values (1, '5', now(), 'x.y', 'test', 'x')",
  ],
  ["change a value", `update event_values set content = '{"name": "other"}'`],
  ["erase a value", "update event_values set content = null, erased_at = now(), erased_by_event = 2"],
  ["delete a value", "delete from event_values"],
  ["write a value", "insert into event_values (event_id, salt, content) values (2, 'x', '{}')"],
  ["change a seal", "update seals set hash = 'x'"],
  ["delete a seal", "delete from seals"],
  [
    "write a seal",
    "insert into seals (n, era, xid_from, xid_to, event_count, previous_hash, hash, day) values (9, 1, '0', '9', 0, 'x', 'x', '2026-01-01')",
  ],
  ["write the seal of a day", "insert into day_seals (day, n, hash) values ('2026-01-01', 1, 'x')"],
  ["change the seal of a day", "update day_seals set hash = 'x'"],
  ["turn a trigger off", "alter table events disable trigger events_append_only"],
  ["drop a trigger", "drop trigger events_append_only on events"],
  ["run without triggers", "set session_replication_role = replica"],
  ["change the table", "alter table events drop column hash"],
  ["own the table", "alter table events owner to current_user"],
  [
    "replace the function",
    "create or replace function public.event_hash(e events) returns bytea language sql as 'select e.hash'",
  ],
  [
    "put a function before it",
    "create function public.record_event(text) returns bigint language sql as 'select 1::bigint'",
  ],
  ["become the owner", "set session authorization postgres"],
  ["choose what is erased", `select * from events_to_erase((select e from events e limit 1), 0, 99, 99)`],
  ["erase without an act", `select * from erase_values('${group.group}', 10)`],
];

for (const role of roles)
  test(`S-01 the login of the application, as ${role}, cannot rewrite the trail`, async () => {
    await client.query(`set role ${role}`);
    for (const [what, statement] of attempts)
      await assert.rejects(
        client.query(statement),
        (error: pg.DatabaseError) => {
          // 42501: no right to it. 42P01 and 3F000 would be a mistake in this test.
          assert.equal(error.code, "42501", `${what}: ${error.code} ${error.message}`);
          return true;
        },
        what,
      );
    // Where a role may read, PostgreSQL warns and grants nothing more.
    await client.query("grant all on events, event_values, seals to public").catch(() => null);
    const { rows } = await owner.query<{ may: boolean }>(
      "select bool_or(has_table_privilege(r, 'events', 'update')) as may from unnest($1::text[]) r",
      [roles.filter((one) => one !== "none")],
    );
    assert.equal(rows[0]?.may, false);
    await client.query("reset role");
    const { problems, events } = await verifyTrail(owner);
    assert.deepEqual([problems, events], [[], 2]);
  });

test("the role of the jobs may make schemas, and what it puts there under the role's name is not called", async () => {
  await owner.query(`grant create on database ${database.name} to yagura_jobs`);
  await client.query("set role yagura_jobs");
  await client.query("create schema yagura_group");
  await client.query("grant usage on schema yagura_group to public");
  await client.query(`create function yagura_group.record_event(verb text, actor_id uuid, on_behalf_of uuid, subject_kind text,
    subject_id uuid, company_id uuid, request_id text, data jsonb, personal jsonb) returns bigint language sql as 'select 0::bigint'`);
  await client.query("reset role");
  const before = (await verifyTrail(owner)).events;
  await inTransaction(db, systemStanding("test"), (ctx) =>
    record(ctx, "test.happened", { subject: { kind: "test", id: null, companyId: null } }),
  );
  assert.equal((await verifyTrail(owner)).events, before + 1);
  await owner.query("drop schema yagura_group cascade");
});

test("a temporary function of the same name is not called, nor one found by another search path", async () => {
  await client.query("set role yagura_group");
  await client.query(
    "create function pg_temp.event_values_hash(salt bytea, content jsonb) returns bytea language sql as 'select salt'",
  );
  await client
    .query("create function pg_temp.sha256(b bytea) returns bytea language sql as 'select b'")
    .catch(() => null);
  await client.query("set search_path = pg_temp, public");
  await client.query(
    "select record_event('test.happened', null, null, 'test', null, null, null, '{}', '{\"n\": 1}')",
  );
  await client.query("reset search_path; reset role");
  assert.deepEqual((await verifyTrail(owner)).problems, []);
});

test("the owner of the tables is refused by the triggers as long as nobody turns them off", async () => {
  for (const statement of [
    "update events set verb = 'other'",
    "delete from events",
    "truncate events cascade",
    `update event_values set content = '{}'`,
    "update event_values set content = null, erased_at = now(), erased_by_event = 2",
    "delete from event_values",
    "update seals set hash = 'x'",
    "delete from day_seals",
  ])
    await assert.rejects(owner.query(statement), /append_only/, statement);
});

test("R-29 values go by an act of two persons alone, by nobody's choice but the act's, and the trail stays whole", async () => {
  const [one, other] = [
    await addPerson(owner, { companyId: group.companies.parent, familyName: "One" }),
    await addPerson(owner, { companyId: group.companies.parent, familyName: "Other" }),
  ];
  const erase = async (act: string) => {
    await client.query("set role yagura_group");
    try {
      return (await client.query("select erased from erase_values($1, 10)", [act])).rows[0]?.erased;
    } finally {
      await client.query("reset role");
    }
  };
  const act = async (proposer: string | null, decider: string | null, decision = "approved") => {
    const { rows } = await owner.query<{ id: string }>(
      "insert into trail_erasures (kind, scope, ground, reason, proposed_by) values ('event', '{}', 'request', 'x', $1) returning id",
      [one],
    );
    const id = rows[0]?.id ?? "";
    await recorded("trail.erasure_proposed", proposer, id, { kind: "event", eventId });
    if (decider !== null) await recorded("trail.erasure_decided", decider, id, { decision });
    return id;
  };
  for (const [proposer, decider, decision] of [
    [one, null],
    [one, one],
    [null, other],
    [one, "00000000-0000-0000-0000-000000000000"],
    [one, other, "refused"],
  ] as const)
    await assert.rejects(erase(await act(proposer, decider, decision)), { code: "42501" });
  const { rows } = await owner.query("select content from event_values where event_id = $1", [eventId]);
  assert.deepEqual(rows, [{ content: { name: "Somebody" } }]);
  assert.equal(await erase(await act(one, other)), 1);
  const gone = await owner.query(
    "select content, length(salt) as salt from event_values where event_id = $1",
    [eventId],
  );
  assert.deepEqual(gone.rows, [{ content: null, salt: 0 }]);
  await sealEvents(db);
  const report = await verifyTrail(owner);
  assert.deepEqual([report.problems, report.erased], [[], 1]);
});
