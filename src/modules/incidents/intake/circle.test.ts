// Reports by link and mail of an incident that is confidential, or about somebody: their words, files and duties are kept as it is.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { useMailIn } from "#core/mail/settings-in.ts";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { files } from "#modules/files/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { trail } from "#modules/trail/contract.ts";
import { answersTo } from "#test/answers.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { dealWithIntakes } from "./dealing.ts";
import { takeReportMail } from "./mail.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
// They hold every right there is over what comes in, and it is about them.
const subject = await signedIn(owner, { companyId: own, role: "security_officer", name: "Subject" });
const unlisted = await signedIn(owner, { companyId: own, role: "security_officer", name: "Unlisted" });
const ofGroup = (name: string) =>
  signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group, name });
const office = await ofGroup("Office");
const chief = await ofGroup("Chief");
const readers = [messageMaker];
await enrol(db, readers);
useMailIn({
  address: "incident@group.example",
  port: null,
  host: "127.0.0.1",
  peers: [],
  server: "mx.group.example",
});
atTheEnd(async () => useMailIn(null));

const begin = new Date("2026-06-01T01:00:00Z");
const minutes = (count: number) => new Date(begin.getTime() + count * 60_000);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const word = "Zebrafinch";
const as = app.as(officer.token);

/** As a mail server hands it over, by the company's own address. */
async function mailed(at: Date, text: string): Promise<string> {
  const source = Buffer.from(
    [
      "From: Informant <informant@elsewhere.example>",
      "To: incident+c1@group.example",
      `Message-ID: <${randomUUID()}@elsewhere.example>`,
      "Subject: Drawings",
      "",
      text,
      "",
    ].join("\r\n"),
  );
  await takeReportMail(
    db,
    source,
    { from: "informant@elsewhere.example", to: ["incident+c1@group.example"] },
    at,
  );
  await asSystem(db, "test", dealWithIntakes, at);
  const { rows } = await owner.query<{ id: string }>(
    "select id from incident_intakes order by sent_at desc, id desc limit 1",
  );
  return rows[0]?.id ?? "";
}

const rowOf = async (id: string) =>
  (
    await owner.query<{ state: string; number: string; incidentId: string | null; fileId: string }>(
      `select k.state, k.number, k.incident_id as "incidentId", f.file_id as "fileId"
       from incident_intakes k join incident_intake_files f on f.intake_id = k.id where k.id = $1`,
      [id],
    )
  ).rows[0];

async function adds(intakeId: string, at: Date): Promise<void> {
  await owner.query(
    "insert into incident_intake_words (intake_id, company_id, at, is_senders, said) values ($1, $2, $3, true, $4)",
    [intakeId, own, at.toISOString(), `${word} once more`],
  );
  await asSystem(db, "test", dealWithIntakes, at);
  await readOn(db, owner, readers);
}

async function makeConfidential(id: string): Promise<void> {
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.setCircle, {
    id,
    isConfidential: true,
    knows: [officer, chief].map(({ personId }) => ({ personId, why: "Leads it" })),
    about: [{ personId: subject.personId, why: "Took drawings along" }],
    reason: "Of a member of staff",
    rowVersion,
  });
}

test("S-01 of what came in about a person, once it is confidential, nothing is told to them by any operation, event, duty or file; also what said the same", async () => {
  const text = `${word} took drawings along last night`;
  const first = await mailed(minutes(0), text);
  const second = await mailed(minutes(3), text);
  const [one, same] = [await rowOf(first), await rowOf(second)];
  assert.deepEqual([one?.state, same?.state], ["entered", "same"]);
  const incidentId = one?.incidentId ?? "";
  // Owed before it is confidential by one, after it by the other.
  await adds(first, minutes(5));
  app.setNow(minutes(10));
  await makeConfidential(incidentId);
  await adds(second, minutes(12));
  app.setNow(minutes(20));
  const fileIds = [one?.fileId ?? "", same?.fileId ?? ""];
  const secrets = [word, first, second, one?.number ?? "", same?.number ?? "", incidentId, ...fileIds];
  const given = [{}, { id: first }, { subjectId: second }, { search: word }];
  for (const { asked, told } of await answersTo(app, subject.token, given))
    for (const secret of secrets) assert.ok(!told.includes(secret), `${asked} tells ${secret}`);
  for (const person of [subject, unlisted, office]) {
    for (const id of fileIds)
      await assert.rejects(app.as(person.token)(files.downloadFile, { id }), refusedWith("file.not_found"));
    for (const id of [first, second])
      await assert.rejects(
        app.as(person.token)(incidents.getIntake, { id }),
        refusedWith("incident_intake.not_found"),
      );
  }
  for (const subjectId of [first, second])
    assert.deepEqual((await app.as(office.token)(trail.searchEvents, { subjectId })).rows, []);
  const { rows } = await owner.query<{ name: string }>(
    `select distinct p.family_name as name from messages m join people p on p.id = m.person_id
     where m.subject_id = $1 or m.duty_id in (select d.id from duties d where d.subject_id = $1)`,
    [second],
  );
  assert.ok(
    rows.every((row) => ["Officer", "Chief"].includes(row.name)),
    rows.map((row) => row.name).join(),
  );
  // The same questions tell whoever needs to know.
  const known = await as(incidents.listIntakes, { view: "entered" });
  assert.deepEqual(known.rows.map((row) => row.id).toSorted(), [first, second].toSorted());
  for (const id of [first, second]) {
    assert.ok((await app.as(chief.token)(trail.searchEvents, { subjectId: id })).rows.length > 0);
    const owed = (await as(duties.listMyDuties, { subjectId: id })).rows.map((row) => row.kind);
    assert.deepEqual(owed, ["incident.read_words"]);
  }
  await as(files.downloadFile, { id: fileIds[1] ?? "" });
});

test("S-01 what waits as the same as one that is held is kept with the incident that the one becomes; entered by itself it is its own", async () => {
  const text = `Another ${word} sells passwords in the canteen`;
  const [first, second, third] = [
    await mailed(minutes(100), text),
    await mailed(minutes(101), text),
    await mailed(minutes(102), text),
  ];
  await owner.query(
    "update incident_intakes set state = 'held', held_because = 'burst', incident_id = null where id = $1",
    [first],
  );
  await owner.query("update incident_intakes set incident_id = null where same_as = $1", [first]);
  app.setNow(minutes(110));
  const entered = await as(incidents.enterIntake, {
    id: first,
    kind: "insider",
    rowVersion: (await as(incidents.getIntake, { id: first })).rowVersion,
  });
  assert.equal((await rowOf(second))?.incidentId, entered.incidentId);
  const apart = await as(incidents.enterIntake, {
    id: third,
    kind: "insider",
    rowVersion: (await as(incidents.getIntake, { id: third })).rowVersion,
  });
  assert.notEqual(apart.incidentId, entered.incidentId);
  await makeConfidential(entered.incidentId);
  const shown = await app.as(unlisted.token)(incidents.listIntakes, {
    view: "entered",
    search: "sells passwords",
  });
  assert.deepEqual(
    shown.rows.map((row) => row.id),
    [third],
  );
});
