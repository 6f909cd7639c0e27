// The pack for the day the network is down: it opens with its passphrase alone, holds what its unit may see, and nothing confidential.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { contentOf } from "#core/files/content.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { files } from "#modules/files/contract.ts";
import { messages } from "#modules/messages/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { testFileStore } from "#test/files.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { packsOfTheDay } from "./making.ts";
import { oldAfterHours } from "./rules.ts";

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

/** Rows of files of packs, and the pack that each is of. */
async function packFiles() {
  const { rows } = await owner.query<{ fileId: string; sha256: Buffer; passphrase: Buffer; unitId: string }>(
    `select f.id as "fileId", f.sha256, p.passphrase, p.unit_id as "unitId" from files f left join offline_packs p on p.file_id = f.id
     where f.purpose = 'offline_pack' order by f.id`,
  );
  return rows;
}

async function packOf(token: string, unitId: string, name: string): Promise<string> {
  const output = await app.as(token)(incidents.downloadOfflinePack, { unitId });
  const path = join(mkdtempSync(join(tmpdir(), "yagura-pack-")), "pack.pdf");
  writeFileSync(path, await buffer((await contentOf(output)?.open()) as Readable));
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
  const [kept] = await packFiles();
  assert.ok(kept);
  for (const bytes of [kept.passphrase, await buffer(await testFileStore().read(kept.sha256))])
    assert.ok(!bytes.includes(passphrase) && !bytes.includes("Kingfisher"), "nothing lies there to be read");
});

test("S-01 whoever may judge incidents without keeping the unit's pack neither sees nor takes it: it gives numbers; nor does anybody get it as a file", async () => {
  for (const role of ["responder", "company_executive", "auditor"] as const) {
    const other = app.as((await signedIn(owner, { companyId: own, role, name: role })).token);
    await assert.rejects(other(incidents.listOfflinePacks, {}), refusedWith("permission.missing"));
    await assert.rejects(
      other(incidents.downloadOfflinePack, { unitId: own }),
      refusedWith("permission.missing"),
    );
  }
  const [kept] = await packFiles();
  await assert.rejects(
    app.as(officer.token)(files.downloadFile, { id: kept?.fileId ?? "" }),
    refusedWith("file.not_found"),
  );
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
  const { rows: packs } = await as(incidents.listOfflinePacks, {});
  const { all, without } = await as(incidents.countOfflinePacks, {});
  assert.deepEqual([packs, all, without], [[], 0, 1]);
  const { units } = await as(incidents.listPackUnits, {});
  assert.deepEqual(
    units.map((one) => one.id),
    [sister],
  );
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
    const { rows } = await app.as(office.token)(incidents.listOfflinePacks, {});
    const pack = rows.find((one) => one.unitId === group.group);
    return [pack?.madeAt, pack?.isOld];
  };
  assert.deepEqual(await madeAt(), [start.toISOString(), false]);
  const hours = (count: number) => new Date(start.getTime() + count * 3_600_000);
  await make(hours(23));
  assert.deepEqual(await madeAt(), [start.toISOString(), false], "not before its day is over");
  app.setNow(hours(oldAfterHours - 1));
  assert.deepEqual(await madeAt(), [start.toISOString(), false]);
  app.setNow(hours(75));
  assert.deepEqual(await madeAt(), [start.toISOString(), true]);
  while (await make(hours(75)));
  assert.deepEqual(await madeAt(), [hours(75).toISOString(), false]);
  assert.deepEqual(
    (await packFiles()).map((one) => one.unitId).toSorted(),
    [own, group.group].toSorted(),
    "of each pack the last one alone",
  );
  await app.as(office.token)(incidents.endOfflinePack, { unitId: group.group });
  assert.deepEqual(
    (await packFiles()).map((one) => one.unitId),
    [own],
  );
  await assert.rejects(
    app.as(office.token)(incidents.downloadOfflinePack, { unitId: group.group }),
    refusedWith("offline_pack.not_found"),
  );
});

