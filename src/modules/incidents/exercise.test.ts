// An exercise says so wherever it reaches somebody, rings nobody outside unless that is what it tries out, and asks others as an
// exercise: nothing of it is a finding or stands in a figure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { asSystem } from "#core/system.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Composing } from "#core/mail/kind.ts";
import { bodyOf } from "#modules/calls/body.ts";
import { calls } from "#modules/calls/contract.ts";
import { receiversTold } from "#modules/calls/making.ts";
import { duties } from "#modules/duties/contract.ts";
import { passOnCalls } from "#modules/duties/calls.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { findings } from "#modules/findings/contract.ts";
import { feeds } from "#modules/feeds/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { messages } from "#modules/messages/contract.ts";
import { messagesMail } from "#modules/messages/mail.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { titleOf } from "#modules/messages/rules.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
await enrol(db, [messageMaker, receiversTold]);
const texts = loadTexts(textFolders);
const say = (key: string, values?: Record<string, unknown>) => texts("en", key, values);
const mark = "[EXERCISE / 訓練 / 演练] ";

// The telephone of the group and that of the company.
for (const companyId of [null, own])
  await owner.query(
    `insert into receivers (company_id, name, url, kinds, language, tells_company, secret, created_by)
     values ($1, 'Telephone', 'https://ring.example/hook', '{clock.hard,duty.risen,duty.reminded,clock.acknowledged}', 'en', true, '\\x00', $2)`,
    [companyId, office.personId],
  );

async function pass(now: Date): Promise<void> {
  app.setNow(now);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
  await asSystem(db, "test", (ctx) => passOnCalls(ctx), now);
  await readOn(db, owner, [messageMaker, receiversTold]);
}
const minute = 60_000;
const report = (at: Date, more: object = {}) => {
  app.setNow(at);
  return app.as(officer.token)(incidents.reportIncident, {
    companyId: own,
    kind: "ransomware",
    what: "Files are locked on three machines",
    discoveredAt: at.toISOString(),
    zone: "Asia/Tokyo",
    ...more,
  });
};
const deliveriesOf = async (id: string) =>
  (
    await owner.query<{ id: string; kind: string }>(
      `select v.id, v.kind from deliveries v join duties d on d.id = v.duty_id
       where d.subject_id = $1 or d.subject_id in (select m.id from lateral_check_members m join lateral_check_origins o on o.check_id = m.check_id
         where o.source_id = $1) order by v.id`,
      [id],
    )
  ).rows;
/** Everything that somebody was told of it, as their inbox and their mail say it. */
async function saidTo(who: { personId: string; token: string }): Promise<string[]> {
  const { rows } = await app.as(who.token)(messages.listMessages, { limit: 200 });
  return rows.map((row) => titleOf(row, { say, language: "en", timeZone: "Asia/Tokyo" }));
}

const real = await report(new Date("2026-06-12T12:00:00Z"));
const drill = await report(new Date("2026-06-12T13:00:00Z"), { isExercise: true });
const loud = await report(new Date("2026-06-12T13:10:00Z"), { isExercise: true, triesReceivers: true });
// Silence: everything rises, to the executive, the division and the group office.
for (const minutes of [5, 40, 75, 140, 200, 260, 330, 60 * 25, 60 * 29])
  await pass(new Date(Date.parse("2026-06-12T13:10:00Z") + minutes * minute));

