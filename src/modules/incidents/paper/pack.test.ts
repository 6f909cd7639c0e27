// The pack for the day the network is down: it opens with its passphrase alone, holds what its unit may see, and nothing confidential.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
const start = new Date("2026-06-05T15:00:00Z");
const passphrase = "grey heron 41 on the weir";
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const pdftotext = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";
const quiet = { error: (at: unknown) => assert.fail(JSON.stringify(at)) } as never;
const make = (now = start) => {
  app.setNow(now);
  return runTimed(db, [packsOfTheDay], quiet, now);
};

async function report(companyId: string, token: string, title: string): Promise<string> {
  const { id } = await app.as(token)(incidents.reportIncident, {
    companyId,
    kind: "ransomware",
    title,
    what: title,
    discoveredAt: start.toISOString(),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await app.as(token)(incidents.getIncident, { id });
  await app.as(token)(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  return id;
}

app.setNow(start);
await report(own, officer.token, "Kingfisher");
await report(sister, stranger.token, "Sandpiper");
const secret = await report(own, officer.token, "Zebrafinch");
const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id: secret });
await app.as(officer.token)(incidents.setCircle, {
  id: secret,
  isConfidential: true,
  knows: [{ personId: officer.personId, why: "Leads it" }],
  about: [],
  reason: "Of a member of staff",
  rowVersion,
});
const named = await report(own, officer.token, "Goldcrest");
const before = await app.as(officer.token)(incidents.getIncident, { id: named });
await app.as(officer.token)(incidents.setCircle, {
  id: named,
  isConfidential: false,
  knows: [],
  about: [{ personId: office.personId, why: "Did it" }],
  reason: "Of a member of staff",
  rowVersion: before.rowVersion,
});
const { rows: rosters } = await owner.query<{ id: string }>(
  `insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes) values ($1, $1, 'Night desk', 'Asia/Tokyo', '{incident}') returning id`,
  [own],
);
await owner.query(
  `insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at) values ($1, $2, 1, $3, $4, $5)`,
  [rosters[0]?.id, own, officer.personId, start.toISOString(), "2026-06-08T15:00:00Z"],
);
await owner.query(
  "insert into on_call_contacts (person_id, company_id, telephone) values ($1, $2, '+81 90 1234 5678')",
  [officer.personId, own],
);

async function packOf(token: string, unitId: string, name: string): Promise<string> {
  const output = await app.as(token)(incidents.downloadOfflinePack, { unitId });
  const path = join(mkdtempSync(join(tmpdir(), "yagura-pack-")), "pack.pdf");
  writeFileSync(path, (await contentOf(output)?.open()) as Buffer);
  if (process.env["YAGURA_KEEP_PDF"])
    copyFileSync(path, join(process.env["YAGURA_KEEP_PDF"], `pack-${name}.pdf`));
  return path;
}
const read = (path: string, ...how: string[]) =>
  execFileSync("pdftotext", ["-layout", ...how, path, "-"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

test("S-01 a company's pack opens with its passphrase alone and holds its own open cases, who is on call with the number, what is done first; nothing confidential, nothing about somebody", {
  skip: pdftotext,
}, async () => {
  const as = app.as(officer.token);
  await assert.rejects(
    as(incidents.setOfflinePack, { unitId: own, language: "ja" }),
    refusedWith("offline_pack.passphrase_first"),
  );
  const opened = { ja: /未結|対応中の事案/, en: /Open cases/, zh: /未结事件/ };
  for (const language of ["ja", "en", "zh"] as const) {
    await as(incidents.setOfflinePack, { unitId: own, language, passphrase });
    await assert.rejects(
      as(incidents.downloadOfflinePack, { unitId: own }),
      refusedWith("offline_pack.not_made"),
    );
    app.setNow(start);
    await owner.query("delete from timed_runs where name = 'incidents.packs'");
    await make();
    const path = await packOf(officer.token, own, language);
    assert.throws(() => read(path), /Incorrect password/);
    assert.throws(() => read(path, "-upw", passphrase.toUpperCase()), /Incorrect password/);
    const text = read(path, "-upw", passphrase);
    for (const words of [opened[language], /Kingfisher/, /Night desk/, /\+81 90 1234 5678/])
      assert.match(text, words);
    for (const hidden of ["Zebrafinch", "Goldcrest", "Sandpiper"]) assert.ok(!text.includes(hidden), hidden);
  }
  const { rows } = await owner.query(
    "select count(*)::int as count from events where verb = 'offline_pack.taken' and subject_id = $1 and actor_id = $2",
    [own, officer.personId],
  );
  assert.equal(rows[0]?.count, 3);
  const kept = await owner.query("select content, passphrase from offline_packs where unit_id = $1", [own]);
  for (const bytes of Object.values(kept.rows[0] as Record<string, Buffer>))
    assert.ok(!bytes.includes(passphrase) && !bytes.includes("Kingfisher"), "nothing lies there to be read");
});

test("S-01 the group's pack holds every company's open cases; another company's is neither seen, set, taken nor ended", {
  skip: pdftotext,
}, async () => {
  await app.as(office.token)(incidents.setOfflinePack, { unitId: group.group, language: "en", passphrase });
  await owner.query("delete from timed_runs where name = 'incidents.packs'");
  await make();
  const text = read(await packOf(office.token, group.group, "group"), "-upw", passphrase);
  for (const title of ["Kingfisher", "Sandpiper"]) assert.match(text, new RegExp(title));
  for (const hidden of ["Zebrafinch", "Goldcrest"]) assert.ok(!text.includes(hidden), hidden);
  const as = app.as(stranger.token);
  const { packs, units } = await as(incidents.listOfflinePacks, {});
  assert.deepEqual([packs, units.map((one) => one.id)], [[], [sister]]);
  for (const unitId of [own, group.group]) {
    await assert.rejects(
      as(incidents.downloadOfflinePack, { unitId }),
      refusedWith("offline_pack.not_found"),
    );
    await assert.rejects(as(incidents.endOfflinePack, { unitId }), refusedWith("offline_pack.not_found"));
    await assert.rejects(
      as(incidents.setOfflinePack, { unitId, language: "en", passphrase }),
      refusedWith("unit.not_found"),
    );
  }
});

test("a pack is made anew every day, also after days of standstill; one that could not be made is said to be old", {
  skip: pdftotext,
}, async () => {
  const madeAt = async () => {
    const { packs } = await app.as(office.token)(incidents.listOfflinePacks, {});
    const pack = packs.find((one) => one.unitId === group.group);
    return [pack?.madeAt, pack?.isOld];
  };
  assert.deepEqual(await madeAt(), [start.toISOString(), false]);
  const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
  await make(hours(23));
  assert.deepEqual(await madeAt(), [start.toISOString(), false], "not before its day is over");
  app.setNow(hours(75));
  assert.deepEqual(await madeAt(), [start.toISOString(), true]);
  while (await make(hours(75)));
  assert.deepEqual(await madeAt(), [hours(75).toISOString(), false]);
  await app.as(office.token)(incidents.endOfflinePack, { unitId: group.group });
  await assert.rejects(
    app.as(office.token)(incidents.downloadOfflinePack, { unitId: group.group }),
    refusedWith("offline_pack.not_found"),
  );
});
