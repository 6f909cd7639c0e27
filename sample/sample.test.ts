// The sample group: the same in every run, with the margins it promises, and computed by the product's own rules.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, describe, test } from "node:test";
import { rulesOf } from "#modules/inspections/book.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { type EditionContent, frameOf } from "#modules/standards/edition.ts";
import { sampleDatabase, type TestDatabase } from "#test/db.ts";
import { testFileStore } from "#test/files.ts";
import { calendarOf } from "./calendar.ts";
import { cast } from "./cast.ts";
import { companiesOf } from "./companies.ts";
import { editionBefore } from "./editions.ts";
import { sampleGroup } from "./group.ts";
import { loadSample } from "./load.ts";
import type { EditionUse, SampleOptions } from "./plan.ts";
import { type SizeName, sizes } from "./size.ts";

const now = "2026-11-27T00:41:00.000Z";
const use = (id: string, content: EditionContent): EditionUse => ({
  id,
  content,
  rules: rulesOf(frameOf(content), content.controls),
});
const options = (size: SizeName, over: Partial<SampleOptions> = {}): SampleOptions => ({
  size,
  now,
  passwordHash: "-",
  secrets: { receiver: (id) => Buffer.from(id), factor: (id) => Buffer.from(id), token: Buffer.alloc(32) },
  editions: [
    use("00000000-0000-7000-8000-000000000001", editionBefore(loadBuiltinStandard())),
    use("00000000-0000-7000-8000-000000000002", loadBuiltinStandard()),
  ],
  ...over,
});

function digest(given: SampleOptions): string {
  const hash = createHash("sha256");
  for (const { lines, papers } of sampleGroup(given)) {
    for (const [table, rows] of lines) hash.update(`${table}\n${rows.join("\n")}\n`);
    for (const paper of papers) hash.update(paper.sha256);
  }
  return hash.digest("hex").slice(0, 16);
}

test("the same seed and day give the same bytes, another seed or day others", () => {
  const first = digest(options("demo"));
  assert.equal(first, digest(options("demo")));
  assert.notEqual(first, digest(options("demo", { seed: "other" })));
  assert.notEqual(first, digest(options("demo", { now: "2027-02-27T00:41:00.000Z" })));
});

test("the companies are these on every machine", () => {
  const hash = (name: SizeName) => {
    const companies = companiesOf(sizes[name], calendarOf("2026-11-27", sizes[name].years), "mihon");
    return createHash("sha256").update(JSON.stringify(companies)).digest("hex").slice(0, 16);
  };
  assert.deepEqual([hash("demo"), hash("full")], ["789cecd2d46a25c2", "9c8cbe1b533a1e2b"]);
});

const tally = <T>(list: readonly T[], of: (one: T) => string) => {
  const counts: Record<string, number> = {};
  for (const one of list) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
  return counts;
};
const positive = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

for (const name of ["demo", "full", "stress"] as const) {
  test(`the ${name} group meets its margins exactly: tiers, regions, relations, people, plants, sites`, () => {
    const size = sizes[name];
    const all = companiesOf(size, calendarOf("2026-11-27", size.years), "mihon");
    const current = all.filter((company) => company.leftOn === null);
    const sum = (of: (company: (typeof all)[number]) => number) =>
      current.reduce((total, company) => total + of(company), 0);
    assert.deepEqual(
      tally(current, (company) => company.tier),
      size.tiers,
    );
    assert.deepEqual(
      tally(current, (company) => company.region),
      positive(size.regions),
    );
    const relation = (company: (typeof all)[number]) =>
      company.relation === "parent" ? "consolidated" : company.relation;
    assert.deepEqual(tally(current, relation), size.relations);
    assert.equal(
      sum((company) => company.workers),
      Object.values(size.people).reduce((a, b) => a + b),
    );
    assert.equal(
      sum((company) => company.plants),
      size.plants,
    );
    assert.equal(
      sum((company) => company.sites.length),
      size.sites,
    );
    for (const key of ["code", "slug", "id"] as const)
      assert.equal(new Set(all.map((company) => company[key])).size, all.length, key);
  });
}

describe("the demo group in a database", () => {
  let database: TestDatabase;
  before(async () => {
    database = await sampleDatabase();
    testFileStore();
  });
  const rows = async <T>(text: string) => (await database.owner.query(text)).rows as T[];

  test("every company stands as it was cast, by the product's rules", async () => {
    const found = await rows<{ name: string; state: string; result: string }>(`
      select n.name_en as name, i.state, v.result from inspections i
      join rounds r on r.id = i.round_id and r.state = 'open'
      join inspection_results v on v.inspection_id = i.id and v.basis = 'live'
      join unit_names n on n.unit_id = i.company_id order by 1`);
    const expected = cast.map(({ en, state, result }) => ({ name: en, state, result }));
    assert.deepEqual(
      found,
      expected.sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });

  test("R-12 nobody of the group is missing from the round, and the frozen population has the hash of the product", async () => {
    const [counts] = await rows<{ missing: number; same: boolean }>(`
      select (select count(*)::int from units u where u.kind = 'company' and u.ended_on is null and not exists
          (select from round_members m where m.round_id = r.id and m.company_id = u.id)) as missing,
        r.population_sha256 = (select sha256(convert_to(string_agg(m.company_id || '|' || m.is_in || '|' || coalesce(m.tier, '') || '|' || m.reason,
          E'\\n' order by m.company_id), 'UTF8')) from round_members m where m.round_id = r.id and m.joined_on is null) as same
      from rounds r where r.state = 'open'`);
    assert.deepEqual(counts, { missing: 0, same: true });
  });

  test("every open question to the division is a duty of its desk", async () => {
    const [found] = await rows<{ asked: number; owed: number }>(`
      select (select count(distinct t.inspection_id)::int from talks t join inspections i on i.id = t.inspection_id and i.left_on is null
          join rounds r on r.id = i.round_id and r.state = 'open' where t.asks_division and t.answered_at is null) as asked,
        (select count(*)::int from duties where kind = 'inspection.question' and state = 'open' and permission = 'inspection.review') as owed`);
    assert.ok((found?.asked ?? 0) > 0);
    assert.equal(found?.owed, found?.asked);
  });

  test("the load is one event, and none is made up", async () => {
    assert.deepEqual(await rows("select verb, actor_id from events"), [
      { verb: "group.sample_loaded", actor_id: null },
    ]);
  });

  test("a second load is refused and leaves the first as it is", async () => {
    await assert.rejects(loadSample({ ownerUrl: database.ownerUrl, size: "demo" }), /already holds a group/);
    assert.deepEqual(await rows("select count(*)::int as n from rounds"), [{ n: 3 }]);
  });
});