test("T-03 every duty of an exercise stands apart from what has happened, and is said to be one at home, in lists and calendars", async () => {
  const { bundles } = await app.as(officer.token)(duties.getMyWork, {});
  const ofKind = bundles.filter((one) => one.kind === "incident.judge" && one.isAddressed);
  assert.deepEqual(ofKind.map((one) => [one.isExercise, one.count]).sort(), [
    [false, 1],
    [true, 2],
  ]);
  const { rows } = await app.as(officer.token)(duties.listMyDuties, { limit: 200 });
  for (const row of rows)
    if (row.subjectKind === "incident") assert.equal(row.isExercise, row.subjectId !== real.id, row.kind);
  const { address } = await app.as(officer.token)(feeds.addMyFeed, { name: "Phone" });
  const token =
    new URL(address).pathname
      .split("/")
      .at(-1)
      ?.replace(/\.ics$/, "") ?? "";
  const { calendar } = await app.as(null)(feeds.readFeed, { token });
  const entries = calendar
    .replaceAll(/\r\n /g, "")
    .split("\r\n")
    .filter((line) => line.startsWith("SUMMARY:"));
  assert.ok(
    entries.some((line) => line.startsWith(`SUMMARY:${mark}`)),
    entries.join("\n"),
  );
  assert.ok(
    entries.some((line) => !line.includes("EXERCISE")),
    "what has happened is not marked",
  );
});

test("T-03 every message, reminder, rise and mail of an exercise begins with the mark, at every level; what happened has none", async () => {
  for (const who of [officer, executive, office]) {
    const { rows } = await app.as(who.token)(messages.listMessages, { limit: 200 });
    assert.ok(
      rows.some((row) => row.isExercise),
      "they are told of the exercise",
    );
    const { rows: made } = await owner.query<{ id: string; of: string }>(
      `select m.id, coalesce(d.subject_id, m.subject_id) as of from messages m left join duties d on d.id = m.duty_id where m.person_id = $1`,
      [who.personId],
    );
    const of = new Map(made.map((row) => [row.id, row.of]));
    const titles = await saidTo(who);
    for (const [nth, row] of rows.entries())
      assert.equal(titles[nth]?.startsWith(mark), of.get(row.id) !== real.id, titles[nth]);
  }
  // The subject of the mail, of one and of several.
  const { rows } = await owner.query<{ id: string }>(
    `select m.id from messages m join duties d on d.id = m.duty_id where m.person_id = $1 and d.subject_id = any ($2) and d.state = 'open' order by m.id`,
    [executive.personId, [drill.id, loud.id]],
  );
  assert.ok(rows.length > 1);
  for (const ids of [rows.slice(0, 1), rows]) {
    const { rows: mail } = await owner.query<{ id: string }>(
      "insert into mails (person_id, company_id, kind, send_after, expires_at, data) values ($1, $2, 'messages', now(), now() + interval '1 day', '{\"bundle\":\"duty.risen\"}') returning id",
      [executive.personId, own],
    );
    await owner.query("update messages set mail_id = $1 where id = any ($2)", [
      mail[0]?.id,
      ids.map((row) => row.id),
    ]);
    const letter = await asPerson(executive.personId, mail[0]?.id ?? "");
    assert.ok("subject" in letter && letter.subject.startsWith(mark), JSON.stringify(letter));
  }
});

async function asPerson(personId: string, mailId: string) {
  const composing = {
    mail: { id: mailId, data: { bundle: "duty.risen" } },
    say,
    timeZone: "Asia/Tokyo",
  } as unknown as Composing;
  return asSystem(db, "test", (ctx) =>
    messagesMail.compose({ ...ctx, actor: { ...ctx.actor, personId } } as typeof ctx, composing),
  );
}

