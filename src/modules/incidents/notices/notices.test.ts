// The decision table and the notices of an incident, with a real database and a real mail server.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takeIn } from "#app/bounce.ts";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import type { Output } from "#core/contract.ts";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { makeLog } from "#core/http/log.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { mailServer, notificationOf } from "#test/smtp.ts";
import { until } from "#test/until.ts";
import { incidents } from "../contract.ts";
import { meetsTable } from "./opening.ts";
import { hearsBounces, postsNotices, takesReceipts } from "./posting.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const quiet = makeLog("silent");

const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const colleague = await signedIn(owner, { companyId: own, role: "responder", name: "Colleague" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const division = { companyId: parent, role: "division_secretary", unitId: group.divisions.one } as const;
const secretary = await signedIn(owner, { ...division, name: "Secretary" });
const second = await signedIn(owner, { ...division, name: "Second" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
for (const who of [officer, colleague, secretary])
  await owner.query("update people set email = $2 where id = $1", [
    who.personId,
    `${who.personId}@mihon.example`,
  ]);

const smtp = await mailServer();
const folder = mkdtempSync(join(tmpdir(), "yagura-notices-"));
const sender = await startSender({
  url: app.database.url,
  db,
  kinds: modules.flatMap((module) => module.mails ?? []),
  settings: smtp.settings,
  texts: loadTexts(textFolders),
  publicUrl: "https://yagura.mihon.example",
  folder,
  log: quiet,
  patience: () => 1,
});
const before = [mailSettings(), publicUrl()] as const;
useMail(smtp.settings, "https://yagura.mihon.example");
atTheEnd(async () => {
  useMail(...before);
  await sender.close();
  rmSync(folder, { recursive: true, force: true });
});
const readers = [meetsTable, postsNotices, hearsBounces];
await enrol(db, readers);

type Row = Output<typeof incidents.listNotices>["rows"][number];
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const listed = async (id: string, who: SignedIn = officer) =>
  (await app.as(who.token)(incidents.listNotices, { id })).rows;
const whole = (id: string, who: SignedIn = officer) => app.as(who.token)(incidents.getNotice, { id });
const found = (rows: readonly Row[], name: string): Row => {
  const row = rows.find((one) => one.name === name);
  assert.ok(row, `${name} is missing among ${rows.map((one) => one.name).join(", ")}`);
  return row;
};
const open = (rows: readonly Row[]) => rows.filter((row) => row.state !== "no_longer").map((row) => row.name);
const dutiesOf = async (who: SignedIn, id: string) =>
  (await app.as(who.token)(duties.listMyDuties, { subjectId: id })).rows.map((one) => one.kind);

let minutes = 0;
/** An incident of the company, judged; the trail is read as the running product reads it. */
async function incident(
  kind: "malware" | "lost_device" | "mis_sent" | "plant_stop",
  isExercise = false,
  answers = {},
): Promise<string> {
  minutes += 1;
  const { id } = await app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "A file was locked <b>&\nSecond line",
    answers,
    discoveredAt: new Date(Date.now() - 60_000 * (600 + minutes)).toISOString(),
    zone: "Asia/Tokyo",
  });
  if (isExercise) await owner.query("update incidents set is_exercise = true where id = $1", [id]);
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.judgeIncident, { id, as: "incident", because: "It is", rowVersion });
  await readOn(db, owner, readers);
  return id;
}

async function weigh(id: string, potential: "low" | "medium" | "high" | "critical"): Promise<void> {
  const { rowVersion } = await app.as(officer.token)(incidents.getIncident, { id });
  await app.as(officer.token)(incidents.weighIncident, {
    id,
    potential,
    actual: "none",
    reason: "Known better",
    rowVersion,
  });
  await readOn(db, owner, readers);
}

const customer = {
  kind: "address",
  name: "Customer Corp.",
  address: "security@customer.example",
  language: "en",
} as const;
const words = (subject = "A disruption", body = "Dear customer,\n\n<script>1</script> & more") => [
  { language: "en" as const, subject, body },
];

async function write(
  id: string,
  recipients: readonly object[],
  texts = words(),
  who: SignedIn = officer,
): Promise<void> {
  const { rowVersion } = await whole(id, who);
  await app.as(who.token)(incidents.writeNotice, {
    id,
    texts,
    recipients: recipients as never,
    handIn: true,
    rowVersion,
  });
}
async function approve(id: string, who: SignedIn): Promise<string> {
  const { rowVersion, handedN } = await whole(id, who);
  await app.as(who.token)(incidents.judgeNotice, {
    id,
    n: handedN ?? 0,
    verdict: "approved",
    said: "",
    rowVersion,
  });
  return (await whole(id, who)).state;
}
async function send(id: string): Promise<void> {
  const { rowVersion } = await whole(id);
  await app.as(officer.token)(incidents.sendNotice, { id, rowVersion });
  await readOn(db, owner, readers);
  sender.wake();
}
const settled = (id: string, state: string) =>
  until(`the notice is ${state}`, async () => {
    await runTimed(db, [{ ...takesReceipts, everySeconds: 0 }], quiet);
    return (await whole(id)).state === state || undefined;
  });

test("R-19 raise severity: new notices appear, sent ones stay; each notice has proof of sending", async () => {
  const id = await incident("malware");
  const medium = await listed(id);
  assert.deepEqual(open(medium).toSorted(), [
    "Notice to the division in charge",
    "Report to the company's executive",
    "Warning to employees",
  ]);
  const report = found(medium, "Report to the company's executive");
  assert.equal(report.owner.person, "Test Colleague, Test Officer");
  assert.deepEqual(await dutiesOf(officer, report.id), ["incident.notice"]);
  const draft = (await whole(report.id)).draft.texts[0];
  assert.match(draft?.body ?? "", /A file was locked <b>&\nSecond line/);
  await write(report.id, [
    { kind: "person", id: officer.personId, name: "Officer", language: "en" },
    customer,
  ]);
  await send(report.id);
  await settled(report.id, "proven");
  assert.deepEqual(await dutiesOf(officer, report.id), []);
  const proof = await whole(report.id);
  assert.deepEqual(proof.sendings.map((one) => [one.recipient, one.outcome]).toSorted(), [
    ["Customer Corp.", "accepted"],
    ["Officer", "accepted"],
  ]);
  const letter = smtp.arrived.find((one) => one.to === customer.address);
  assert.equal(letter?.mail.subject, "A disruption");
  assert.match(letter?.mail.text ?? "", /Dear customer,\n\n<script>1<\/script> & more/);
  assert.match(String(letter?.mail.html), /&lt;script&gt;1&lt;\/script&gt; &amp; more/);
  assert.equal(letter?.mail.replyTo?.text, `${officer.personId}@mihon.example`);
  const sending = proof.sendings.find((one) => one.address === customer.address);
  assert.match(sending?.reply ?? "", /^250/);
  assert.equal(letter?.messageId, `<${sending?.mailId}@mihon.example>`);
  assert.equal(
    sending?.sha256,
    createHash("sha256").update(`${sending?.subject}\n\n${sending?.body}`).digest("hex"),
  );

  await weigh(id, "critical");
  const critical = await listed(id);
  for (const name of [
    "Call of the emergency meeting",
    "Report to the police",
    "Press statement",
    "Notice to the insurer",
  ])
    assert.equal(found(critical, name).state, "to_write");
  assert.equal(found(critical, report.name).state, "proven");
  // By telephone: the number under which it was taken up is the proof.
  const call = found(critical, "Call of the emergency meeting");
  await write(call.id, [{ kind: "words", name: "The committee", language: "en" }]);
  const now = await whole(call.id);
  const given = {
    id: call.id,
    channel: "telephone",
    givenTo: "The committee",
    said: "",
    rowVersion: now.rowVersion,
  } as const;
  await assert.rejects(
    app.as(officer.token)(incidents.proveNotice, {
      ...given,
      givenAt: new Date(Date.now() + 3_600_000).toISOString(),
      reference: "",
    }),
    refusedWith("notice.given_ahead"),
  );
  await app.as(officer.token)(incidents.proveNotice, {
    ...given,
    givenAt: new Date().toISOString(),
    reference: "",
  });

  await weigh(id, "low");
  const low = await listed(id);
  assert.deepEqual(
    ["Press statement", "Notice to the insurer", "Notice to the division in charge"].map((name) => [
      found(low, name).state,
      found(low, name).closedBecause,
    ]),
    [
      ["no_longer", "lowered"],
      ["no_longer", "lowered"],
      ["no_longer", "lowered"],
    ],
  );
  assert.deepEqual([found(low, report.name).state, found(low, call.name).state], ["proven", "proven"]);
  assert.deepEqual(await dutiesOf(officer, found(low, "Notice to the insurer").id), []);
  await weigh(id, "high");
  assert.equal(found(await listed(id), "Notice to the insurer").state, "to_write");
  assert.equal((await listed(id)).filter((row) => row.name === report.name).length, 1);
});

const toldBy = (row: Row, said: object = {}) => ({
  id: row.id,
  channel: "telephone" as const,
  givenTo: "Inspector on duty",
  givenAt: new Date(Date.now() - 3_600_000).toISOString(),
  reference: "P-17",
  said: "We were attacked; the line was cut at once",
  rowVersion: row.rowVersion,
  ...said,
});

test("R-19 a call is proven without a text: who spoke with whom, when and in which zone; mail still leaves with its text", async () => {
  const id = await incident("lost_device");
  const police = found(await listed(id), "Report of a theft or loss");
  assert.deepEqual([police.state, police.channel, police.approvals], ["to_write", "telephone", 0]);
  const asOfficer = app.as(officer.token);
  await assert.rejects(
    asOfficer(incidents.proveNotice, toldBy(police, { channel: "mail" })),
    refusedWith("notice.text_first"),
  );
  await assert.rejects(
    asOfficer(incidents.proveNotice, toldBy(police, { zone: "Mars/Olympus" })),
    refusedWith("incident.no_such_zone"),
  );
  await assert.rejects(
    asOfficer(incidents.proveNotice, toldBy(police, { reference: " " })),
    refusedWith("notice.proof_missing"),
  );
  const given = toldBy(police, { givenBy: "Guard at the gate", zone: "Europe/Berlin" });
  await asOfficer(incidents.proveNotice, given);
  const { proofs, versions, sendings, ...now } = await whole(police.id);
  assert.deepEqual(
    [now.state, now.sentAt, now.sentN, now.sentSha256, now.lacking, versions, sendings],
    ["proven", given.givenAt, null, null, 0, [], []],
  );
  assert.deepEqual(
    proofs.map((one) => [one.givenBy, one.givenTo, one.zone, one.lacking, one.aheadBecause, one.addedName]),
    [["Guard at the gate", "Inspector on duty", "Europe/Berlin", 0, null, "Test Officer"]],
  );
  assert.deepEqual(await dutiesOf(officer, police.id), []);
  const { rows } = await owner.query<{ at: Date }>(
    "select reached_at as at from incident_notices where id = $1",
    [police.id],
  );
  assert.equal(rows[0]?.at.toISOString(), given.givenAt, "in time is by when it was said");
});

test("R-19 given before its approval: it is told as it was, with the reason, and whoever approves looks at it afterwards", async () => {
  const id = await incident("malware");
  await weigh(id, "high");
  const police = found(await listed(id), "Report to the police");
  assert.deepEqual([police.state, police.approvals], ["to_write", 1]);
  assert.equal((await whole(police.id)).lackingNow, 1);
  const asOfficer = app.as(officer.token);
  await assert.rejects(asOfficer(incidents.proveNotice, toldBy(police)), refusedWith("notice.ahead_reason"));
  await asOfficer(incidents.proveNotice, toldBy(police, { aheadBecause: "The attack was running" }));
  const given = await whole(police.id, office);
  assert.deepEqual(
    [given.state, given.lacking, given.approvedBy, given.proofs[0]?.aheadBecause],
    ["proven", 1, [], "The attack was running"],
  );
  assert.equal((await whole(police.id)).can["see_ahead"], "can.not_yours");
  assert.deepEqual(await dutiesOf(office, police.id), ["incident.notice_approve"]);
  const seen = { id: police.id, said: "Rightly so", rowVersion: given.rowVersion };
  await assert.rejects(asOfficer(incidents.seeGivenAhead, seen), refusedWith("notice.not_yours_to_approve"));
  await app.as(office.token)(incidents.seeGivenAhead, seen);
  const after = await whole(police.id, office);
  assert.deepEqual(
    [after.aheadSeenByName, after.aheadSaid, after.lacking, await dutiesOf(office, police.id)],
    ["Test Office", "Rightly so", 1, []],
  );
  await assert.rejects(
    app.as(office.token)(incidents.seeGivenAhead, { ...seen, rowVersion: after.rowVersion }),
    refusedWith("notice.nothing_to_see"),
  );
  // Nobody looks at what they gave themselves, and one of two approvals is one too few.
  const customers = found(
    await listed(await incident("plant_stop", false, { spreading: "yes" })),
    "Notice to customers whose deliveries are affected",
  );
  await write(customers.id, [customer], words(), officer);
  assert.equal(await approve(customers.id, second), "to_approve");
  const one = await whole(customers.id, secretary);
  assert.equal(one.lackingNow, 1);
  await app.as(secretary.token)(incidents.proveNotice, toldBy(one, { aheadBecause: "They asked" }));
  const own = await whole(customers.id, secretary);
  assert.deepEqual([own.lacking, own.sendings, own.can["see_ahead"]], [1, [], "notice.own_giving"]);
  await assert.rejects(
    app.as(secretary.token)(incidents.seeGivenAhead, { id: own.id, said: "", rowVersion: own.rowVersion }),
    refusedWith("notice.own_giving"),
  );
  const { rows } = await owner.query<{ lacking: string }>(
    "select data ->> 'lacking' as lacking from events where verb = 'notice.proven' and data ->> 'noticeId' = $1",
    [police.id],
  );
  assert.deepEqual(rows, [{ lacking: "1" }], "the trail says it");
});

test("R-19 a mail server's word is no number of the recipient's: where one is asked for the notice waits for it", async () => {
  const id = await incident("mis_sent");
  const { id: noticeId } = await app.as(officer.token)(incidents.addNotice, {
    id,
    name: "Claim",
    audience: "insurer",
    channel: "mail",
    proof: "reference",
    hours: 24,
    approvals: 0,
    because: "The policy asks for it",
  });
  await write(noticeId, [customer]);
  await send(noticeId);
  await until("the server took it", async () => {
    await runTimed(db, [{ ...takesReceipts, everySeconds: 0 }], quiet);
    return (await whole(noticeId)).sendings[0]?.outcome === "accepted" || undefined;
  });
  const sent = await whole(noticeId);
  assert.deepEqual([sent.state, sent.provenAt], ["sent", null]);
  assert.deepEqual(await dutiesOf(officer, noticeId), ["incident.notice"], "its owner still owes the number");
  await app.as(officer.token)(incidents.proveNotice, {
    id: noticeId,
    channel: "mail",
    givenTo: "Insurer",
    givenAt: new Date().toISOString(),
    reference: "K-55",
    said: "",
    rowVersion: sent.rowVersion,
  });
  assert.equal((await whole(noticeId)).state, "proven");
  assert.deepEqual(await dutiesOf(officer, noticeId), []);
});

test("R-19 what was sent is altered by nobody: not by the product's own roles", async () => {
  const id = await incident("mis_sent");
  const ask = found(await listed(id), "Ask the wrong recipient to delete it");
  await write(ask.id, [customer]);
  await send(ask.id);
  await settled(ask.id, "proven");
  await assert.rejects(write(ask.id, [customer], words("Another")), refusedWith("notice.not_now"));
  await assert.rejects(
    owner.query("update incident_notices set sent_sha256 = repeat('0', 64) where id = $1", [ask.id]),
    /what was sent is not altered/,
  );
  for (const role of ["yagura_group", "yagura_scoped"]) {
    const { rows } = await owner.query(
      `select has_column_privilege($1, 'incident_notice_sendings', 'body', 'update') as body, has_table_privilege($1, 'incident_notice_texts', 'update') as texts,
        has_table_privilege($1, 'incident_notice_proofs', 'delete') as proofs`,
      [role],
    );
    assert.deepEqual(rows, [{ body: false, texts: false, proofs: false }]);
  }
  const { id: further } = await app.as(officer.token)(incidents.addNotice, {
    id,
    name: "Correction",
    audience: "partners",
    channel: "mail",
    proof: "who_when",
    hours: 4,
    approvals: 0,
    correctsId: ask.id,
    because: "The number was wrong",
  });
  assert.equal((await whole(further)).correctsId, ask.id);
});

test("R-19 a mail that comes back reopens its notice: the address is put right, the words stay, and only that recipient gets it again", async () => {
  const id = await incident("mis_sent");
  const ask = found(await listed(id), "Ask the wrong recipient to delete it");
  const reached = { ...customer, name: "Reached", address: "reached@customer.example" };
  await write(ask.id, [customer, reached]);
  await send(ask.id);
  await settled(ask.id, "proven");
  const sending = (await whole(ask.id)).sendings.find((one) => one.address === customer.address);
  assert.equal(
    await takeIn(app.database.url, Buffer.from(notificationOf(sending?.mailId ?? "", customer.address))),
    1,
  );
  await readOn(db, owner, readers);
  const back = await whole(ask.id);
  assert.deepEqual([back.state, back.provenAt], ["undelivered", null]);
  assert.deepEqual(await dutiesOf(officer, ask.id), ["incident.notice"]);
  const { rows: troubles } = await owner.query("select from mail_troubles where person_id = $1", [
    officer.personId,
  ]);
  assert.equal(troubles.length, 0);
  const right = { ...customer, address: "right@customer.example" };
  await assert.rejects(
    write(ask.id, [right, reached], words("Other words")),
    refusedWith("notice.sent_text_stays"),
  );
  await write(ask.id, [right, reached]);
  await send(ask.id);
  await settled(ask.id, "proven");
  assert.equal(smtp.arrived.filter((one) => one.to === reached.address).length, 1);
  assert.equal(smtp.arrived.filter((one) => one.to === right.address).length, 1);
  // Whom the first sending reached may come back later.
  const first = (await whole(ask.id)).sendings.find((one) => one.address === reached.address);
  await takeIn(app.database.url, Buffer.from(notificationOf(first?.mailId ?? "", reached.address)));
  await readOn(db, owner, readers);
  assert.equal((await whole(ask.id)).state, "undelivered");
});

test("R-19 two approvers: of one version, neither its author, and what is rewritten is approved anew", async () => {
  const id = await incident("plant_stop", false, { spreading: "yes" });
  const notice = found(await listed(id), "Notice to customers whose deliveries are affected");
  assert.equal(notice.approvals, 2);
  await assert.rejects(
    write(notice.id, [customer], words("A", "Back: ____")),
    refusedWith("notice.gap_left"),
  );
  await assert.rejects(
    write(notice.id, [{ ...customer, language: "ja" }]),
    refusedWith("notice.no_text_for_language"),
  );
  await write(notice.id, [customer], words(), secretary);
  await assert.rejects(approve(notice.id, officer), refusedWith("notice.not_yours_to_approve"));
  await assert.rejects(approve(notice.id, secretary), refusedWith("notice.own_text"));
  assert.deepEqual(await dutiesOf(secretary, notice.id), []);
  assert.deepEqual(await dutiesOf(second, notice.id), ["incident.notice_approve"]);
  assert.equal(await approve(notice.id, second), "to_approve");
  assert.deepEqual(await dutiesOf(second, notice.id), []);
  await assert.rejects(approve(notice.id, second), refusedWith("notice.approved_already"));
  await assert.rejects(send(notice.id), refusedWith("notice.not_now"));
  const waiting = await whole(notice.id, office);
  await assert.rejects(
    app.as(office.token)(incidents.judgeNotice, {
      id: notice.id,
      n: 1,
      verdict: "returned",
      said: " ",
      rowVersion: waiting.rowVersion,
    }),
    refusedWith("notice.say_what_is_missing"),
  );
  await app.as(office.token)(incidents.judgeNotice, {
    id: notice.id,
    n: 1,
    verdict: "returned",
    said: "Say when",
    rowVersion: waiting.rowVersion,
  });
  await write(notice.id, [customer], words("A disruption until Friday"), secretary);
  assert.equal(await approve(notice.id, second), "to_approve");
  assert.equal(await approve(notice.id, office), "approved");
  assert.deepEqual((await whole(notice.id)).approvedBy, ["Test Second", "Test Office"]);
});

test("G3 not to notify is a decision: reason, criteria and a second pair of eyes, listed for whoever audits", async () => {
  const id = await incident("lost_device", false, { data: "yes", protected: "not_known" });
  const authority = found(await listed(id), "Report to the authority for personal data");
  const { rowVersion } = await whole(authority.id);
  await app.as(officer.token)(incidents.omitNotice, {
    id: authority.id,
    reason: "Encrypted",
    criteria: "No risk to people",
    rowVersion,
  });
  const second1 = await whole(authority.id, officer);
  await assert.rejects(
    app.as(officer.token)(incidents.seeOmission, {
      id: authority.id,
      agrees: true,
      said: "",
      rowVersion: second1.rowVersion,
    }),
    refusedWith("notice.not_yours_to_approve"),
  );
  assert.deepEqual(await dutiesOf(secretary, authority.id), ["incident.notice_second"]);
  await app.as(secretary.token)(incidents.seeOmission, {
    id: authority.id,
    agrees: false,
    said: "Was it on?",
    rowVersion: second1.rowVersion,
  });
  assert.deepEqual(await dutiesOf(officer, authority.id), ["incident.notice"]);
  const again = await whole(authority.id);
  await app.as(officer.token)(incidents.omitNotice, {
    id: authority.id,
    reason: "It was off",
    criteria: "No risk to people",
    rowVersion: again.rowVersion,
  });
  const last = await whole(authority.id, secretary);
  await app.as(secretary.token)(incidents.seeOmission, {
    id: authority.id,
    agrees: true,
    said: "",
    rowVersion: last.rowVersion,
  });
  assert.deepEqual(
    [(await whole(authority.id)).state, await dutiesOf(officer, authority.id)],
    ["omitted", []],
  );
  const { rows } = await app.as(office.token)(incidents.listOmissions, {});
  assert.deepEqual(
    rows.map((row) => [
      row.subjectId,
      row.standing,
      row.reason,
      row.criteria,
      row.decidedByName,
      row.seenByName,
    ]),
    [
      [authority.id, "agreed", "It was off", "No risk to people", "Test Officer", "Test Secretary"],
      [authority.id, "refused", "Encrypted", "No risk to people", "Test Officer", "Test Secretary"],
    ],
  );
});

test("R-19 an exercise never leaves: its people alone get its mail, marked, and nobody outside", async () => {
  const id = await incident("mis_sent", true);
  const ask = found(await listed(id), "Ask the wrong recipient to delete it");
  const count = smtp.arrived.length;
  await write(ask.id, [
    { ...customer, address: "never@customer.example" },
    { kind: "person", id: colleague.personId, name: "Colleague", language: "en" },
  ]);
  await send(ask.id);
  await settled(ask.id, "proven");
  const arrived = smtp.arrived.slice(count);
  assert.deepEqual(new Set(arrived.map((one) => one.to)), new Set([`${officer.personId}@mihon.example`]));
  assert.deepEqual(new Set(arrived.map((one) => one.mail.subject)), new Set(["[Exercise] A disruption"]));
  assert.deepEqual((await whole(ask.id)).sendings.map((one) => one.inPlaceOf).toSorted(), [
    "Colleague",
    "Customer Corp. never@customer.example",
  ]);
  // Also where something else put it into the outbox: the letter is refused when it is written.
  const { rows } = await owner.query<{ id: string }>(
    `insert into mails (person_id, company_id, kind, outside_address, expires_at) values ($1, $2, 'incident.notice', 'never@customer.example', now() + interval '1 day')
     returning id`,
    [officer.personId, own],
  );
  await owner.query(
    `insert into incident_notice_sendings (notice_id, incident_id, company_id, n, channel, recipient, language, heading, subject, body, sha256, mail_id, sent_at, sent_by)
     select notice_id, incident_id, company_id, n, channel, recipient, language, heading, subject, body, sha256, $2, sent_at, sent_by
     from incident_notice_sendings where notice_id = $1 limit 1`,
    [ask.id, rows[0]?.id],
  );
  sender.wake();
  await until("the mail is dropped", async () => {
    const { rows: mails } = await owner.query(
      "select problem from mails where id = $1 and state = 'dropped'",
      [rows[0]?.id],
    );
    return mails[0]?.problem === "notice.exercise_outside" || undefined;
  });
  assert.equal(smtp.arrived.filter((one) => one.to === "never@customer.example").length, 0);
  const omissions = await app.as(office.token)(incidents.listOmissions, {});
  assert.ok(omissions.rows.every((row) => row.incidentId !== id));
});

test("R-19 sister companies see nothing of a notice, nor of a company's own line", async () => {
  const id = await incident("malware");
  const [notice] = await listed(id);
  const asStranger = app.as(stranger.token);
  const hidden = (error: AppError) => error.kind === "not_found";
  await assert.rejects(asStranger(incidents.listNotices, { id }), hidden);
  await assert.rejects(asStranger(incidents.getNotice, { id: notice?.id ?? "" }), hidden);
  await assert.rejects(
    asStranger(incidents.omitNotice, { id: notice?.id ?? "", reason: "-", criteria: "-", rowVersion: 1 }),
    hidden,
  );
  const line = { ...(await lineNamed("Warning to employees")), names: { en: "Tell the works council" } };
  const made = await app.as(officer.token)(incidents.addNoticeLine, {
    unitId: own,
    line,
    reason: "Agreed with it",
  });
  const seenBy = async (who: SignedIn) =>
    (await app.as(who.token)(incidents.getNoticeTable, {})).lines.map((one) => one.id);
  assert.deepEqual(
    [
      (await seenBy(officer)).includes(made.id),
      (await seenBy(office)).includes(made.id),
      (await seenBy(stranger)).includes(made.id),
    ],
    [true, true, false],
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.getNoticeLine, { id: made.id }),
    (error: AppError) => error.kind === "not_found",
  );
  await app.as(officer.token)(incidents.endNoticeLine, {
    id: made.id,
    reason: "Done",
    rowVersion: made.rowVersion,
  });
});

