// Found events as a file that proves itself, and everything that may be done to it afterwards.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { Readable } from "node:stream";
import fc from "fast-check";
import { publicKeyPem, sign, signingKey, signingKeyFrom } from "#core/crypto/signing.ts";
import type { Proof } from "#core/events/export-proof.ts";
import { publishDaySeals } from "#core/events/seal.ts";
import { verifyExport } from "#core/events/verify-export.ts";
import { contentOf } from "#core/files/content.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sealAll } from "#test/sealed.ts";
import { until } from "#test/until.ts";
import { endOfJob } from "#test/work.ts";
import { trail } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const administrator = await signedIn(owner, {
  companyId: parent,
  role: "administrator",
  unitId: group.group,
});
const auditor = await signedIn(owner, { companyId: own, role: "auditor", unitId: own });
const asOffice = app.as(office.token);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

for (const [id, name] of [
  [own, '=Own, "renamed"'],
  [sister, "改名した姉妹会社"],
] as const)
  await asOffice(organization.renameUnit, {
    id,
    name,
    from: "2026-11-01",
    rowVersion: 1,
    reason: "A secret reason\nof two lines",
  });
for (let n = 0; n < 250; n += 1)
  await owner.query(
    "select record_event('unit.changed', $1, null, 'unit', $2, $2, '=request', '{\"b\": 1.50, \"a\": \"é\\u0001\"}', $3)",
    [office.personId, own, JSON.stringify({ reason: `reason ${n}` })],
  );
await sealAll(app.door.db, owner);
await owner.query(
  "set session_replication_role = replica; update seals set day = '2024-03-31'; set session_replication_role = origin",
);
await publishDaySeals(app.door.db, quiet);

const folder = mkdtempSync(join(tmpdir(), "yagura-export-"));
atTheEnd(async () => rmSync(folder, { recursive: true }));
const path = join(folder, "export");

async function exported(
  who: { token: string },
  input: Omit<Parameters<typeof asOffice<typeof trail.orderTrailExport>>[1], "format"> & {
    format?: "jsonl" | "csv";
  },
) {
  const ask = app.as(who.token);
  const { id } = await ask(trail.orderTrailExport, { format: "jsonl", ...input });
  const job = await endOfJob(app.database, id);
  assert.equal(job.state, "done", JSON.stringify(job.problem));
  const bytes = async (output: object) => {
    const content = await contentOf(output)?.open();
    return content instanceof Buffer ? content : buffer(content as Readable);
  };
  return {
    id,
    file: (await bytes(await ask(trail.downloadTrailExport, { id }))).toString(),
    proof: (await bytes(await ask(trail.downloadTrailProof, { id }))).toString(),
  };
}

async function check(file: string, proof: string, trusted: Parameters<typeof verifyExport>[2] = {}) {
  writeFileSync(path, file);
  return verifyExport(path, proof, trusted);
}

for (const format of ["jsonl", "csv"] as const)
  test(`what a search shows is what the file holds, and the file proves itself (${format})`, async () => {
    const filter = { verb: "unit.changed", withValues: true };
    const shown = (await asOffice(trail.searchEvents, { ...filter, limit: 500 })).rows.map((row) => row.id);
    const { file, proof } = await exported(office, { ...filter, format });
    const day = await owner.query<{ hash: string }>("select encode(hash, 'hex') as hash from day_seals");
    const published = { "2024-03-31": day.rows[0]?.hash ?? "" };
    const report = await check(file, proof, { keyId: signingKey().id, published });
    assert.deepEqual(report.problems, []);
    assert.deepEqual([report.count, report.underSeals], [252, 252]);
    if (format === "jsonl") {
      const rows = file
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id: string });
      assert.deepEqual(
        rows.map((row) => Number(row.id)),
        shown,
      );
    }
    assert.match(file, /secret reason/);
    const wrong = await check(file, proof, { published: { "2024-03-31": "0".repeat(64) } });
    assert.match(wrong.problems.join(), /not the one kept outside/);
  });

test("without the right to values, and without having asked for them, none are in the file", async () => {
  for (const [who, withValues] of [
    [administrator, true],
    [office, false],
  ] as const) {
    const { file, proof } = await exported(who, { verb: "unit.changed", withValues });
    assert.ok(!/secret|reason \d/.test(file));
    assert.deepEqual((await check(file, proof)).problems, []);
  }
});

test("S-01 an auditor of one company exports its events alone, and nobody fetches another's file", async () => {
  const { id, file, proof } = await exported(auditor, {});
  const rows = file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { companyId: string });
  assert.ok(rows.length > 200 && rows.every((row) => row.companyId === own));
  assert.deepEqual((await check(file, proof)).problems, []);
  for (const operation of [trail.downloadTrailExport, trail.downloadTrailProof])
    await assert.rejects(asOffice(operation, { id }), { code: "trail_export.not_found" });
});

