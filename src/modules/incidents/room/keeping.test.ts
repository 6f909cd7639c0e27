// Who is affected, evidence with its chain of custody, the executive brief.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { fileStore } from "#core/files/store.ts";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { factsOf } from "./facts.ts";
import { roomFollows } from "./following.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const reader = await signedIn(owner, { companyId: own, role: "company_executive", name: "Executive" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
await enrol(db, [roomFollows]);
const follow = () => readOn(db, owner, [roomFollows]);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const begin = new Date("2026-06-01T01:00:00Z");
const at = (hours: number) => new Date(begin.getTime() + hours * 3_600_000);
const asked = async (token: string, kind: string) =>
  (await app.as(token)(duties.listMyDuties, { kind })).rows;

async function opened(kind: "ransomware" | "mis_sent" = "ransomware"): Promise<string> {
  app.setNow(begin);
  const { id } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "Files cannot be opened",
    title: "Locked file server",
    discoveredAt: begin.toISOString(),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  await follow();
  return id;
}

test("R-17 S-01 an affected company reads what it was told and nothing else of the incident; an officer names no company but those in reach", async () => {
  const id = await opened();
  await assert.rejects(
    app.as(officer.token)(incidents.addAffected, { id, companyId: sister, role: "hit" }),
    refusedWith("company.not_found"),
  );
  const { id: affectedId } = await app.as(office.token)(incidents.addAffected, {
    id,
    companyId: sister,
    role: "processor",
  });
  await assert.rejects(
    app.as(stranger.token)(incidents.getTold, { id: affectedId }),
    refusedWith("incident_affected.not_found"),
  );
  await app.as(office.token)(incidents.tellAffected, {
    id: affectedId,
    told: "Stop file shares with the processing centre until tomorrow",
    rowVersion: 1,
  });
  const told = await app.as(stranger.token)(incidents.getTold, { id: affectedId });
  assert.deepEqual(
    [told.told, told.role, told.mayNote],
    ["Stop file shares with the processing centre until tomorrow", "processor", true],
  );
  assert.ok(!JSON.stringify(told).includes("Locked file server"));
  for (const read of [incidents.getIncident, incidents.getAffected, incidents.getRoom, incidents.getBrief])
    await assert.rejects(app.as(stranger.token)(read, { id }), refusedWith("incident.not_found"));
  assert.deepEqual(
    (await asked(stranger.token, "incident.told")).map((one) => one.subjectId),
    [affectedId],
  );
  await app.as(stranger.token)(incidents.noteTold, { id: affectedId });
  assert.deepEqual(await asked(stranger.token, "incident.told"), []);
  // Of the sister the company of the incident reads nothing; the office reads both.
  assert.deepEqual((await app.as(officer.token)(incidents.getAffected, { id })).companies, []);
  const { companies } = await app.as(office.token)(incidents.getAffected, { id });
  assert.deepEqual(
    companies.map((one) => [one.companyId, one.notedByName]),
    [[sister, "Test Stranger"]],
  );
});

test("T-03 1,200 people of Japan and 300 of a country of the EU: each count keeps those before it, and clocks read the last of each", async () => {
  const id = await opened("mis_sent");
  const count = (country: string, number: number, isExact: boolean) =>
    app.as(officer.token)(incidents.countPeople, {
      id,
      country,
      count: number,
      isExact,
      categories: ["contact", "financial"],
    });
  await count("JP", 900, false);
  await count("DE", 300, true);
  app.setNow(at(3));
  await count("JP", 1200, true);
  await assert.rejects(count("JP", 1200, true), refusedWith("incident.nothing_new"));
  const { people, earlier, total, isExact } = await app.as(reader.token)(incidents.getAffected, { id });
  assert.deepEqual(
    people.map((one) => [one.country, one.count, one.isExact]),
    [
      ["JP", 1200, true],
      ["DE", 300, true],
    ],
  );
  assert.deepEqual([total, isExact, earlier.map((one) => one.count)], [1500, true, [900]]);
  const facts = await asSystem(db, "test", (ctx) => factsOf(ctx, id));
  assert.deepEqual(
    facts.people.map((one) => [one.country, one.count]),
    [
      ["DE", 300],
      ["JP", 1200],
    ],
  );
});

