// Reports by mail over a real SMTP connection: who is known, whose it is, what is kept, what is refused, and that nothing holds it up.
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import nodemailer from "nodemailer";
import { startMailIn, takeMail } from "#app/mail-in.ts";
import type { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { makeLog } from "#core/http/log.ts";
import { isPeer } from "#core/mail/listener.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { useMailIn } from "#core/mail/settings-in.ts";
import { asSystem } from "#core/system.ts";
import { files } from "#modules/files/contract.ts";
import { testApp } from "#test/app.ts";
import { until } from "#test/until.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { mailServer, notificationOf } from "#test/smtp.ts";
import { incidents } from "../contract.ts";
import { dealWithIntakes } from "./dealing.ts";

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
const worker = await signedIn(owner, { companyId: own, role: "employee", name: "Worker" });
await owner.query("update people set email = 'worker@own.example', language = 'ja' where id = $1", [
  worker.personId,
]);

const address = "incident@group.example";
const before = [mailSettings(), publicUrl()] as const;
const outside = await mailServer();
const ours = { ...outside.settings, from: "Yagura <yagura@group.example>" };
useMail(ours, "https://yagura.group.example");
const mailIn = { address, port: 0, host: "127.0.0.1", peers: ["127.0.0.1"], server: "mx.group.example" };
useMailIn(mailIn);
const listener = await startMailIn({ mailIn }, db, makeLog("silent"), null);
assert.ok(listener);
atTheEnd(async () => {
  await listener.close();
  useMailIn(null);
  useMail(...before);
});
const wire = nodemailer.createTransport({
  host: "127.0.0.1",
  port: listener.port,
  secure: false,
  ignoreTLS: true,
});
atTheEnd(async () => wire.close());

type Letter = Parameters<typeof wire.sendMail>[0];
const vouched = { "Authentication-Results": "mx.group.example; dmarc=pass header.from=own.example" };
const send = (letter: Letter) => wire.sendMail({ from: "worker@own.example", to: address, ...letter });
const deal = () => asSystem(db, "test", (ctx) => dealWithIntakes(ctx));
type Row = {
  id: string;
  number: string;
  state: string;
  companyId: string | null;
  isVouched: boolean;
  kind: string;
  language: string;
  incidentId: string | null;
  what: string;
  leftOut: { name: string; because: string }[];
};
const newest = async () =>
  (
    await owner.query<Row>(
      `select id, number, state, company_id as "companyId", is_vouched as "isVouched", kind, language, incident_id as "incidentId", what,
       left_out as "leftOut" from incident_intakes where channel = 'mail' order by sent_at desc, id desc limit 1`,
    )
  ).rows[0];
const count = async () =>
  (await owner.query<{ count: number }>("select count(*)::int as count from incident_intakes")).rows[0]
    ?.count;
const mails = async () =>
  (
    await owner.query<{ personId: string; data: { number: string } }>(
      `select person_id as "personId", data from mails where kind = 'incident.received' order by made_at`,
    )
  ).rows;
const refusedWith = (code: string) => (error: AppError) => error.code === code;

test("R-18 a colleague's mail becomes an event of their company under their name, and is answered with its number; sent twice it is one", async () => {
  const letter = {
    subject: "電車にスマートフォンを忘れました",
    text: "昨夜、業務用のスマートフォンを電車に忘れました。",
    headers: vouched,
    messageId: "<one@own.example>",
  };
  await send(letter);
  await send(letter);
  assert.equal(await count(), 1);
  await deal();
  const row = await newest();
  assert.deepEqual([row?.state, row?.companyId, row?.isVouched, row?.language], ["entered", own, true, "ja"]);
  const incident = await app.as(officer.token)(incidents.getIncident, { id: row?.incidentId ?? "" });
  assert.deepEqual([incident.channel, incident.reporterName], ["mail", "Test Worker"]);
  assert.equal(incident.title, letter.subject);
  const reported = await app.as(worker.token)(incidents.listOwnReports, {});
  assert.deepEqual(
    reported.rows.map((one) => one.id),
    [row?.incidentId],
  );
  assert.deepEqual(await mails(), [{ personId: worker.personId, data: { number: row?.number } }]);
});

test("R-18 a feigned sender is only said to be: no answer goes out, and the company judges it first", async () => {
  const answered = (await mails()).length;
  for (const [nth, headers] of [
    {},
    { "Authentication-Results": "mx.evil.example; dmarc=pass header.from=own.example" },
    {
      "Authentication-Results":
        "mx.group.example; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example",
    },
    { "Authentication-Results": "mx.group.example; dmarc=fail (dmarc=pass) header.from=own.example" },
  ].entries()) {
    await send({
      subject: `Feigned number ${nth} of a few`,
      text: `something odd, the ${nth}th`,
      headers: headers as never,
    });
    const row = await newest();
    assert.deepEqual([row?.isVouched, row?.companyId], [false, own]);
  }
  await send({
    subject: "Aligned",
    text: "an aligned one",
    headers: { "Authentication-Results": "mx.group.example 1; dkim=pass (2048) header.d=own.example" },
  });
  assert.equal((await newest())?.isVouched, true);
  assert.equal((await mails()).length, answered + 1);
});

test("R-18 the code in the address names the company; what fits none is the group office's to assign, its files with it, and nobody else's to see", async () => {
  await send({
    from: "guard@elsewhere.example",
    to: "incident+c2@group.example",
    subject: "Gate",
    text: "the gate was open",
  });
  assert.equal((await newest())?.companyId, sister);
  await send({
    from: "guard@elsewhere.example",
    subject: "A badge was found",
    text: "It lay before the station.",
    attachments: [{ filename: "badge.txt", content: "badge 4711" }],
  });
  await deal();
  const row = await newest();
  assert.deepEqual([row?.state, row?.companyId, row?.incidentId], ["to_assign", null, null]);
  const id = row?.id ?? "";
  for (const token of [officer.token, stranger.token])
    await assert.rejects(
      app.as(token)(incidents.getIntake, { id }),
      refusedWith("incident_intake.not_found"),
    );
  const as = app.as(office.token);
  const whole = await as(incidents.getIntake, { id });
  assert.deepEqual([whole.mayAssign, whole.files.length], [true, 2]);
  const assigned = await as(incidents.assignIntake, {
    id,
    companyId: sister,
    kind: "physical",
    rowVersion: whole.rowVersion,
  });
  const incident = await app.as(stranger.token)(incidents.getIncident, { id: assigned.incidentId });
  assert.deepEqual([incident.kind, incident.reportedAt], ["physical", null]);
  const kept = await app.as(stranger.token)(incidents.getIntake, { id });
  const badge = kept.files.find((one) => one.name === "badge.txt");
  const content = contentOf(await app.as(stranger.token)(files.downloadFile, { id: badge?.id ?? "" }));
  assert.equal((await buffer((await content?.open()) as never)).toString(), "badge 4711");
  await assert.rejects(
    app.as(officer.token)(files.downloadFile, { id: badge?.id ?? "" }),
    refusedWith("file.not_found"),
  );
});

test("R-17 R-18 a suspicious mail that is passed on stays evidence as it came: as a file, its HTML as text, its programs left out by name", async () => {
  const inner = [
    "From: bank@evil.example",
    "To: worker@own.example",
    "Subject: Your account",
    "Content-Type: text/html",
    "",
    "<html><body><script>steal()</script><img src=http://evil.example/x.png>Click</body></html>",
  ].join("\r\n");
  await send({
    subject: "Fwd: Your account",
    html: "<p>I got <b>this</b> one</p><script>alert(1)</script><img src='http://evil.example/y.png'>",
    attachments: [
      { filename: "evil.eml", content: inner, contentType: "message/rfc822" },
      { filename: "invoice.exe", content: Buffer.from("MZ\u0090\u0000\u0003 program") },
      { filename: "page.html", content: "<html><script>alert(2)</script></html>" },
    ],
  });
  const row = await newest();
  assert.equal(row?.kind, "suspicious_mail");
  assert.ok(row?.what.includes("I got this one"));
  assert.ok(!/[<>]|alert\(/.test(row?.what ?? ""), row?.what);
  assert.deepEqual(
    row?.leftOut.map((one) => [one.name, one.because]),
    [
      ["invoice.exe", "file.kind_refused"],
      ["page.html", "file.kind_refused"],
    ],
  );
  const { rows } = await owner.query<{ name: string; media_type: string; purpose: string }>(
    `select f.name, f.media_type, f.purpose from incident_intake_files x join files f on f.id = x.file_id where x.intake_id = $1 order by f.name`,
    [row?.id],
  );
  assert.deepEqual(
    rows.map((one) => [one.name, one.media_type, one.purpose]),
    [
      ["evil.eml", "message/rfc822", "incident_sent"],
      ["mail.eml", "message/rfc822", "incident_sent"],
    ],
  );
});

test("R-18 machines and our own mail are no reports and get no answer; a notification comes in by the same way", async (t) => {
  // Other files of the process set another server, and another sender is not our own.
  const others = [mailSettings(), publicUrl()] as const;
  useMail(ours, "https://yagura.group.example");
  t.after(() => useMail(...others));
  // What was sent before is answered when it is dealt with.
  await until("nothing waits", async () => {
    await deal();
    const { rows } = await owner.query("select from incident_intakes where state = 'arrived'");
    return rows.length === 0 || undefined;
  });
  const had = await count();
  const answered = (await mails()).length;
  await send({
    subject: "Out of office",
    text: "I am away",
    headers: { ...vouched, "Auto-Submitted": "auto-replied" },
  });
  await send({ from: "yagura@group.example", subject: "Reminder", text: "ours" });
  await send({ from: address, subject: "Loop", text: "ours as well" });
  await send({ envelope: { from: "", to: address }, subject: "Undelivered", text: "no such user" });
  assert.equal(await count(), had);
  assert.equal((await mails()).length, answered);
  const { rows } = await owner.query<{ because: string }>(
    "select data->>'because' as because from events where verb = 'incident_mail.refused' order by id",
  );
  assert.deepEqual(
    rows.map((one) => one.because),
    ["auto_submitted", "own", "own", "null_sender"],
  );
  const [sent] = (
    await owner.query<{ id: string }>(
      "update mails set state = 'sent', address = 'worker@own.example', ended_at = now() where id = (select id from mails limit 1) returning id",
    )
  ).rows;
  await wire.sendMail({
    envelope: { from: "", to: "yagura@group.example" },
    raw: notificationOf(sent?.id ?? "", "worker@own.example"),
  });
  const { rows: marked } = await owner.query("select from mails where id = $1 and bounced_at is not null", [
    sent?.id,
  ]);
  assert.equal(marked.length, 1);
});

test("what a group or a list passes on is kept and looked through before it is an event, also of a colleague; nothing is answered to it", async () => {
  const answered = (await mails()).length;
  const hops = Array.from({ length: 40 }, (_, nth) => ({
    key: "Received",
    value: `from hop${nth}.example by hop.example; Tue, 2 Jun 2026 10:00:00 +0900`,
  }));
  for (const [nth, headers] of [
    { ...vouched, "List-Id": "<security.own.example>" },
    { ...vouched, Precedence: "list" },
    { Precedence: "bulk" },
    hops,
  ].entries()) {
    const had = (await count()) ?? 0;
    await send({
      subject: `A stranger stands in the server room, ${nth}`,
      text: "Please come",
      headers: headers as never,
    });
    assert.equal(await count(), had + 1);
    await deal();
    const row = await newest();
    const { rows } = await owner.query<{ because: string; files: number }>(
      `select k.held_because as because, (select count(*)::int from incident_intake_files f where f.intake_id = k.id) as files
       from incident_intakes k where k.id = $1`,
      [row?.id],
    );
    assert.deepEqual([row?.state, rows[0]], ["held", { because: "passed_on", files: 1 }]);
  }
  assert.equal((await mails()).length, answered);
  const waiting = await app.as(officer.token)(incidents.listIntakes, { view: "waiting" });
  assert.ok(waiting.rows.some((one) => one.heldBecause === "passed_on"));
});

test("R-18 a mail of 30 MB, one to a stranger and one that cannot be read hold up nothing", async () => {
  const had = (await count()) ?? 0;
  await assert.rejects(
    send({
      subject: "Large",
      attachments: [{ filename: "a.bin", content: Buffer.alloc(23 * 1_048_576, 65) }],
    }),
    /552/,
  );
  await assert.rejects(send({ to: "president@group.example", subject: "Relay", text: "x" }), /550/);
  await send({
    raw: Buffer.concat([
      Buffer.from('Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n'),
      Buffer.alloc(2000, 0xff),
      Buffer.from([0, 0, 0]),
    ]),
  });
  await send({ subject: "After those", text: "it goes on as before" });
  assert.equal(await count(), had + 2);
  await deal();
  const { rows } = await owner.query("select from incident_intakes where state = 'arrived'");
  assert.equal(rows.length, 0);
});

test("R-18 only the mail servers that are named may hand over, and a mail through a pipe is the same mail", async () => {
  assert.deepEqual(
    ["127.0.0.1", "::ffff:10.1.2.3", "10.2.0.1", "fd00::1"].map((one) =>
      isPeer(["127.0.0.1", "10.1.0.0/16"], one),
    ),
    [true, true, false, false],
  );
  const had = await count();
  const taken = await takeMail(
    db,
    Buffer.from(
      `From: worker@own.example\r\nTo: ${address}\r\nMessage-ID: <one@own.example>\r\nSubject: again\r\n\r\nagain\r\n`,
    ),
    { from: null, to: [] },
  );
  assert.equal(taken.is, "kept_before");
  assert.equal(await count(), had);
});
