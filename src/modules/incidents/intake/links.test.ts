// A report by a link that a company has put up: who may send, what becomes of it, what is told back; and a storm of false ones.
import assert from "node:assert/strict";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import type { Input, Output } from "#core/contract.ts";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { duties } from "#modules/duties/contract.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { handlerOf, testApp } from "#test/app.ts";
import { addUnit, buildSmallGroup, signedIn } from "#test/factories.ts";
import { readOn } from "#test/read-on.ts";
import { incidents } from "../contract.ts";
import { reachesHead } from "../heading.ts";
import { dealWithIntakes } from "./dealing.ts";
import { lookedAt } from "./looking-now.ts";
import { startsWithZeros } from "./rules.ts";

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
const site = await addUnit(owner, {
  kind: "site",
  code: "C1-S",
  name: "Nagoya plant",
  companyId: own,
  parentId: own,
});
const readers = [reachesHead, lookedAt];
await enrol(db, readers);

const start = new Date("2026-06-02T01:00:00Z");
const minutes = (count: number) => new Date(start.getTime() + count * 60_000);
const secretOf = () => randomBytes(32).toString("base64url");
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const deal = (at: Date) => asSystem(db, "test", dealWithIntakes, at);
const as = app.as(officer.token);

function solve(task: string, bits: number): string {
  for (let nonce = 0; ; nonce += 1)
    if (startsWithZeros(createHash("sha256").update(`${task}.${nonce}`).digest(), bits)) return String(nonce);
}

async function newLink(companyId = own, more: Partial<Input<typeof incidents.makeReportLink>> = {}) {
  const { id } = await app.as(companyId === own ? officer.token : stranger.token)(incidents.makeReportLink, {
    companyId,
    label: "Canteen",
    languages: ["ja", "en"],
    phone: "03-1234-5678",
    ...more,
  });
  const { rows } = await owner.query<{ code: string }>("select code from report_links where id = $1", [id]);
  return { id, code: rows[0]?.code ?? "" };
}

type Sent = Partial<Omit<Input<typeof incidents.sendByLink>, "code">> & {
  address?: string;
  /** Seconds between the opening of the form and its sending. */
  after?: number;
};

/** As a browser does it: the form, its task, some time, then the report. */
async function send(code: string, at: Date, { address = "203.0.113.9", after = 40, ...said }: Sent = {}) {
  app.setNow(at);
  const form = (await app.door.perform(
    incidents.readReportLink,
    handlerOf(incidents.readReportLink),
    { token: null, from: { agent: null, address }, language: "en" },
    { code },
  )) as Output<typeof incidents.readReportLink>;
  app.setNow(new Date(at.getTime() + after * 1000));
  const input = {
    code,
    sendingId: randomUUID(),
    secret: secretOf(),
    task: form.task,
    solution: solve(form.task, form.bits),
    kind: "lost_device" as const,
    what: `A phone was left on a train, ${randomUUID()}`,
    discoveredAt: at.toISOString(),
    zone: "Asia/Tokyo",
    photos: 0,
    ...said,
  };
  const answer = await sendAgain(input, address);
  return { input, answer };
}
const sendAgain = (input: Input<typeof incidents.sendByLink>, address = "203.0.113.9") =>
  app.door.perform(
    incidents.sendByLink,
    handlerOf(incidents.sendByLink),
    { token: null, from: { agent: null, address }, language: "en" },
    input,
  ) as Promise<{ number: string; companyName: string; phone: string }>;

const rowOf = async (id: string) =>
  (
    await owner.query<{
      state: string;
      heldBecause: string | null;
      incidentId: string | null;
      number: string;
    }>(
      `select state, held_because as "heldBecause", incident_id as "incidentId", number from incident_intakes where id = $1`,
      [id],
    )
  ).rows[0];
const rowsOf = async (ids: readonly string[]) =>
  (
    await owner.query<{ state: string; heldBecause: string | null }>(
      `select k.state, k.held_because as "heldBecause" from unnest($1::uuid[]) with ordinality as g (id, nth)
       join incident_intakes k on k.id = g.id order by g.nth`,
      [ids],
    )
  ).rows;
const dutiesOf = async (id: string | null | undefined) =>
  (
    await owner.query<{ kind: string; state: string }>(
      "select kind, state from duties where subject_id = $1 order by kind",
      [id],
    )
  ).rows.map((one) => `${one.kind} ${one.state}`);

