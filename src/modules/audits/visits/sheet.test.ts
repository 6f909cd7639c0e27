// A visit prepared, entered by several devices, and finished (T-16, T-17).
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildAuditVisit } from "#test/audit-visit.ts";
import { addCompany, signedIn } from "#test/factories.ts";
import { audits } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const made = await buildAuditVisit(owner, app.database.ownerUrl);
const { visitId, siteId, company, group, parent } = made;
const [lead, partner, office] = [
  app.as(made.lead.token),
  app.as(made.partner.token),
  app.as(made.office.token),
];
const stranger = app.as((await signedIn(owner, { companyId: parent, role: "auditor", unitId: group })).token);

const code = (wanted: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, wanted);
  return true;
};
const places = [
  { kind: "talks" as const, name: "会議室", siteId: null },
  { kind: "gate" as const, name: "北門", siteId },
  { kind: "server_room" as const, name: "サーバー室", siteId },
];
const draw = { sharePercent: 30, seed: "2026-kita" };
type Sync = Input<typeof audits.syncSheet>;
type Op = Sync["ops"][number];
const sync = (who: typeof lead, what: Partial<Omit<Sync, "id">>) =>
  who(audits.syncSheet, { id: visitId, waiting: 0, checks: [], ops: [], notes: [], withdrawn: [], ...what });
const enter = (checkId: string, field: Op["field"], value: Op["value"], base = 0, after?: string): Op => ({
  id: randomUUID(),
  checkId,
  field,
  value,
  base,
  ...(after ? { after } : {}),
  enteredAt: "2026-11-20T01:02:03.000Z",
});
const sheet = () => lead(audits.getAuditSheet, { id: visitId });
const valueOf = (from: Awaited<ReturnType<typeof sheet>>, checkId: string, field: string) =>
  from.values.find((one) => one.checkId === checkId && one.field === field);

test("T-16 a sheet starts from the answers: every mandatory control, a random share of each area, frozen as they were said", async () => {
  const proposal = await lead(audits.proposeSheet, { id: visitId, ...draw });
  assert.equal(proposal.inspection?.id, made.lastInspectionId);
  assert.equal(proposal.sites.length, 1);
  const drawn = proposal.controls.filter((one) => one.drawn);
  await assert.rejects(
    stranger(audits.prepareSheet, { id: visitId, ...draw, added: [], places }),
    code("audit.not_on_team"),
  );
  const left = proposal.controls.find((one) => one.drawn === null);
  assert.ok(left);
  const prepared = await lead(audits.prepareSheet, { id: visitId, ...draw, added: [left.id], places });
  assert.equal(prepared.controls, drawn.length + 1);
  assert.match(prepared.reference, /-A1$/);
  await assert.rejects(
    lead(audits.prepareSheet, { id: visitId, ...draw, added: [], places }),
    code("audit.sheet_there"),
  );
  const read = await sheet();
  assert.equal(read.controls.find((one) => one.id === left.id)?.drawn, "added");
  assert.ok(
    read.controls.some((one) => one.drawn === "sample") &&
      read.controls.some((one) => one.drawn === "mandatory"),
  );
  assert.ok(read.controls.every((one) => one.saidVerdict === "met" || one.saidVerdict === null));
  // What the company says later changes nothing of what it had said.
  await owner.query("update answers set verdict = 'partly' where inspection_id = $1", [
    made.lastInspectionId,
  ]);
  assert.deepEqual(
    (await sheet()).controls.map((one) => one.saidVerdict),
    read.controls.map((one) => one.saidVerdict),
  );
  assert.deepEqual(
    read.places.map((one) => one.name),
    ["会議室", "北門", "サーバー室"],
  );
  const room = read.places.find((one) => one.kind === "server_room");
  assert.ok(read.checks.some((one) => one.placeId === room?.id && one.point === "room_locked"));
});

