// Workbooks of a whole round out and back while the server and PostgreSQL are killed: nothing twice, nothing missing.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import { runningAddress } from "#core/db/embedded.ts";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { readBack } from "#modules/workbooks/read-back.ts";
import { demoPassword } from "#sample/accounts.ts";
import { atTheEnd } from "../db.ts";
import { gather } from "../imports.ts";
import { ask, type Product, startProduct } from "../product.ts";
import { until } from "../until.ts";
import { filledIn } from "../workbooks.ts";
import { zip } from "../zip.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-kill-workbooks-"));
const env = { YAGURA_DATA: folder, LOG_LEVEL: "warn" };
let product: Product = await startProduct(env, "demo");
atTheEnd(async () => {
  product.child.kill("SIGTERM");
  await product.ended;
  rmSync(folder, { recursive: true, force: true });
});
const { cookie } = await ask(product.address, "POST", "/api/session", {
  loginName: "office@mihon.example",
  password: demoPassword,
});

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await ask(product.address, "GET", `/api${path}`, undefined, cookie);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body as T;
};
const post = async <T>(path: string, given: object = {}): Promise<T> => {
  const { status, body } = await ask(product.address, "POST", `/api${path}`, given, cookie);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body as T;
};

type Batch = { id: string; companies: number; made: number; jobState: string };
type Delivery = { unread: number; jobState: string; counts: Record<string, number> };
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);

const rounds = (await get<{ rows: { id: string; state: string }[] }>("/rounds")).rows;
const roundId = rounds.find((one) => one.state === "open")?.id ?? assert.fail("the sample has an open round");

// Most companies of the sample have handed in; here all of them answer.
{
  const owner = new pg.Client({
    connectionString: runningAddress(join(folder, "demo", "postgres"))?.url("postgres", "yagura"),
  });
  await owner.connect();
  await owner.query(
    "update inspections set state = 'answering', submitted_at = null, reviewed_at = null, confirmed_at = null where round_id = $1 and left_on is null",
    [roundId],
  );
  await owner.end();
}

/** Ends the server where it is and starts it again; work goes on by itself. */
async function killServer() {
  product.child.kill("SIGKILL");
  await product.ended;
  product = await startProduct(env, "demo");
}

async function killDatabase() {
  process.kill(
    Number(readFileSync(join(folder, "demo", "postgres", "postmaster.pid"), "utf8").split("\n")[0]),
    "SIGKILL",
  );
  await until(
    "the server answers again",
    async () => {
      assert.equal(product.child.exitCode, null, product.said());
      const reply = await ask(product.address, "GET", "/ready").catch(() => null);
      return reply?.status === 200 ? true : undefined;
    },
    60_000,
  );
}

/** Kills the server once some of it is done and PostgreSQL once more of it is, and waits for the end. */
async function withKills(what: string, done: () => Promise<{ done: number; of: number; state: string }>) {
  const before = (await done()).done;
  const reached = (share: number) =>
    until(
      `${what}: ${share} of it`,
      async () => {
        const now = await done().catch(() => null);
        return now && now.done - before >= (now.of - before) * share ? now : undefined;
      },
      300_000,
      50,
    );
  const first = await reached(0.2);
  assert.ok(first.done < first.of, `${what} was killed in the middle (${first.done} of ${first.of})`);
  await killServer();
  const second = await reached(0.6);
  assert.ok(second.done < second.of, `${what} was killed once more (${second.done} of ${second.of})`);
  await killDatabase();
  await until(
    `${what} ends`,
    async () => {
      const now = await done().catch(() => null);
      assert.notEqual(now?.state, "failed", what);
      return now?.state === "done" ? now : undefined;
    },
    300_000,
    200,
  );
}

const batchOf = async (id: string): Promise<Batch> => {
  const { batches } = await get<{ batches: Batch[] }>(`/rounds/${roundId}/workbooks`);
  return batches.find((one) => one.id === id) ?? assert.fail("the batch");
};
const deliveryOf = (id: string) => get<Delivery>(`/workbook-deliveries/${id}`);