test("R-18 a report by a link reaches the company at once and headquarters only once the company has judged it; its 24 hours run from discovery", async () => {
  app.setNow(start);
  const { code } = await newLink(own, { unitId: site });
  const { input, answer } = await send(code, start, {
    kind: "ransomware",
    answers: { spreading: "yes" },
    name: "Kenji",
    contact: "090-0000-0000",
  });
  assert.match(answer.number, /^R-[2-9A-Z]{6}$/);
  assert.deepEqual([answer.companyName, answer.phone], ["Own Ltd.", "03-1234-5678"]);
  await deal(minutes(1));
  const row = await rowOf(input.sendingId);
  assert.equal(row?.state, "entered");
  // Neither the head nor the group office is asked, however grave it may be.
  assert.deepEqual(await dutiesOf(row?.incidentId), ["incident.look_at_now open", "incident.report open"]);
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), minutes(10 * 60));
  const { rows: asked } = await owner.query<{ level: number }>(
    "select level from duties where subject_id = $1 and kind = 'incident.look_at_now'",
    [row?.incidentId],
  );
  assert.equal(asked[0]?.level, 2, "it rises to the company's executive and no further");
  assert.deepEqual((await app.as(office.token)(duties.listMyDuties, {})).rows, []);
  app.setNow(minutes(30));
  const whole = await as(incidents.getIncident, { id: row?.incidentId ?? "" });
  assert.equal(whole.channel, "link");
  assert.equal(whole.unitName, "Nagoya plant");
  assert.match(whole.reporterName ?? "", /Kenji · 090-0000-0000/);
  assert.equal(whole.reportDueAt, "2026-06-03T01:00:00.000Z");
  await as(incidents.judgeIncident, {
    id: whole.id,
    as: "incident",
    because: "Seen on site",
    rowVersion: whole.rowVersion,
  });
  await readOn(db, owner, readers);
  const after = await dutiesOf(whole.id);
  assert.ok(after.includes("incident.look_at_now done"), after.join());
  assert.ok(after.includes("incident.report done"), after.join());
  // Somebody who is known stands for it now: it asks for whoever takes charge.
  assert.ok(after.includes("incident.respond_now open"), after.join());
});

test("R-18 the poster of a link is a page in each of its languages, and none of one that is over", async () => {
  app.setNow(start);
  const { id } = await newLink(own, { unitId: site });
  for (const language of ["ja", "en", "zh"] as const) {
    const content = contentOf(await as(incidents.getReportPoster, { id, language }));
    const pdf = (await content?.open()) as Buffer;
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    if (process.env["POSTERS"]) writeFileSync(`/tmp/poster-${language}.pdf`, pdf);
  }
  await as(incidents.revokeReportLink, { id, rowVersion: 1 });
  await assert.rejects(
    as(incidents.getReportPoster, { id, language: "ja" }),
    refusedWith("report_link.over"),
  );
});

test("R-18 a link that is renewed, revoked, over or another's opens the same nothing", async () => {
  app.setNow(start);
  const link = await newLink();
  const gone = async (code: string) =>
    assert.rejects(app.as(null)(incidents.readReportLink, { code }), refusedWith("report_link.not_valid"));
  const form = await app.as(null)(incidents.readReportLink, { code: link.code.toLowerCase() });
  assert.equal(form.companyName, "Own Ltd.");
  const { rowVersion } = await as(incidents.renewReportLink, { id: link.id, rowVersion: 1 });
  await gone(link.code);
  const { rows } = await owner.query<{ code: string }>("select code from report_links where id = $1", [
    link.id,
  ]);
  const renewed = rows[0]?.code ?? "";
  await app.as(null)(incidents.readReportLink, { code: `${renewed.slice(0, 4)}-${renewed.slice(4)}` });
  await as(incidents.revokeReportLink, { id: link.id, rowVersion });
  await gone(renewed);
  await gone("K7M2QXAB");
  const dated = await newLink(own, { validTo: "2026-06-10" });
  app.setNow(new Date("2026-06-11T01:00:00Z"));
  await gone(dated.code);
  app.setNow(start);
  await assert.rejects(
    app.as(stranger.token)(incidents.revokeReportLink, { id: dated.id, rowVersion: 1 }),
    refusedWith("report_link.not_found"),
  );
  const seen = await app.as(stranger.token)(incidents.listReportLinks, {});
  assert.deepEqual(seen.rows, []);
});