test("T-03 a call of an exercise says so; no receiver outside is told of it, unless it tries that out: then with the mark", async () => {
  assert.deepEqual(await deliveriesOf(drill.id), []);
  const rung = await deliveriesOf(loud.id);
  assert.ok(rung.some((one) => one.kind === "clock.hard"));
  const { rows } = await owner.query<{
    id: string;
    dutyId: string;
    callId: string | null;
    kind: string;
    receiverId: string;
    madeAt: string;
  }>(
    `select v.id, v.duty_id as "dutyId", v.call_id as "callId", v.kind, v.receiver_id as "receiverId", v.made_at as "madeAt" from deliveries v
     join duties d on d.id = v.duty_id and d.state = 'open' join calls c on c.id = v.call_id
     where d.subject_id = $1 and v.kind = 'clock.hard' limit 1`,
    [loud.id],
  );
  const receiver = {
    id: rows[0]?.receiverId ?? "",
    companyId: null,
    url: "",
    language: "en" as const,
    tellsCompany: true,
    tellsOnCall: false,
  };
  const made = await asSystem(db, "test", (ctx) =>
    bodyOf(ctx, rows[0] as never, receiver as never, { say, publicUrl: "https://yagura.mihon.example" }),
  );
  assert.ok("body" in made, JSON.stringify(made));
  const { data } = JSON.parse(made.body) as { data: { text: string; exercise?: boolean } };
  assert.ok(data.text.startsWith(mark), data.text);
  assert.equal(data.exercise, true);
  const { rows: listed } = await app.as(office.token)(calls.listCalls, { limit: 100 });
  assert.ok(listed.some((row) => row.isExercise) && listed.some((row) => !row.isExercise));
  const one = listed.find((row) => row.isExercise);
  const shown = await app.as(office.token)(calls.getCall, { id: one?.id ?? "" });
  assert.equal(shown.isExercise, true);
});

test("T-12 a lateral check of an exercise is one: marked to whoever is asked, it raises nothing and stands in no list of what has happened", async () => {
  app.setNow(new Date("2026-06-13T20:00:00Z"));
  const { id, asked } = await app.as(office.token)(lateralChecks.openLateralCheck, {
    issuerUnitId: group.group,
    originalLanguage: "en",
    title: "Locked files",
    why: "Files were locked.",
    look: "Look for the note.",
    translations: {},
    questions: [],
    contact: "",
    rules: [{ kind: "units", unitIds: [sister] }],
    needsAll: false,
    exceptions: [],
    sourceKind: "incident",
    sourceId: drill.id,
    sourceWords: "",
    isSourceTold: false,
    severity: "high",
    dueOn: "2026-06-20",
  });
  assert.equal(asked, 1);
  await pass(new Date("2026-06-13T20:01:00Z"));
  const said = await saidTo(stranger);
  assert.ok(said.length > 0 && said.every((title) => title.startsWith(mark)), said.join("\n"));
  const { rows: owed } = await app.as(stranger.token)(duties.listMyDuties, { kind: "lateral.answer" });
  assert.deepEqual(
    owed.map((row) => row.isExercise),
    [true],
  );
  const memberId = owed[0]?.subjectId ?? "";
  const member = await app.as(stranger.token)(lateralChecks.getLateralMember, { id: memberId });
  assert.equal(member.check.isExercise, true);
  await app.as(stranger.token)(lateralChecks.answerLateralCheck, {
    id: memberId,
    answer: "affected",
    fixedOn: null,
    note: "",
    replies: [],
    entries: [],
    fileIds: [],
    reason: "",
    rowVersion: member.member.rowVersion,
  });
  const check = await app.as(office.token)(lateralChecks.getLateralCheck, { id });
  assert.deepEqual([check.toRaise, check.can.raise], [0, "lateral_check.exercise"]);
  await assert.rejects(
    app.as(office.token)(lateralChecks.raiseLateralFindings, { id, rowVersion: check.rowVersion }),
    (error: AppError) => error.code === "lateral_check.exercise",
  );
  const closed = await app.as(office.token)(lateralChecks.closeLateralCheck, {
    id,
    reason: "",
    rowVersion: check.rowVersion,
  });
  assert.equal(closed.raised, 0);
  assert.deepEqual((await app.as(stranger.token)(findings.listFindings, {})).rows, []);
  const inList = async (isExercise: boolean) =>
    (await app.as(office.token)(lateralChecks.listLateralChecks, { isExercise })).rows.some(
      (row) => row.id === id,
    );
  assert.deepEqual([await inList(false), await inList(true)], [false, true]);
});
