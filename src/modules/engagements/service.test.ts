import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inTransaction } from "#core/db/transaction.ts";
import { AppError } from "#core/errors.ts";
import { access } from "#modules/access/contract.ts";
import { endSessionsOfLeavers } from "#modules/access/sweeping.ts";
import { organization } from "#modules/organization/contract.ts";
import { search } from "#modules/search/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { hashToken, nobody } from "#core/http/door.ts";
import { engagements } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
let inspections: Map<string, string>;
let office: SignedIn;
let officer: SignedIn;
let sisters: SignedIn;

before(async () => {
  const editionId = await addEdition(owner);
  inspections = (await addOpenRound(owner, { editionId, companies: [own, sister], dueOn: "2030-12-15" }))
    .inspections;
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  sisters = await signedIn(owner, { companyId: sister, role: "security_officer" });
});

const code = (wanted: string) => (error: unknown) => error instanceof AppError && error.code === wanted;
const today = async () =>
  (await owner.query<{ day: string }>("select group_today()::text as day")).rows[0]?.day ?? "";
const later = async (days: number) =>
  (await owner.query<{ day: string }>("select (group_today() + $1::int)::text as day", [days])).rows[0]
    ?.day ?? "";
let serial = 0;

/** A firm with one person, engaged over inspections of these companies by somebody. */
async function engage(
  by: SignedIn,
  part: { keeper?: string; over?: string[]; lastDay?: string; timeZone?: string; roleId?: "adviser" } = {},
) {
  serial += 1;
  const as = app.as(by.token);
  const firm = await as(engagements.addOutsideFirm, {
    name: `Firm ${serial}`,
    ...(part.keeper ? { companyId: part.keeper } : {}),
  });
  const person = await as(engagements.addOutsidePerson, {
    id: firm.id,
    familyName: "Outside",
    givenName: "Ada",
    email: `ada${serial}@firm.example`,
    language: "en",
  });
  const made = await as(engagements.makeEngagement, {
    firmId: firm.id,
    title: `Assessment ${serial}`,
    purpose: "Look at what was answered",
    roleId: part.roleId ?? "assessor",
    validFrom: await today(),
    lastDay: part.lastDay ?? (await later(30)),
    ...(part.timeZone ? { timeZone: part.timeZone } : {}),
    inspectionIds: (part.over ?? [own]).map((company) => inspections.get(company) ?? ""),
    personIds: [person.id],
  });
  return { firmId: firm.id, personId: person.id, invitation: person.invitationToken, ...made };
}

/** A session of theirs that has shown a second factor. */
async function comesIn(personId: string): Promise<string> {
  const token = `outside-${crypto.randomUUID()}`;
  await owner.query(
    `insert into sessions (account_id, company_id, token_hash, expires_at, methods)
     select id, company_id, $2, now() + interval '1 hour', '{pwd,otp,mfa}' from accounts where person_id = $1`,
    [personId, hashToken(token)],
  );
  await owner.query("update accounts set state = 'active', password_hash = '-' where person_id = $1", [
    personId,
  ]);
  return token;
}

const sees = async (token: string, company = own) =>
  (await app.as(token)(engagements.getEngagedInspection, { id: inspections.get(company) ?? "" })).companyId;

test("R-15 an outside party is invited, owes a second factor, and sees its engagement and nothing else", async () => {
  const one = await engage(office);
  const came = await app.as(null)(access.acceptInvitation, {
    token: one.invitation,
    password: "a long phrase for outside",
  });
  assert.deepEqual(came.owes, {
    demands: "second_factor",
    ways: { totp: false, passkey: false, recoveryCode: false },
    enrols: true,
  });
  const token = await comesIn(one.personId);
  const as = app.as(token);
  const mine = await as(engagements.listMyEngagements, {});
  assert.deepEqual(
    mine.rows.map(({ title, inspections: count, state }) => ({ title, count, state })),
    [{ title: "Assessment 1", count: 1, state: "running" }],
  );
  assert.equal(await sees(token), own);
  await assert.rejects(sees(token, sister), code("inspection.not_found"));
  assert.deepEqual(
    (await as(engagements.listEngagedRecords, { id: one.id })).rows.map((row) => row.companyId),
    [own],
  );
  const found = await as(search.searchAll, { words: "Ltd" });
  assert.deepEqual([found.companies, found.people, found.controls], [[], [], []]);
  await assert.rejects(as(organization.listCompanies, {}), code("permission.missing"));
  const session = await as(access.getSession, {});
  assert.equal(session?.isOutside, true);
  assert.ok(session?.permissions.every((permission) => permission.startsWith("engaged.")));
  const read = await owner.query(
    "select actor_id, company_id from events where verb = 'engagement.answers_read' and actor_id = $1",
    [one.personId],
  );
  assert.deepEqual(read.rows[0], { actor_id: one.personId, company_id: own });
});

