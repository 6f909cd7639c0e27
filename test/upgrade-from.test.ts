// Every stored dump, made by the program of its time, becomes a database of today: docs/operations/upgrade.md says how one
// is added at a release.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { modules } from "#app/modules.ts";
import { findBackup } from "#core/backup/read.ts";
import { restoreBackup } from "#core/backup/restore.ts";
import { migrate, missingMigrations, readMigrations } from "#core/db/migrate.ts";
import { openDatabase } from "#core/db/pool.ts";
import { embeddedLogin, ensureRoles } from "#core/db/roles.ts";
import { syncRoles } from "#core/db/sync-roles.ts";
import { verifyTrail } from "#core/events/verify.ts";
import { openFileStore } from "#core/files/store.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeServer } from "#core/http/server.ts";
import { prepareJobs } from "#core/jobs/queue.ts";
import { demoPassword } from "#sample/accounts.ts";
import { atTheEnd, emptyDatabase } from "./db.ts";
import { testFileStore } from "./files.ts";

const folder = join(import.meta.dirname, "dumps");
const dumps = readdirSync(folder).filter((name) => name.endsWith(".tar"));
const files = mkdtempSync(join(tmpdir(), "yagura-dumps-"));
atTheEnd(async () => rmSync(files, { recursive: true, force: true }));
testFileStore();
const nothing = async () => undefined;

/** What anybody can ask without knowing an id: every list and picture a screen begins with. */
const openings = modules.flatMap((module) =>
  Object.values(module.contract).filter(
    ({ method, params, query, carries }) =>
      method === "GET" && !params && !carries && (query?.required ?? []).length === 0,
  ),
);

async function serverOn(url: string) {
  const opened = openDatabase({ connectionString: url, size: 4 });
  atTheEnd(() => opened.close());
  return makeServer({
    modules,
    door: makeDoor({ db: opened.db }),
    translate: (_language, key) => key,
    version: "test",
    callsPerMinute: 1_000_000,
    ready: async () => true,
  });
}

/** What a dump holds of the ledgers: a group that has loaded, changed, been asked, fallen short and measured. */
const ledgerTables = [
  "devices",
  "past_devices",
  "servers",
  "information",
  "sightings",
  "asset_sources",
  "source_loads",
  "asset_rules",
  "asset_gaps",
  "data_transfers",
  "data_purposes",
  "data_uses",
  "continuity_targets",
  "restore_tests",
  "unknown_things",
  "ledger_facts",
  "ledger_nones",
  "onboarding_plans",
  "onboarding_steps",
];

/** What a dump holds of audits and what follows from them: visits with their sheets, a report, findings, plans, instructions, lateral checks. */
const auditTables = [
  "audit_visits",
  "audit_sheets",
  "audit_checks",
  "audit_ops",
  "audit_values",
  "audit_notes",
  "audit_reports",
  "audit_report_controls",
  "findings",
  "finding_verifications",
  "plans",
  "plan_steps",
  "plan_findings",
  "instructions",
  "instruction_recipients",
  "lateral_checks",
  "lateral_check_members",
  "lateral_check_answers",
];

/**
 * The oldest goes through every migration there is, the two newest are what people come from now. Those between go through a part of the
 * same files, which nobody may change: the deep run takes them too.
 */
const taken =
  process.env["YAGURA_TEST_DEEP"] === "1"
    ? dumps
    : dumps.filter((_, nth) => nth === 0 || nth >= dumps.length - 2);

for (const name of taken) {
  test(`S-01 a database of ${name} is restored, migrated to now, proven, signed in to and read`, async () => {
    const database = await emptyDatabase();
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await ensureRoles(client, embeddedLogin, true);
    const store = openFileStore(join(files, name), Number.POSITIVE_INFINITY);
    const options = { client, store, replaces: false, accept: nothing, key: nothing, say: () => undefined };
    const { head, end, era } = await restoreBackup(await findBackup(join(folder, name), null), options);
    assert.equal(head.migrations.at(-1)?.name.slice(0, 4), name.slice(0, 4));
    assert.deepEqual(end.contents.lost, []);
    const applied = await migrate({
      ownerUrl: database.ownerUrl,
      login: embeddedLogin,
      mayCreateLogin: true,
    });
    assert.equal(applied.length, readMigrations().length - head.migrations.length);
    assert.deepEqual(await missingMigrations(client), []);
    await syncRoles(client, modules);
    await prepareJobs(database.url);
    const trail = await verifyTrail(client);
    assert.deepEqual([trail.problems, trail.events, era], [[], head.trail.events, head.trail.era + 1]);
    // Of older ones the later capabilities are not yet there.
    const kept = [ledgerTables, auditTables].flatMap((all) =>
      all.every((table) => end.tables[table] !== undefined) ? all : [],
    );
    for (const table of ["answers", "inspections", "people", "units", ...kept]) {
      const { rows } = await client.query<{ count: number }>(`select count(*)::int from ${table}`);
      assert.equal(rows[0]?.count, end.tables[table]?.rows, table);
    }
    await client.end();
    const server = await serverOn(database.url);
    for (const loginName of ["office@mihon.example", "admin@mihon.example"]) {
      const entered = await server.inject({
        method: "POST",
        url: "/api/session",
        headers: { "x-yagura": "1" },
        payload: { loginName, password: demoPassword },
      });
      assert.equal(entered.statusCode, 200, entered.body);
      const cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
      const statuses = new Map<string, number>();
      for (const operation of openings) {
        const reply = await server.inject({
          method: "GET",
          url: `/api${operation.path}`,
          headers: { cookie },
        });
        statuses.set(operation.name, reply.statusCode);
      }
      assert.deepEqual(
        [...statuses].filter(([, status]) => status >= 500),
        [],
        "faults",
      );
      assert.ok([...statuses.values()].filter((status) => status === 200).length > 10);
    }
  });
}

test("there is a dump of every stretch of the schema's history", () => {
  assert.ok(dumps.length >= 7, String(dumps));
  assert.ok(
    dumps.some((name) => name >= "0342"),
    "one with the ledgers",
  );
});
