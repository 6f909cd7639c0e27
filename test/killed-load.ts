// Applying a long list whose worker is killed in the middle, and another one that goes on: the same for every list.
import assert from "node:assert/strict";
import { imports } from "#modules/imports/contract.ts";
import type { TestApp } from "./app.ts";
import { hold, startDying, startGoingOn } from "./dying.ts";
import type { SignedIn } from "./factories.ts";
import { importingWith } from "./imports.ts";
import { until } from "./until.ts";

type Kind = Parameters<ReturnType<typeof importingWith>["open"]>[0];
type List = {
  kind: Kind;
  name: string;
  text: string;
  rows: number;
  companyId?: string;
  /** The row that is held, and what is in before it: whole batches. */
  heldRow: number;
  committed: number;
  /** How many rows are in. */
  loaded: () => Promise<number>;
};

/** Kills the worker once the batches before the held row are in; whatever goes on ends with every row applied once. */
export async function killedAndGoneOn(app: TestApp, who: SignedIn, list: List): Promise<{ id: string }> {
  const { database } = app;
  const ask = app.as(who.token);
  const endFirst = await startGoingOn(database);
  const { check } = importingWith(app, who);
  const { id, shown } = await check(list.kind, list.name, Buffer.from(list.text), list.companyId);
  assert.equal(shown.counts.new, list.rows);
  await endFirst();
  const letGo = await hold(
    database,
    "select from import_rows where import_id = $1 and row_number = $2 for update",
    [id, list.heldRow],
  );
  const worker = await startDying(database);
  await ask(imports.applyImport, {
    id,
    from: "2026-11-25",
    reason: "old list",
    rowVersion: shown.rowVersion,
  });
  await until("whole batches are in", async () =>
    (await list.loaded()) === list.committed ? true : undefined,
  );
  await worker.kill();
  await letGo();
  assert.equal(await list.loaded(), list.committed, "what was committed stays");
  await startGoingOn(database);
  const after = await until("the import is applied", async () => {
    const now = await ask(imports.getImport, { id });
    return now.state === "applying" ? undefined : now;
  });
  assert.deepEqual([after.state, after.counts.added, after.counts.open], ["applied", list.rows, 0]);
  assert.equal(await list.loaded(), list.rows);
  return { id };
}
