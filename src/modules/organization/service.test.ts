import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { contentOf } from "#core/files/content.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { organization } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const secretary = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
const asOffice = app.as(office.token);

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
app.setNow(new Date("2026-11-24T03:00:00Z"));

const facts = {
  country: "TH",
  region: "asean" as const,
  timeZone: "Asia/Bangkok",
  language: "th",
  industry: null,
  workers: 40,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
  answersByWorkbook: false,
};

test("a company joins on a day, with the tier its facts give, and is not there the day before", async () => {
  const joined = await asOffice(organization.addCompany, {
    code: "TH01",
    name: "Test (Thailand) Co., Ltd.",
    parentId: group.divisions.one,
    from: "2026-12-01",
    relation: "consolidated",
    ownershipPercent: 74.9,
    facts,
  });
  assert.equal(joined.tier, "T4");
  const codes = async (asOf: string) =>
    (await asOffice(organization.listCompanies, { asOf })).rows.map((row) => row.code);
  assert.ok(!(await codes("2026-11-30")).includes("TH01"));
  assert.ok((await codes("2026-12-01")).includes("TH01"));
  const company = await asOffice(organization.getCompany, { id: joined.id, asOf: "2026-12-05" });
  assert.deepEqual(
    company.path.map((unit) => unit.kind),
    ["group", "division", "company"],
  );
  assert.deepEqual(company.tierByCriteria, { tier: "T4", because: ["workers_under_50"] });
  assert.equal(company.relation?.binding, "bound");
});

test("a back-dated change needs a reason, and last year is answered as it was", async () => {
  const id = await addCompany(owner, { code: "REN", name: "Old Name K.K.", parentId: group.divisions.one });
  const rename = { id, name: "New Name K.K.", from: "2026-04-01", rowVersion: 1 };
  await assert.rejects(asOffice(organization.renameUnit, rename), code("change.backdated_needs_reason"));
  await asOffice(organization.renameUnit, { ...rename, reason: "entered late" });
  const nameOn = async (asOf: string) => (await asOffice(organization.getCompany, { id, asOf })).name;
  assert.deepEqual(
    [await nameOn("2026-03-31"), await nameOn("2026-04-01")],
    ["Old Name K.K.", "New Name K.K."],
  );
});

test("two who edit the same company: the second is told", async () => {
  const id = await addCompany(owner, { code: "RACE", name: "Race Ltd.", parentId: group.divisions.one });
  const move = { id, parentId: group.divisions.two, from: "2026-12-01", rowVersion: 1 };
  await asOffice(organization.moveUnit, move);
  await assert.rejects(
    asOffice(organization.moveUnit, { ...move, parentId: group.divisions.one }),
    code("unit.changed_meanwhile"),
  );
});

test("T-07 sell 60 % of a company on a date: the standard asks from that day, its history stays", async () => {
  const id = await addCompany(owner, { code: "SELL", name: "Sold Part Ltd.", parentId: group.divisions.one });
  await asOffice(organization.changeRelation, {
    id,
    kind: "equity_method",
    ownershipPercent: 40,
    from: "2026-12-01",
    rowVersion: 1,
  });
  const bindingOn = async (asOf: string) =>
    (await asOffice(organization.getCompany, { id, asOf })).relation?.binding;
  assert.deepEqual([await bindingOn("2026-11-30"), await bindingOn("2026-12-01")], ["bound", "asked"]);
});

test("T-07 a company that leaves: its own rights end that day, the last division still reads its history", async () => {
  const id = await addCompany(owner, { code: "LEFT", name: "Leaving Ltd.", parentId: group.divisions.one });
  const own = await signedIn(owner, { companyId: id, role: "security_officer" });
  const ended = await asOffice(organization.endCompany, {
    id,
    on: "2026-11-24",
    reason: "sold to a third party",
    rowVersion: 1,
  });
  assert.equal(ended.endedGrants, 1);
  await assert.rejects(app.as(own.token)(organization.getCompany, { id }), code("permission.missing"));
  const seen = await app.as(secretary.token)(organization.getCompany, { id, asOf: "2026-11-01" });
  assert.equal(seen.relation?.kind, "consolidated");
  const names = (await app.as(secretary.token)(organization.listCompanies, {})).rows.map((row) => row.code);
  assert.ok(!names.includes("LEFT"));
});

