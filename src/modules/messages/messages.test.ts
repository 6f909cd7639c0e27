// From what happened to the inbox and to a real mail server: who is told, when, in which words, and what is never named.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takeIn } from "#app/bounce.ts";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { enrol } from "#core/events/dispatch.ts";
import { runTimed } from "#core/jobs/timed.ts";
import type { Log } from "#core/log.ts";
import { expireMails } from "#core/mail/expiring.ts";
import { type Sender, startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { testApp } from "#test/app.ts";
import { readOn } from "#test/read-on.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, giveRole, type SignedIn, signedIn } from "#test/factories.ts";
import { mailServer, notificationOf, refusal } from "#test/smtp.ts";
import { until } from "#test/until.ts";
import { mails, messages } from "./contract.ts";
import { gatherMails } from "./gathering.ts";
import { messageMaker } from "./making.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;

async function account(at: {
  companyId: string;
  role?: "security_officer" | "division_secretary" | "company_executive" | "group_office";
  unitId?: string;
  language?: string;
  email?: string | null;
  name?: string;
}): Promise<SignedIn> {
  const made = await signedIn(owner, at as never);
  const email = at.email === undefined ? `${made.personId}@mihon.example` : at.email;
  await owner.query("update people set email = $2 where id = $1", [made.personId, email]);
  await owner.query("update accounts set language = $2 where id = $1", [made.accountId, at.language ?? "en"]);
  return made;
}

const officer = await account({ companyId: own, role: "security_officer", language: "ja", name: "Officer" });
await account({ companyId: own, role: "company_executive", name: "Executive" });
const secretary = await account({
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
  name: "Secretary",
});
const office = await account({
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  language: "zh",
  name: "Office",
});
const deputy = await account({ companyId: own, name: "Deputy" });
const { rows: seats } = await owner.query(
  `insert into positions (unit_id, company_id, purpose, name, created_on) values ($1, $1, 'deputy_security_officer', 'Deputy', '2020-04-01') returning id`,
  [own],
);
await owner.query(
  "insert into position_holders (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
  [seats[0].id, deputy.personId, own],
);
await enrol(app.door.db, [messageMaker]);

let serial = 0;
async function openDuty(companyId: string, kind = "inspection.answer", permission = kind, level = 0) {
  serial += 1;
  const subjectId = crypto.randomUUID();
  const { rows } = await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
     values (2026, $1, 'inspection', $2, $3, $4, now() - interval '1 day', now() + interval '3 days', 'Asia/Tokyo', $5) returning id`,
    [kind, subjectId, companyId, permission, level],
  );
  return { id: rows[0].id as string, subjectId };
}

const nobody = "00000000-0000-0000-0000-000000000000";
async function happened(
  verb: string,
  subject: { kind: string; id: string | null; companyId: string | null },
  data: object = {},
  actor = nobody,
) {
  await owner.query("select record_event($1, $2, null, $3, $4, $5, null, $6, null)", [
    verb,
    actor,
    subject.kind,
    subject.id,
    subject.companyId,
    JSON.stringify(data),
  ]);
}
const made = () => readOn(app.door.db, owner, [messageMaker]);
const ofDuty = (duty: { id: string }, companyId: string) => ({ kind: "duty", id: duty.id, companyId });

/** Who was told of a duty. */
async function told(dutyId: string): Promise<string[]> {
  const { rows } = await owner.query(
    "select p.family_name as name from messages m join people p on p.id = m.person_id where m.duty_id = $1 order by 1",
    [dutyId],
  );
  return rows.map((row) => row.name);
}

test("a reminder is for the addressee; what rises is also for those of the levels it reached, once each", async () => {
  const duty = await openDuty(own);
  await happened("duty.reminded", ofDuty(duty, own), { kind: "inspection.answer", level: 0 });
  await made();
  assert.deepEqual(await told(duty.id), ["Officer"]);
  await owner.query("update duties set level = 3 where id = $1", [duty.id]);
  await happened("duty.risen", ofDuty(duty, own), { level: 3, levelBefore: 0 });
  await made();
  assert.deepEqual(await told(duty.id), ["Deputy", "Executive", "Officer", "Officer", "Secretary"]);
});

test("a company with nobody named: what rises there is told to the group office", async () => {
  const duty = await openDuty(sister, "inspection.answer", "inspection.answer", 1);
  await happened("duty.risen", ofDuty(duty, sister), { level: 1, levelBefore: 0 });
  await made();
  assert.deepEqual(await told(duty.id), ["Office"]);
});

test("of those who hold a permission the nearest are told, and nobody of what they did themselves", async () => {
  const duty = await openDuty(own, "inspection.review");
  await happened(
    "inspection.submitted",
    { kind: "inspection", id: duty.subjectId, companyId: own },
    {},
    officer.personId,
  );
  await made();
  assert.deepEqual(await told(duty.id), ["Secretary"]);
  const other = await openDuty(own, "inspection.review");
  await happened(
    "inspection.submitted",
    { kind: "inspection", id: other.subjectId, companyId: own },
    {},
    secretary.personId,
  );
  await made();
  assert.deepEqual(await told(other.id), []);
});

test("the inbox pages, counts, is read and leads to the record", async () => {
  const list = await app.as(officer.token)(messages.listMessages, { limit: 1 });
  assert.equal(list.rows.length, 1);
  const [first] = list.rows;
  assert.equal(first?.company, "Own Ltd.");
  const rest = await app.as(officer.token)(messages.listMessages, { limit: 50, after: list.next ?? "" });
  const before = (await app.as(officer.token)(messages.countMessages, {})).unread;
  assert.equal(before, list.rows.length + rest.rows.length);
  const opened = await app.as(officer.token)(messages.openMessage, { id: first?.id ?? "" });
  assert.equal(opened.path, `/inspections/${first?.subjectId}/answer`);
  assert.equal((await app.as(officer.token)(messages.countMessages, {})).unread, before - 1);
  await app.as(officer.token)(messages.markMessages, { ids: [first?.id ?? ""], isRead: false });
  await app.as(officer.token)(messages.readAllMessages, { upTo: first?.id ?? "" });
  assert.equal((await app.as(officer.token)(messages.countMessages, {})).unread, 0);
  await assert.rejects(app.as(secretary.token)(messages.openMessage, { id: first?.id ?? "" }), {
    code: "message.not_found",
  });
});

// ---- mail ----------------------------------------------------------------------------------------------------------

const folder = mkdtempSync(join(tmpdir(), "yagura-mail-"));
atTheEnd(async () => rmSync(folder, { recursive: true, force: true }));
const smtp = await mailServer();
const senders: Sender[] = [];
atTheEnd(async () => {
  await Promise.all(senders.map((sender) => sender.close()));
});
const start = async () => {
  const sender = await startSender({
    url: app.database.url,
    db: app.door.db,
    kinds: modules.flatMap((module) => module.mails ?? []),
    settings: smtp.settings,
    texts: loadTexts(textFolders),
    publicUrl: "https://yagura.mihon.example",
    folder,
    log: quiet,
    patience: () => 1,
  });
  senders.push(sender);
  return sender;
};
/** Until nothing waits any more. */
const settled = () =>
  until("the outbox is empty", async () => {
    const { rows } = await owner.query(
      "select count(*)::int as n from mails where state in ('waiting', 'sending')",
    );
    return rows[0].n === 0 || undefined;
  });
const gather = async (minutes = 10) => {
  await owner.query("delete from timed_runs where name = 'messages.gather'");
  await runTimed(app.door.db, [gatherMails], quiet, new Date(Date.now() + minutes * 60_000));
  await owner.query("update mails set send_after = now() where state = 'waiting'");
};
const clear = () => owner.query("update messages set mail_after = null");

test("a mail says it in the reader's language and zone, as text and as HTML, and leads to the message", async () => {
  await clear();
  const duty = await openDuty(own);
  await happened("duty.reminded", ofDuty(duty, own), { level: 0 });
  await made();
  await gather();
  await start();
  await settled();
  const [one] = smtp.arrived;
  assert.equal(smtp.arrived.length, 1);
  assert.equal(one?.to, `${officer.personId}@mihon.example`);
  assert.match(one?.mail.subject ?? "", /^リマインド：点検に回答する|^リマインド：/);
  assert.match(one?.mail.subject ?? "", /Own Ltd\..*JST/);
  assert.match(one?.mail.text ?? "", /https:\/\/yagura\.mihon\.example\/messages\/[0-9a-f-]{36}/);
  assert.match(String(one?.mail.html), /<html lang="ja">/);
  assert.equal(one?.mail.headers.get("auto-submitted"), "auto-generated");
  assert.match(one?.messageId ?? "", /^<[0-9a-f-]{36}@mihon\.example>$/);
});

test("a mail never names what its reader may not see: rights taken away between queueing and sending", async () => {
  await clear();
  smtp.arrived.length = 0;
  const leaver = await account({ companyId: sister, name: "Leaver" });
  const grant = await giveRole(owner, {
    personId: leaver.personId,
    companyId: sister,
    role: "security_officer",
    unitId: sister,
  });
  const duty = await openDuty(sister);
  await happened("duty.reminded", ofDuty(duty, sister), { level: 0 });
  await made();
  assert.deepEqual(await told(duty.id), ["Leaver"]);
  await owner.query("update grants set valid_to = valid_from where id = $1", [grant]);
  await gather();
  await settled();
  assert.equal(smtp.arrived.length, 0);
  const { rows } = await owner.query("select state, problem from mails where person_id = $1", [
    leaver.personId,
  ]);
  assert.deepEqual(rows, [{ state: "dropped", problem: "message.out_of_reach" }]);
  const [row] = (await app.as(leaver.token)(messages.listMessages, {})).rows;
  assert.deepEqual([row?.isReachable, row?.company, row?.subjectId, row?.data], [false, null, null, {}]);
  assert.equal((await app.as(leaver.token)(messages.openMessage, { id: row?.id ?? "" })).path, null);
});

test("what is done before the mail leaves is not asked for", async () => {
  await clear();
  smtp.arrived.length = 0;
  const duty = await openDuty(own);
  await happened("duty.reminded", ofDuty(duty, own), { level: 0 });
  await made();
  await owner.query("update duties set state = 'done', closed_at = now() where id = $1", [duty.id]);
  await gather();
  await settled();
  assert.equal(smtp.arrived.length, 0);
});

test("many of one kind are one mail", async () => {
  await clear();
  smtp.arrived.length = 0;
  for (const _ of [1, 2, 3]) {
    const duty = await openDuty(own);
    await happened("duty.reminded", ofDuty(duty, own), { level: 0 });
  }
  await made();
  await gather();
  await settled();
  assert.deepEqual(
    smtp.arrived.map((one) => one.mail.subject),
    ["3件のリマインド"],
  );
});

test("whoever's password is changed is told, also who did it: it may have been somebody else with their key", async () => {
  await clear();
  await happened(
    "password.changed",
    { kind: "account", id: officer.accountId, companyId: own },
    {},
    officer.personId,
  );
  await made();
  const [first] = (await app.as(officer.token)(messages.listMessages, { limit: 1 })).rows;
  assert.deepEqual(
    [first?.kind, first?.isReachable, first?.isUrgent],
    ["account.password_changed", true, true],
  );
  assert.equal((await app.as(officer.token)(messages.openMessage, { id: first?.id ?? "" })).path, "/me");
});

test("a provider's secret that ends is told to the company's own keepers, of the group's to the group's; an erasure to those who decide", async () => {
  await clear();
  const connection = crypto.randomUUID();
  const ends = { daysLeft: 14, day: "2026-12-11" };
  await happened("connection.secret_expiring", { kind: "connection", id: connection, companyId: own }, ends);
  await happened(
    "connection.secret_expired",
    { kind: "connection", id: crypto.randomUUID(), companyId: null },
    { daysLeft: -1, day: "2026-11-26" },
  );
  const proposer = await account({ companyId: parent, role: "group_office", unitId: group.group });
  const erasureId = crypto.randomUUID();
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, not_for, starts_at, due_at, time_zone)
     values (2026, 'erasure.decide', 'erasure', $1, $2, 'trail.erase', array[$3::uuid], now() - interval '1 hour', now() + interval '7 days', 'Asia/Tokyo')`,
    [erasureId, group.group, proposer.personId],
  );
  await happened(
    "trail.erasure_proposed",
    { kind: "erasure", id: erasureId, companyId: null },
    { kind: "event" },
    proposer.personId,
  );
  await made();
  const { rows } = await owner.query(
    `select m.kind, p.family_name as name from messages m join people p on p.id = m.person_id
     where m.kind in ('connection.expiring', 'trail.erasure_proposed') and p.id <> $1 order by 1, 2`,
    [proposer.personId],
  );
  assert.deepEqual(
    rows.map((row) => `${row.kind} ${row.name}`),
    ["connection.expiring Office", "connection.expiring Officer", "trail.erasure_proposed Office"],
  );
  const proposers = await owner.query(
    "select count(*)::int as n from messages where person_id = $1 and kind = 'trail.erasure_proposed'",
    [proposer.personId],
  );
  assert.equal(proposers.rows[0].n, 0, "nobody is told what they did themselves");
  const [first] = (await app.as(officer.token)(messages.listMessages, { limit: 1 })).rows;
  assert.equal(
    (await app.as(officer.token)(messages.openMessage, { id: first?.id ?? "" })).path,
    `/connections/${connection}`,
  );
});