test("words in personal values are found by those who may read them, two letters of Japanese too", async () => {
  // Up to the horizon, which a transaction of another database of the same server may hold back.
  await until("what was written can be found", async () => {
    while ((await owner.query("select index_event_texts(100) as more")).rows[0].more);
    const { rows } = await owner.query(
      "select count(*)::int as found from event_texts where body ilike '%reason 249%'",
    );
    return rows[0]?.found > 0 ? true : undefined;
  });
  const find = async (words: string, who = office) =>
    (await app.as(who.token)(trail.searchEvents, { words, limit: 500 })).rows.length;
  assert.deepEqual([await find("SECRET reason"), await find("改名"), await find("reason 24")], [2, 1, 11]);
  assert.equal(await find("no such words"), 0);
  await assert.rejects(find("secret", administrator), { code: "trail.values_needed" });
  await assert.rejects(find("ab"), { code: "trail.words_short" });
  const { rows } = await owner.query(
    "select v.content from events e join event_values v on v.event_id = e.id where e.verb = 'trail.read' order by e.id limit 1",
  );
  assert.deepEqual(rows, [{ content: { words: "SECRET reason" } }]);
});

test("ordering, making and fetching an export are events; words that were looked for are personal values", async () => {
  const { id } = await exported(office, { words: "secret reason" });
  const { rows } = await owner.query<{ verb: string }>(
    "select verb from events where subject_id = $1 order by id",
    [id],
  );
  assert.deepEqual(
    rows.map((row) => row.verb),
    ["trail.export_ordered", "trail.exported", "trail.export_downloaded"],
  );
  const said = await owner.query(
    "select e.data::text as data, v.content from events e join event_values v on v.event_id = e.id where e.subject_id = $1",
    [id],
  );
  assert.ok(!said.rows[0]?.data.includes("secret"));
  assert.deepEqual(said.rows[0]?.content, { words: "secret reason" });
});

test("a changed, removed, added or moved row is named, by its event or by the block it belongs to", async () => {
  const { file, proof } = await exported(office, { verb: "unit.changed", withValues: true });
  const lines = file.trim().split("\n");
  const of = (changed: string[]) => check(`${changed.join("\n")}\n`, proof);
  const idAt = (at: number) => (JSON.parse(lines[at] ?? "") as { id: string }).id;
  const told = async (changed: string[]) => (await of(changed)).problems.join("; ");
  assert.equal(await told(lines), "");
  const edit = (at: number, from: string | RegExp, to: string) =>
    lines.map((line, n) => (n === at ? line.replace(from, to) : line));
  assert.match(
    await told(edit(120, '"unit.changed"', '"unit.ended"')),
    new RegExp(`row was changed, event ${idAt(120)}\\b`),
  );
  assert.match(
    await told(edit(120, "reason 1", "reason 2")),
    new RegExp(`personal values were changed, event ${idAt(120)}\\b`),
  );
  // Words that help to read are not hashed with the event, but with the block.
  assert.match(await told(edit(120, /"what":"[^"]*"/, '"what":"Nothing"')), /something was changed/);
  assert.match(
    await told(lines.filter((_line, at) => at !== 120)),
    new RegExp(`between events ${idAt(100)} and ${idAt(199)} stand 99 rows, 100 were written`),
  );
  assert.match(await told([...lines.slice(0, 121), ...lines.slice(120)]), /does not stand in its order/);
  assert.match(await told(lines.slice(0, -1)), /251 rows, 252 were written/);
  assert.match(
    await told([lines[1] ?? "", lines[0] ?? "", ...lines.slice(2)]),
    /does not stand in its order/,
  );
  // An event of its own making, with a hash that fits.
  const forged = lines[120]?.replace(/"id":"\d+"/, `"id":"${Number(idAt(0)) + 1000}"`) ?? "";
  assert.match(await told([forged, ...lines]), /row was added, event/);
});

test("a proof that was changed, signed anew with another key, or of another file is refused", async () => {
  const { file, proof } = await exported(office, { verb: "unit.changed" });
  const parts = JSON.parse(proof) as Proof;
  const told = async (changed: Proof, trusted = {}) =>
    (await check(file, JSON.stringify(changed), trusted)).problems.join("; ");
  assert.match(
    await told({ ...parts, manifest: parts.manifest.replace('"count":252', '"count":251') }),
    /changed after it was signed/,
  );
  const other = signingKeyFrom(Buffer.alloc(32, 9));
  const forged = {
    manifest: parts.manifest,
    signature: sign(other, parts.manifest).toString("base64"),
    publicKey: publicKeyPem(other.publicKey),
  };
  assert.match(await told(forged, { keyId: signingKey().id }), /another key/);
  assert.match((await check(`${file}\n{}`, proof)).problems.join(), /is no row/);
});

test("whichever byte of the file is another one, it is found out", async () => {
  const { file, proof } = await exported(office, { verb: "unit.changed", withValues: true });
  const bytes = Buffer.from(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed = Buffer.from(bytes);
      changed[at] = ((changed[at] ?? 0) + by) % 256;
      writeFileSync(path, changed);
      assert.notDeepEqual((await verifyExport(path, proof)).problems, []);
    }),
    { numRuns: 150 },
  );
});

test("an export that found nothing is a file all the same, and proves that", async () => {
  const { file, proof } = await exported(office, { to: "2020-01-01" });
  const report = await check(file, proof);
  assert.deepEqual([report.problems, report.count], [[], 0]);
});
