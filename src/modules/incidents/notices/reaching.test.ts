// Whom a notice reached, with a real database and a real mail server: nobody is passed over, whatever they are called and however they are told.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takeIn } from "#app/bounce.ts";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import type { AppError } from "#core/errors.ts";
import { dispatch, enrol } from "#core/events/dispatch.ts";
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
const { own, parent } = group.companies;
const quiet = makeLog("silent");
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const twin = await signedIn(owner, { companyId: own, role: "responder", name: "Namesake" });
const other = await signedIn(owner, { companyId: own, role: "responder", name: "Namesake" });
const division = { companyId: parent, role: "division_secretary", unitId: group.divisions.one } as const;
const secretary = await signedIn(owner, { ...division, name: "Secretary" });
const second = await signedIn(owner, { ...division, name: "Second" });
const third = await signedIn(owner, { ...division, name: "Third" });
for (const who of [officer, twin, other])
  await owner.query("update people set email = $2 where id = $1", [
    who.personId,
    `${who.personId}@mihon.example`,
  ]);

const smtp = await mailServer();
const folder = mkdtempSync(join(tmpdir(), "yagura-reaching-"));
const begin = () =>
  startSender({
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
const sender = await begin();
const before = [mailSettings(), publicUrl()] as const;
useMail(smtp.settings, "https://yagura.mihon.example");
atTheEnd(async () => {
  useMail(...before);
  await sender.close();
  rmSync(folder, { recursive: true, force: true });
});
const readers = [meetsTable, postsNotices, hearsBounces];
await enrol(db, readers);
const follow = () => readOn(db, owner, readers);

const as = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const whole = (id: string, who: SignedIn = officer) => app.as(who.token)(incidents.getNotice, { id });
const dutiesOf = async (who: SignedIn, id: string) =>
  (await app.as(who.token)(duties.listMyDuties, { subjectId: id })).rows.map((one) => one.kind);
const customer = {
  kind: "address",
  name: "Customer Corp.",
  address: "security@customer.example",
  language: "en",
} as const;
const inWords = (name: string) => ({ kind: "words", name, language: "en" }) as const;
const person = ({ personId }: SignedIn, name: string) =>
  ({ kind: "person", id: personId, name, language: "en" }) as const;

let minutes = 0;
async function incident(kind: "malware" | "lost_device" = "malware"): Promise<string> {
  minutes += 1;
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind,
    what: "A file was locked",
    answers: {},
    discoveredAt: new Date(Date.now() - 60_000 * (600 + minutes)).toISOString(),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "It is", rowVersion });
  await follow();
  return id;
}
async function weigh(id: string, potential: "low" | "medium" | "high" | "critical"): Promise<void> {
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.weighIncident, { id, potential, actual: "none", reason: "Known better", rowVersion });
  await follow();
}
async function add(
  id: string,
  said: {
    channel?: "mail" | "telephone" | "portal";
    proof?: "who_when" | "reference";
    approvals?: number;
  } = {},
): Promise<string> {
  const { channel = "mail", proof = "who_when", approvals = 0 } = said;
  const { id: noticeId } = await as(incidents.addNotice, {
    id,
    name: "Notice",
    audience: "customers",
    channel,
    proof,
    hours: 24,
    approvals,
    because: "They are concerned",
  });
  return noticeId;
}
async function write(id: string, recipients: readonly object[], body = "We were attacked"): Promise<void> {
  const { rowVersion } = await whole(id);
  await as(incidents.writeNotice, {
    id,
    texts: [{ language: "en", subject: "A disruption", body }],
    recipients: recipients as never,
    handIn: true,
    rowVersion,
  });
}
async function send(id: string): Promise<void> {
  const { rowVersion } = await whole(id);
  await as(incidents.sendNotice, { id, rowVersion });
  await follow();
  sender.wake();
}
const receipts = () => runTimed(db, [{ ...takesReceipts, everySeconds: 0 }], quiet);
const standings = async (id: string) =>
  Object.fromEntries((await whole(id)).reach.map((one) => [one.name, one.standing]));
