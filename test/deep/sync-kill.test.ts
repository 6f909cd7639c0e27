// A device brings in its day on site and the server is killed in the midst of it: nothing of the half is there, the device still has all,
// and what it sends again is there once.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { audits } from "#modules/audits/contract.ts";
import { testApp } from "../app.ts";
import { buildAuditVisit } from "../audit-visit.ts";
import { atTheEnd } from "../db.ts";
import { hold, untilHeldUp } from "../dying.ts";
import { ask } from "../product.ts";

const app = await testApp();
const { owner } = app.database;
const made = await buildAuditVisit(owner, app.database.ownerUrl);
const lead = app.as(made.lead.token);
const id = made.visitId;
const at = "2026-11-20T01:02:03.000Z";

async function startServer(): Promise<{ address: string; kill: () => Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, ["test/serve-process.ts", app.database.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  atTheEnd(kill);
  const [said] = await once(child.stdout ?? child, "data");
  return { address: String(said).trim(), kill };
}
const send = (address: string, body: object) =>
  ask(address, "POST", `/api/audit-visits/${id}/sync`, body, `yagura_session=${made.lead.token}`);

const there = async () =>
  (
    await owner.query(
      `select (select count(*)::int from audit_ops) as ops, (select count(*)::int from audit_values) as values,
         (select count(*)::int from audit_notes) as notes, (select count(*)::int from audit_controls where taken_up_at is not null) as controls,
         (select count(*)::int from events where verb = 'audit.sheet_synced') as told`,
    )
  ).rows[0];

test("T-17 kill -9 in the midst of a sync loses nothing and doubles nothing", async () => {
  await lead(audits.prepareSheet, {
    id,
    sharePercent: 30,
    seed: "kill",
    added: [],
    places: [{ kind: "talks", name: "会議室", siteId: null }],
  });
  const checkoutId = randomUUID();
  await lead(audits.takeSheet, { id, checkoutId, device: "Phone", days: 2, isKept: true });
  const { checks, places } = await lead(audits.getAuditSheet, { id });
  const { controls } = await lead(audits.listOtherControls, { id });
  const placeId = places[0]?.id ?? "";
  const added = { id: randomUUID(), placeId, controlId: controls[0]?.id ?? "", reason: "seen on the way" };
  const entered = [...checks.slice(0, 40).map((one) => one.id), added.id];
  const body = {
    checkoutId,
    waiting: 0,
    checks: [added],
    ops: entered.map((checkId) => ({
      id: randomUUID(),
      checkId,
      field: "verdict",
      value: "met",
      base: 0,
      enteredAt: at,
    })),
    notes: [{ id: randomUUID(), placeId, kind: "note", words: "門が開いていた", saidBy: "", takenAt: at }],
    withdrawn: [],
  };
  const first = await startServer();
  // Everything is written but the last: when the device was heard of.
  const letGo = await hold(app.database, "select from audit_checkouts where id = $1 for update", [
    checkoutId,
  ]);
  const broken = send(first.address, body).then(
    () => "answered",
    () => "broken",
  );
  await untilHeldUp(app.database);
  await first.kill();
  assert.equal(await broken, "broken");
  await letGo();
  assert.deepEqual(await there(), { ops: 0, values: 0, notes: 0, controls: 0, told: 0 });

  const second = await startServer();
  const whole = { ops: entered.length, values: entered.length, notes: 1, controls: 1, told: 1 };
  assert.equal((await send(second.address, body)).status, 200);
  assert.deepEqual(await there(), whole);
  // Killed after it had written and before anybody heard: sent once more.
  await second.kill();
  const third = await startServer();
  const again = await send(third.address, body);
  assert.deepEqual([again.status, again.body["refused"]], [200, []]);
  assert.deepEqual(await there(), whole);
});
