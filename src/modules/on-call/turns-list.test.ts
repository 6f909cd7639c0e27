// A roster's turns as a list: what goes out comes back without a change, wrong rows say what to do and nothing is half written, clocks that skip
// an hour or show it twice are read as they are.
import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { onCall } from "./contract.ts";
import { readWall, sayWall } from "./wall-times.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const night = await signedIn(owner, { companyId: own, role: "contributor", name: "Night" });
const second = await signedIn(owner, { companyId: own, role: "contributor", name: "Second" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const as = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
app.setNow(new Date("2026-10-20T06:00:00Z"));
for (const [who, email, code] of [
  [night, "night@mihon.example", "N-7"],
  [second, null, "0042"],
  [stranger, "stranger@mihon.example", "X-1"],
] as const)
  await owner.query("update people set email = $2, code = $3 where id = $1", [who.personId, email, code]);
const { id } = await as(onCall.addOnCallRoster, {
  unitId: own,
  name: "Night desk",
  timeZone: "Europe/Berlin",
  purposes: ["incident"],
  served: [],
  isContinuous: false,
});
const roster = () => as(onCall.getOnCallRoster, { id });
const csv = (words: string) => Buffer.from(words, "utf8").toString("base64");
const check = (words: string) => as(onCall.checkOnCallTurns, { id, content: csv(words) });
const take = async (words: string, reason = "Autumn") =>
  as(onCall.takeOnCallTurns, { id, content: csv(words), reason, rowVersion: (await roster()).rowVersion });
const exported = async () =>
  text((await contentOf(await as(onCall.exportOnCallTurns, { id }))?.open()) as Readable);
const turns = async () =>
  (await roster()).turns.map((one) => [one.tier, one.personId, one.startsAt, one.endsAt]);

test("R-18 times of a list: an hour that is skipped is none, one that comes twice needs its offset, and every instant comes back as itself", () => {
  const zone = "Europe/Berlin";
  const read = (given: string) => {
    const it = readWall(given, zone);
    return "at" in it ? it.at.toISOString() : it.wrong;
  };
  assert.equal(read("2026-03-29 02:30"), "on_call.list_skipped");
  assert.equal(read("2026-10-25 02:30"), "on_call.list_twice");
  assert.equal(read("2026-10-25 02:30 +02:00"), "2026-10-25T00:30:00.000Z");
  assert.equal(read("2026/10/25 2:30 +0100"), "2026-10-25T01:30:00.000Z");
  assert.equal(read("2026-10-25 02:30 +03:00"), "on_call.list_offset");
  assert.equal(read("２０２６-１０-２６ ０９：００"), "2026-10-26T08:00:00.000Z");
  for (const none of ["2026-02-30 09:00", "2026-10-26", "09:00", "2026-10-26 25:00", ""])
    assert.equal(read(none), "on_call.list_time", none);
  // Half an hour forward and back, and a zone that skips a whole day in the far past of it.
  for (const [of, from] of [
    ["Australia/Lord_Howe", "2026-04-04T12:00:00Z"],
    ["America/New_York", "2026-10-31T20:00:00Z"],
    ["Asia/Tokyo", "2026-10-24T12:00:00Z"],
    [zone, "2026-10-24T20:00:00Z"],
  ] as const)
    for (let step = 0; step < 96; step += 1) {
      const at = new Date(Date.parse(from) + step * 900_000);
      const back = readWall(sayWall(at, of), of);
      assert.deepEqual("at" in back ? back.at : back.wrong, at, `${of} ${sayWall(at, of)}`);
    }
});

test("R-18 a list of turns is looked at before anything is written: which row, which field, what to do; with one wrong row nothing is", async () => {
  const list = [
    "From,Until,Tier,Mail address or number,Reason",
    "2026-10-24 20:00,2026-10-25 02:30,1,night@mihon.example,",
    "2026-10-26 20:00,2026-10-27 08:00,1,X-1,",
    "2026-10-27 20:00,2026-10-27 08:00,3,N-7,",
    "2026-10-28 20:00,2026-10-29 08:00,1,N-7,",
    "2026-10-29 07:00,2026-10-29 12:00,first,0042,",
    "2026-10-01 20:00,2026-10-02 08:00,1,N-7,",
    "2027-06-01 20:00,2027-06-02 08:00,2,N-7,",
    "2026-10-30 20:00,2026-10-31 08:00,2,N-7,Festival",
  ].join("\r\n");
  const looked = await check(list);
  assert.deepEqual(
    looked.rows.map((one) => [one.row, one.verdict, ...one.wrong.map((of) => `${of.field} ${of.code}`)]),
    [
      [2, "wrong", "until on_call.list_twice"],
      [3, "wrong", "person on_call.list_nobody"],
      [4, "wrong", "tier on_call.list_tier", "until on_call.list_order"],
      [5, "new"],
      [6, "wrong", "from on_call.list_overlap"],
      [7, "over"],
      [8, "wrong", "until on_call.list_far"],
      [9, "new"],
    ],
  );
  assert.equal(looked.rows[4]?.wrong[0]?.row, 5);
  assert.deepEqual(looked.counts, { new: 2, same: 0, over: 1, wrong: 5 });
  await assert.rejects(take(list), refusedWith("on_call.list_wrong"));
  assert.deepEqual(await turns(), []);
  for (const [words, code] of [
    ["a,b\n1,2\n", "on_call.list_heading"],
    ["PK\u0003\u0004xxxx", "on_call.list_not_csv"],
    [`from,until,person\n${"2026-10-30 20:00,2026-10-31 08:00,N-7\n".repeat(2100)}`, "on_call.list_too_long"],
  ] as const)
    await assert.rejects(check(words), refusedWith(code));
});

test("R-18 what goes out comes back without a change, also over the night that has an hour twice; what is new is taken over by mail address or number", async () => {
  const list = [
    "開始,終了,区分,メールアドレスまたは社員番号,理由",
    "2026-10-24 20:00,2026-10-25 02:30 +02:00,第一当番,NIGHT@mihon.example,",
    "2026-10-25 02:30 +02:00,2026-10-25 08:00,第一当番,0042,交代",
    "2026-10-24 20:00,2026-10-25 08:00,控え,N-7,",
  ].join("\n");
  const { added } = await take(list);
  assert.equal(added, 3);
  const laid = [
    [1, night.personId, "2026-10-24T18:00:00.000Z", "2026-10-25T00:30:00.000Z"],
    [2, night.personId, "2026-10-24T18:00:00.000Z", "2026-10-25T07:00:00.000Z"],
    [1, second.personId, "2026-10-25T00:30:00.000Z", "2026-10-25T07:00:00.000Z"],
  ];
  assert.deepEqual(
    (await turns()).toSorted(
      (a, b) => String(a[2]).localeCompare(String(b[2])) || Number(a[0]) - Number(b[0]),
    ),
    laid,
  );
  assert.deepEqual((await roster()).shifts.map((one) => one.reason).toSorted(), ["Autumn", "Autumn", "交代"]);
  const out = await exported();
  assert.match(out, /2026-10-25 02:30 \+02:00/);
  assert.match(out, /0042/);
  const again = await check(out);
  assert.deepEqual(again.counts, { new: 0, same: 3, over: 0, wrong: 0 });
  await assert.rejects(take(out), refusedWith("on_call.list_nothing_new"));
  // Of another company nobody sees, looks at or takes over anything.
  const theirs = app.as(stranger.token);
  await assert.rejects(theirs(onCall.exportOnCallTurns, { id }), refusedWith("on_call_roster.not_found"));
  await assert.rejects(
    theirs(onCall.checkOnCallTurns, { id, content: csv(list) }),
    refusedWith("on_call_roster.not_found"),
  );
  await assert.rejects(
    theirs(onCall.takeOnCallTurns, { id, content: csv(list), reason: "x", rowVersion: 1 }),
    refusedWith("on_call_roster.not_found"),
  );
  await assert.rejects(
    as(onCall.takeOnCallTurns, { id, content: csv(list), reason: "x", rowVersion: 1 }),
    refusedWith("on_call_roster.changed_meanwhile"),
  );
});