const settled = (id: string, state: string) =>
  until(`the notice is ${state}`, async () => {
    await receipts();
    return (await whole(id)).state === state || undefined;
  });
const bounced = async (id: string, address: string) => {
  const sending = (await whole(id)).sendings.find(
    (one) => one.address === address && one.outcome === "accepted",
  );
  await takeIn(app.database.url, Buffer.from(notificationOf(sending?.mailId ?? "", address)));
  await follow();
};
async function prove(id: string, said: { reached?: string[]; reference?: string; givenAt?: string } = {}) {
  const { rowVersion } = await whole(id);
  await as(incidents.proveNotice, {
    id,
    channel: "telephone",
    givenTo: "Whoever answered",
    givenAt: new Date(Date.now() - 60_000).toISOString(),
    reference: "",
    said: "",
    rowVersion,
    ...said,
  });
}

test("R-19 whoever is named in words beside an address is still to be reached: the notice is proven once both have it, and late by the last", async () => {
  const id = await add(await incident());
  await write(id, [customer, inWords("The supervisor"), inWords("The insurer")]);
  await send(id);
  await until("the address has it", async () => {
    await receipts();
    return (await standings(id))["Customer Corp."] === "reached" || undefined;
  });
  assert.deepEqual(
    [(await whole(id)).state, await standings(id)],
    ["sent", { "Customer Corp.": "reached", "The supervisor": "to_tell", "The insurer": "to_tell" }],
  );
  assert.deepEqual(await dutiesOf(officer, id), ["incident.notice"], "its owner still owes it");
  assert.equal((await whole(id)).reachedAt, null, "and it is in no figure as given");
  await assert.rejects(prove(id), refusedWith("notice.say_whom"));
  await assert.rejects(prove(id, { reached: ["words nobody"] }), refusedWith("notice.unknown_recipient"));
  const keyOf = async (name: string) => (await whole(id)).reach.find((one) => one.name === name)?.key ?? "";
  await assert.rejects(
    prove(id, { reached: [await keyOf("Customer Corp.")] }),
    refusedWith("notice.say_whom"),
  );
  await prove(id, { reached: [await keyOf("The supervisor")] });
  assert.deepEqual(
    [(await whole(id)).state, (await standings(id))["The supervisor"], (await standings(id))["The insurer"]],
    ["sent", "reached", "to_tell"],
  );
  // One alone is left: it need not be said.
  const givenAt = new Date().toISOString();
  await prove(id, { givenAt });
  const proven = await whole(id);
  assert.deepEqual([proven.state, proven.reachedAt], ["proven", givenAt]);
  assert.deepEqual(await dutiesOf(officer, id), []);
});

test("R-19 two people of one name are two recipients: one whom nothing reached is not hidden by the other", async () => {
  const id = await add(await incident());
  await owner.query("update people set email = null where id = $1", [twin.personId]);
  await write(id, [person(twin, "Test Namesake"), person(other, "Test Namesake")]);
  await send(id);
  await settled(id, "undelivered");
  assert.deepEqual(
    (await whole(id)).reach.map((one) => [one.key, one.standing]),
    [
      [`person ${twin.personId}`, "failed"],
      [`person ${other.personId}`, "reached"],
    ],
  );
  // The address is there by now: that one alone gets it again.
  await owner.query("update people set email = $2 where id = $1", [
    twin.personId,
    `${twin.personId}@mihon.example`,
  ]);
  await write(id, [person(twin, "Test Namesake"), person(other, "Test Namesake")]);
  await send(id);
  await settled(id, "proven");
  const to = (who: SignedIn) =>
    smtp.arrived.filter((one) => one.to === `${who.personId}@mihon.example`).length;
  assert.deepEqual([to(twin), to(other)], [1, 1]);
  const { rowVersion } = await whole(await add(await incident()));
  const again = await add(await incident());
  await assert.rejects(
    write(again, [customer, { ...customer, name: "The same", address: "SECURITY@customer.example" }]),
    refusedWith("notice.recipient_twice"),
  );
  assert.ok(rowVersion > 0);
});