test("T-17 a place is named, ordered and dropped only where nothing is looked at", async () => {
  const before = await sheet();
  const [talks, gate, room] = before.places;
  assert.ok(talks && gate && room);
  const extra = { id: randomUUID(), kind: "plant" as const, name: "第3ライン", siteId };
  const moved = before.checks.find((one) => one.placeId === talks.id);
  assert.ok(moved);
  const { rowVersion } = await lead(audits.arrangeSheet, {
    id: visitId,
    rowVersion: before.rowVersion,
    places: [gate, room, extra, talks],
    moved: [{ checkId: moved.id, placeId: extra.id }],
  });
  const after = await sheet();
  assert.deepEqual(
    after.places.map((one) => one.id),
    [gate.id, room.id, extra.id, talks.id],
  );
  await assert.rejects(
    lead(audits.arrangeSheet, { id: visitId, rowVersion, places: [gate, room, talks], moved: [] }),
    code("audit.place_in_use"),
  );
  await assert.rejects(
    lead(audits.arrangeSheet, {
      id: visitId,
      rowVersion: before.rowVersion,
      places: after.places,
      moved: [],
    }),
    code("audit_sheet.changed_meanwhile"),
  );
  const elsewhere = await addCompany(owner, {
    code: "ELSE",
    name: "Elsewhere",
    parentId: group,
    tier: "T3",
    relation: "consolidated",
    workers: 10,
  });
  await assert.rejects(
    lead(audits.arrangeSheet, {
      id: visitId,
      rowVersion,
      places: [...after.places, { ...extra, id: randomUUID(), siteId: elsewhere }],
      moved: [],
    }),
    code("audit.site_elsewhere"),
  );
});

test("T-17 what is sent twice counts once, and one item that cannot be taken keeps no other back", async () => {
  const { checks } = await sheet();
  const [first, second] = checks;
  assert.ok(first && second);
  const good = enter(first.id, "verdict", "met");
  const bad = [enter(second.id, "verdict", "superb"), enter(randomUUID(), "seen", "nowhere")];
  const note = {
    id: randomUUID(),
    checkId: first.id,
    kind: "quote" as const,
    words: "鍵は総務が持つ",
    saidBy: "総務",
    takenAt: "2026-11-20T01:02:03.000Z",
  };
  const answer = await sync(lead, {
    ops: [good, ...bad],
    notes: [note, { ...note, id: randomUUID(), words: " " }],
  });
  assert.deepEqual(answer.ops, [{ id: good.id, outcome: "applied" }]);
  assert.deepEqual(answer.refused.map((one) => one.code).toSorted(), [
    "audit.check_gone",
    "audit.note_empty",
    "audit.value_refused",
  ]);
  const again = await sync(lead, { ops: [good], notes: [note] });
  assert.deepEqual(again.ops, [{ id: good.id, outcome: "applied" }]);
  assert.equal(again.notes.length, 1);
  assert.equal(again.values.find((one) => one.checkId === first.id)?.revision, 1);
  // A device that only looks leaves nothing in the trail.
  const told = async () =>
    (await owner.query("select count(*)::int as n from events where verb = 'audit.sheet_synced'")).rows[0].n;
  const before = await told();
  await sync(lead, {});
  assert.equal(await told(), before);
});

