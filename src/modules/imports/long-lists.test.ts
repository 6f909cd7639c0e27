// A list of five hundred companies against a group of a thousand: what it costs must not grow with rows times
// companies (before, each misspelt parent was compared with every name: minutes; core/sheets/nearest.test.ts counts them).
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
await owner.query(
  `with made as (
     insert into units (id, kind, code, company_id, founded_on)
     select id, 'company', 'X' || lpad(n::text, 4, '0'), id, '2020-04-01'
     from (select new_id() as id, n from generate_series(1, 1000) n) x returning id, code
   ), named as (insert into unit_names (unit_id, company_id, valid_from, name) select id, id, '2020-04-01', '見本製作所' || code from made),
   placed as (insert into supervisions (unit_id, parent_id, company_id, valid_from) select id, $1, id, '2020-04-01' from made),
   related as (insert into relations (company_id, kind, ownership_percent, valid_from) select id, 'consolidated', 100, '2020-04-01' from made),
   known as (insert into company_facts (company_id, valid_from, country, region, time_zone, language, workers)
     select id, '2020-04-01', 'JP', 'japan', 'Asia/Tokyo', 'ja', 10 from made)
   insert into tiers (company_id, tier, basis, valid_from) select id, 'T4', 'criteria', '2020-04-01' from made`,
  [group.divisions.two],
);

const heads = "会社コード,会社名,親会社,関係,国,従業員数,出資比率";
const list = (parentOf: (n: number) => string) =>
  new TextEncoder().encode(
    [
      heads,
      ...Array.from(
        { length: 500 },
        (_, n) => `NEW${n + 1},見本新会社${n + 1}株式会社,${parentOf(n)},連結,日本,${n + 10},100`,
      ),
    ].join("\r\n"),
  );

test("five hundred companies, each below a misspelt parent of its own, are checked with the names that may be meant", async () => {
  const { check } = await importing(app, office);
  const misspelt = (n: number) => `見本制作所X${String(n + 1).padStart(4, "0")}`;
  const { id, shown } = await check("companies", "misspelt.csv", list(misspelt));
  assert.equal(shown.counts.error, 500);
  const { rows } = await app.as(office.token)(imports.listImportRows, { id, verdict: "error", limit: 500 });
  for (const [n, row] of rows.entries()) {
    const parent = row.problems.find((one) => one.code === "import.unknown_parent");
    const names = parent?.candidates?.map((one) => one.name);
    assert.equal(names?.[0], `見本製作所X${String(n + 1).padStart(4, "0")}`);
    assert.equal(names.length, 5);
  }
});

test("the same list with parents that are there is new from the first row to the last", async () => {
  const { check } = await importing(app, office);
  const { shown } = await check(
    "companies",
    "good.csv",
    list(() => "X0001"),
  );
  assert.deepEqual([shown.counts.new, shown.counts.error], [500, 0]);
});

test("a list with more rows than may be brought in at once is refused, and the refusal names the number", async () => {
  const { check } = await importing(app, office);
  const { shown } = await check("companies", "endless.csv", Buffer.from("a\n".repeat(100_001)));
  assert.equal(shown.state, "failed");
  assert.deepEqual(shown.problem, { code: "sheet.too_many_rows", place: "", row: 100_001, limit: 100_000 });
});
