// One person: corrected by who may, with why; employed at one unit more or less; their positions with dates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { trail } from "#modules/trail/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, addUnit, buildSmallGroup, giveRole, type Id, signedIn } from "#test/factories.ts";
import { organization } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer" });
const reader = await signedIn(owner, { companyId: own, role: "company_executive" });
const [asOffice, asOfficer] = [app.as(office.token), app.as(officer.token)];
app.setNow(new Date("2026-11-24T03:00:00Z"));

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const employ = (personId: Id, from = "2020-04-01") =>
  owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', $3)",
    [personId, own, from],
  );
const read = (id: Id) => asOfficer(organization.getPerson, { id });
const aoba = await addPerson(owner, { companyId: own, familyName: "青葉", givenName: "薫" });
await employ(aoba);

/** What is kept, with some of it corrected. */
async function corrected(id: Id, part: Partial<Parameters<typeof correct>[0]>) {
  const {
    code: number,
    familyName,
    givenName,
    familyNameReading,
    givenNameReading,
    ...rest
  } = await read(id);
  const { email, telephone, language, timeZone, rowVersion } = rest;
  const names = { code: number, familyName, givenName, familyNameReading, givenNameReading };
  return correct({ id, ...names, email, telephone, language, timeZone, rowVersion, ...part });
}
const correct = (input: Parameters<typeof asOfficer<typeof organization.changePerson>>[1]) =>
  asOfficer(organization.changePerson, input);

test("names, contact, language and zone are corrected with a reason; the trail tells which and by whom", async () => {
  await assert.rejects(
    corrected(aoba, { telephone: "０３－１２３４－５６７８" }),
    code("person.change_needs_reason"),
  );
  await corrected(aoba, {
    telephone: "０３－１２３４－５６７８",
    familyNameReading: "アオバ",
    email: "aoba@example.test",
    reason: "entered wrongly",
  });
  // How somebody is addressed says nothing about who they are: no reason is asked.
  await corrected(aoba, { language: "ja", timeZone: "Asia/Bangkok" });
  const now = await read(aoba);
  assert.deepEqual(
    [now.telephone, now.familyNameReading, now.language, now.timeZone, now.rowVersion],
    ["03-1234-5678", "アオバ", "ja", "Asia/Bangkok", 3],
  );
  const { rows } = await asOfficer(trail.listTimeline, { kind: "person", id: aoba });
  assert.deepEqual(
    rows.map((event) => [event.verb, event.actor?.id, event.data["fields"]]),
    [
      ["person.changed", officer.personId, ["language", "timeZone"]],
      ["person.changed", officer.personId, ["familyNameReading", "email", "telephone"]],
    ],
  );
  const kept = await owner.query(
    "select v.content from event_values v join events e on e.id = v.event_id where e.subject_id = $1 order by e.id limit 1",
    [aoba],
  );
  assert.deepEqual(kept.rows[0].content.after, {
    familyNameReading: "アオバ",
    email: "aoba@example.test",
    telephone: "03-1234-5678",
  });
});

test("what is no number, no zone or no change is refused, and so is the slower of two", async () => {
  await assert.rejects(corrected(aoba, { telephone: "内線12", reason: "x" }), code("people_telephone"));
  await assert.rejects(corrected(aoba, { timeZone: "Asia/Nowhere" }), code("time_zone.unknown"));
  await assert.rejects(corrected(aoba, {}), code("person.nothing_changes"));
  await assert.rejects(
    corrected(aoba, { givenName: "馨", reason: "x", rowVersion: 1 }),
    code("person.changed_meanwhile"),
  );
});

test("S-01 a sister company does not find the person, who may only read is told so", async () => {
  await assert.rejects(
    app.as(neighbour.token)(organization.getPerson, { id: aoba }),
    code("person.not_found"),
  );
  const seen = await app.as(reader.token)(organization.getPerson, { id: aoba });
  assert.deepEqual(seen.can, { manage: false, organize: false });
});

