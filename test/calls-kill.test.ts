// Calls to receivers through a kill -9 of the process that sends them: none is missing, and one that comes twice has the
// same webhook-id and a signature that holds.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { newSecret, sealSecret } from "#modules/calls/signing.ts";
import { testApp } from "./app.ts";
import { atTheEnd } from "./db.ts";
import { buildSmallGroup } from "./factories.ts";
import { until } from "./until.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
/** What the tests seal with. */
const key = Buffer.alloc(32, 7);
const children = new Set<ChildProcess>();
atTheEnd(async () => {
  for (const child of children) child.kill("SIGKILL");
});

async function startChild(): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ["test/calls-process.ts", app.database.url, "127.0.0.1", key.toString("base64")],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.add(child);
  await once(child.stdout ?? child, "data");
  return child;
}
async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  children.delete(child);
}

type Got = { headers: Record<string, string>; body: string };
const count = 60;

test(`${count} calls to three receivers through kill -9: none is missing, none is another when it comes twice`, async () => {
  const arrived: Got[] = [];
  const held: ServerResponse[] = [];
  let holdsFrom = 20;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      arrived.push({ headers: request.headers as never, body: Buffer.concat(parts).toString() });
      // Kept, and its word never leaves: nobody knows.
      if (arrived.length > holdsFrom) held.push(response);
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atTheEnd(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const secrets = new Map<string, string>();
  for (let n = 0; n < 3; n += 1) {
    const [id, secret] = [randomUUID(), newSecret()];
    secrets.set(`/${n}`, secret);
    await owner.query(
      `insert into receivers (id, name, url, kinds, language, secret) values ($1, $2, $3, '{clock.hard}', 'en', $4)`,
      [id, `R${n}`, `http://127.0.0.1:${port}/${n}`, sealSecret(secret, id)],
    );
    await owner.query(
      `with d as (insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
         select 2026, 'inspection.answer', 'inspection', gen_random_uuid(), $2, 'inspection.answer', now(), now() - interval '4 days', 'Asia/Tokyo', 3
         from generate_series(1, $3) returning id, company_id),
       c as (insert into calls (duty_id, fiscal_year, company_id, level, answer_by) select id, 2026, company_id, 3, now() + interval '1 day' from d returning id, duty_id)
       insert into deliveries (receiver_id, kind, duty_id, call_id, expires_at) select $1, 'clock.hard', duty_id, id, now() + interval '1 day' from c`,
      [id, group.companies.own, count / 3],
    );
  }
  const first = await startChild();
  await until("three are on the wire", async () => held.length === 3 || undefined, 60_000);
  await kill(first);
  const inHand = held.length;
  holdsFrom = 40;
  held.length = 0;
  const second = await startChild();
  await until("three more are on the wire", async () => held.length === 3 || undefined, 60_000);
  await kill(second);
  holdsFrom = Number.POSITIVE_INFINITY;
  const third = await startChild();
  await until(
    "every call has ended",
    async () => {
      const { rows } = await owner.query("select from deliveries where state <> 'sent' limit 1");
      return rows.length === 0 || undefined;
    },
    60_000,
  );
  await kill(third);
  const ids = arrived.map((one) => one.headers["webhook-id"] ?? "");
  assert.equal(new Set(ids).size, count, "none is missing");
  assert.equal(ids.length, count + 2 * inHand, "what was in hand came again, and nothing else");
  const { rows } = await owner.query("select id from deliveries");
  assert.deepEqual(new Set(ids), new Set(rows.map((row) => row.id)));
  // Each of them is a receiver's own word by its own secret, the doubled ones too.
  const { rows: of } = await owner.query(
    "select d.id, right(r.url, 2) as path from deliveries d join receivers r on r.id = d.receiver_id",
  );
  const paths = new Map(of.map((row) => [row.id as string, row.path as string]));
  for (const { headers, body } of arrived)
    assert.ok(
      new Webhook(secrets.get(paths.get(headers["webhook-id"] ?? "") ?? "") ?? "").verify(body, headers),
    );
});
