import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import {
  addCompany,
  addPerson,
  addUnit,
  buildSmallGroup,
  giveRole,
  type Id,
  signedIn,
} from "#test/factories.ts";
import { organization } from "../contract.ts";
import { ending } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const company = group.companies.own;

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const employ = (personId: Id, unitId: Id, from = "2020-04-01") =>
  owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $3, 'regular', $4)",
    [personId, unitId, company, from],
  );
const employmentsOf = async (personId: Id) =>
  (
    await owner.query(
      "select unit_id as unit, valid_from as from, valid_to as to from employments where person_id = $1 order by valid_from",
      [personId],
    )
  ).rows.map((row) => [row.unit, day(row.from), day(row.to)]);
const day = (at: Date | string | null) =>
  at instanceof Date
    ? new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
    : at;
const verbsOf = async (id: Id) =>
  (
    await owner.query<{ verb: string }>("select verb from events where subject_id = $1 order by id", [id])
  ).rows.map((row) => row.verb);

test("a department ends: its people go on at the company, rights at it end, the days before stay", async () => {
  const id = await addUnit(owner, {
    kind: "department",
    code: "DEP",
    name: "Old dept",
    parentId: company,
    companyId: company,
  });
  const person = await addPerson(owner, { companyId: company, familyName: "Moved" });
  await employ(person, id);
  await giveRole(owner, { personId: person, companyId: company, role: "contributor", unitId: id });
  const ended = await asOffice(ending.endUnit, { id, on: "2026-12-01", reason: "merged", rowVersion: 1 });
  assert.deepEqual([ended.movedPeople, ended.endedGrants], [1, 1]);
  assert.deepEqual(await employmentsOf(person), [
    [id, "2020-04-01", "2026-12-01"],
    [company, "2026-12-01", null],
  ]);
  const namesOn = async (asOf: string) =>
    (await asOffice(organization.getCompany, { id: company, asOf })).departments.map((one) => one.name);
  assert.deepEqual([await namesOn("2026-11-30"), await namesOn("2026-12-01")], [["Old dept"], []]);
  assert.deepEqual(await verbsOf(id), ["unit.ended"]);
  await assert.rejects(
    asOffice(ending.endUnit, { id, on: "2026-12-02", reason: "again", rowVersion: 2 }),
    code("unit.ended_already"),
  );
});

test("a unit with others below it, a company and a division do not end this way", async () => {
  const above = await addUnit(owner, {
    kind: "department",
    code: "UP",
    name: "Above",
    parentId: company,
    companyId: company,
  });
  await addUnit(owner, { kind: "site", code: "DOWN", name: "Below", parentId: above, companyId: company });
  const end = (id: Id) => asOffice(ending.endUnit, { id, on: "2026-12-01", reason: "x", rowVersion: 1 });
  await assert.rejects(end(above), code("unit.has_units_below"));
  await assert.rejects(end(group.companies.sister), code("unit.end_refused"));
  await assert.rejects(end(group.divisions.two), code("unit.end_refused"));
});

test("R-20 a seat is left vacant from a day, then ends; who held it keeps the days", async () => {
  const holder = await addPerson(owner, { companyId: company, familyName: "Holder" });
  const { id } = await asOffice(organization.addPosition, {
    unitId: company,
    name: "Seat",
    from: "2026-04-01",
  });
  await asOffice(organization.holdPosition, {
    id,
    personId: holder,
    from: "2026-04-01",
    reason: "as it was",
  });
  await asOffice(ending.vacatePosition, { id, on: "2026-12-01", reason: "moved on" });
  const seatOn = async (asOf: string) =>
    (await asOffice(organization.getCompany, { id: company, asOf })).positions.find((one) => one.id === id);
  assert.equal((await seatOn("2026-11-30"))?.holderId, holder);
  assert.equal((await seatOn("2026-12-01"))?.holderId, null);
  await assert.rejects(
    asOffice(ending.vacatePosition, { id, on: "2026-12-01", reason: "again" }),
    code("position.vacant_already"),
  );
  await asOffice(ending.endPosition, { id, on: "2027-01-01", reason: "no longer needed" });
  assert.equal((await seatOn("2026-12-31"))?.id, id);
  assert.equal(await seatOn("2027-01-01"), undefined);
  await assert.rejects(
    asOffice(organization.holdPosition, { id, personId: holder, from: "2027-02-01" }),
    code("position.not_found"),
  );
});