async function download(id: string): Promise<Map<string, Buffer>> {
  const reply = await fetch(`${product.address}/api/workbook-batches/${id}/archive`, { headers: { cookie } });
  assert.equal(reply.status, 200);
  const archive = await openArchive(Buffer.from(await reply.arrayBuffer()), usualLimits);
  const books = new Map<string, Buffer>();
  for (const name of archive.names) {
    const bytes = await gather(archive.read(name));
    books.set((await readBack(bytes)).stamp?.["inspection"] ?? "", bytes);
  }
  assert.equal(books.size, archive.names.length, "no inspection twice");
  return books;
}

const booksOf = (id: string) =>
  get<{ issued: unknown[]; returns: { state: string }[] }>(`/inspections/${id}/workbook`);

let books = new Map<string, Buffer>();

test("T-11 kill -9 of server and database while workbooks are made: each company has one", async () => {
  const { id, count } = await post<{ id: string; count: number }>(`/rounds/${roundId}/workbook-batches`, {
    who: "all",
  });
  assert.ok(count >= 10, `${count} companies answer`);
  await withKills("making", async () => {
    const { made, companies, jobState } = await batchOf(id);
    return { done: made, of: companies, state: jobState };
  });
  books = await download(id);
  assert.equal(books.size, count);
  for (const inspectionId of books.keys()) assert.equal((await booksOf(inspectionId)).issued.length, 1);
});

test("T-11 kill -9 of server and database while they are read and kept: each file once, each answer once", async () => {
  const parts: { name: string; data: Buffer }[] = [];
  for (const [inspectionId, bytes] of books) {
    const data = await filledIn(bytes, ({ sheetOf, set }) => {
      const blank = sheetOf("verdict").rows.at(-1)?.[0];
      set(String(blank), "verdict", "unknown");
      set(String(blank), "how", "killed on the way");
    });
    parts.push({ name: `${inspectionId}.xlsx`, data });
  }
  const { id } = await post<{ id: string }>(`/rounds/${roundId}/workbook-deliveries`);
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(zip(parts))]), "all.zip");
  const sent = await fetch(`${product.address}/api/workbook-deliveries/${id}/files`, {
    method: "POST",
    body: form,
    headers: { cookie, "x-yagura": "1" },
  });
  assert.equal(sent.status, 200, await sent.text());
  await post(`/workbook-deliveries/${id}/check`);
  await withKills("reading", async () => {
    const { counts, jobState } = await deliveryOf(id);
    return { done: sum(counts), of: books.size, state: jobState };
  });
  const read = await deliveryOf(id);
  assert.deepEqual([read.unread, read.counts], [0, { ready: books.size }]);
  await post(`/workbook-deliveries/${id}/application`);
  await withKills("keeping", async () => {
    const { counts, jobState } = await deliveryOf(id);
    return { done: counts["applied"] ?? 0, of: books.size, state: jobState };
  });
  assert.deepEqual((await deliveryOf(id)).counts, { applied: books.size });
  for (const inspectionId of books.keys())
    assert.deepEqual(
      (await booksOf(inspectionId)).returns.map((one) => one.state),
      ["applied"],
    );
});

test("T-11 a batch that is stopped keeps what is made and goes on when it is told to", async () => {
  const { id, jobId } = await post<{ id: string; jobId: string }>(`/rounds/${roundId}/workbook-batches`, {
    who: "all",
  });
  await until("some are made", async () => ((await batchOf(id)).made > 0 ? true : undefined), 120_000, 50);
  await post(`/jobs/${jobId}/cancellation`);
  const stopped = await until("it stops", async () => {
    const batch = await batchOf(id);
    return batch.jobState === "cancelled" ? batch : undefined;
  });
  assert.ok(stopped.made > 0 && stopped.made < stopped.companies, `${stopped.made} of ${stopped.companies}`);
  assert.equal((await download(id)).size, stopped.made);
  await post(`/workbook-batches/${id}/work`);
  await until(
    "it goes on to the end",
    async () => ((await batchOf(id)).jobState === "done" ? true : undefined),
    300_000,
    200,
  );
  assert.equal((await download(id)).size, stopped.companies);
});
