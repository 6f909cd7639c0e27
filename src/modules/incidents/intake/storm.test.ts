// Two true reports are two, whatever they say; and whoever sends many by a link keeps nobody else from being heard.
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Input, Output } from "#core/contract.ts";
import type { AppError } from "#core/errors.ts";
import { asSystem } from "#core/system.ts";
import { handlerOf, testApp } from "#test/app.ts";
import { addUnit, buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";
import { dealWithIntakes } from "./dealing.ts";
import { bitsFor, isRefused, mostPhotoBytesInDay, networkOf, startsWithZeros } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const site = await addUnit(owner, {
  kind: "site",
  code: "C1-S",
  name: "Nagoya plant",
  companyId: own,
  parentId: own,
});
const as = app.as(officer.token);
const start = new Date("2026-06-02T01:00:00Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const deal = (at: Date) => asSystem(db, "test", dealWithIntakes, at);
const refusedWith = (code: string) => (error: AppError) => error.code === code;

async function newLink(unitId: string | null = null): Promise<string> {
  const code = `K7M2${[...randomBytes(4)].map((byte) => "23456789ABCDEFGH"[byte & 15]).join("")}`;
  await owner.query(
    "insert into report_links (company_id, unit_id, code, label, languages, made_at) values ($1, $2, $3, 'Canteen', '{en}', $4)",
    [own, unitId, code, start.toISOString()],
  );
  return code;
}

function solve(task: string, bits: number): string {
  for (let nonce = 0; ; nonce += 1)
    if (startsWithZeros(createHash("sha256").update(`${task}.${nonce}`).digest(), bits)) return String(nonce);
}
const at = <O>(operation: O, address: string, input: unknown) =>
  app.door.perform(
    operation as never,
    handlerOf(operation as never),
    { token: null, from: { agent: null, address }, language: "en" },
    input as never,
  );
const formOf = (code: string, address: string) =>
  at(incidents.readReportLink, address, { code }) as Promise<Output<typeof incidents.readReportLink>>;
type Said = Partial<Input<typeof incidents.sendByLink>>;
type Form = { task: string; bits: number };

function post(code: string, now: Date, address: string, form: Form, said: Said = {}) {
  app.setNow(now);
  const input = {
    code,
    sendingId: randomUUID(),
    secret: randomBytes(32).toString("base64url"),
    task: form.task,
    solution: solve(form.task, form.bits),
    kind: "lost_device" as const,
    what: `A phone was left on a train, ${randomUUID()}`,
    discoveredAt: now.toISOString(),
    zone: "Asia/Tokyo",
    photos: 0,
    ...said,
  };
  return at(incidents.sendByLink, address, input).then(() => input);
}
async function send(code: string, now: Date, address: string, said: Said = {}): Promise<string> {
  app.setNow(new Date(now.getTime() - 40_000));
  const form = await formOf(code, address);
  return (await post(code, now, address, form, said)).sendingId;
}

type Row = { state: string; because: string | null; incidentId: string | null };
const rowOf = async (id: string) =>
  (
    await owner.query<Row>(
      `select state, held_because as because, incident_id as "incidentId" from incident_intakes where id = $1`,
      [id],
    )
  ).rows[0];
/** Rows as if they had come by the link: solving so many takes a test too long. */
const fill = (code: string, count: number, sentAt: Date, marks: "one" | "each") =>
  owner.query(
    `insert into incident_intakes (company_id, link_id, channel, number, state, held_because, kind, what, discovered_at, zone, language, sent_at, sender_hash)
     select l.company_id, l.id, 'link', 'F-' || $1 || $5 || n, 'held', 'burst', 'other', 'x', $3, 'UTC', 'en', $3,
       sha256(convert_to(case $4 when 'one' then 'one' else n::text end, 'UTF8'))
     from report_links l, generate_series(1, $2) n where l.code = $1`,
    [code, count, sentAt.toISOString(), marks, randomUUID().slice(0, 6)],
  );

test("R-18 two people who say the same are two reports, each with its clock; the second says that it may be the same as the first", async () => {
  const code = await newLink();
  const what = "I have lost my telephone on the train";
  const first = await send(code, minutes(0), "192.0.2.1", { what });
  const other = await send(code, minutes(2), "192.0.2.2", { what });
  const contact = { what, name: "Kenji", contact: "090-0000-0000" };
  const named = await send(code, minutes(4), "192.0.2.3", contact);
  const again = await send(code, minutes(6), "192.0.2.4", contact);
  // The same sender: once more, and five hours later, which is another telephone.
  const twice = await send(code, minutes(8), "192.0.2.1", { what, discoveredAt: minutes(1).toISOString() });
  await deal(minutes(9));
  const later = await send(code, minutes(300), "192.0.2.1", { what });
  const elsewhere = await send(await newLink(site), minutes(301), "192.0.2.1", { what });
  await deal(minutes(302));
  const states: (Row | undefined)[] = [];
  for (const id of [first, other, named, again, twice, later, elsewhere]) states.push(await rowOf(id));
  assert.deepEqual(
    states.map((one) => one?.state),
    ["entered", "entered", "entered", "same", "same", "entered", "entered"],
  );
  app.setNow(minutes(303));
  const incidentId = states[1]?.incidentId ?? "";
  const second = await as(incidents.getIncident, { id: incidentId });
  assert.equal(second.duplicateOf?.id, states[0]?.incidentId);
  const { rows } = await owner.query(
    "select from duties where subject_id = $1 and kind = 'incident.report' and state = 'open'",
    [incidentId],
  );
  assert.equal(rows.length, 1);
});

test("many from one sender are held and then refused to them alone; a true report of another becomes an event", async () => {
  const code = await newLink();
  for (let nth = 0; nth < 9; nth += 1) await send(code, minutes(400 + nth / 10), "198.51.100.7");
  await deal(minutes(402));
  const true_ = await send(code, minutes(403), "203.0.113.50");
  await deal(minutes(404));
  assert.deepEqual(await rowOf(true_).then((one) => [one?.state, one?.because]), ["entered", null]);
  // What would be a hundred of theirs.
  const { rows } = await owner.query<{ mark: Buffer }>(
    "select sender_hash as mark from incident_intakes where id = $1",
    [true_],
  );
  await fill(code, 400, minutes(404), "one");
  await owner.query("update incident_intakes set sender_hash = $1 where number like 'F-' || $2 || '%'", [
    rows[0]?.mark,
    code,
  ]);
  await assert.rejects(
    post(code, minutes(406), "203.0.113.50", { ...(await formOf(code, "203.0.113.50")), bits: 19 }),
    refusedWith("rate.limited"),
  );
  const further = await send(code, minutes(407), "203.0.113.51");
  await deal(minutes(408));
  assert.equal((await rowOf(further))?.state, "entered");
});

test("a storm from many places fills no link: whoever has sent nothing today is still taken, and looked through first", async () => {
  const code = await newLink();
  await fill(code, 2500, minutes(499), "each");
  const id = await send(code, minutes(500), "203.0.113.60");
  await deal(minutes(501));
  assert.deepEqual(await rowOf(id).then((one) => [one?.state, one?.because]), ["held", "burst"]);
  const traffic = { sendersInHour: 0, ofSenderInDay: 0, inDay: 2500 };
  assert.deepEqual(
    [traffic, { ...traffic, ofSenderInDay: 1 }, { ...traffic, inDay: 10_000 }].map(isRefused),
    [false, true, true],
  );
});

test("a task of a quiet hour is solved as far as the hour asks in which it is sent; it keeps its age", async () => {
  const code = await newLink();
  app.setNow(minutes(600));
  const form = await formOf(code, "203.0.113.70");
  assert.equal(form.bits, 12);
  await fill(code, 40, minutes(601), "each");
  // A solution that just reaches what was asked for in the quiet hour.
  let nonce = 0;
  for (; ; nonce += 1) {
    const digest = createHash("sha256").update(`${form.task}.${nonce}`).digest();
    if (startsWithZeros(digest, 12) && !startsWithZeros(digest, 13)) break;
  }
  const bits = bitsFor({ sendersInHour: 40, ofSenderInDay: 0, inDay: 40 });
  await assert.rejects(
    post(code, minutes(602), "203.0.113.70", form, { solution: String(nonce) }),
    (error: AppError) => error.code === "report_link.task_further" && error.details.extra?.["bits"] === bits,
  );
  const { sendingId } = await post(code, minutes(602), "203.0.113.70", { ...form, bits });
  assert.equal((await rowOf(sendingId))?.state, "arrived");
});

test("photos of a company have an end in a day; the report itself is taken", async () => {
  const code = await newLink();
  app.setNow(minutes(700));
  const form = await formOf(code, "203.0.113.80");
  const input = await post(code, minutes(701), "203.0.113.80", form, { photos: 1 });
  const { rows } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
     values ($1, sha256('x'), $2, 'image/png', 'x.png', 'incident_sent') returning id`,
    [own, mostPhotoBytesInDay],
  );
  await owner.query(
    "insert into incident_intake_files (intake_id, company_id, file_id, sent_at) values ($1, $2, $3, $4)",
    [input.sendingId, own, rows[0]?.id, minutes(701).toISOString()],
  );
  await assert.rejects(
    at(incidents.addReportPhoto, "203.0.113.80", {
      secret: input.secret,
      name: "x.png",
      sha256: "0".repeat(64),
      sizeBytes: 1,
      mediaType: "image/png",
    }),
    refusedWith("report_status.no_room"),
  );
});

test("one sender is one network, however an address of it is written", () => {
  assert.deepEqual(
    [
      "203.0.113.9",
      "::ffff:203.0.113.9",
      "2001:db8:1:2::1",
      "2001:db8:1:2ff:1:2:3:4",
      "2001:db8::1",
      "fe80::1%eth0",
    ].map(networkOf),
    ["203.0.113.9", "203.0.113.9", "2001:db8:1:0", "2001:db8:1:200", "2001:db8:0:0", "fe80:0:0:0"],
  );
});