test("several people leave on one day: the preview says what ends, then exactly that ends", async () => {
  const people = await Promise.all(
    ["Ann", "Ben"].map((familyName) => addPerson(owner, { companyId: company, familyName })),
  );
  const [ann, ben] = people as [Id, Id];
  for (const id of people) {
    await employ(id, company);
  }
  await giveRole(owner, { personId: ann, companyId: company, role: "contributor", unitId: company });
  const seat = await asOffice(organization.addPosition, {
    unitId: company,
    name: "Duty",
    from: "2026-04-01",
  });
  await asOffice(organization.holdPosition, {
    id: seat.id,
    personId: ann,
    from: "2026-04-01",
    reason: "as it was",
  });
  const left = { personIds: [ann, ben], lastDay: "2026-12-31" };
  const preview = await app.as(officer.token)(ending.previewEmploymentEnds, left);
  assert.deepEqual(
    [
      preview.people,
      preview.untouched,
      preview.grants,
      preview.seats.map((one) => one.name),
      preview.refusedBecause,
    ],
    [2, 0, 1, ["Duty"], null],
  );
  const did = await app.as(officer.token)(ending.endEmployments, { ...left, reason: "end of contract" });
  assert.deepEqual(did, { people: 2, seats: 1, grants: 1 });
  assert.deepEqual(await employmentsOf(ben), [[company, "2020-04-01", "2027-01-01"]]);
  assert.deepEqual(await verbsOf(ben), ["person.left"]);
  const again = await app.as(officer.token)(ending.previewEmploymentEnds, left);
  assert.deepEqual([again.people, again.untouched], [0, 2]);
});

test("nobody ends their own employment, the last administrator's, or that of a person elsewhere", async () => {
  const end = (who: { token: string }, personIds: Id[]) =>
    app.as(who.token)(ending.endEmployments, { personIds, lastDay: "2026-12-31", reason: "x" });
  await assert.rejects(end(officer, [officer.personId]), code("person.own_employment"));
  const elsewhere = await addPerson(owner, { companyId: group.companies.other, familyName: "Other" });
  const near = await addPerson(owner, { companyId: company, familyName: "Near" });
  await employ(near, company);
  await assert.rejects(end(officer, [near, elsewhere]), code("person.not_found"));
  assert.equal((await employmentsOf(near)).at(-1)?.[2], null);
  const administrator = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "administrator",
    unitId: group.group,
  });
  await assert.rejects(end(office, [administrator.personId]), code("grant.last_administrator"));
});

test("the ownership chain of a day: each share, and the group's through all of them", async () => {
  const held = async (companyCode: string, ownerId: Id | null, percent: number) => {
    const id = await addCompany(owner, {
      code: companyCode,
      name: companyCode,
      parentId: group.divisions.one,
    });
    await owner.query("update relations set owner_id = $2, ownership_percent = $3 where company_id = $1", [
      id,
      ownerId,
      percent,
    ]);
    return id;
  };
  const middle = await held("MID", null, 60);
  const below = await held("LOW", middle, 51);
  const top = (await asOffice(organization.listOwned, {})).rows;
  assert.deepEqual(
    top.map((row) => [row.id, row.relation, row.groupPercent]),
    [[group.companies.parent, "parent", null]],
  );
  const first = (await asOffice(organization.listOwned, { ownerId: group.companies.parent })).rows;
  assert.deepEqual(
    first
      .filter((row) => row.id === middle)
      .map((row) => [row.ownershipPercent, row.groupPercent, row.ownedCount]),
    [[60, 60, 1]],
  );
  const second = (await asOffice(organization.listOwned, { ownerId: middle })).rows;
  assert.deepEqual(
    second.map((row) => [row.id, row.ownershipPercent, row.groupPercent]),
    [[below, 51, 30.6]],
  );
  await assert.rejects(
    asOffice(organization.changeRelation, {
      id: middle,
      kind: "consolidated",
      ownershipPercent: 60,
      ownerId: below,
      from: "2026-12-01",
      rowVersion: 1,
    }),
    code("relation.owner_below_itself"),
  );
});
