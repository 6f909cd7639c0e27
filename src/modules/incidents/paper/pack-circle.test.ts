// A pack that was made before an incident became confidential, or about somebody, is given to nobody any more.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";
import { packsOfTheDay } from "./making.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const subject = await signedIn(owner, { companyId: own, role: "security_officer", name: "Subject" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
const start = new Date("2026-06-05T01:00:00Z");
const passphrase = "grey heron 41 on the weir";
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const pdftotext = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";
const quiet = { error: (at: unknown) => assert.fail(JSON.stringify(at)) } as never;
const as = app.as(officer.token);

async function makeAll(now: Date): Promise<void> {
  app.setNow(now);
  await owner.query("delete from timed_runs where name = 'incidents.packs'");
  while (await runTimed(db, [packsOfTheDay], quiet, now));
}

async function textOf(token: string, unitId: string): Promise<string> {
  const output = await app.as(token)(incidents.downloadOfflinePack, { unitId });
  const path = join(mkdtempSync(join(tmpdir(), "yagura-pack-")), "pack.pdf");
  writeFileSync(path, await buffer((await contentOf(output)?.open()) as Readable));
  return execFileSync("pdftotext", ["-layout", "-upw", passphrase, path, "-"], { encoding: "utf8" });
}

async function report(title: string): Promise<string> {
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "insider",
    title,
    discoveredAt: start.toISOString(),
    zone: "Asia/Tokyo",
  });
  return id;
}

test("S-01 the packs of today of the company, its division and the group go at once when a case becomes confidential or about somebody, and are made anew without it; no other does", {
  skip: pdftotext,
}, async () => {
  app.setNow(start);
  const ids = { confidential: await report("Kingfisher"), about: await report("Goldcrest") };
  const units = [own, group.divisions.one, group.group];
  const untouched = [sister, group.divisions.two, other];
  for (const unitId of [...units, ...untouched])
    await app.as(office.token)(incidents.setOfflinePack, { unitId, language: "en", passphrase });
  await makeAll(start);
  assert.match(await textOf(subject.token, own), /Kingfisher[^]*Goldcrest|Goldcrest[^]*Kingfisher/);
  const files = async () =>
    (
      await owner.query<{ unitId: string }>(
        `select p.unit_id as "unitId" from offline_packs p join files f on f.id = p.file_id`,
      )
    ).rows.map((row) => row.unitId);
  for (const [nth, [what, word]] of (
    [
      ["confidential", "Kingfisher"],
      ["about", "Goldcrest"],
    ] as const
  ).entries()) {
    const now = new Date(start.getTime() + (nth + 1) * 3_600_000);
    app.setNow(now);
    const { rowVersion } = await as(incidents.getIncident, { id: ids[what] });
    await as(incidents.setCircle, {
      id: ids[what],
      isConfidential: what === "confidential",
      knows: what === "confidential" ? [{ personId: officer.personId, why: "Leads it" }] : [],
      about: [{ personId: subject.personId, why: "Did it" }],
      reason: "Of a member of staff",
      rowVersion,
    });
    assert.deepEqual((await files()).toSorted(), untouched.toSorted());
    await assert.rejects(
      app.as(subject.token)(incidents.downloadOfflinePack, { unitId: own }),
      refusedWith("offline_pack.not_made"),
    );
    await makeAll(now);
    for (const [token, unitId] of [
      [subject.token, own],
      [office.token, group.divisions.one],
      [office.token, group.group],
    ] as const)
      assert.ok(!(await textOf(token, unitId)).includes(word), word);
  }
  const { rows: packs } = await app.as(stranger.token)(incidents.listOfflinePacks, {});
  assert.deepEqual(
    packs.map((one) => one.madeAt),
    [start.toISOString()],
  );
});

test("S-01 a pack that is being made while a case becomes confidential is not kept", async () => {
  const id = await report("Sandpiper");
  const { rows } = await owner.query<{ rowVersion: number }>(
    `select row_version as "rowVersion" from offline_packs where unit_id = $1`,
    [own],
  );
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.setCircle, {
    id,
    isConfidential: true,
    knows: [{ personId: officer.personId, why: "Leads it" }],
    about: [],
    reason: "Of a member of staff",
    rowVersion,
  });
  const { rows: after } = await owner.query<{ isOther: boolean; isDue: boolean }>(
    `select row_version <> $2 as "isOther", next_at <= $3 as "isDue" from offline_packs where unit_id = $1`,
    [own, rows[0]?.rowVersion, new Date(start.getTime() + 2 * 3_600_000).toISOString()],
  );
  assert.deepEqual(after, [{ isOther: true, isDue: true }]);
});