test("people from outside stand in no register of the group's people, accounts or units", async () => {
  const one = await engage(office);
  const as = app.as(office.token);
  assert.deepEqual((await as(organization.listPeople, { search: "Outside" })).rows, []);
  assert.deepEqual((await as(access.listAccounts, { search: "firm.example" })).rows, []);
  assert.deepEqual((await as(organization.searchUnits, { search: "OUT-" })).rows, []);
  const listed = await as(engagements.listOutsidePeople, { firmId: one.firmId });
  assert.deepEqual(
    listed.rows.map((row) => [row.id, row.state, row.engagements]),
    [[one.personId, "invited", 1]],
  );
});

test("R-15 an engagement ends at midnight of its own zone, and its sessions within the next sweep", async () => {
  const lastDay = await later(3);
  // Its day begins before the group's: it has begun, whatever the hour.
  const one = await engage(office, { lastDay, timeZone: "Pacific/Auckland" });
  const token = await comesIn(one.personId);
  const { rows } = await owner.query<{ midnight: Date }>(
    "select ($1::date + 1)::timestamp at time zone 'Pacific/Auckland' as midnight",
    [lastDay],
  );
  const midnight = rows[0]?.midnight ?? new Date();
  try {
    app.setNow(new Date(midnight.getTime() - 1000));
    assert.equal(await sees(token), own);
    app.setNow(midnight);
    // The door's own look at the session goes by the real clock; what follows, by the moved one.
    await assert.rejects(sees(token), code("inspection.not_found"));
  } finally {
    app.setNow(null);
  }
});

test("ended early, it is over with the next request, and whoever has no other is signed out", async () => {
  const one = await engage(office);
  const token = await comesIn(one.personId);
  assert.equal(await sees(token), own);
  const ended = await app.as(office.token)(engagements.endEngagement, {
    id: one.id,
    reason: "Done",
    rowVersion: one.rowVersion,
  });
  await assert.rejects(sees(token), code("permission.missing"));
  const standing = {
    actor: { ...office, sessionId: null, language: "en" as const, timeZone: null, personId: nobody },
    permission: "",
    reach: "group" as const,
  };
  assert.ok((await inTransaction(app.door.db, standing, endSessionsOfLeavers)) >= 1);
  await assert.rejects(app.as(token)(access.getSession, {}), code("session.needed"));
  const of = await app.as(office.token)(engagements.getEngagement, { id: one.id });
  assert.deepEqual([of.state, of.endedReason, of.can.change], ["over", "Done", "engagement.over"]);
  await assert.rejects(
    app.as(office.token)(engagements.setEngagementEnd, {
      id: one.id,
      lastDay: await later(9),
      reason: "Again",
      rowVersion: ended.rowVersion,
    }),
    code("engagement.over"),
  );
});

test("people and records come in and go out at once, and the end moves with its rights", async () => {
  const one = await engage(office);
  const token = await comesIn(one.personId);
  const as = app.as(office.token);
  const wider = await as(engagements.changeEngagement, {
    id: one.id,
    addInspectionIds: [inspections.get(sister) ?? ""],
    reason: "Also there",
    rowVersion: one.rowVersion,
  });
  assert.equal(await sees(token, sister), sister);
  const narrower = await as(engagements.changeEngagement, {
    id: one.id,
    removeRecordIds: [inspections.get(sister) ?? ""],
    reason: "Not there",
    rowVersion: wider.rowVersion,
  });
  await assert.rejects(sees(token, sister), code("inspection.not_found"));
  const lastDay = await later(60);
  const moved = await as(engagements.setEngagementEnd, {
    id: one.id,
    lastDay,
    reason: "Longer",
    rowVersion: narrower.rowVersion,
  });
  const ends = await owner.query<{ ends: Date[] }>(
    "select array_agg(ends_at) as ends from grants where engagement_id = $1 and ends_at > now()",
    [one.id],
  );
  const { endsAt } = await as(engagements.getEngagement, { id: one.id });
  assert.deepEqual(
    ends.rows[0]?.ends.map((end) => end.toISOString()),
    [endsAt],
  );
  await as(engagements.changeEngagement, {
    id: one.id,
    removePersonIds: [one.personId],
    reason: "Left the firm",
    rowVersion: moved.rowVersion,
  });
  await assert.rejects(sees(token), code("permission.missing"));
  await assert.rejects(
    as(engagements.changeEngagement, {
      id: one.id,
      addPersonIds: [one.personId],
      reason: "Late",
      rowVersion: one.rowVersion,
    }),
    code("engagement.changed_meanwhile"),
  );
});