test("R-18 a report that is sent again is one; a task is solved for one report, of this link, on this day", async () => {
  const { code } = await newLink();
  const other = await newLink();
  const { input, answer } = await send(code, start);
  assert.deepEqual(await sendAgain(input), answer);
  // Solved as far as any hour may ask: what is wrong with it is that it was used.
  const solution = solve(input.task, 19);
  const again = { ...input, solution, sendingId: randomUUID(), secret: secretOf() };
  await assert.rejects(sendAgain(again), refusedWith("report_link.task_over"));
  await assert.rejects(sendAgain({ ...input, secret: secretOf() }), refusedWith("report_link.task_over"));
  await assert.rejects(sendAgain({ ...again, code: other.code }), refusedWith("report_link.task_over"));
  await assert.rejects(
    sendAgain({ ...again, task: `${input.task.slice(0, -4)}AAAA` }),
    refusedWith("report_link.task_over"),
  );
  const fresh = await app.as(null)(incidents.readReportLink, { code });
  await assert.rejects(
    sendAgain({ ...again, task: fresh.task, solution: "no" }),
    refusedWith("report_link.task_not_solved"),
  );
  app.setNow(minutes(13 * 60));
  await assert.rejects(
    sendAgain({ ...again, task: fresh.task, solution: solve(fresh.task, fresh.bits) }),
    refusedWith("report_link.task_over"),
  );
});

test("R-18 what no person filled in, and a storm, are put aside: ten are told one by one, what comes beyond once; the true one among them is taken up with its clock", async () => {
  const { code } = await newLink(sister);
  const at = minutes(60);
  const trapped = await send(code, at, { website: "http://buy.example", address: "198.51.100.1" });
  const hasty = await send(code, at, { after: 1, address: "198.51.100.2" });
  const linked = await send(code, at, {
    what: "www.a.example www.b.example http://c.example https://d.example",
    address: "198.51.100.3",
  });
  await deal(minutes(61));
  assert.deepEqual(
    (await rowsOf([trapped, hasty, linked].map(({ input }) => input.sendingId))).map(
      (one) => one.heldBecause,
    ),
    ["trap", "too_fast", "links"],
  );
  const storm: string[] = [];
  for (let nth = 0; nth < 12; nth += 1) {
    const { input } = await send(code, minutes(62), { address: `198.51.100.${20 + nth}` });
    storm.push(input.sendingId);
  }
  await deal(minutes(63));
  const states = (await rowsOf(storm)).map((one) => one.state);
  assert.ok(states.filter((state) => state === "held").length >= 6, states.join());
  const { rows } = await owner.query<{ isListed: boolean; dueAt: Date; ringsFrom: Date | null }>(
    `select subject_id = company_id as "isListed", due_at as "dueAt", rings_from as "ringsFrom" from duties
     where kind = 'incident.look_through' and company_id = $1 and state = 'open' order by 1`,
    [sister],
  );
  const held = 3 + states.filter((state) => state === "held").length;
  assert.deepEqual(
    rows.map((row) => row.isListed),
    [...Array<boolean>(Math.min(10, held)).fill(false), ...(held > 10 ? [true] : [])],
  );
  // Of each the 24 hours from its own discovery; a lost phone rings at no night.
  assert.equal(rows[0]?.dueAt.toISOString(), minutes(60 + 24 * 60).toISOString());
  assert.ok(rows.every((row) => row.ringsFrom === null));
  app.setNow(minutes(90));
  const mine = app.as(stranger.token);
  const waiting = await mine(incidents.listIntakes, { view: "waiting" });
  const taken = waiting.rows.find((one) => one.id === hasty.input.sendingId);
  assert.ok(taken);
  const entered = await mine(incidents.enterIntake, {
    id: taken.id,
    kind: "malware",
    rowVersion: taken.rowVersion,
  });
  const incident = await mine(incidents.getIncident, { id: entered.incidentId });
  assert.deepEqual([incident.kind, incident.reportDueAt], ["malware", minutes(60 + 24 * 60).toISOString()]);
  await assert.rejects(
    mine(incidents.enterIntake, { id: taken.id, kind: "malware", rowVersion: taken.rowVersion }),
    refusedWith("incident_intake.changed_meanwhile"),
  );
  for (const one of waiting.rows.filter((row) => row.id !== taken.id))
    await mine(incidents.setIntakeAside, { id: one.id, because: "Advertising", rowVersion: one.rowVersion });
  const { rows: left } = await owner.query(
    "select from duties where kind = 'incident.look_through' and company_id = $1 and state = 'open'",
    [sister],
  );
  assert.equal(left.length, 0);
  await assert.rejects(
    as(incidents.listIntakes, { view: "all", companyId: sister }),
    refusedWith("company.not_found"),
  );
  const mineToSee = await as(incidents.listIntakes, { view: "all" });
  assert.ok(mineToSee.rows.every((one) => one.companyId === own));
  await assert.rejects(as(incidents.getIntake, { id: taken.id }), refusedWith("incident_intake.not_found"));
});