test("S-01 whom a pack names hears that it is made, company or division, with a link and never the pack; nobody else does, nor whoever may not take it any more", async () => {
  const second = await signedIn(owner, { companyId: own, role: "security_officer", name: "Second" });
  // May take it, and is not named.
  const third = await signedIn(owner, { companyId: own, role: "security_officer", name: "Third" });
  const responder = await signedIn(owner, { companyId: own, role: "responder", name: "Responder" });
  const secretary = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
    name: "Secretary",
  });
  await owner.query("update people set email = id || '@mihon.example' where id = any ($1)", [
    [officer.personId, second.personId, secretary.personId],
  ]);
  await enrol(db, [messageMaker]);
  const as = app.as(officer.token);
  const { people } = await as(incidents.listPackPeople, { unitId: own });
  assert.deepEqual(
    people.map((one) => one.id).toSorted(),
    [officer.personId, second.personId, third.personId].toSorted(),
  );
  for (const toldIds of [[responder.personId], [stranger.personId], [secretary.personId]])
    await assert.rejects(
      as(incidents.setOfflinePack, { unitId: own, language: "zh", toldIds }),
      refusedWith("offline_pack.not_theirs_to_take"),
    );
  const both = [officer.personId, second.personId];
  await as(incidents.setOfflinePack, { unitId: own, language: "zh", toldIds: both });
  const { rows: packs } = await as(incidents.listOfflinePacks, {});
  assert.equal(packs[0]?.told.length, 2);
  assert.ok(packs[0]?.madeAt, "of other words to others the pack stays the one it was");
  await app.as(secretary.token)(incidents.setOfflinePack, {
    unitId: group.divisions.one,
    language: "en",
    passphrase,
    toldIds: [secretary.personId],
  });
  // Of another role by now.
  await owner.query(
    "update grants set valid_to = '2026-01-02', valid_from = '2026-01-01' where person_id = $1",
    [second.personId],
  );
  const later = new Date(start.getTime() + 80 * 3_600_000);
  await owner.query("delete from timed_runs where name = 'incidents.packs'");
  while (await make(later));
  await readOn(db, owner, [messageMaker]);
  const told = async (who: { token: string }) =>
    (await app.as(who.token)(messages.listMessages, {})).rows.filter(
      (one) => one.kind === "offline_pack.made",
    );
  assert.deepEqual([(await told(responder)).length, (await told(stranger)).length], [0, 0]);
  const { rows } = await owner.query<{ personId: string }>(
    `select person_id as "personId" from messages where kind = 'offline_pack.made' order by person_id`,
  );
  assert.deepEqual(
    rows.map((one) => one.personId),
    [officer.personId, secretary.personId].toSorted(),
  );
  for (const who of [officer, secretary]) {
    const [one] = await told(who);
    assert.equal(one?.isReachable, true);
    const { path } = await app.as(who.token)(messages.openMessage, { id: one?.id ?? "" });
    assert.equal(path, "/incidents/packs");
  }
  // Whoever takes the division's along sees that it was, though the trail has no company of it.
  const asSecretary = app.as(secretary.token);
  const divisions = async () =>
    (await asSecretary(incidents.listOfflinePacks, {})).rows.find(
      (one) => one.unitId === group.divisions.one,
    );
  assert.equal((await divisions())?.takenAt, null);
  await asSecretary(incidents.downloadOfflinePack, { unitId: group.divisions.one });
  assert.ok((await divisions())?.takenAt);
});