test("lowering a tier needs a reason and an end, after which the criteria hold again", async () => {
  const id = await addCompany(owner, {
    code: "TIER",
    name: "Tier Ltd.",
    parentId: group.divisions.one,
    workers: 400,
    tier: "T2",
  });
  const lower = { id, basis: "lowered" as const, tier: "T3" as const, from: "2026-12-01", rowVersion: 1 };
  await assert.rejects(asOffice(organization.setTier, lower), code("tiers_reasoned"));
  await assert.rejects(
    asOffice(organization.setTier, { ...lower, reason: "winding down" }),
    code("tiers_lowered_ends"),
  );
  await assert.rejects(
    asOffice(organization.setTier, { ...lower, tier: "T1", reason: "x", until: "2027-04-01" }),
    code("tier.not_lower"),
  );
  await asOffice(organization.setTier, { ...lower, reason: "winding down", until: "2027-04-01" });
  const tierOn = async (asOf: string) => (await asOffice(organization.getCompany, { id, asOf })).tier?.tier;
  assert.deepEqual(
    [await tierOn("2026-11-30"), await tierOn("2026-12-01"), await tierOn("2027-04-01")],
    ["T2", "T3", "T2"],
  );
});

test("a plant bought while the tier is lowered counts from the day on which the lowering ends", async () => {
  const id = await addCompany(owner, {
    code: "TIER2",
    name: "Tier Two Ltd.",
    parentId: group.divisions.one,
    workers: 120,
    tier: "T3",
  });
  await asOffice(organization.setTier, {
    id,
    basis: "lowered",
    tier: "T4",
    from: "2026-12-01",
    until: "2027-04-01",
    reason: "winding down",
    rowVersion: 1,
  });
  await asOffice(organization.changeFacts, {
    id,
    facts: { ...facts, workers: 120, hasPlant: true },
    from: "2027-01-01",
    rowVersion: 2,
  });
  const tierOn = async (asOf: string) => (await asOffice(organization.getCompany, { id, asOf })).tier?.tier;
  assert.deepEqual([await tierOn("2027-01-01"), await tierOn("2027-04-01")], ["T4", "T2"]);
});

test("no two moves make a circle, also not one planned for a later day", async () => {
  const [upper, lower] = [
    await addCompany(owner, { code: "UP", name: "Upper Ltd.", parentId: group.divisions.one }),
    await addCompany(owner, { code: "LOW", name: "Lower Ltd.", parentId: group.divisions.one }),
  ];
  await asOffice(organization.moveUnit, { id: lower, parentId: upper, from: "2027-06-01", rowVersion: 1 });
  await assert.rejects(
    asOffice(organization.moveUnit, { id: upper, parentId: lower, from: "2027-01-01", rowVersion: 1 }),
    (error: unknown) =>
      error instanceof AppError &&
      error.code === "unit.below_itself" &&
      error.details.values?.["day"] === "2027-06-01",
  );
  // A circle that somebody made past the operations ends a query all the same.
  await owner.query(
    `update supervisions set parent_id = $2 where unit_id = $1;`
      .replace("$1", `'${upper}'`)
      .replace("$2", `'${lower}'`),
  );
  await owner.query(`update supervisions set parent_id = '${upper}' where unit_id = '${lower}'`);
  assert.ok(await asOffice(organization.listChildren, { parentId: upper }));
  await owner.query(`update supervisions set parent_id = '${group.divisions.one}' where unit_id = any ($1)`, [
    [upper, lower],
  ]);
});

test("R-08 a company below a company belongs to the division above both", async () => {
  const upper = await addCompany(owner, {
    code: "HOLD",
    name: "Holding Ltd.",
    parentId: group.divisions.one,
  });
  await addCompany(owner, { code: "HOLD2", name: "Held Ltd.", parentId: upper });
  for (const asker of [asOffice, app.as(secretary.token)]) {
    const { rows } = await asker(organization.listCompanies, {
      divisionId: group.divisions.one,
      search: "HOLD",
    });
    assert.deepEqual(
      rows.map((row) => [row.code, row.divisionId]),
      [
        ["HOLD", group.divisions.one],
        ["HOLD2", group.divisions.one],
      ],
    );
  }
});

test("a plant is bought: the tier by criteria follows the facts", async () => {
  const id = await addCompany(owner, { code: "PLANT", name: "Plant Ltd.", parentId: group.divisions.one });
  await asOffice(organization.changeFacts, {
    id,
    facts: { ...facts, workers: 120, hasPlant: true },
    from: "2026-12-01",
    rowVersion: 1,
  });
  const company = await asOffice(organization.getCompany, { id, asOf: "2026-12-01" });
  assert.equal(company.tier?.tier, "T2");
});