test("R-18 what is held and may be grave rings at once, one after the other no more than once an hour; in its last hours if nobody has looked", async () => {
  const { code } = await newLink();
  const held = async (at: Date, address: string, said: Sent = {}) => {
    const { input } = await send(code, at, {
      kind: "ransomware",
      website: "http://buy.example",
      address,
      ...said,
    });
    await deal(new Date(at.getTime() + 60_000));
    const { rows } = await owner.query<{ startsAt: Date; dueAt: Date; ringsFrom: Date | null }>(
      `select starts_at as "startsAt", due_at as "dueAt", rings_from as "ringsFrom" from duties
       where kind = 'incident.look_through' and subject_id = $1 and state = 'open'`,
      [input.sendingId],
    );
    assert.equal(rows.length, 1);
    return { id: input.sendingId, ...rows[0] };
  };
  const night = minutes(5 * 24 * 60 + 14 * 60);
  const after = (count: number) => new Date(night.getTime() + count * 60_000);
  const first = await held(night, "198.51.100.60", { discoveredAt: after(-120).toISOString() });
  assert.deepEqual(
    [first.startsAt, first.dueAt, first.ringsFrom],
    [after(-120), after(22 * 60), after(1)],
    "24 hours from discovery",
  );
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), after(2));
  const { rows: called } = await owner.query<{ level: number }>(
    "select c.level from calls c join duties d on d.id = c.duty_id where d.subject_id = $1 and c.state = 'open'",
    [first.id],
  );
  assert.deepEqual(called, [{ level: 0 }]);
  const second = await held(after(20), "198.51.100.61");
  assert.equal(second.ringsFrom?.toISOString(), after(20 + 18 * 60).toISOString());
  const third = await held(after(90), "198.51.100.62");
  assert.equal(third.ringsFrom?.toISOString(), after(91).toISOString());
  // Discovered long ago by what was said: four hours are left to look at it.
  const old = await held(after(300), "198.51.100.63", { discoveredAt: minutes(60).toISOString() });
  assert.equal(old.dueAt?.toISOString(), new Date(after(300 + 4 * 60).getTime() + 40_000).toISOString());
  app.setNow(after(310));
  const { rows } = await as(incidents.listIntakes, { view: "waiting" });
  for (const one of rows)
    await as(incidents.setIntakeAside, { id: one.id, because: "A test", rowVersion: one.rowVersion });
  const { rows: left } = await owner.query(
    "select from duties where kind = 'incident.look_through' and company_id = $1 and state = 'open'",
    [own],
  );
  assert.equal(left.length, 0);
});

test("R-18 the same words of the same sender are one report; from one sender no more than a few at a time become events", async () => {
  const { code } = await newLink();
  const what = "The door of the server room stood open all night";
  const first = await send(code, minutes(200), { kind: "physical", what, address: "192.0.2.1" });
  const second = await send(code, minutes(203), {
    kind: "physical",
    what: "the door of the SERVER room  stood open, all night!",
    address: "192.0.2.1",
  });
  await deal(minutes(204));
  assert.equal((await rowOf(first.input.sendingId))?.state, "entered");
  assert.equal((await rowOf(second.input.sendingId))?.state, "same");
  app.setNow(minutes(205));
  const listed = await as(incidents.listIntakes, { view: "entered" });
  assert.equal(listed.rows.find((one) => one.id === first.input.sendingId)?.alike, 1);
  const ids: string[] = [];
  for (let nth = 0; nth < 5; nth += 1)
    ids.push((await send(code, minutes(240), { address: "192.0.2.77" })).input.sendingId);
  await deal(minutes(241));
  const states = (await rowsOf(ids)).map((one) => one.heldBecause);
  assert.ok(states.filter((one) => one === "same_sender").length >= 2, states.join());
});