test("T-17 two devices that change the same field: a conflict that a person decides; another field is none", async () => {
  const { checks } = await sheet();
  const check = checks[3];
  assert.ok(check);
  const mine = enter(check.id, "verdict", "met");
  const theirs = enter(check.id, "verdict", "not_met");
  await sync(lead, { ops: [mine] });
  const answer = await sync(partner, { ops: [theirs, enter(check.id, "seen", "扉が開いていた")] });
  assert.equal(answer.ops.find((one) => one.id === theirs.id)?.outcome, "conflict");
  assert.equal(valueOf(await sheet(), check.id, "verdict")?.value, "met", "nothing is overwritten silently");
  assert.equal(valueOf(await sheet(), check.id, "seen")?.value, "扉が開いていた");
  // The partner thinks again before hearing of it: the later word takes the place of the earlier.
  const later = enter(check.id, "verdict", "partly", 0, theirs.id);
  const second = await sync(partner, { ops: [later] });
  assert.deepEqual(
    second.conflicts.map((one) => [one.opId, one.value, one.holds.value]),
    [[later.id, "partly", "met"]],
  );
  const { rowVersion } = await sheet();
  await assert.rejects(lead(audits.finishSheet, { id: visitId, rowVersion }), code("audit.conflicts_open"));
  await assert.rejects(
    lead(audits.decideConflict, { id: visitId, opId: later.id, keep: "other", revision: 9 }),
    code("audit_value.changed_meanwhile"),
  );
  await lead(audits.decideConflict, { id: visitId, opId: later.id, keep: "other", revision: 1 });
  const decided = await sheet();
  assert.equal(valueOf(decided, check.id, "verdict")?.value, "partly");
  assert.deepEqual(decided.conflicts, []);
  await assert.rejects(
    lead(audits.decideConflict, { id: visitId, opId: later.id, keep: "holds", revision: 2 }),
    code("audit.conflict_over"),
  );
  // What the first device goes on to say over its own unacknowledged word meets the decision.
  const onward = await sync(lead, { ops: [enter(check.id, "verdict", "unknown", 0, mine.id)] });
  assert.equal(onward.ops[0]?.outcome, "conflict");
  await lead(audits.decideConflict, {
    id: visitId,
    opId: onward.ops[0]?.id ?? "",
    keep: "holds",
    revision: 2,
  });
});