test("R-19 of several authorities each gives its number: one number is the proof of one", async () => {
  const id = await add(await incident(), { channel: "portal", proof: "reference" });
  await write(id, [inWords("Authority of Tokyo"), inWords("Authority of Hesse")]);
  await prove(id, { reached: ["words authority of tokyo"], reference: "JP-1" });
  const one = await whole(id);
  assert.deepEqual([one.state, one.can["omit"], one.reachedAt], ["approved", "notice.left_already", null]);
  assert.deepEqual(await dutiesOf(officer, id), ["incident.notice"]);
  await prove(id, { reference: "DE-7" });
  const both = await whole(id);
  assert.deepEqual(
    [both.state, both.sendings.map((sent) => [sent.recipient, sent.outcome]).toSorted()],
    [
      "proven",
      [
        ["Authority of Hesse", "given"],
        ["Authority of Tokyo", "given"],
      ],
    ],
  );
});

test("R-19 told to one by telephone before its text is ready, the others get it by mail afterwards, and what went ahead is looked at", async () => {
  const id = await add(await incident(), { approvals: 1 });
  const { rowVersion } = await whole(id);
  const texts = [{ language: "en" as const, subject: "A disruption", body: "We were attacked" }];
  await as(incidents.writeNotice, {
    id,
    texts,
    recipients: [inWords("The supervisor"), customer],
    handIn: false,
    rowVersion,
  });
  const draft = await whole(id);
  await as(incidents.proveNotice, {
    id,
    channel: "telephone",
    givenTo: "The supervisor",
    givenAt: new Date().toISOString(),
    reference: "",
    said: "",
    aheadBecause: "They asked",
    reached: ["words the supervisor"],
    rowVersion: draft.rowVersion,
  });
  assert.deepEqual([(await whole(id)).state, (await whole(id)).sentN], ["to_write", null]);
  await write(id, [inWords("The supervisor"), customer]);
  const handed = await whole(id, secretary);
  await app.as(secretary.token)(incidents.judgeNotice, {
    id,
    n: handed.handedN ?? 0,
    verdict: "approved",
    said: "",
    rowVersion: handed.rowVersion,
  });
  await send(id);
  await settled(id, "proven");
  const sent = await whole(id, secretary);
  assert.deepEqual([sent.sentN, sent.lacking, sent.can["see_ahead"]], [handed.handedN, 1, null]);
  assert.ok((await dutiesOf(second, id)).includes("incident.notice_approve"));
});

test("R-19 what left to nine of ten is owed to the tenth: lowering takes it not back, nobody decides it away, and it stays in the figures", async () => {
  const of = await incident();
  const rows = (await as(incidents.listNotices, { id: of })).rows;
  const id = rows.find((one) => one.name === "Report to the company's executive")?.id ?? "";
  const reached = { ...customer, name: "Reached", address: "nine@customer.example" };
  await write(id, [{ ...customer, address: "tenth@customer.example" }, reached]);
  await send(id);
  await settled(id, "proven");
  await bounced(id, "tenth@customer.example");
  assert.equal((await whole(id)).state, "undelivered");
  const back = await whole(id);
  await as(incidents.writeNotice, {
    id,
    texts: back.versions[0]?.texts ?? [],
    recipients: back.versions[0]?.recipients ?? [],
    handIn: false,
    rowVersion: back.rowVersion,
  });
  assert.equal((await whole(id)).state, "to_write");
  await weigh(of, "low");
  const now = await whole(id);
  assert.deepEqual(
    [now.state, now.closedBecause, now.can["omit"]],
    ["to_write", null, "notice.left_already"],
  );
  await assert.rejects(
    as(incidents.omitNotice, { id, reason: "Small", criteria: "-", rowVersion: now.rowVersion }),
    refusedWith("notice.left_already"),
  );
  await assert.rejects(
    owner.query("update incident_notices set state = 'no_longer' where id = $1", [id]),
    /what left is still owed/,
  );
  assert.deepEqual(await dutiesOf(officer, id), ["incident.notice"]);
});

