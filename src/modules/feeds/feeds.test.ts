// A calendar feed as a calendar program reads it: over http, without a cookie, parsed by a library that is not ours.
import assert from "node:assert/strict";
import { Writable } from "node:stream";
import ICAL from "ical.js";
import type { AppError } from "#core/errors.ts";
import { makeLog } from "#core/http/log.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { testWith } from "#test/settings.ts";
import { feeds } from "./contract.ts";

const test = testWith({ publicUrl: "https://yagura.mihon.example" });
const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const other = await signedIn(owner, { companyId: sister, role: "security_officer" });
const lines: string[] = [];
const log = makeLog(
  "info",
  new Writable({
    write(part, _encoding, done) {
      lines.push(String(part));
      done();
    },
  }),
);
const server = await app.server({ log });
atTheEnd(() => server.close());

async function openDuty(companyId: string, dueAt: string): Promise<{ id: string; subjectId: string }> {
  const subjectId = crypto.randomUUID();
  const { rows } = await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', now() - interval '1 day', $3, 'Asia/Tokyo') returning id`,
    [subjectId, companyId, dueAt],
  );
  return { id: rows[0].id, subjectId };
}
const read = (address: string) => server.inject({ method: "GET", url: new URL(address).pathname });
function eventsIn(body: string) {
  const calendar = new ICAL.Component(ICAL.parse(body));
  return {
    calendar,
    events: calendar
      .getAllSubcomponents("vevent")
      .map((one) => ({ raw: one, ...shown(new ICAL.Event(one)) })),
  };
}
const shown = (event: ICAL.Event) => ({
  uid: event.uid,
  summary: event.summary,
  start: event.startDate.toString(),
  isDay: event.startDate.isDate,
  end: event.endDate.toString(),
  sequence: event.sequence,
});

test("one's duties stand as whole days on the due day of the company's zone, in one's language, with a link and an alarm", async () => {
  await owner.query("update accounts set language = 'ja' where id = $1", [officer.accountId]);
  // 14:59:59 UTC is the end of 10 December in Tokyo.
  const mine = await openDuty(own, "2026-12-10T14:59:59Z");
  await openDuty(sister, "2026-12-11T14:59:59Z");
  const { address, id } = await app.as(officer.token)(feeds.addMyFeed, { name: "Outlook" });
  const answer = await read(address);
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers["content-type"], "text/calendar; charset=utf-8");
  assert.equal(answer.headers["cache-control"], "private, no-store");
  assert.equal(answer.headers["set-cookie"], undefined);
  const { calendar, events } = eventsIn(answer.body);
  assert.equal(calendar.getFirstPropertyValue("method"), "PUBLISH");
  assert.equal(String(calendar.getFirstPropertyValue("refresh-interval")), "PT1H");
  assert.equal(events.length, 1);
  const [event] = events;
  assert.ok(event);
  assert.deepEqual(
    [event.uid, event.start, event.end, event.isDay, event.sequence],
    [mine.id, "2026-12-10", "2026-12-11", true, 0],
  );
  assert.match(event.summary, /^期限：/);
  assert.equal(
    event.raw.getFirstPropertyValue("url"),
    `https://yagura.mihon.example/inspections/${mine.subjectId}/answer`,
  );
  assert.equal(event.raw.getFirstPropertyValue("transp"), "TRANSPARENT");
  assert.ok(event.raw.getFirstPropertyValue("last-modified"));
  const alarm = event.raw.getFirstSubcomponent("valarm");
  assert.equal(String(alarm?.getFirstPropertyValue("trigger")), "-PT15H");
  const { rows } = await app.as(officer.token)(feeds.listMyFeeds, {});
  assert.ok(rows.find((one) => one.id === id)?.lastUsedAt);

  // Moved: the same entry, newer. Done: gone.
  await owner.query("update duties set due_at = '2026-12-20T14:59:59Z' where id = $1", [mine.id]);
  const [moved] = eventsIn((await read(address)).body).events;
  assert.deepEqual([moved?.uid, moved?.start, moved?.sequence], [mine.id, "2026-12-20", 1]);
  await owner.query("update duties set state = 'done', closed_at = now(), next_at = null where id = $1", [
    mine.id,
  ]);
  assert.equal(eventsIn((await read(address)).body).events.length, 0);
});

