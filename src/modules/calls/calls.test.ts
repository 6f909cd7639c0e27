// Calls of hard clocks, from the duty's clock over the trail to a real receiver over http and back, with signatures looked
// at by the library that receivers use.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { textFolders } from "#app/text-folders.ts";
import type { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import type { Log } from "#core/log.ts";
import { useOutgoing } from "#core/net/outgoing.ts";
import { asSystem } from "#core/system.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { passOnCalls } from "#modules/duties/calls.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { openDuty } from "#modules/duties/service.ts";
import { messages } from "#modules/messages/contract.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { testApp } from "#test/app.ts";
import { readOn } from "#test/read-on.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { testWith } from "#test/settings.ts";
import { until } from "#test/until.ts";
import { calls } from "./contract.ts";
import { expireDeliveries } from "./expiring.ts";
import { receiversTold } from "./making.ts";
import { startDeliverer } from "./sender.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const app = await testApp();
const { owner, url } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
await signedIn(owner, { companyId: own, role: "company_executive" });
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer" });
await enrol(db, [messageMaker, receiversTold]);

type Got = { headers: Record<string, string>; body: string; path: string };
type Answer = (got: Got, response: ServerResponse) => void;
/** A receiver over real http: keeps what came, answers as told. */
async function receiverServer(answer: Answer = (_got, response) => response.writeHead(204).end()) {
  const arrived: Got[] = [];
  const state = { answer };
  const server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const got = {
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
        path: request.url ?? "",
      };
      arrived.push(got);
      state.answer(got, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atTheEnd(async () => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { arrived, state, port, url: `http://127.0.0.1:${port}/hook` };
}

const test = testWith({ outgoing: ["127.0.0.1"] });

const deliverer = await startDeliverer({
  url,
  db,
  texts: loadTexts(textFolders),
  publicUrl: "https://yagura.mihon.example",
  log: quiet,
  patience: () => 0,
  answerMs: 1000,
});
atTheEnd(() => deliverer.close());

const plain = { kinds: ["clock.hard" as const], language: "en" as const, tellsCompany: false };
const addTo = (address: string, more: object = {}) =>
  app.as(office.token)(calls.addReceiver, {
    companyId: null,
    name: "On-call",
    url: address,
    ...plain,
    ...more,
  });
/** The next time of the clock and of the trail. */
async function pass(now: Date): Promise<void> {
  await asSystem(db, "test", (ctx) => advanceDuties(ctx), now);
  await asSystem(db, "test", (ctx) => passOnCalls(ctx), now);
  await readOn(db, owner, [messageMaker, receiversTold]);
  deliverer.wake();
}
const hour = 3_600_000;
const day = 24 * hour;

async function openAt(companyId: string, dueOn: string): Promise<string> {
  const subjectId = crypto.randomUUID();
  await asSystem(
    db,
    "test",
    (ctx) =>
      openDuty(ctx, {
        kind: "inspection.answer",
        subjectKind: "inspection",
        subjectId,
        companyId,
        permission: "inspection.answer",
        dueOn,
      }),
    new Date("2026-05-01T00:00:00Z"),
  );
  const { rows } = await owner.query("select id from duties where subject_id = $1", [subjectId]);
  return rows[0].id as string;
}
const callsOf = async (dutyId: string) =>
  (
    await owner.query("select id, level, nth, state from calls where duty_id = $1 order by opened_at, nth", [
      dutyId,
    ])
  ).rows;
const states = async (dutyId: string) =>
  (await callsOf(dutyId)).map(({ level, nth, state }) => `${level}.${nth} ${state}`);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
/** Four days after the due day, at ten in Tokyo: the division has been told. */
const atDivision = new Date("2026-06-14T01:00:00Z");
const dueOn = "2026-06-10";

test("a hard clock is told to a receiver, signed and idempotent, naming no more than was allowed", async () => {
  const server = await receiverServer();
  const told = await receiverServer();
  const { id, secret } = await addTo(server.url);
  await addTo(told.url, { tellsCompany: true, language: "ja", name: "Tells" });
  const duty = await openAt(own, dueOn);
  await pass(atDivision);
  assert.deepEqual(await states(duty), ["3.1 open"]);
  await until("both were told", async () => (server.arrived.length && told.arrived.length) || undefined);
  const [got] = server.arrived;
  assert.ok(got);
  const said = new Webhook(secret).verify(got.body, got.headers) as Record<string, unknown>;
  const [call] = await callsOf(duty);
  assert.deepEqual(said["type"], "clock.hard");
  const { rows } = await owner.query("select code from units where id = $1", [own]);
  assert.ok(!got.body.includes(rows[0].code), "no company is named");
  assert.deepEqual(Object.keys(said["data"] as object).sort(), [
    "acknowledgeUrl",
    "answerBy",
    "dueAt",
    "id",
    "text",
    "url",
  ]);
  assert.equal((said["data"] as { url: string }).url, `https://yagura.mihon.example/calls/${call.id}`);
  assert.equal((said["data"] as { id: string }).id, call.id);
  const other = JSON.parse(told.arrived[0]?.body ?? "{}");
  assert.equal(other.data.company, rows[0].code);
  assert.match(other.data.text, /厳守の期限/);
  const made = await until("it is noted as sent", async () => {
    const { rows } = await owner.query("select * from deliveries where receiver_id = $1 and state = 'sent'", [
      id,
    ]);
    return rows.length > 0 ? rows : undefined;
  });
  assert.equal(got.headers["webhook-id"], made[0].id);
  assert.equal(made[0].status, 204);
  await owner.query("update receivers set removed_at = now(), secret = null, is_on = false");
  await owner.query("update duties set state = 'done', closed_at = now(), next_at = null where id = $1", [
    duty,
  ]);
});

test("a receiver that is set so is told whom to ring, with the number of this moment; another is not", async () => {
  const [rings, plainly] = [await receiverServer(), await receiverServer()];
  await addTo(rings.url, { tellsOnCall: true, name: "Telephones" });
  await addTo(plainly.url);
  await owner.query("insert into on_call_kinds (kind, purpose) values ('inspection.answer', 'incident')");
  const { rows } = await owner.query(
    `with roster as (insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes)
       select id, company_id, 'Desk', 'Asia/Tokyo', '{incident}' from units where id = $1 returning id, unit_id),
     turn as (insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at)
       select id, unit_id, 1, $2, now() - interval '1 day', now() + interval '1 day' from roster)
     insert into on_call_contacts (person_id, company_id, telephone, remark) values ($2, $3, '+81 3-0000-0101', 'Ring twice') returning telephone`,
    [group.divisions.one, secretary.personId, parent],
  );
  const duty = await openAt(own, dueOn);
  await pass(atDivision);
  await until("both were told", async () => (rings.arrived.length && plainly.arrived.length) || undefined);
  const [told] = JSON.parse(rings.arrived[0]?.body ?? "{}").data.onCall;
  assert.deepEqual([told.tier, told.telephone, told.remark], [1, rows[0].telephone, "Ring twice"]);
  assert.ok(!plainly.arrived[0]?.body.includes("0000-0101"), "the number stays inside");
  await owner.query(
    "update receivers set removed_at = now(), secret = null, is_on = false where removed_at is null",
  );
  await owner.query("update duties set state = 'done', closed_at = now(), next_at = null where id = $1", [
    duty,
  ]);
  await owner.query("delete from on_call_kinds where kind = 'inspection.answer'");
});

test("what nobody acknowledges rises to the next and is asked three times there; all of it is seen", async () => {
  const duty = await openAt(own, dueOn);
  await pass(atDivision);
  await pass(new Date(atDivision.getTime() + day + 1));
  assert.deepEqual(await states(duty), ["3.1 risen", "4.1 open"]);
  const { rows } = await owner.query("select level from duties where id = $1", [duty]);
  assert.equal(rows[0].level, 4);
  // The day of its way on which it would have risen by itself does not lower it, nor ask twice.
  await pass(new Date(atDivision.getTime() + 2 * day + 2));
  assert.deepEqual(await states(duty), ["3.1 risen", "4.1 unanswered", "4.2 open"]);
  await pass(new Date(atDivision.getTime() + 3 * day + 3));
  await pass(new Date(atDivision.getTime() + 4 * day + 4));
  await pass(new Date(atDivision.getTime() + 5 * day + 5));
  assert.deepEqual(await states(duty), ["3.1 risen", "4.1 unanswered", "4.2 unanswered", "4.3 unanswered"]);
  const last = (await callsOf(duty)).at(-1);
  const seen = await app.as(office.token)(calls.getCall, { id: last.id });
  assert.equal(seen.rounds.length, 4);
  assert.equal(seen.offBecause, "call.over");
  assert.ok(seen.told.some((one) => one.channel === "inbox" && one.level === 4 && one.name));
  const { rows: inbox } = await owner.query(
    "select kind, count(*)::int as n from messages where duty_id = $1 and person_id = $2 group by kind order by kind",
    [duty, office.personId],
  );
  assert.deepEqual(inbox, [
    { kind: "duty.risen", n: 1 },
    { kind: "duty.unanswered", n: 3 },
  ]);
});

test("a person acknowledges through the message's link: nobody else is called, and the duty stays open", async () => {
  const duty = await openAt(own, dueOn);
  await pass(atDivision);
  const [call] = await callsOf(duty);
  const { rows } = await owner.query(
    "select id from messages where duty_id = $1 and person_id = $2 and kind = 'duty.risen'",
    [duty, secretary.personId],
  );
  const opened = await app.as(secretary.token)(messages.openMessage, { id: rows[0].id });
  assert.equal(opened.path, `/calls/${call.id}`);
  // The company sees it, and is not who is asked; others do not know of it.
  const ofCompany = await app.as(officer.token)(calls.getCall, { id: call.id });
  assert.equal(ofCompany.offBecause, "call.notAsked");
  assert.ok(ofCompany.told.every((one) => one.name === null || one.channel === "inbox"));
  await assert.rejects(
    app.as(officer.token)(calls.acknowledgeCall, { id: call.id }),
    refusedWith("call.not_asked"),
  );
  await assert.rejects(app.as(stranger.token)(calls.getCall, { id: call.id }), refusedWith("call.not_found"));
  await assert.rejects(
    app.as(stranger.token)(calls.acknowledgeCall, { id: call.id }),
    refusedWith("call.not_found"),
  );
  await app.as(secretary.token)(calls.acknowledgeCall, { id: call.id });
  await assert.rejects(
    app.as(office.token)(calls.acknowledgeCall, { id: call.id }),
    refusedWith("call.over"),
  );
  await pass(new Date(atDivision.getTime() + day + 1));
  assert.deepEqual(await states(duty), ["3.1 acknowledged"]);
  const seen = await app.as(officer.token)(calls.getCall, { id: call.id });
  assert.ok(seen.rounds[0]?.acknowledgedBy);
  assert.equal(seen.isDutyOpen, true);
});

test("a receiver acknowledges by its own signed call, by either secret while both count, and by no other", async () => {
  const server = await receiverServer();
  const { id, secret, rowVersion } = await addTo(server.url);
  const changed = await app.as(office.token)(calls.changeReceiverSecret, {
    id,
    rowVersion,
    overlapHours: 24,
  });
  const duty = await openAt(own, dueOn);
  await pass(atDivision);
  await until("it was told", async () => server.arrived.length || undefined);
  const [got] = server.arrived;
  assert.ok(got);
  // Signed by both: whichever the receiver has opens it.
  for (const one of [secret, changed.secret]) assert.ok(new Webhook(one).verify(got.body, got.headers));
  const [call] = await callsOf(duty);
  const api = await app.server();
  const answer = (signedBy: string, payload: object, at = new Date()) => {
    const body = JSON.stringify(payload);
    return api.inject({
      method: "POST",
      url: `/api/receivers/${id}/acknowledgements`,
      headers: {
        "content-type": "application/json",
        "webhook-id": "ack-1",
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(signedBy).sign("ack-1", at, body),
      },
      payload: body,
    });
  };
  const word = { type: "clock.acknowledged", data: { id: call.id, by: "Night shift" } };
  assert.equal((await answer(`whsec_${btoa("x".repeat(32))}`, word)).statusCode, 403);
  assert.equal((await answer(secret, word, new Date(Date.now() - 10 * 60_000))).statusCode, 403);
  assert.equal((await answer(secret, { type: "other" })).statusCode, 400);
  assert.equal(
    (await answer(secret, { type: "clock.acknowledged", data: { id: crypto.randomUUID() } })).statusCode,
    404,
  );
  assert.deepEqual(await states(duty), ["3.1 open"]);
  const taken = await answer(secret, word);
  assert.deepEqual([taken.statusCode, taken.json()], [200, { state: "acknowledged" }]);
  assert.deepEqual((await answer(changed.secret, word)).json(), { state: "over" });
  const seen = await app.as(office.token)(calls.getCall, { id: call.id });
  assert.equal(seen.rounds[0]?.acknowledgedBy, "On-call: Night shift");
  assert.ok(seen.told.some((one) => one.channel === "receiver" && one.name === "On-call"));
  // After the overlap the one before counts no more, and is forgotten.
  await owner.query("update receivers set secret_before_until = now() - interval '1 second' where id = $1", [
    id,
  ]);
  assert.equal((await answer(secret, word)).statusCode, 403);
  await asSystem(db, "test", async (ctx) => void (await expireDeliveries.run(ctx)));
  const { rows } = await owner.query("select secret_before from receivers where id = $1", [id]);
  assert.equal(rows[0].secret_before, null);
  await app.as(office.token)(calls.removeReceiver, { id, rowVersion: changed.rowVersion });
  assert.equal((await answer(changed.secret, word)).statusCode, 403);
  await api.close();
});

test("one that is broken is tried again under the same webhook-id; a redirect is not followed; 410 ends it", async () => {
  const elsewhere = await receiverServer();
  const server = await receiverServer();
  const { id } = await addTo(server.url);
  const answers = [
    (response: ServerResponse) => response.writeHead(503).end("x".repeat(100)),
    (response: ServerResponse) => response.writeHead(302, { location: elsewhere.url }).end(),
    // No answer at all: given up after a while.
    () => undefined,
    (response: ServerResponse) => response.writeHead(200).end("{}"),
  ];
  server.state.answer = (_got, response) => answers[server.arrived.length - 1]?.(response);
  const { id: delivery } = await app.as(office.token)(calls.testReceiver, { id });
  deliverer.wake();
  await until(
    "it arrived in the end",
    async () => {
      deliverer.wake();
      const { rows } = await app.as(office.token)(calls.listDeliveries, { id });
      return rows[0]?.state === "sent" || undefined;
    },
    20_000,
  );
  assert.equal(server.arrived.length, 4);
  assert.deepEqual([...new Set(server.arrived.map((one) => one.headers["webhook-id"]))], [delivery]);
  assert.equal(elsewhere.arrived.length, 0);
  server.state.answer = (_got, response) => response.writeHead(410).end();
  await app.as(office.token)(calls.testReceiver, { id });
  await until("410 ends it", async () => {
    deliverer.wake();
    const { rows } = await app.as(office.token)(calls.listDeliveries, { id, state: "failed" });
    return rows[0]?.problem === "receiver.gone" || undefined;
  });
  const { rows } = await app.as(office.token)(calls.listDeliveries, { id, state: "failed" });
  server.state.answer = (_got, response) => response.writeHead(200).end();
  await app.as(office.token)(calls.retryDelivery, { id: rows[0]?.id ?? "" });
  await until("retried by hand it arrives", async () => {
    deliverer.wake();
    const { rows: sent } = await app.as(office.token)(calls.listDeliveries, { id, state: "sent" });
    return sent.length === 2 || undefined;
  });
  await assert.rejects(
    app.as(office.token)(calls.retryDelivery, { id: rows[0]?.id ?? "" }),
    refusedWith("receiver.delivery_done"),
  );
});

test("private addresses are refused when they are typed and when they are called, whatever a name said before", async () => {
  const server = await receiverServer();
  const local = `http://localhost:${server.port}/hook`;
  useOutgoing(["localhost"]);
  const { id } = await addTo(local);
  // The name was allowed when it was entered; it is looked at again at every call.
  useOutgoing([]);
  for (const address of [
    "https://127.0.0.1/",
    "https://169.254.169.254/",
    "https://[::1]/",
    "https://10.0.0.1/x",
  ])
    await assert.rejects(addTo(address), refusedWith("outgoing.private_address"));
  await assert.rejects(addTo("http://example.com/"), refusedWith("outgoing.plain_http"));
  await owner.query("update receivers set url = $2 where id = $1", [
    id,
    `https://localhost:${server.port}/hook`,
  ]);
  await app.as(office.token)(calls.testReceiver, { id });
  const problem = await until("it is refused", async () => {
    deliverer.wake();
    const { rows } = await app.as(office.token)(calls.listDeliveries, { id });
    return rows[0]?.problem ?? undefined;
  });
  assert.equal(problem, "outgoing.private_address");
  assert.equal(server.arrived.length, 0);
  const { rows } = await app.as(office.token)(calls.listReceivers, {});
  assert.equal(rows.find((one) => one.id === id)?.problem, "outgoing.private_address");
});

test("a company's receiver is told of its own company alone, set up by its own officer, and speaks for nobody above", async () => {
  const server = await receiverServer();
  const { id, secret } = await app.as(officer.token)(calls.addReceiver, {
    companyId: own,
    name: "Ours",
    url: server.url,
    ...plain,
  });
  await assert.rejects(
    app.as(officer.token)(calls.addReceiver, { companyId: null, name: "All", url: server.url, ...plain }),
    refusedWith("receiver.group_only"),
  );
  await assert.rejects(
    app.as(stranger.token)(calls.listDeliveries, { id }),
    refusedWith("receiver.not_found"),
  );
  const [here, there] = [await openAt(own, dueOn), await openAt(sister, dueOn)];
  await pass(atDivision);
  await until("it was told", async () => server.arrived.length || undefined);
  const { rows } = await owner.query("select duty_id from deliveries where receiver_id = $1", [id]);
  assert.deepEqual(rows, [{ duty_id: here }]);
  assert.deepEqual(await states(there), ["3.1 open"]);
  const [call] = await callsOf(here);
  const body = JSON.stringify({ type: "clock.acknowledged", data: { id: call.id } });
  const at = new Date();
  await assert.rejects(
    app.as(null)(calls.acknowledgeByReceiver, {
      id,
      payload: body,
      webhookId: "a",
      webhookTimestamp: String(Math.floor(at.getTime() / 1000)),
      webhookSignature: new Webhook(secret).sign("a", at, body),
    }),
    refusedWith("call.not_found"),
  );
  assert.deepEqual(await states(here), ["3.1 open"]);
});