test("an employment is added beside another and one of them ends; the last one does not end by itself", async () => {
  const department = await addUnit(owner, {
    kind: "department",
    code: "DEV",
    name: "Development",
    parentId: own,
    companyId: own,
  });
  const add = async (part: { unitId: Id; from: string; lastDay?: string; reason?: string }) =>
    asOfficer(organization.addEmployment, {
      id: aoba,
      kind: "regular",
      title: "Engineer",
      rowVersion: (await read(aoba)).rowVersion,
      ...part,
    });
  await assert.rejects(
    add({ unitId: department, from: "2026-04-01" }),
    code("change.backdated_needs_reason"),
  );
  await add({ unitId: department, from: "2026-12-01" });
  await assert.rejects(add({ unitId: department, from: "2027-01-01" }), code("employment.overlaps"));
  await assert.rejects(
    add({ unitId: own, from: "2027-01-01", lastDay: "2026-12-01" }),
    code("employment.ends_before_it_begins"),
  );
  const end = async (unitId: Id, validFrom: string) =>
    asOfficer(organization.endEmployment, {
      id: aoba,
      unitId,
      validFrom,
      lastDay: "2026-12-31",
      reason: "moved",
      rowVersion: (await read(aoba)).rowVersion,
    });
  await end(own, "2020-04-01");
  await assert.rejects(end(department, "2026-12-01"), code("employment.is_last"));
  assert.deepEqual(
    (await read(aoba)).employments.map((one) => [one.name, one.title, one.validFrom, one.validTo]),
    [
      ["Development", "Engineer", "2026-12-01", null],
      ["Own Ltd.", null, "2020-04-01", "2027-01-01"],
    ],
  );
});

test("R-20 the person's page keeps positions of all days; who to call shows the telephone", async () => {
  const seat = await asOffice(organization.addPosition, {
    unitId: own,
    purpose: "security_officer",
    name: "Security officer",
    from: "2026-04-01",
  });
  await asOffice(organization.holdPosition, { id: seat.id, personId: aoba, from: "2026-11-24", rank: "GM" });
  const held = (await read(aoba)).positions;
  assert.deepEqual(
    held.map((one) => [one.name, one.rank, one.validFrom, one.validTo]),
    [["Security officer", "GM", "2026-11-24", null]],
  );
  const next = await addPerson(owner, { companyId: own, familyName: "Next" });
  await asOffice(organization.holdPosition, { id: seat.id, personId: next, from: "2027-04-01" });
  assert.equal((await read(aoba)).positions[0]?.validTo, "2027-04-01");
  const company = await asOffice(organization.getCompany, { id: own });
  assert.equal(company.positions.find((one) => one.id === seat.id)?.telephone, "03-1234-5678");
});

test("where no employment goes on at the company, seats and rights there end; one after a gap does not go on", async () => {
  const leaver = await addPerson(owner, { companyId: own, familyName: "Between" });
  await employ(leaver);
  await giveRole(owner, {
    personId: leaver,
    companyId: own,
    role: "contributor",
    unitId: own,
  });
  const seat = await asOffice(organization.addPosition, { unitId: own, name: "Keeper", from: "2026-04-01" });
  await asOffice(organization.holdPosition, { id: seat.id, personId: leaver, from: "2026-11-24" });
  const end = async (lastDay: string) =>
    asOffice(organization.endEmployment, {
      id: leaver,
      unitId: own,
      validFrom: "2020-04-01",
      lastDay,
      reason: "moves to the sister company",
      rowVersion: (await read(leaver)).rowVersion,
    });
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2027-04-01')",
    [leaver, sister],
  );
  await assert.rejects(end("2026-12-31"), code("employment.is_last"));
  const done = await end("2027-03-31");
  assert.deepEqual([done.seats, done.grants], [1, 1]);
  assert.equal((await read(leaver)).positions[0]?.validTo, "2027-04-01");
  const kept = await owner.query("select valid_to::text as until from grants where person_id = $1", [leaver]);
  assert.deepEqual(kept.rows, [{ until: "2027-04-01" }]);
  const told = await owner.query(
    "select verb, data->>'because' as because from events where subject_id = $1 order by id",
    [leaver],
  );
  assert.deepEqual(told.rows.slice(-2), [
    { verb: "grant.ended", because: "person.employment_ended" },
    { verb: "person.employment_ended", because: null },
  ]);
});