test("T-17 a photo arrives whole or is refused, and a withdrawn one stays, marked", async () => {
  const { checks } = await sheet();
  const check = checks[0];
  assert.ok(check);
  const sha256 = createHash("sha256").update("photo").digest();
  const { rows } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 5, 'image/jpeg', 'a.jpg', 'audit_photo', $3) returning id`,
    [company, sha256, made.lead.personId],
  );
  const photo = {
    id: randomUUID(),
    checkId: check.id,
    kind: "photo" as const,
    words: "",
    saidBy: "",
    fileId: rows[0]?.id ?? "",
    takenAt: "2026-11-20T01:02:03.000Z",
  };
  const wrong = await sync(lead, { notes: [{ ...photo, sha256: "0".repeat(64) }] });
  assert.deepEqual(wrong.refused, [{ id: photo.id, code: "audit.photo_damaged" }]);
  const right = await sync(lead, { notes: [{ ...photo, sha256: sha256.toString("hex") }] });
  assert.equal(right.notes.filter((one) => one.kind === "photo").length, 1);
  const taken = await sync(partner, { withdrawn: [photo.id] });
  assert.ok(taken.notes.find((one) => one.id === photo.id)?.isWithdrawn);
});

test("T-17 a control that nobody drew is taken up with a reason, by two devices at once as by one, and never counts as drawn", async () => {
  const { controls: others } = await lead(audits.listOtherControls, { id: visitId });
  const claimed = others.filter((one) => one.isAsked && one.saidVerdict === "partly");
  assert.ok(claimed.length > 0);
  const seen = await stranger(audits.listOtherControls, { id: visitId });
  assert.ok(
    seen.controls.length === others.length && seen.controls.every((one) => one.saidVerdict === null),
    "what the company said goes along with the team alone",
  );
  const before = await sheet();
  assert.ok(before.controls.every((one) => others.every((other) => other.id !== one.id)));
  const [placeId, controlId] = [before.places[0]?.id ?? "", claimed[0]?.id ?? ""];
  const [mine, theirs] = [
    { id: randomUUID(), placeId, controlId, reason: "配線が壁の外に出ていた" },
    { id: randomUUID(), placeId, controlId, reason: "同じものに気付いた" },
  ];
  const bare = { id: randomUUID(), placeId, controlId };
  const refused = await sync(lead, { checks: [bare], ops: [enter(bare.id, "verdict", "met")] });
  assert.deepEqual(
    refused.refused.map((one) => one.code),
    ["audit.say_why", "audit.check_gone"],
  );
  const found = [enter(mine.id, "verdict", "partly"), enter(mine.id, "seen", "配線が露出")];
  await sync(lead, { checks: [mine], ops: found });
  const differing = enter(theirs.id, "verdict", "met");
  const note = {
    id: randomUUID(),
    checkId: theirs.id,
    kind: "note" as const,
    words: "裏側も見た",
    saidBy: "",
    takenAt: "2026-11-20T01:02:03.000Z",
  };
  const brought = { checks: [theirs], ops: [differing], notes: [note] };
  const answer = await sync(partner, brought);
  assert.deepEqual(answer.twins, [{ id: theirs.id, checkId: mine.id }]);
  assert.deepEqual(
    answer.ops,
    [{ id: differing.id, outcome: "conflict" }],
    "entered beside the first's word",
  );
  assert.equal(answer.notes.find((one) => one.id === note.id)?.checkId, mine.id);
  const taken = answer.controls.find((one) => one.id === controlId);
  assert.deepEqual([taken?.drawn, taken?.isTakenUp, taken?.saidVerdict], ["added", true, "partly"]);
  const check = answer.checks.find((one) => one.id === mine.id);
  assert.equal(check?.reason, `${mine.reason}\n${theirs.reason}`);
  const again = await sync(partner, brought);
  assert.deepEqual([again.twins, again.checks.length], [answer.twins, answer.checks.length], "sent twice");
  const told = await owner.query(
    "select sum((data->>'checksAdded')::int)::int as n from events where verb = 'audit.sheet_synced'",
  );
  assert.equal(told.rows[0].n, 2);
  await lead(audits.decideConflict, { id: visitId, opId: differing.id, keep: "holds", revision: 1 });
});

test("T-17 what comes in while the places are rearranged is where it belongs: neither lost nor doubled", async () => {
  const before = await sheet();
  const [gate, room, extra, talks] = before.places;
  assert.ok(gate && room && extra && talks);
  const moving = before.checks.filter((one) => one.placeId === extra.id);
  const check = moving[0];
  assert.ok(check);
  // At the same moment: the desk renames and moves, a device enters. Whoever comes first, both hold.
  const entry = enter(check.id, "seen", "並べ替えの最中", 0);
  const [{ rowVersion }] = await Promise.all([
    lead(audits.arrangeSheet, {
      id: visitId,
      rowVersion: before.rowVersion,
      places: [{ ...gate, name: "北門（新）" }, room, talks, extra],
      moved: moving.map((one) => ({ checkId: one.id, placeId: talks.id })),
    }),
    sync(partner, { ops: [entry] }),
  ]);
  const between = await sheet();
  assert.equal(valueOf(between, check.id, "seen")?.value, "並べ替えの最中");
  assert.equal(between.checks.find((one) => one.id === check.id)?.placeId, talks.id);
  assert.ok(between.arrangedAt);
  // Empty now, the place goes; a device that does not know of it notes something there.
  const gone = { id: visitId, places: [{ ...gate, name: "北門（新）" }, room, talks], moved: [] };
  await lead(audits.arrangeSheet, { ...gone, rowVersion });
  assert.equal((await sheet()).places.length, 3);
  const note = {
    id: randomUUID(),
    placeId: extra.id,
    kind: "note" as const,
    words: "天井の点検口が開いていた",
    saidBy: "",
    takenAt: "2026-11-20T01:02:03.000Z",
  };
  const added = { id: randomUUID(), placeId: extra.id, controlId: check.controlId };
  const answer = await sync(partner, {
    checks: [added],
    ops: [enter(added.id, "verdict", "met")],
    notes: [note],
  });
  assert.deepEqual([answer.refused, answer.ops.map((one) => one.outcome)], [[], ["applied"]]);
  assert.ok(answer.places.some((one) => one.id === extra.id && one.name === extra.name));
  assert.equal(answer.checks.find((one) => one.id === added.id)?.placeId, extra.id);
  const now = await sheet();
  await assert.rejects(
    lead(audits.arrangeSheet, { ...gone, rowVersion: rowVersion + 1 }),
    code("audit_sheet.changed_meanwhile"),
    "whoever was rearranging looks again first",
  );
  await assert.rejects(
    lead(audits.arrangeSheet, { ...gone, rowVersion: now.rowVersion }),
    code("audit.place_in_use"),
  );
});

test("T-17 a device takes the sheet for a stated time; revoked, nothing more is taken from it", async () => {
  const checkoutId = randomUUID();
  const device = { id: visitId, checkoutId, device: "Tablet 7", days: 3, isKept: true };
  const { until } = await lead(audits.takeSheet, device);
  assert.equal((await lead(audits.takeSheet, device)).until, until, "sent twice, it is one");
  assert.ok(
    Date.parse(until) - Date.now() > 2.9 * 86_400_000 && Date.parse(until) - Date.now() < 3.1 * 86_400_000,
  );
  const { rowVersion } = await sheet();
  await assert.rejects(
    lead(audits.finishSheet, { id: visitId, rowVersion, reason: "x" }),
    code("audit.devices_along"),
    "what a device took and never brought in is waited for",
  );
  await assert.rejects(sync(partner, { checkoutId }), code("audit_checkout.not_found"), "another's device");
  await sync(lead, { checkoutId, waiting: 4 });
  await assert.rejects(
    lead(audits.finishSheet, { id: visitId, rowVersion, reason: "x", without: [checkoutId] }),
    code("audit.devices_out"),
    "what it said it holds is brought in, or the device revoked",
  );
  const shown = (await sheet()).checkouts[0];
  assert.deepEqual([shown?.waiting, shown?.state], [4, "out"]);
  await partner(audits.revokeCheckout, { id: visitId, checkoutId, reason: "lost on the train" });
  await assert.rejects(sync(lead, { checkoutId }), code("audit.checkout_revoked"));
  assert.equal((await sheet()).checkouts[0]?.state, "revoked");
  const second = { ...device, checkoutId: randomUUID(), device: "Phone" };
  await lead(audits.takeSheet, second);
  await lead(audits.returnSheet, { id: visitId, checkoutId: second.checkoutId });
  assert.equal((await sheet()).checkouts.find((one) => one.id === second.checkoutId)?.state, "returned");
});

test("T-17 without a session a device learns whether it has to let go, of ids it knows and nothing else", async () => {
  const ids = Array.from({ length: 4 }, () => randomUUID());
  const [held = "", returned = "", revoked = "", unknown = ""] = ids;
  const nobody = app.as(null);
  const over = async () =>
    new Map((await nobody(audits.askCheckouts, { ids })).over.map((one) => [one.id, one.isRevoked]));
  for (const checkoutId of [held, returned, revoked])
    await partner(audits.takeSheet, { id: visitId, checkoutId, device: "asks", days: 1, isKept: false });
  assert.equal((await over()).size, 0);
  await partner(audits.returnSheet, { id: visitId, checkoutId: returned });
  await lead(audits.revokeCheckout, { id: visitId, checkoutId: revoked, reason: "lost" });
  const expected = [
    [returned, false],
    [revoked, true],
  ];
  assert.deepEqual([...(await over())].toSorted(), expected.toSorted());
  assert.ok(!(await over()).has(unknown));
  // Who has left takes nothing along any more, whatever their device was told before.
  await owner.query("update accounts set state = 'closed' where person_id = $1", [made.partner.personId]);
  assert.equal((await over()).get(held), false);
  await owner.query("update accounts set state = 'active' where person_id = $1", [made.partner.personId]);
  await partner(audits.returnSheet, { id: visitId, checkoutId: held });
});

test("T-17 whoever was taken off the team keeps no sheet along, and loses no entry: a colleague brings in the file", async () => {
  const take = async (who: typeof lead) => {
    const checkoutId = randomUUID();
    await who(audits.takeSheet, { id: visitId, checkoutId, device: "stays", days: 30, isKept: true });
    return checkoutId;
  };
  const [theirs, planners] = [await take(partner), await take(office)];
  const over = async () =>
    (await app.as(null)(audits.askCheckouts, { ids: [theirs, planners] })).over.map((one) => one.id);
  assert.deepEqual(await over(), [], "whoever plans is on no team, and may help");
  const { rows } = await owner.query<{ id: string }>("select id from auditors where person_id = $1", [
    made.partner.personId,
  ]);
  const auditorId = rows[0]?.id ?? "";
  await office(audits.removeAuditor, { id: visitId, auditorId });
  assert.deepEqual(await over(), [theirs]);
  const { checks } = await sheet();
  const check = checks.at(-1);
  assert.ok(check);
  const op = enter(check.id, "seen", "外される前に見たこと");
  const added = { id: randomUUID(), placeId: check.placeId, controlId: "HUM-04", reason: "気になった" };
  const note = {
    id: randomUUID(),
    checkId: check.id,
    kind: "note" as const,
    words: "外される前のメモ",
    saidBy: "",
    takenAt: "2026-11-20T01:02:03.000Z",
  };
  const file = { checkoutId: theirs, checks: [added], ops: [op], notes: [note] };
  await assert.rejects(sync(partner, file), code("audit.not_on_team"));
  await assert.rejects(sync(partner, { ...file, isBroughtIn: true }), code("audit.not_on_team"));
  await assert.rejects(sync(lead, file), code("audit_checkout.not_found"), "not as if it were one's own");
  const brought = await sync(lead, { ...file, isBroughtIn: true });
  assert.deepEqual([brought.refused, brought.ops[0]?.outcome], [[], "applied"]);
  const authors = await owner.query(
    `select person_id as id from audit_ops where id = $1 union all select person_id from audit_notes where id = $2
     union all select added_by from audit_checks where id = $3`,
    [op.id, note.id, added.id],
  );
  assert.deepEqual(
    authors.rows.map((row) => row.id),
    [made.partner.personId, made.partner.personId, made.partner.personId],
  );
  const told = await owner.query(
    "select actor_id, on_behalf_of from events where verb = 'audit.sheet_synced' order by id desc limit 1",
  );
  assert.deepEqual(told.rows[0], { actor_id: made.lead.personId, on_behalf_of: made.partner.personId });
  // On the team again, and then without the right to conduct.
  await owner.query(
    "insert into audit_visit_team (visit_id, auditor_id, company_id, is_lead, days) values ($1, $2, $3, false, 2)",
    [visitId, auditorId, company],
  );
  assert.deepEqual(await over(), []);
  const role = "update grants set role_id = $2 where person_id = $1";
  await owner.query(role, [made.partner.personId, "security_officer"]);
  assert.deepEqual(await over(), [theirs]);
  await owner.query(role, [made.partner.personId, "auditor"]);
  assert.deepEqual(await over(), []);
  for (const checkoutId of [theirs, planners])
    await lead(audits.revokeCheckout, { id: visitId, checkoutId, reason: "no longer needed" });
  await assert.rejects(
    sync(lead, { ...file, isBroughtIn: true }),
    code("audit.checkout_revoked"),
    "nothing is taken from a lost device, also not by its file",
  );
});

test("T-16 finished, a control has the worst of its places, an overturned claim says what was seen, and what is left open says why", async () => {
  const before = await sheet();
  const room = before.places.find((one) => one.kind === "server_room");
  const ofRoom = before.checks.filter((one) => one.placeId === room?.id && one.controlId === "PHY-04");
  assert.ok(ofRoom.length > 1);
  const [worstOne, ...others] = ofRoom;
  const base = (id: string) => valueOf(before, id, "verdict")?.revision ?? 0;
  await sync(lead, {
    ops: [
      enter(worstOne?.id ?? "", "verdict", "not_met", base(worstOne?.id ?? "")),
      ...others.map((one) => enter(one.id, "verdict", "met", base(one.id))),
    ],
  });
  const { rowVersion } = await sheet();
  await assert.rejects(lead(audits.finishSheet, { id: visitId, rowVersion }), code("audit.checks_open"));
  await assert.rejects(
    lead(audits.finishSheet, { id: visitId, rowVersion, reason: "no time" }),
    code("audit.seen_missing"),
  );
  await sync(lead, { ops: [enter(worstOne?.id ?? "", "seen", "鍵が差したまま")] });
  // It was heard of before the walk, and nobody knows what it has seen since.
  const checkoutId = randomUUID();
  await partner(audits.takeSheet, { id: visitId, checkoutId, device: "out", days: 2, isKept: true });
  await sync(partner, { checkoutId });
  const finish = { id: visitId, rowVersion };
  await assert.rejects(
    lead(audits.finishSheet, { ...finish, reason: "no time" }),
    code("audit.devices_along"),
  );
  await assert.rejects(
    lead(audits.finishSheet, { ...finish, without: [checkoutId] }),
    code("audit.reason_needed"),
  );
  const done = await lead(audits.finishSheet, { ...finish, reason: "no time", without: [checkoutId] });
  const told = await owner.query("select data from events where verb = 'audit.sheet_finished'");
  assert.equal(told.rows[0].data.devicesLeft, 1);
  assert.ok(done.overturned >= 1);
  const finished = await sheet();
  assert.equal(finished.controls.find((one) => one.id === "PHY-04")?.verdict, "not_met");
  assert.ok(
    finished.controls.some((one) => one.verdict === null),
    "what was left open has no verdict",
  );
  const late = await sync(partner, { ops: [enter(worstOne?.id ?? "", "seen", "later", 1)] });
  assert.deepEqual(
    late.refused.map((one) => one.code),
    ["audit.sheet_finished"],
  );
  const standing = finished.notes.find((one) => !one.isWithdrawn);
  const gone = finished.notes.find((one) => one.isWithdrawn);
  const withdrawn = [standing?.id ?? "", gone?.id ?? "", randomUUID()];
  assert.deepEqual(
    (await sync(partner, { withdrawn })).refused,
    [{ id: standing?.id, code: "audit.sheet_finished" }],
    "what stays in sight is said",
  );
  await partner(audits.reopenSheet, {
    id: visitId,
    reason: "one room was missed",
    rowVersion: done.rowVersion,
  });
  assert.ok((await sheet()).controls.every((one) => one.verdict === null));
});

test("T-17 whoever is not on the team reads the sheet and enters nothing; the company sees nothing of it", async () => {
  const { checks } = await stranger(audits.getAuditSheet, { id: visitId });
  await assert.rejects(
    sync(stranger, { ops: [enter(checks[0]?.id ?? "", "seen", "x")] }),
    code("audit.not_on_team"),
  );
  assert.equal(
    (await office(audits.getAuditSheet, { id: visitId })).can.conduct,
    true,
    "whoever plans the audits may help",
  );
  const officer = app.as(made.officer.token);
  await assert.rejects(
    officer(audits.getAuditSheet, { id: visitId }),
    (error: unknown) =>
      error instanceof AppError && ["permission.missing", "audit_sheet.not_found"].includes(error.code),
  );
  // The rows' own lock alone, with whatever the company may do of audits.
  const tables = ["sheets", "places", "controls", "checks", "checkouts", "ops", "values", "notes"];
  for (const permission of ["audit.read_own", "audit.answer", "audit.acknowledge"])
    for (const table of [...tables, "check_twins"]) {
      const all = await owner.query(`select from audit_${table}`);
      assert.ok(all.rowCount, `${table} has rows`);
      await owner.query("begin");
      await owner.query("select set_config('app.actor', $1, true), set_config('app.permission', $2, true)", [
        made.officer.personId,
        permission,
      ]);
      await owner.query("set local role yagura_scoped");
      const { rowCount } = await owner.query(`select from audit_${table}`);
      await owner.query("rollback");
      assert.equal(rowCount, 0, `audit_${table} with ${permission}`);
    }
});
