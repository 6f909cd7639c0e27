// PostgreSQL killed while a load is applied: the rows on their way in do not outlive it, so the load ends as failed with a word for
// it, what it has applied is whole, and the same file once more gives what it would have given.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { runningAddress } from "#core/db/embedded.ts";
import { atTheEnd } from "../db.ts";
import { ask, firstGroup, startProduct } from "../product.ts";
import { until } from "../until.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-kill-load-"));
const postgres = join(folder, "postgres");
const product = await startProduct({ YAGURA_DATA: folder, LOG_LEVEL: "error" });
atTheEnd(async () => {
  product.child.kill("SIGTERM");
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
});
const { cookie } = await ask(product.address, "POST", "/api/setup", firstGroup);

const call = async <T>(method: string, path: string, given?: object): Promise<T> => {
  const { status, body } = await ask(product.address, method, `/api${path}`, given, cookie);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body as T;
};
const asOwner = async <T>(statement: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: runningAddress(postgres)?.url("postgres", "yagura") });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
};
const counted = async () =>
  (
    await asOwner<{ entries: number; sightings: number; whole: number; past: number }>(
      `select (select count(*)::int from devices) as entries, (select count(*)::int from sightings) as sightings,
        (select count(*)::int from devices e join sightings s on s.entry_id = e.id) as whole, (select count(*)::int from past_devices) as past`,
    )
  )[0] ?? assert.fail("counts");

type Load = {
  state: string;
  rowVersion: number;
  problem: { code: string } | null;
  counts: Record<string, number>;
};

/** More than two portions: what comes first is committed, what comes last is not. */
const rows = 120_000;
const file = [
  "ホスト名,製造番号,OS",
  ...Array.from({ length: rows }, (_, n) => `PC-${n},SN${n}X,windows`),
].join("\n");

async function open(sourceId: string, companyId: string): Promise<string> {
  const form = new FormData();
  form.set("companyId", companyId);
  form.set("purpose", "asset_source");
  form.set("file", new Blob([file], { type: "text/csv" }), "register.csv");
  const sent = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie, "x-yagura": "1" },
    body: form,
  });
  const { id: fileId } = (await sent.json()) as { id: string };
  assert.equal(sent.status, 200, fileId);
  return (await call<{ id: string }>("POST", `/asset-sources/${sourceId}/loads`, { fileId })).id;
}

const settled = (id: string) =>
  until(
    "the load has settled",
    async () => {
      const { status, body } = await ask(
        product.address,
        "GET",
        `/api/asset-loads/${id}`,
        undefined,
        cookie,
      ).catch(() => ({ status: 0, body: {} }));
      const load = body as unknown as Load;
      return status !== 200 || load.state === "reading" || load.state === "applying" ? undefined : load;
    },
    240_000,
    200,
  );
const apply = async (id: string, { rowVersion }: Load) =>
  call("POST", `/asset-loads/${id}/application`, { rowVersion });

test("R-31 a load during which PostgreSQL is killed ends as lost on the way, half writes nothing, and is made good by the file once more", async () => {
  const [company] = await asOwner<{ id: string }>("select id from units where kind = 'company'");
  const companyId = company?.id ?? "";
  const { id: sourceId } = await call<{ id: string }>("POST", "/asset-sources", {
    companyId,
    kind: "plain",
    name: "Register",
    rank: 5,
    records: true,
    expectedHours: null,
    isAutomatic: false,
  });
  const first = await open(sourceId, companyId);
  const read = await settled(first);
  assert.equal(read.state, "ready", JSON.stringify(read));
  await apply(first, read);
  await until("a portion is in", async () => ((await counted()).entries > 0 ? true : undefined), 120_000, 50);
  process.kill(Number(readFileSync(join(postgres, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  const lost = await settled(first);
  assert.deepEqual([lost.state, lost.problem?.code], ["failed", "lost_on_the_way"]);
  const half = await counted();
  assert.ok(half.entries > 0 && half.entries < rows, `it was killed in the middle: ${half.entries}`);
  assert.deepEqual(half, { entries: half.entries, sightings: half.entries, whole: half.entries, past: 0 });

  const second = await open(sourceId, companyId);
  const again = await settled(second);
  assert.deepEqual(
    [again.state, again.counts["isNew"], again.counts["same"]],
    ["ready", rows - half.entries, half.entries],
  );
  await apply(second, again);
  const applied = await settled(second);
  assert.deepEqual([applied.state, applied.counts["added"]], ["applied", rows - half.entries]);
  assert.deepEqual(await counted(), { entries: rows, sightings: rows, whole: rows, past: 0 });
});