test("one's turns on call stand with their hours, and nobody else's", async () => {
  const { rows } = await owner.query(
    `insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes) values ($1::uuid, $1, 'Night desk', 'Asia/Tokyo', '{incident}') returning id`,
    [own],
  );
  await owner.query(
    `insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at)
     select $1, $2, 2, p, '2031-11-30T00:00:00Z', '2031-12-07T00:00:00Z' from unnest($3::uuid[]) p`,
    [rows[0].id, own, [officer.personId, other.personId]],
  );
  const { address } = await app.as(officer.token)(feeds.addMyFeed, { name: "Shifts" });
  const turns = eventsIn((await read(address)).body).events.filter((one) => !one.isDay);
  assert.deepEqual(
    turns.map((one) => [one.start, one.end, one.summary]),
    [["2031-11-30T00:00:00Z", "2031-12-07T00:00:00Z", "当番（控え）：Night desk（Own Ltd.）"]],
  );
  await owner.query("delete from on_call_turns where roster_id = $1", [rows[0].id]);
});

test("the token is kept as its hash, stands in no log, and opens nothing once it is ended", async () => {
  const { address, id } = await app.as(officer.token)(feeds.addMyFeed, { name: "Phone" });
  const token = /feeds\/(.+)\.ics$/.exec(address)?.[1] ?? "";
  assert.equal((await read(address)).statusCode, 200);
  const { rows } = await owner.query("select * from calendar_feeds where id = $1", [id]);
  assert.ok(!JSON.stringify(rows).includes(token));
  const { rows: told } = await owner.query("select data from events where verb = 'calendar_feed.made'");
  assert.ok(!JSON.stringify(told).includes(token));
  await assert.rejects(
    app.as(other.token)(feeds.endMyFeed, { id }),
    (error: AppError) => error.code === "calendar_feed.not_found",
  );
  await app.as(officer.token)(feeds.endMyFeed, { id });
  assert.equal((await read(address)).statusCode, 404);
  assert.equal(
    (await server.inject({ method: "GET", url: `/api/feeds/${"x".repeat(43)}.ics` })).statusCode,
    404,
  );
  assert.ok(lines.some((line) => line.includes("/api/feeds/:file")));
  assert.ok(!lines.join("").includes(token));
});

test("it ends with the account and with the person's leaving, and does not come back", async () => {
  const { address } = await app.as(other.token)(feeds.addMyFeed, { name: "Mac" });
  assert.equal((await read(address)).statusCode, 200);
  await owner.query("update accounts set state = 'closed' where id = $1", [other.accountId]);
  assert.equal((await read(address)).statusCode, 404);
  await owner.query("update accounts set state = 'active' where id = $1", [other.accountId]);
  assert.equal((await read(address)).statusCode, 404);
  const again = await app.as(other.token)(feeds.addMyFeed, { name: "Mac" });
  assert.equal((await read(again.address)).statusCode, 200);
  await owner.query("delete from employments where person_id = $1", [other.personId]);
  await owner.query(
    "insert into employments (person_id, company_id, unit_id, kind, valid_from, valid_to) values ($1, $2, $2, 'regular', '2020-04-01', '2021-04-01')",
    [other.personId, sister],
  );
  assert.equal((await read(again.address)).statusCode, 404);
});

test("no more than a handful at once, and so many readings a minute", async () => {
  for (let n = 0; n < 3; n += 1) await app.as(officer.token)(feeds.addMyFeed, { name: `P${n}` });
  await assert.rejects(
    app.as(officer.token)(feeds.addMyFeed, { name: "One too many" }),
    (error: AppError) => error.code === "calendar_feed.too_many",
  );
  let last = 0;
  for (let n = 0; n < 70 && last !== 429; n += 1)
    last = (await server.inject({ method: "GET", url: `/api/feeds/${"y".repeat(43)}.ics` })).statusCode;
  assert.equal(last, 429);
});