test("R-18 whoever has the secret sees a word of how far it is and what is asked, answers, and nobody else sees anything", async () => {
  const { code } = await newLink();
  const { input, answer } = await send(code, minutes(300), { address: "192.0.2.200" });
  const door = app.as(null);
  const look = () => door(incidents.readReportStatus, { secret: input.secret });
  assert.deepEqual(
    [(await look()).state, (await look()).number, (await look()).companyName],
    ["waiting", answer.number, "Own Ltd."],
  );
  await assert.rejects(
    door(incidents.readReportStatus, { secret: secretOf() }),
    refusedWith("report_status.not_valid"),
  );
  await deal(minutes(301));
  assert.equal((await look()).state, "with_company");
  const { incidentId } = (await rowOf(input.sendingId)) ?? {};
  await as(incidents.askSender, { id: input.sendingId, said: "Which train was it?" });
  const { words } = await look();
  assert.deepEqual(
    words.map((one) => [one.isMine, one.said, Object.keys(one).sort().join()]),
    [[false, "Which train was it?", "at,id,isMine,said"]],
  );
  const wordsId = randomUUID();
  for (let twice = 0; twice < 2; twice += 1)
    await door(incidents.addToSentReport, { secret: input.secret, wordsId, said: "The 18:03 to Nagoya" });
  await deal(minutes(302));
  assert.deepEqual(await dutiesOf(input.sendingId), ["incident.read_words open"]);
  const whole = await as(incidents.getIntake, { id: input.sendingId });
  assert.deepEqual(
    whole.words.map((one) => [one.isSenders, one.said]),
    [
      [false, "Which train was it?"],
      [true, "The 18:03 to Nagoya"],
    ],
  );
  await as(incidents.readSenderWords, { id: input.sendingId });
  assert.deepEqual(await dutiesOf(input.sendingId), ["incident.read_words done"]);
  // Of a confidential case its report is seen by those on its list alone; the sender sees the same word as before.
  await owner.query("update incidents set is_confidential = true where id = $1", [incidentId]);
  await assert.rejects(
    as(incidents.getIntake, { id: input.sendingId }),
    refusedWith("incident_intake.not_found"),
  );
  assert.equal((await look()).state, "with_company");
});

test("R-18 photos: pictures alone, five of them, kept apart until somebody of the company keeps them with the incident", async () => {
  const { code } = await newLink();
  const { input } = await send(code, minutes(400), { address: "192.0.2.201", photos: 2 });
  app.setNow(minutes(401));
  const server = await app.server();
  const post = async (content: Buffer | string, name: string, secret = input.secret) => {
    const form = new FormData();
    form.append("secret", secret);
    form.append("file", new Blob([new Uint8Array(Buffer.from(content))]), name);
    const request = new Request("http://x", { method: "POST", body: form });
    const reply = await server.inject({
      method: "POST",
      url: "/api/report-status/photos",
      payload: Buffer.from(await request.arrayBuffer()),
      headers: { "content-type": request.headers.get("content-type") ?? "", "x-yagura": "1" },
    });
    return { status: reply.statusCode, body: reply.json() as { code?: string; photos?: number } };
  };
  const png = (extra: string) =>
    Buffer.concat([
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      ),
      Buffer.from(extra),
    ]);
  assert.deepEqual((await post(png("a"), "../door.png")).body, { photos: 1 });
  for (const [content, name] of [
    ["<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.png"],
    ["%PDF-1.7 not a picture", "b.jpg"],
    ["MZ\u0000\u0000 a program", "c.webp"],
  ] as const)
    assert.equal((await post(content, name)).body.code, "report_status.no_photo");
  assert.equal((await post(png("a"), "x.png", secretOf())).body.code, "report_status.not_valid");
  assert.equal((await post(Buffer.alloc(11 * 1_048_576, 1), "big.png")).status, 413);
  for (let nth = 2; nth <= 5; nth += 1)
    assert.equal((await post(png(String(nth)), "x.png")).body.photos, nth);
  assert.equal((await post(png("6"), "x.png")).body.code, "report_status.photos_full");
  await server.close();
  await deal(minutes(402));
  app.setNow(minutes(403));
  const whole = await as(incidents.getIntake, { id: input.sendingId });
  assert.equal(whole.unlooked, 5);
  assert.ok(whole.files.every((one) => one.mediaType === "image/png" && one.isKept === null));
  const incident = () => as(incidents.getIncident, { id: whole.incidentId ?? "" });
  assert.deepEqual((await incident()).files, []);
  const [first, ...rest] = whole.files.map((one) => one.id);
  await as(incidents.judgeIntakeFiles, { id: whole.id, fileIds: [first ?? ""], isKept: true });
  await as(incidents.judgeIntakeFiles, { id: whole.id, fileIds: rest, isKept: false });
  assert.deepEqual(
    (await incident()).files.map((one) => one.id),
    [first],
  );
  await assert.rejects(
    as(incidents.judgeIntakeFiles, { id: whole.id, fileIds: [first ?? ""], isKept: false }),
    refusedWith("incident_intake.files_looked_at_already"),
  );
});