test("R-18 R-33 the pack gives numbers: of who holds the position and who stands in, of whom each law names, of everybody outside; a missing or an old one says so", {
  skip: pdftotext,
}, async () => {
  const seat = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Head of security', '2026-01-01') returning id",
    [parent],
  );
  const positionId = seat.rows[0]?.id ?? "";
  await owner.query(
    "insert into position_holders (position_id, company_id, person_id, valid_from) values ($1, $2, $3, '2026-01-01')",
    [positionId, parent, office.personId],
  );
  const deputy = await signedIn(owner, {
    companyId: parent,
    role: "group_office",
    unitId: group.group,
    name: "Standin",
  });
  await owner.query(
    "insert into deputies (position_id, company_id, person_id, valid_from) values ($1, $2, $3, '2026-01-01')",
    [positionId, parent, deputy.personId],
  );
  await owner.query("update people set telephone = '+81 3 5555 0101' where id = $1", [office.personId]);
  await owner.query("update incident_settings set head_position_id = $1", [positionId]);
  await asSystem(db, "test", (ctx) => bringShipped(ctx));
  await owner.query(
    "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('us-sec-8k', 'th-pdpa-37', 'eu-cra-incident-final')",
    [office.personId],
  );
  const at = new Date(start.getTime() + 200 * 3_600_000);
  app.setNow(at);
  const said = { ruleKey: null, telephone: "", mail: "", portal: "", note: "" };
  const as = app.as(office.token);
  await assert.rejects(
    as(incidents.addIncidentContact, { unitId: group.group, ...said, kind: "police", name: "Cyber police" }),
    refusedWith("incident_contact.unreachable"),
  );
  const { recipients } = await as(incidents.listIncidentContacts, {});
  const thai = recipients.find((one) => one.jurisdiction === "TH");
  assert.ok(thai);
  await as(incidents.addIncidentContact, {
    ...said,
    unitId: group.group,
    kind: "authority",
    name: "Regulator's desk",
    ruleKey: thai.ruleKey,
    telephone: "+66 2 111 0000",
  });
  const { id } = await as(incidents.addIncidentContact, {
    ...said,
    unitId: group.group,
    kind: "insurer",
    name: "Harbour Insurance",
    telephone: "+81 3 5555 0202",
    note: "Policy 77-1",
  });
  // Of its own company, by whoever keeps its pack; a stranger sees, changes and ends none of them.
  await app.as(officer.token)(incidents.addIncidentContact, {
    ...said,
    unitId: own,
    kind: "it_provider",
    name: "Nightline",
    telephone: "+81 6 5555 0303",
  });
  const theirs = app.as(stranger.token);
  assert.deepEqual((await theirs(incidents.listIncidentContacts, {})).rows, []);
  await assert.rejects(
    theirs(incidents.addIncidentContact, { ...said, unitId: own, kind: "police", name: "x", telephone: "1" }),
    refusedWith("unit.not_found"),
  );
  await assert.rejects(
    theirs(incidents.endIncidentContact, { id }),
    refusedWith("incident_contact.not_found"),
  );
  await assert.rejects(
    theirs(incidents.checkIncidentContact, { id, rowVersion: 1 }),
    refusedWith("incident_contact.not_found"),
  );
  await owner.query("update incident_contacts set checked_on = '2025-01-15' where id = $1", [id]);
  assert.equal((await as(incidents.listIncidentContacts, {})).old, 1);
  // What is owed at once has no due time, and stands first.
  const { rows: owed } = await owner.query<{ name: Record<"ja" | "en" | "zh", string> }>(
    `with rule as (select r.* from clock_rules r where r.amount is null and r.words -> 'zh' ? 'name' order by r.key limit 1),
       kept as (insert into incident_clocks (incident_id, company_id, clock_key, rule_id, entity_id, stage, standing, outcome, started_at, zone)
         select i.id, i.company_id, 'owed at once', r.id, i.company_id, r.stage, 'due', 'applies', i.discovered_at, 'Asia/Tokyo'
         from rule r cross join (select * from incidents where title = 'Kingfisher' limit 1) i)
     select jsonb_build_object('ja', r.words #>> '{ja,name}', 'en', r.words #>> '{en,name}', 'zh', r.words #>> '{zh,name}') as name from rule r`,
  );
  const atOnce = { ja: "直ちに", en: "At once", zh: "立即" };
  const old = { ja: /半年以上前/, en: /over half a year ago/, zh: /已超过半年/ };
  const missing = { ja: /番号の登録なし/, en: /no number entered/, zh: /未登记号码/ };
  for (const language of ["ja", "en", "zh"] as const) {
    await app.as(officer.token)(incidents.setOfflinePack, { unitId: own, language, passphrase });
    await owner.query("delete from timed_runs where name = 'incidents.packs'");
    while (await make(at));
    const text = read(await packOf(officer.token, own, `contacts-${language}`), "-upw", passphrase);
    for (const words of [
      /\+81 3 5555 0101/,
      /Standin/,
      missing[language],
      /\+66 2 111 0000/,
      /Harbour Insurance/,
      /Policy 77-1/,
      /\+81 6 5555 0303/,
      old[language],
    ])
      assert.match(text, words);
    const begins = `${atOnce[language]} ${owed[0]?.name[language].slice(0, 4)}`;
    assert.ok(text.replaceAll(/\s+/g, " ").includes(begins), begins);
    // What one counts from is another report: by its name, never by its key.
    assert.ok(!/clockAnchor|eu-cra-/.test(text.replaceAll(/\s+/g, "")), "no key of a rule");
    // The address of a law is nobody's address.
    assert.ok(!/https?:/.test(text), "no address of a law");
  }
  await as(incidents.checkIncidentContact, { id, rowVersion: 1 });
  assert.equal((await as(incidents.listIncidentContacts, {})).old, 0);
});

test("of a company that has ended no pack is made any more; of the others it is", {
  skip: pdftotext,
}, async () => {
  await app.as(stranger.token)(incidents.setOfflinePack, { unitId: sister, language: "en", passphrase });
  const madeAt = async (unitId: string) =>
    (
      await owner.query<{ at: Date | null }>("select made_at as at from offline_packs where unit_id = $1", [
        unitId,
      ])
    ).rows[0]?.at?.toISOString();
  const at = (days: number) => new Date(start.getTime() + (300 + days * 24) * 3_600_000);
  const makeAll = async (now: Date) => {
    await owner.query("delete from timed_runs where name = 'incidents.packs'");
    while (await make(now));
  };
  await makeAll(at(0));
  assert.deepEqual([await madeAt(sister), await madeAt(own)], [at(0).toISOString(), at(0).toISOString()]);
  await owner.query("update units set ended_on = $2 where id = $1", [
    sister,
    at(1).toISOString().slice(0, 10),
  ]);
  await makeAll(at(2));
  assert.deepEqual([await madeAt(sister), await madeAt(own)], [at(0).toISOString(), at(2).toISOString()]);
});
