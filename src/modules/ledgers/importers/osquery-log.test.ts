import assert from "node:assert/strict";
import { test } from "node:test";
import { problemsOf, readAll, sample } from "#test/importing.ts";

const line = (event: object) => JSON.stringify(event);
const event = (name: string, more: object) => ({
  name,
  hostIdentifier: "host-1",
  unixTime: 1795000000,
  epoch: 1,
  counter: 0,
  numerics: false,
  ...more,
});

test("osquery: the documented events, one host by its old name", async (context) => {
  const log = sample(context, "assets/osquery/results-examples.ndjson");
  if (!log) return;
  const { extent, rows } = await readAll("osquery_log", log);
  assert.equal(extent, "changes");
  assert.deepEqual(
    rows.map(({ sourceKey, seenAt, values }) => [sourceKey, seenAt, values.os ?? null]),
    [["hostname.local", "2016-05-02T22:27:32.000Z", null]],
  );
});

test("osquery: the state of a host is put together from added, removed, batches and snapshots", async () => {
  const { rows } = await readAll(
    "osquery_log",
    [
      line(
        event("pack_it_system_info", {
          action: "added",
          columns: {
            hardware_serial: "PF3XX",
            hardware_model: "ThinkPad T14",
            hardware_vendor: "LENOVO",
            hostname: "pc-1",
            computer_name: "PC-1",
          },
        }),
      ),
      line(
        event("os", {
          action: "snapshot",
          snapshot: [
            { name: "Microsoft Windows 11 Pro", version: "10.0.22631", platform: "windows", build: "22631" },
          ],
        }),
      ),
      line(event("disk", { action: "added", columns: { path: "C:", protection_status: "0" } })),
      line(
        event("disk", {
          counter: "1",
          unixTime: "1795000100",
          diffResults: {
            added: [{ path: "C:", protection_status: "1" }],
            removed: [{ path: "C:", protection_status: "0" }],
          },
        }),
      ),
      line(
        event("logged_in_users", { action: "added", columns: { user: "ann", type: "user", hostname: "" } }),
      ),
      "not json",
      line(event("processes", { action: "added", columns: { name: "evil", path: "/x", pid: "1" } })),
    ].join("\n"),
  );
  const host = rows.find(({ sourceKey }) => sourceKey === "host-1");
  assert.deepEqual(
    [
      host?.values.serial,
      host?.values.os,
      host?.values.form,
      host?.values.encrypted,
      host?.seenAt,
      host?.values.osVersion,
      host?.person,
    ],
    [
      "PF3XX",
      "windows",
      "laptop",
      true,
      "2026-11-18T11:08:20.000Z",
      "Microsoft Windows 11 Pro 10.0.22631",
      "ann",
    ],
  );
  assert.deepEqual(problemsOf(rows).sort(), [[], ["bad_row"]].sort());
});

test("osquery: a new epoch begins anew, a counter that leaves numbers out is told, counter 0 is a full set", async () => {
  const disk = (more: object, columns: object) =>
    line(event("disk_encryption", { action: "added", columns, ...more }));
  const one = async (...lines: string[]) => (await readAll("osquery_log", lines.join("\n"))).rows[0];
  const reset = await one(
    disk({}, { name: "/", encrypted: "0" }),
    disk({ epoch: 2 }, { name: "/", encrypted: "1" }),
  );
  assert.equal(reset?.values.encrypted, true);
  const gap = await one(
    disk({ counter: 1 }, { name: "/", encrypted: "0" }),
    disk({ counter: 4 }, { name: "/data", encrypted: "1" }),
  );
  assert.deepEqual(gap?.problems, [{ code: "counter_gap", value: "disk_encryption" }]);
  assert.equal(gap?.values.encrypted, false);
  const full = await one(
    disk({ counter: 7 }, { name: "/", encrypted: "0" }),
    disk({ counter: 0 }, { name: "/", encrypted: "1" }),
    disk({ counter: 0 }, { name: "/data", encrypted: "1" }),
  );
  assert.equal(full?.values.encrypted, true);
});