async function lineNamed(name: string) {
  const { lines } = await app.as(office.token)(incidents.getNoticeTable, {});
  const found1 = lines.find((one) => one.names.en === name);
  assert.ok(found1, name);
  const {
    id: _id,
    n: _n,
    unitId: _u,
    level: _l,
    unitName: _un,
    madeAt: _m,
    rowVersion: _r,
    mayChange: _c,
    ...line
  } = found1;
  return line;
}

test("R-19 a company adds lines and takes none of the group's away; a running incident keeps the version that opened it", async () => {
  const { lines } = await app.as(officer.token)(incidents.getNoticeTable, {});
  const groups = lines.find((one) => one.names.en === "Ask the wrong recipient to delete it");
  assert.deepEqual([groups?.level, groups?.mayChange], ["group", false]);
  const { id: lineId = "", rowVersion = 1 } = groups ?? {};
  await assert.rejects(
    app.as(officer.token)(incidents.endNoticeLine, { id: lineId, reason: "No", rowVersion }),
    (error: AppError) => error.kind === "not_found",
  );
  const line = await lineNamed("Ask the wrong recipient to delete it");
  const asOffice = await app.as(office.token)(incidents.getNoticeLine, { id: lineId });
  assert.equal(asOffice.mayChange, true);
  await assert.rejects(
    app.as(officer.token)(incidents.addNoticeLine, { unitId: null, line, reason: "-" }),
    (error: AppError) => error.kind === "not_found",
  );
  await assert.rejects(
    app.as(officer.token)(incidents.addNoticeLine, { unitId: sister, line, reason: "-" }),
    (error: AppError) => error.kind === "not_found",
  );
  await assert.rejects(
    app.as(office.token)(incidents.changeNoticeLine, {
      id: lineId,
      line: { ...line, approvals: 1, approver: null },
      reason: "-",
      rowVersion,
    }),
    refusedWith("notice_line.approver_missing"),
  );
  const running = await incident("mis_sent");
  const divisions = await app.as(secretary.token)(incidents.addNoticeLine, {
    unitId: group.divisions.one,
    line: { ...line, names: { en: "Tell the sales office" }, audience: "internal" },
    reason: "Of this division",
  });
  await app.as(office.token)(incidents.changeNoticeLine, {
    id: lineId,
    line: { ...line, hours: 2 },
    reason: "Sooner",
    rowVersion,
  });
  await weigh(running, "high");
  const rows = await listed(running);
  assert.deepEqual(
    [
      found(rows, "Ask the wrong recipient to delete it").hours,
      found(rows, "Ask the wrong recipient to delete it").lineN,
    ],
    [4, 1],
  );
  assert.equal(found(rows, "Tell the sales office").lineId, divisions.id);
  const next = await listed(await incident("mis_sent"));
  assert.deepEqual(
    [
      found(next, "Ask the wrong recipient to delete it").hours,
      found(next, "Ask the wrong recipient to delete it").lineN,
    ],
    [2, 2],
  );
  const { versions } = await app.as(office.token)(incidents.getNoticeLine, { id: lineId });
  assert.deepEqual(versions.map((one) => [one.n, one.reason]).slice(0, 1), [[2, "Sooner"]]);
});