test("G3 not to notify is decided for a case as grave as it is: of a graver one it is decided again, and the earlier decision stays", async () => {
  const of = await incident();
  const table = (await as(incidents.listNotices, { id: of })).rows.find(
    (one) => one.name === "Notice to the division in charge",
  );
  const byHand = await add(of);
  const ids = [table?.id ?? "", byHand];
  for (const id of ids) {
    const { rowVersion } = await whole(id);
    await as(incidents.omitNotice, { id, reason: "Small", criteria: "Nobody is concerned", rowVersion });
  }
  const decided = await whole(byHand, secretary);
  await app.as(secretary.token)(incidents.seeOmission, {
    id: byHand,
    agrees: true,
    said: "",
    rowVersion: decided.rowVersion,
  });
  const severity = (await as(incidents.getIncident, { id: of })).severity;
  await weigh(of, severity);
  assert.deepEqual(
    await Promise.all(ids.map(async (id) => (await whole(id)).state)),
    ["omission", "omitted"],
    "as grave as before it stays",
  );
  await weigh(of, "critical");
  for (const id of ids) {
    const again = await whole(id);
    assert.deepEqual(
      [
        again.state,
        again.decidedFor,
        again.omissions.map((one) => [one.severity, one.reason, one.reopenedSeverity]),
      ],
      ["to_write", severity, [[severity, "Small", "critical"]]],
    );
    assert.deepEqual(await dutiesOf(officer, id), ["incident.notice"]);
    assert.deepEqual(await dutiesOf(second, id), []);
    await as(incidents.omitNotice, { id, reason: "Still", criteria: "-", rowVersion: again.rowVersion });
    await weigh(of, "low");
    await weigh(of, "critical");
    const last = await whole(id);
    assert.deepEqual(
      [last.state, last.decidedFor, last.omissions.map((one) => [one.severity, one.reason])],
      [
        "omission",
        null,
        [
          ["critical", "Still"],
          [severity, "Small"],
        ],
      ],
    );
  }
});

test("R-19 receipts are heard however many mails have failed for good before", async () => {
  const id = await add(await incident());
  await write(id, [{ ...customer, address: "late@customer.example" }]);
  const gone = await add(await incident());
  await write(gone, [customer]);
  await owner.query(
    `with m as (
       insert into mails (person_id, company_id, kind, outside_address, expires_at, state, ended_at, problem)
       select $1, $2, 'incident.notice', 'gone@customer.example', now() + interval '1 day', 'failed', now() - interval '1 hour', 'mail.refused'
       from generate_series(1, 1200) returning id)
     insert into incident_notice_sendings (notice_id, incident_id, company_id, n, channel, recipient_key, recipient, language, heading, subject, body, sha256,
       mail_id, sent_at, sent_by, outcome, outcome_at)
     select c.id, c.incident_id, c.company_id, 1, 'mail', 'address gone' || m.id, 'Gone', 'en', '-', '-', '-', repeat('0', 64), m.id, now() - interval '2 hours', $1,
       'failed', now() - interval '1 hour'
     from m join incident_notices c on c.id = $3`,
    [officer.personId, own, gone],
  );
  await send(id);
  await settled(id, "proven");
});

test("R-19 two approve at once: each counts once, and the second who comes too late is told so", async () => {
  const id = await add(await incident(), { approvals: 2 });
  await write(id, [customer]);
  const { rowVersion, handedN } = await whole(id, secretary);
  const approve = (who: SignedIn, version: number) =>
    app.as(who.token)(incidents.judgeNotice, {
      id,
      n: handedN ?? 0,
      verdict: "approved",
      said: "",
      rowVersion: version,
    });
  const both = await Promise.allSettled([approve(secretary, rowVersion), approve(second, rowVersion)]);
  assert.deepEqual(both.map((one) => one.status).toSorted(), ["fulfilled", "rejected"]);
  const refused = both.find((one) => one.status === "rejected");
  assert.equal((refused?.reason as AppError | undefined)?.code, "notice.changed_meanwhile");
  const one = await whole(id, third);
  assert.deepEqual([one.state, one.approvedBy.length], ["to_approve", 1]);
  await approve(third, one.rowVersion);
  assert.equal((await whole(id)).state, "approved");
});