test("R-08 a secretary sees the companies of the own division only, an officer the own company only", async () => {
  const own = (await app.as(secretary.token)(organization.listCompanies, {})).rows.map((row) => row.code);
  assert.ok(own.includes("C1") && own.includes("C2"));
  assert.ok(!own.includes("C3") && !own.includes("P"));
  const officers = (await app.as(officer.token)(organization.listCompanies, {})).rows.map((row) => row.code);
  assert.deepEqual(officers, ["C1"]);
  await assert.rejects(
    app.as(officer.token)(organization.getCompany, { id: group.companies.sister }),
    code("company.not_found"),
  );
  const found = await app.as(officer.token)(organization.searchUnits, { search: "Ltd" });
  assert.deepEqual(
    found.rows.map((row) => row.code),
    ["C1"],
  );
});

test("R-08 moving a company moves the right to read it on that date, not before", async () => {
  const reads = async (day: string) => {
    app.setNow(new Date(`${day}T03:00:00Z`));
    const { rows } = await app.as(secretary.token)(organization.listCompanies, {});
    return rows.some((row) => row.code === "C3");
  };
  await asOffice(organization.moveUnit, {
    id: group.companies.other,
    parentId: group.divisions.one,
    from: "2027-02-01",
    rowVersion: (await asOffice(organization.getCompany, { id: group.companies.other })).rowVersion,
  });
  assert.deepEqual([await reads("2027-01-31"), await reads("2027-02-01")], [false, true]);
  app.setNow(new Date("2026-11-24T03:00:00Z"));
});

test("R-12 all companies equal the ownership graph on the date, 0 missing; a gap is counted", async () => {
  assert.equal((await asOffice(organization.countCompanies, {})).missing, 0);
  assert.equal((await asOffice(organization.countCompanies, { asOf: "2021-01-01" })).missing, 0);
  await owner.query("delete from relations where company_id = $1", [group.companies.sister]);
  assert.equal((await asOffice(organization.countCompanies, {})).missing, 1);
  await owner.query(
    "insert into relations (company_id, kind, ownership_percent, valid_from) values ($1, 'consolidated', 100, '2020-04-01')",
    [group.companies.sister],
  );
});

test("the export of companies is what is shown: rows, columns and order, without formulas", async () => {
  const filter = { relation: "consolidated", sort: "workers" } as const;
  const shown = await asOffice(organization.listCompanies, filter);
  const output = await asOffice(organization.exportCompanies, {
    ...filter,
    format: "csv",
    columns: "code,workers",
  });
  const content = contentOf(output);
  assert.ok(content);
  const lines = (await gather(await content.open())).toString("utf8").trim().split("\r\n");
  assert.equal(output.rows, shown.rows.length);
  assert.deepEqual(
    lines.slice(1),
    shown.rows.map((row) => `${row.code},${row.workers}`),
  );
});

test("the tree counts the companies below each unit, within what the reader may see", async () => {
  const root = (await asOffice(organization.listChildren, {})).rows[0];
  assert.equal(root?.kind, "group");
  const seen = (await app.as(officer.token)(organization.listChildren, {})).rows[0];
  assert.equal(seen?.companyCount, 1);
});

test("paging by keyset shows every company once in each order", async () => {
  for (const sort of ["code", "name", "workers"] as const) {
    const codes: string[] = [];
    let after: string | undefined;
    do {
      const page = await asOffice(organization.listCompanies, {
        sort,
        limit: 3,
        ...(after ? { after } : {}),
      });
      codes.push(...page.rows.map((row) => row.code));
      after = page.next ?? undefined;
    } while (after);
    const all = (await asOffice(organization.listCompanies, { sort, limit: 500 })).rows.map(
      (row) => row.code,
    );
    assert.deepEqual(codes, all, sort);
  }
});

test("positions keep the holder of the day", async () => {
  const position = await asOffice(organization.addPosition, {
    unitId: group.companies.own,
    purpose: "security_officer",
    name: "Security officer",
    from: "2026-01-01",
  });
  const add = (familyName: string) =>
    asOffice(organization.addPerson, {
      companyId: group.companies.own,
      familyName,
      givenName: "A",
      employment: "regular",
      from: "2026-01-01",
    });
  const [first, second] = [await add("First"), await add("Second")];
  await asOffice(organization.holdPosition, {
    id: position.id,
    personId: first.id,
    from: "2026-01-01",
    reason: "as appointed",
  });
  await asOffice(organization.holdPosition, { id: position.id, personId: second.id, from: "2026-12-01" });
  const holderOn = async (asOf: string) =>
    (await asOffice(organization.getCompany, { id: group.companies.own, asOf })).positions[0]
      ?.holderFamilyName;
  assert.deepEqual([await holderOn("2026-11-30"), await holderOn("2026-12-01")], ["First", "Second"]);
});
