// Rules as a list of any length: paged, found by words, those past their review date first, and only of one's own companies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { companies } = await buildSmallGroup(owner);
const officerOf = async (companyId: string) =>
  app.as((await signedIn(owner, { companyId, role: "security_officer" })).token);
const own = await officerOf(companies.own);
const sister = await officerOf(companies.sister);

const written = async (companyId: string | null, names: string[], due: string) => {
  await owner.query(
    `insert into asset_rules (company_id, name, reference, valid_from, review_due_on)
     select $1, n, 'Handbook 100%', '2020-01-01', $3 from unnest($2::text[]) n`,
    [companyId, names, due],
  );
};
await written(
  companies.own,
  Array.from({ length: 12 }, (_, at) => `Own ${String(at).padStart(2, "0")} | kept`),
  "2098-01-01",
);
await written(companies.own, ["Late"], "2021-01-01");
await written(companies.sister, ["Sister's"], "2021-01-01");
await written(null, ["Group's"], "2098-01-01");

test("R-24 every rule in force is reached page by page, the ones to be looked at first, those of a sister never", async () => {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof own<typeof ledgers.listRules>>> = await own(ledgers.listRules, {
      limit: 5,
      ...(after ? { after } : {}),
    });
    names.push(...page.rows.map((row) => row.name));
    after = page.next;
  } while (after);
  assert.equal(names.length, 14);
  assert.equal(new Set(names).size, 14);
  assert.deepEqual([names[0], names[1], names.includes("Sister's")], ["Late", "Group's", false]);
  assert.deepEqual(await own(ledgers.countRules, {}), { all: 14, overdue: 1 });
  assert.deepEqual(await sister(ledgers.countRules, {}), { all: 2, overdue: 1 });
});

test("rules are found by their name, where they are to be read, or their company; and narrowed to the late ones", async () => {
  const found = async (search: string) =>
    (await own(ledgers.listRules, { search })).rows.map((row) => row.name);
  assert.deepEqual(await found("own 03"), ["Own 03 | kept"]);
  assert.equal((await found("100%")).length, 14);
  assert.deepEqual(await found("1_0"), []);
  assert.equal((await found("Own Ltd")).length, 13);
  assert.deepEqual(
    (await own(ledgers.listRules, { overdue: true })).rows.map((row) => row.name),
    ["Late"],
  );
  for (const operation of [ledgers.listRules, ledgers.countRules] as const)
    await assert.rejects(own(operation, { companyId: companies.sister }), { code: "company.not_found" });
});