test("R-19 sent twice at once, or given back while it is sent: it leaves once, and whoever is too late is told so", async () => {
  const id = await add(await incident());
  await write(id, [{ ...customer, address: "once@customer.example" }]);
  const { rowVersion } = await whole(id);
  const all = await Promise.allSettled([
    as(incidents.sendNotice, { id, rowVersion }),
    as(incidents.sendNotice, { id, rowVersion }),
    as(incidents.omitNotice, { id, reason: "-", criteria: "-", rowVersion }),
  ]);
  assert.equal(all.filter((one) => one.status === "fulfilled").length, 1);
  const state = (await whole(id)).state;
  assert.ok(state === "sent" || state === "omission");
  assert.equal((await whole(id)).sendings.length, state === "sent" ? 1 : 0);
});

test("R-19 read twice by the outbox, also at once, each recipient gets one mail", async () => {
  const id = await add(await incident());
  await write(id, [{ ...customer, address: "one@customer.example" }]);
  const { rowVersion } = await whole(id);
  await as(incidents.sendNotice, { id, rowVersion });
  await Promise.all([follow(), follow()]);
  await follow();
  sender.wake();
  await settled(id, "proven");
  assert.equal(smtp.arrived.filter((one) => one.to === "one@customer.example").length, 1);
});

/** Somebody else's transaction is open on what is read next, and ends once that waits for it. */
async function meanwhile(theirs: () => Promise<unknown>, ours: () => Promise<unknown>): Promise<void> {
  await owner.query("begin");
  await theirs();
  const done = ours();
  await until("one waits for the other", async () => {
    const { rows } = await owner.query("select from pg_locks where not granted limit 1");
    return rows.length > 0 || undefined;
  });
  await owner.query("commit");
  await done;
}

test("R-19 sent while the table takes it back: what has left stays, and the reader of the trail goes on", async () => {
  const of = await incident();
  const rows = (await as(incidents.listNotices, { id: of })).rows;
  const id = rows.find((one) => one.name === "Report to the company's executive")?.id ?? "";
  await write(id, [customer]);
  const { rowVersion } = await as(incidents.getIncident, { id: of });
  await as(incidents.weighIncident, { id: of, potential: "low", actual: "none", reason: "-", rowVersion });
  await meanwhile(
    () =>
      owner.query(
        `update incident_notices set state = 'sent', sent_at = now(), sent_n = 1, sent_sha256 = repeat('0', 64), row_version = row_version + 1 where id = $1`,
        [id],
      ),
    () => dispatch(db, [meetsTable], quiet),
  );
  assert.equal((await whole(id)).state, "sent");
});
test("R-19 one is taken while another comes back: whichever is heard last, the notice did not arrive", async () => {
  const id = await add(await incident());
  const back = { ...customer, name: "Back", address: "back@customer.example" };
  await write(id, [{ ...customer, address: "taken@customer.example" }, back]);
  const { rowVersion } = await whole(id);
  await as(incidents.sendNotice, { id, rowVersion });
  await owner.query(
    `update incident_notice_sendings set outcome = 'accepted', outcome_at = now() where notice_id = $1 and recipient = 'Back'`,
    [id],
  );
  await follow();
  sender.wake();
  await until("the server took it", async () => {
    const { rows } = await owner.query(
      `select from incident_notice_sendings s join mails m on m.id = s.mail_id where s.notice_id = $1 and m.state = 'sent'`,
      [id],
    );
    return rows.length > 0 || undefined;
  });
  await meanwhile(
    async () => {
      await owner.query("select from incident_notices where id = $1 for no key update", [id]);
      await owner.query(
        `update incident_notice_sendings set outcome = 'bounced', outcome_at = now() where notice_id = $1 and recipient = 'Back'`,
        [id],
      );
    },
    () => receipts(),
  );
  const after = await whole(id);
  assert.deepEqual([after.state, after.provenAt], ["undelivered", null]);
});