test("R-17 things of the ledgers are found in one's own reach, named once, and taken out again when it was another one", async () => {
  const id = await opened();
  const { rows } = await owner.query<{ id: string }>(
    `insert into devices (company_id, name, serial, serial_key, registered_at, state)
     select c, 'Fileserver ' || n, n, upper(n), now(), 'in_use' from (values ($1::uuid, 'fs1'), ($2::uuid, 'fs2')) v (c, n) returning id`,
    [own, sister],
  );
  const [ours, theirs] = rows.map((row) => row.id);
  const { things } = await app.as(officer.token)(incidents.findAffectable, {
    id,
    search: "fileserver",
    of: "things",
  });
  assert.deepEqual(
    things.map((one) => one.entryId),
    [ours],
  );
  const add = (entryId = "") => app.as(officer.token)(incidents.addThing, { id, ledger: "devices", entryId });
  await add(ours);
  await assert.rejects(add(ours), refusedWith("incident.affected_already"));
  await assert.rejects(add(theirs), refusedWith("incident.unknown_thing"));
  await app.as(officer.token)(incidents.takeOutThing, { id, entryId: ours ?? "" });
  assert.deepEqual((await app.as(officer.token)(incidents.getAffected, { id })).things, []);
  await add(ours);
  assert.equal((await app.as(officer.token)(incidents.getAffected, { id })).things.length, 1);
});