test("R-19 the dry run shows owners, deadlines, approvals and texts of a case, and writes nothing", async () => {
  const count = async () => (await owner.query("select count(*)::int as n from incident_notices")).rows[0].n;
  const was = await count();
  const trial = await app.as(office.token)(incidents.tryNoticeTable, {
    companyId: own,
    kind: "ransomware",
    potential: "medium",
    actual: "critical",
    personal: true,
  });
  assert.equal(trial.severity, "critical");
  const customers = trial.notices.find(
    (one) => one.name === "Notice to customers whose deliveries are affected",
  );
  assert.deepEqual(
    [customers?.owner.person, customers?.approvals, customers?.hours],
    ["Test Colleague, Test Officer", 2, 24],
  );
  assert.equal(customers?.approver?.person, "Test Second, Test Secretary");
  assert.deepEqual(
    customers?.texts.map((one) => one.language),
    ["ja", "en", "zh"],
  );
  assert.match(customers?.texts[1]?.body ?? "", /Own Ltd\./);
  const nothing = await app.as(office.token)(incidents.tryNoticeTable, {
    companyId: own,
    kind: "ransomware",
    potential: "low",
    actual: "none",
    nothing: true,
  });
  assert.deepEqual(
    nothing.notices.map((one) => one.name),
    ["Tell whoever reported what it was"],
  );
  await assert.rejects(
    app.as(stranger.token)(incidents.tryNoticeTable, {
      companyId: own,
      kind: "malware",
      potential: "low",
      actual: "none",
    }),
    (error: AppError) => error.kind === "not_found",
  );
  assert.equal(await count(), was);
});