test("digest, quiet hours and inbox only are kept; a hard clock heeds none of them", async () => {
  await clear();
  await app.as(office.token)(messages.saveMessagePreferences, {
    ways: { "duty.risen": "inbox", "trail.day_sealed": "digest" },
    digestHour: 7,
    quietFrom: 0,
    quietTo: 23,
    workDaysOnly: false,
    rowVersion: 0,
  });
  const duty = await openDuty(own, "inspection.answer", "inspection.answer", 4);
  await happened("duty.risen", ofDuty(duty, own), { level: 4, levelBefore: 3 });
  await happened(
    "trail.day_sealed",
    { kind: "seal", id: null, companyId: null },
    { day: "2026-11-26", n: 12, hash: "ab".repeat(32) },
  );
  await made();
  const { rows } = await owner.query(
    `select kind, is_urgent, in_digest, mail_after <= now() as at_once,
      extract(hour from mail_after at time zone 'Asia/Tokyo')::int as hour
     from messages where person_id = $1 and mail_after is not null order by kind`,
    [office.personId],
  );
  assert.deepEqual(
    rows.map(({ hour, ...row }) => (row.in_digest ? { ...row, hour } : row)),
    [
      { kind: "duty.risen", is_urgent: true, in_digest: false, at_once: true },
      { kind: "trail.day_sealed", is_urgent: false, in_digest: true, at_once: false, hour: 7 },
    ],
  );
});

