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
  job: { state: string } | null;
  counts: Record<string, number>;
};

/** More than two portions: what comes first is committed, what comes last is not. */
const rows = 120_000;
const file = [
  "ホスト名,製造番号,OS",
  ...Array.from({ length: rows }, (_, n) => `PC-${n},SN${n}X,windows`),
].join("\n");

async function open(sourceId: string, companyId: string, content = file): Promise<string> {
  const form = new FormData();
  form.set("companyId", companyId);
  form.set("purpose", "asset_source");
  form.set("file", new Blob([content]), "register.csv");
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
const killPostgres = () =>
  process.kill(Number(readFileSync(join(postgres, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
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
  killPostgres();
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

test("R-38 PostgreSQL killed while only the questions of a load are left: the load is applied, and everybody is asked once", async () => {
  const [company] = await asOwner<{ id: string }>("select id from units where kind = 'company'");
  const companyId = company?.id ?? "";
  const { id: sourceId } = await call<{ id: string }>("POST", "/asset-sources", {
    companyId,
    kind: "nmap",
    name: "Scan",
    rank: 5,
    records: false,
    expectedHours: null,
    isAutomatic: false,
  });
  const scan = readFileSync(new URL("../../sample/data/scan-of-seven.xml", import.meta.url), "utf8");
  const id = await open(sourceId, companyId, scan);
  const read = await settled(id);
  const holder = new pg.Client({ connectionString: runningAddress(postgres)?.url("postgres", "yagura") });
  holder.on("error", () => undefined);
  await holder.connect();
  // What the search for likely owners alone reads. It dies with PostgreSQL.
  await holder.query("begin");
  await holder.query("lock table internet_exits in access exclusive mode");
  await apply(id, read);
  await until("the asking waits", async () => {
    const waiting = await asOwner(
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%asked_now%'",
    );
    return waiting.length > 0 ? true : undefined;
  });
  killPostgres();
  const { state, problem } = await until(
    "its job has ended",
    async () => {
      const load = await settled(id);
      return load.job && ["done", "failed"].includes(load.job.state) ? load : undefined;
    },
    120_000,
    200,
  );
  assert.deepEqual([state, problem], ["applied", null]);
  const [asked] = await asOwner(
    `select count(*)::int as things, count(asked_at)::int as asked, (select count(*)::int from duties where kind = 'ledger.identify') as duties,
       (select count(*)::int from said_rows) as rows from unknown_things`,
  );
  assert.deepEqual(asked, { things: 8, asked: 8, duties: 8, rows: 0 });
});