test("R-17 chain of custody: each handing over is confirmed by whoever received it, compares the content with its hash, and nothing of it is taken away", async () => {
  const id = await opened();
  const { sha256, path } = await fileStore().keep([Buffer.from("ransom note")] as never);
  const { rows: files } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 11, 'text/plain', 'note.txt', 'incident_file', $3) returning id`,
    [own, sha256, officer.personId],
  );
  app.setNow(at(1));
  const { id: evidenceId } = await app.as(officer.token)(incidents.takeEvidence, {
    id,
    what: "The note on the screen",
    mark: "",
    fileId: files[0]?.id ?? "",
    takenAt: begin.toISOString(),
    zone: "Asia/Tokyo",
    takenWhere: "Server room",
    takenBy: officer.personId,
  });
  const { files: kept } = await app.as(reader.token)(incidents.getIncident, { id });
  assert.deepEqual(
    kept.map((one) => [one.name, one.isReporters, one.addedByName]),
    [["note.txt", false, "Test Officer"]],
    "what is taken into evidence was not sent with the report",
  );
  app.setNow(at(3));
  const hand = (hours: number, more: { toId?: string; toSaid?: string }) =>
    app.as(officer.token)(incidents.handOverEvidence, {
      id: evidenceId,
      at: at(hours).toISOString(),
      zone: "Asia/Tokyo",
      why: "Analysis",
      ...more,
    });
  const first = await hand(1, { toId: reader.personId });
  assert.equal(first.isWhole, true);
  await assert.rejects(hand(0.5, { toSaid: "The laboratory" }), refusedWith("incident.moment_before"));
  await assert.rejects(
    app.as(officer.token)(incidents.confirmCustody, { id: first.id }),
    refusedWith("incident.custody_not_yours"),
  );
  await app.as(reader.token)(incidents.confirmCustody, { id: first.id });
  // Somebody changes the content on the disk.
  writeFileSync(path, "another note");
  assert.equal((await hand(2, { toSaid: "The laboratory" })).isWhole, false);
  const { rows } = await app.as(reader.token)(incidents.listIncidentEvidence, { id });
  assert.deepEqual(
    rows.map((one) => [one.number, one.sha256, one.heldBy]),
    [[1, sha256.toString("hex"), "The laboratory"]],
  );
  assert.deepEqual(
    rows[0]?.custody.map((one) => [one.fromSaid, one.toSaid, one.isWhole, one.confirmedAt !== null]),
    [
      ["Test Officer", "Executive Test", true, true],
      ["Executive Test", "The laboratory", false, false],
    ],
  );
  for (const table of ["incident_evidence", "incident_custody", "incident_entries"])
    assert.deepEqual(
      (
        await owner.query(
          `select 1 from information_schema.role_table_grants where table_name = $1 and privilege_type = 'DELETE'
             and grantee in ('yagura_group', 'yagura_scoped')`,
          [table],
        )
      ).rows,
      [],
    );
});

test("R-17 the executive brief: begun from the facts, each version stays, and the next one is owed in the rhythm of its severity", async () => {
  const id = await opened();
  const due = async () =>
    (await asked(officer.token, "incident.brief")).find((one) => one.subjectId === id)?.dueAt;
  assert.equal(await due(), at(4).toISOString());
  await app.as(officer.token)(incidents.countPeople, {
    id,
    country: "JP",
    count: 1200,
    isExact: false,
    categories: [],
  });
  const begun = await app.as(officer.token)(incidents.getBrief, { id });
  assert.equal(begun.last, null);
  assert.match(begun.draft.happened, /Locked file server/);
  assert.match(begun.draft.affected, /1,200/);
  app.setNow(at(5));
  assert.equal((await app.as(reader.token)(incidents.getBrief, { id })).isOverdue, true);
  const write = (after: number, nextAt: string | null) =>
    app.as(officer.token)(incidents.writeBrief, {
      id,
      ...begun.draft,
      decide: "Whether we stop the line",
      nextAt,
      after,
    });
  await write(0, at(7).toISOString());
  assert.equal(await due(), at(7).toISOString());
  await assert.rejects(write(0, null), refusedWith("incident_brief.changed_meanwhile"));
  app.setNow(at(6));
  await write(1, null);
  assert.equal(await due(), at(10).toISOString());
  const { last, earlier, draft } = await app.as(reader.token)(incidents.getBrief, { id });
  assert.deepEqual([last?.version, earlier.map((one) => one.version)], [2, [1]]);
  assert.equal(draft.decide, "Whether we stop the line");
});

test("T-03 people by country come from the ledger: proposed with the set, taken over, never added in silence, and shown as different when the ledger changes", async () => {
  const id = await opened("mis_sent");
  const set = async (name: string, companyId: string, people: object) =>
    (
      await owner.query<{ id: string }>(
        `insert into information (company_id, name, nature, is_special, people_by_country, registered_at, state)
         values ($1, $2, 'personal', true, $3, now(), 'in_use') returning id`,
        [companyId, name, JSON.stringify(people)],
      )
    ).rows[0]?.id ?? "";
  const shop = await set("Shop customers", own, [
    { country: "JP", people: 1200 },
    { country: "DE", people: 300 },
  ]);
  const letters = await set("Readers of the letter", own, [{ country: "JP", people: 1500 }]);
  const add = (entryId: string) =>
    app.as(officer.token)(incidents.addThing, { id, ledger: "information", entryId });
  await add(shop);
  await add(letters);
  const read = () => app.as(reader.token)(incidents.getAffected, { id });
  const ofSet = async (entryId: string) =>
    (await read()).things
      .find((one) => one.entryId === entryId)
      ?.people.map((one) => [one.country, one.inLedger, one.taken?.count ?? null, one.isDifferent]);
  assert.deepEqual(await ofSet(shop), [
    ["JP", 1200, null, false],
    ["DE", 300, null, false],
  ]);
  assert.deepEqual((await read()).people, []);
  const lastOf = async (country: string) =>
    (await read()).people.find((one) => one.country === country)?.id ?? null;
  type Way = "first" | "others" | "same" | "difference" | "instead";
  const take = async (
    entryId: string,
    countries: [string, number, Way][],
    said = "",
    after?: string | null,
  ) =>
    app.as(officer.token)(incidents.takePeople, {
      id,
      entryId,
      countries: await Promise.all(
        countries.map(async ([country, count, as]) => ({
          country,
          count,
          as,
          after: after === undefined ? await lastOf(country) : after,
        })),
      ),
      isExact: false,
      categories: ["contact"],
      said,
    });
  const counts = async () => Object.fromEntries((await read()).people.map((one) => [one.country, one.count]));
  // In part and changed: only with what the number rests on.
  await assert.rejects(take(shop, [["DE", 250, "first"]]), refusedWith("incident.say_what_it_rests_on"));
  await assert.rejects(take(shop, [["FR", 1, "first"]]), refusedWith("incident.no_people_of_country"));
  await take(
    shop,
    [
      ["JP", 1200, "first"],
      ["DE", 250, "first"],
    ],
    "Fifty have left since",
  );
  assert.deepEqual(await counts(), { JP: 1200, DE: 250 });
  assert.deepEqual((await read()).people[0]?.from, {
    name: "Shop customers",
    inLedger: 1200,
    taken: 1200,
    as: "first",
  });
  // A second set of the same country: others or the same ones is said, never assumed.
  await assert.rejects(take(letters, [["JP", 1500, "first"]]), refusedWith("incident.same_people_or_others"));
  await assert.rejects(
    take(letters, [["JP", 1500, "others"]], "", null),
    refusedWith("incident.counted_meanwhile"),
  );
  await take(letters, [["JP", 1500, "same"]], "Every reader is a customer");
  assert.deepEqual(await counts(), { JP: 1500, DE: 250 });
  // Clocks of law count from what was taken over.
  const facts = await asSystem(db, "test", (ctx) => factsOf(ctx, id));
  assert.deepEqual(
    facts.people.map((one) => [one.country, one.count, one.isExact]),
    [
      ["DE", 250, false],
      ["JP", 1500, false],
    ],
  );
  // The ledger changes: the difference is shown, and is taken over as one.
  await owner.query("update information set people_by_country = $2 where id = $1", [
    shop,
    JSON.stringify([{ country: "DE", people: 340 }]),
  ]);
  assert.deepEqual(await ofSet(shop), [
    ["DE", 340, 250, true],
    ["JP", null, 1200, true],
  ]);
  await take(shop, [["DE", 340, "difference"]]);
  assert.deepEqual(await counts(), { JP: 1500, DE: 340 });
  await assert.rejects(take(shop, [["DE", 340, "difference"]]), refusedWith("incident.nothing_new"));
  await assert.rejects(
    app.as(stranger.token)(incidents.takePeople, {
      id,
      entryId: shop,
      countries: [{ country: "DE", count: 1, as: "instead", after: null }],
      isExact: true,
      categories: [],
    }),
    refusedWith("incident.not_found"),
  );
});

test("R-17 the hash of an image kept elsewhere is entered with who calculated it and with what, checked for its form, and never of a file", async () => {
  const id = await opened();
  const sha = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
  const take = (sha256: string, more: object = {}) =>
    app.as(officer.token)(incidents.takeEvidence, {
      id,
      what: "Image of the file server's disk",
      mark: "Seal 4711",
      takenAt: begin.toISOString(),
      zone: "Asia/Tokyo",
      takenWhere: "Safe of the plant",
      takenBySaid: "H. Sato",
      saidHash: { sha256, by: "H. Sato", with: "sha256sum 9.4", ...more },
    });
  for (const wrong of [sha.slice(1), `${sha}0`, sha.replace("9", "g"), "d41d8cd98f00b204e9800998ecf8427e"])
    await assert.rejects(take(wrong), refusedWith("incident.no_sha256"));
  await assert.rejects(take(sha, { with: " " }), refusedWith("incident.no_sha256"));
  await take(`SHA256: ${sha.slice(0, 32)} ${sha.slice(32)}`);
  const { rows } = await app.as(reader.token)(incidents.listIncidentEvidence, { id });
  assert.deepEqual(
    [rows[0]?.sha256, rows[0]?.saidHash],
    [null, { sha256: sha.toLowerCase(), by: "H. Sato", with: "sha256sum 9.4" }],
  );
});