test("the moment of a mail: quiet hours over midnight, days off, the next digest", async () => {
  const moment = async (
    at: string,
    way: string,
    quietFrom: number | null,
    quietTo: number | null,
    workDays: number[] | null,
  ) => {
    const { rows } = await owner.query(
      `select to_char(mail_moment($1, 'Asia/Tokyo', $2, false, '0', 8::smallint, $3::smallint, $4::smallint, $5::smallint[]) at time zone 'Asia/Tokyo', 'MM-DD HH24:MI') as at`,
      [at, way, quietFrom, quietTo, workDays],
    );
    return rows[0].at;
  };
  const week = [1, 2, 3, 4, 5];
  assert.equal(await moment("2026-11-27T23:30+09", "at_once", 22, 7, null), "11-28 07:00");
  assert.equal(await moment("2026-11-28T03:00+09", "at_once", 22, 7, null), "11-28 07:00");
  assert.equal(await moment("2026-11-27T12:00+09", "at_once", 22, 7, null), "11-27 12:00");
  assert.equal(await moment("2026-11-27T09:00+09", "digest", null, null, null), "11-28 08:00");
  assert.equal(await moment("2026-11-27T07:00+09", "digest", null, null, null), "11-27 08:00");
  assert.equal(await moment("2026-11-27T23:30+09", "at_once", 22, 7, week), "11-30 07:00");
  assert.equal(await moment("2026-11-28T10:00+09", "digest", null, null, week), "11-30 08:00");
  assert.equal(await moment("2026-11-28T10:00+09", "inbox", null, null, null), null);
});