test("a company's officer engages for the own company, and sees who was engaged to look at it", async () => {
  await assert.rejects(engage(officer), code("outside_firm.company_needed"));
  await assert.rejects(engage(officer, { keeper: sister }), code("company.not_found"));
  await assert.rejects(engage(officer, { keeper: own, over: [sister] }), code("inspection.not_found"));
  const mine = await engage(officer, { keeper: own });
  assert.equal(await sees(await comesIn(mine.personId)), own);
  const wide = await engage(office, { over: [own, sister] });
  const listed = await app.as(officer.token)(engagements.listEngagements, { state: "running" });
  const group = listed.rows.find((row) => row.id === wide.id);
  assert.deepEqual([group?.companies, group?.people], [1, 1]);
  assert.equal(JSON.stringify(listed).includes(sister), false);
  const read = await app.as(officer.token)(engagements.getEngagement, { id: wide.id });
  assert.equal(read.can.change, "can.not_yours");
  await assert.rejects(
    app.as(officer.token)(engagements.endEngagement, {
      id: wide.id,
      reason: "No",
      rowVersion: wide.rowVersion,
    }),
    code("engagement.not_found"),
  );
  await assert.rejects(
    app.as(sisters.token)(engagements.getEngagement, { id: mine.id }),
    code("engagement.not_found"),
  );
  const seen = await app.as(sisters.token)(engagements.listOutsidePeople, {});
  assert.equal(
    seen.rows.some((row) => row.id === mine.personId),
    false,
  );
});

test("nobody gives somebody from outside a right or a seat beside the engagement", async () => {
  const one = await engage(office);
  await assert.rejects(
    app.as(office.token)(access.giveGrant, {
      personId: one.personId,
      roleId: "employee",
      unitId: own,
      withSubtree: false,
      validFrom: await today(),
      reason: "Helps",
    }),
    code("grants_outside_by_engagement"),
  );
  const seat = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Seat', '2020-04-01') returning id",
    [own],
  );
  await assert.rejects(
    owner.query(
      "insert into position_holders (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
      [seat.rows[0]?.id, one.personId, own],
    ),
    /position_not_for_outside|somebody from outside/,
  );
  // Nor the other way round: a role for outsiders, given plainly, opens nothing.
  const insider = await signedIn(owner, { companyId: own, role: "assessor" });
  await assert.rejects(sees(insider.token), code("permission.missing"));
});

test("who advises reads answers and no files", async () => {
  const one = await engage(office, { roleId: "adviser" });
  const token = await comesIn(one.personId);
  const read = await app.as(token)(engagements.getEngagedInspection, { id: inspections.get(own) ?? "" });
  assert.equal(read.opensFiles, false);
  await assert.rejects(
    app.as(token)(engagements.downloadEngagedEvidence, { id: crypto.randomUUID() }),
    code("permission.missing"),
  );
});

test("access is begun anew with a link, and an account that is closed is in no engagement", async () => {
  const one = await engage(office);
  const token = await comesIn(one.personId);
  const as = app.as(office.token);
  const anew = await as(engagements.renewOutsideAccess, { id: one.personId, reason: "Lost the phone" });
  await assert.rejects(sees(token), code("session.needed"));
  await app.as(null)(access.acceptInvitation, {
    token: anew.invitationToken,
    password: "another long phrase here",
  });
  const again = await comesIn(one.personId);
  assert.equal(await sees(again), own);
  await as(engagements.closeOutsideAccount, { id: one.personId, reason: "Left" });
  await assert.rejects(sees(again), code("session.needed"));
  assert.deepEqual((await as(engagements.listOutsidePeople, { engagementId: one.id })).rows, []);
});

test("dates that make no sense are refused with what to do", async () => {
  await assert.rejects(engage(office, { lastDay: "2020-01-01" }), code("engagement.ends_before_start"));
  await assert.rejects(engage(office, { lastDay: await later(900) }), code("engagement.too_long"));
  await assert.rejects(engage(office, { timeZone: "Mars/Olympus" }), code("time_zone.unknown"));
  await assert.rejects(engage(office, { over: [] }), code("engagement.nothing_covered"));
});

test("a firm's name and note are changed by whoever answers for it, and not from an older look", async () => {
  const one = await engage(officer, { keeper: own });
  const as = app.as(officer.token);
  const firm = (await as(engagements.listOutsideFirms, {})).rows.find((row) => row.id === one.firmId);
  assert.ok(firm);
  const change = { id: firm.id, name: " Firm of another name ", note: "Framework agreement" };
  await as(engagements.changeOutsideFirm, { ...change, rowVersion: firm.rowVersion });
  await assert.rejects(
    as(engagements.changeOutsideFirm, { ...change, note: null, rowVersion: firm.rowVersion }),
    code("outside_firm.changed_meanwhile"),
  );
  await assert.rejects(
    app.as(sisters.token)(engagements.changeOutsideFirm, { ...change, rowVersion: 2 }),
    code("outside_firm.not_found"),
  );
  const { rows } = await as(engagements.listEngagements, { firmId: firm.id });
  assert.deepEqual(
    rows.map((row) => row.firmName),
    ["Firm of another name"],
  );
});