test("R-02 refused for good: failed, shown with the address; refused for now: sent later; no address: inbox only", async () => {
  await clear();
  smtp.arrived.length = 0;
  const gone = await account({ companyId: sister, role: "security_officer", name: "Gone" });
  const none = await account({ companyId: sister, role: "security_officer", name: "None", email: null });
  let refusals = 0;
  smtp.onRecipient = (address) => {
    if (address.startsWith(gone.personId)) throw refusal(550, "5.1.1 no such user");
    refusals += 1;
    if (refusals === 1) throw refusal(451, "4.3.0 come back");
  };
  const [one, two] = [await openDuty(sister), await openDuty(own)];
  await happened("duty.reminded", ofDuty(one, sister), { level: 0 });
  await happened("duty.reminded", ofDuty(two, own), { level: 0 });
  await made();
  await gather();
  await settled();
  smtp.onRecipient = () => undefined;
  assert.equal(smtp.arrived.length, 1);
  const { rows } = await owner.query(
    "select person_id, state, problem from mails where problem is not null and person_id = $1",
    [gone.personId],
  );
  assert.deepEqual(rows, [{ person_id: gone.personId, state: "failed", problem: "smtp.550" }]);
  const shown = await app.as(gone.token)(messages.getMessagePreferences, {});
  assert.equal(shown.trouble?.problem, "smtp.550");
  assert.equal((await app.as(none.token)(messages.countMessages, {})).unread, 1);
  const { rows: mails } = await owner.query("select 1 from mails where person_id = $1", [none.personId]);
  assert.equal(mails.length, 0);
});

test("a mail that comes back is marked, with its reader's address; nobody else can be harmed by one that is made up", async () => {
  const { rows } = await owner.query<{ id: string; address: string }>(
    "select id, address from mails where state = 'sent' and person_id = $1 limit 1",
    [officer.personId],
  );
  const { id = "", address = "" } = rows[0] ?? {};
  await takeIn(app.database.url, Buffer.from(notificationOf(id, "somebody.else@mihon.example")));
  const stateOf = async () =>
    (await owner.query("select state, problem from mails where id = $1", [id])).rows[0];
  assert.equal((await stateOf()).state, "sent");
  assert.equal(await takeIn(app.database.url, Buffer.from(notificationOf(id, address))), 1);
  assert.deepEqual(await stateOf(), { state: "failed", problem: "bounce.5.1.1" });
  assert.equal(await takeIn(app.database.url, Buffer.from(notificationOf(id, address))), 0);
  assert.equal(await takeIn(app.database.url, Buffer.from("Subject: hello\r\n\r\nhello")), null);
  const { rows: troubles } = await app.as(secretary.token)(mails.listMailTroubles, {
    personId: officer.personId,
  });
  assert.deepEqual(
    troubles.map((one) => [one.address, one.problem, one.reply]),
    [[address, "bounce.5.1.1", "smtp; 550 5.1.1 no such user here"]],
  );
  await app.as(secretary.token)(mails.clearMailTrouble, { personId: officer.personId });
  assert.equal((await app.as(officer.token)(messages.getMessagePreferences, {})).trouble, null);
});

test("without a mail server nothing queues up for ever", async () => {
  // Other test files of this process have named a server.
  const named = [mailSettings(), publicUrl()] as const;
  useMail(null, "");
  await owner.query(
    `insert into mails (person_id, company_id, kind, send_after, expires_at)
     values ($1, $2, 'messages', now() + interval '30 minutes', now() + interval '1 hour')`,
    [deputy.personId, own],
  );
  const later = new Date(Date.now() + 2 * 3_600_000);
  await runTimed(app.door.db, [expireMails], quiet, later);
  useMail(...named);
  const { rows } = await owner.query(
    "select state, problem from mails where person_id = $1 and kind = 'messages' order by id desc limit 1",
    [deputy.personId],
  );
  assert.deepEqual(rows, [{ state: "expired", problem: "mail.no_server" }]);
});
