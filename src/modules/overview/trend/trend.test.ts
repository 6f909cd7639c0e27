// The trend as it is asked for: locked results that never move, corrections and imported years beside them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { signedIn } from "#test/factories.ts";
import { addOlderYears } from "#test/older-years.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { overview } from "../contract.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const [first, second] = group.companies.slice(1);
const officer = await signedIn(owner, {
  companyId: first?.id ?? "",
  role: "security_officer",
  unitId: first?.id ?? "",
});
const earlier = (companyId: string | undefined, year: number, result: string | null, score: number | null) =>
  owner.query(
    `insert into earlier_results (company_id, fiscal_year, result, score, edition, source) values ($1, $2, $3, $4, 'third', 'old.xlsx')`,
    [companyId, year, result, score],
  );

test("T-13 what was reported never moves: a correction after the lock is counted beside it", async () => {
  const before = (await asOffice(overview.getTrend, {})).years[1];
  await owner.query(
    `insert into inspection_results select (jsonb_populate_record(x, jsonb_build_object('basis', 'restated', 'result',
       case when x.result = 'meets' then 'serious' else 'meets' end, 'half_points', 10))).*
     from inspection_results x join inspections i on i.id = x.inspection_id
     where x.basis = 'locked' and i.round_id = $1 and i.company_id = $2`,
    [group.rounds[1]?.id, first?.id],
  );
  const { years, cautions } = await asOffice(overview.getTrend, {});
  assert.equal(years[1]?.meets, before?.meets);
  assert.equal(years[1]?.restated, 1);
  assert.equal(Math.abs((years[1]?.restatedMeets ?? 0) - (before?.meets ?? 0)), 1);
  assert.ok(cautions.includes("restated") && cautions.includes("edition"));
  const own = (await asOffice(overview.getTrend, { companyId: first?.id ?? "" })).years[1]?.own;
  assert.ok(own && own.percent !== null && own.restatedPercent !== null && own.percent > own.restatedPercent);
});

test("T-13 imported years stand before those kept here, are in no comparison, and give way to a round of their year", async () => {
  await earlier(first?.id, 2022, "meets", 81.9);
  await earlier(second?.id, 2022, "serious", null);
  await earlier(group.companies[4]?.id, 2022, null, 64);
  await earlier(first?.id, 2024, "meets", 100);
  const { years, sameCompanies, cautions } = await asOffice(overview.getTrend, {});
  assert.deepEqual(
    years.map((year) => [year.fiscalYear, year.isImported, year.isImported ? year.companies : null]),
    [
      [2022, true, 2],
      [2024, false, null],
      [2025, false, null],
      [2026, false, null],
    ],
  );
  assert.deepEqual(
    [years[0]?.meets, years[0]?.sameMeets, years[0]?.verified, years[0]?.scoreOnly],
    [1, null, 0, 1],
    "who has a score only is in no share, and is said to be there",
  );
  assert.equal(sameCompanies, 21);
  assert.ok(cautions.includes("imported"));
  const tier = second?.tier ?? "";
  const part = await asOffice(overview.getTrend, { tier: first?.tier === tier ? "T1" : tier, span: "10" });
  assert.equal(
    part.years[0]?.fiscalYear,
    first?.tier === tier ? 2024 : 2022,
    "of a part of the group only its companies",
  );
});

test("T-13 one company over three years and two editions: every figure is its own, also for who sees all others", async () => {
  const { company, years, sameControls } = await asOffice(overview.getTrend, { companyId: first?.id ?? "" });
  assert.equal(company?.id, first?.id);
  assert.deepEqual(
    years.map((year) => [year.fiscalYear, year.isNewEdition, year.joined]),
    [
      [2022, false, 0],
      [2024, false, 0],
      [2025, false, 0],
      [2026, true, 0],
    ],
  );
  assert.ok(years.every((year) => year.companies <= 1));
  assert.equal(years[0]?.own?.percent, 81, "rounded down");
  assert.equal(sameControls, 108);
  const seen = await app.as(officer.token)(overview.getTrend, { companyId: first?.id ?? "" });
  assert.ok(
    seen.years.every((year) => year.companies <= 1),
    "an officer sees nothing of sister companies",
  );
  await assert.rejects(
    app.as(officer.token)(overview.getTrend, { companyId: second?.id ?? "" }),
    (error) => error instanceof AppError && error.code === "company.not_found",
  );
});

test("T-13 a company stands beside the median of its tier, of five companies that the reader may see at least", async () => {
  const companyId = first?.id ?? "";
  const own = (await asOffice(overview.getTrend, { companyId })).years.at(-1)?.own;
  const { rows } = await owner.query<{ percent: number }>(
    `select floor(100.0 * v.half_points / (2 * v.weight))::int as percent from round_members m
     join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
     join lateral (select * from inspection_results x where x.inspection_id = i.id
       and x.basis = any (case when i.state = 'locked' then array['locked', 'live'] else array['standing', 'live'] end)
       order by array_position(array['locked', 'standing', 'live'], x.basis) limit 1) v on v.result <> 'not_known'
     where m.round_id = $1 and m.is_in and m.tier = $2 order by 1`,
    [group.rounds.at(-1)?.id, own?.tier],
  );
  assert.ok(rows.length >= 5, String(rows.length));
  assert.equal(own?.tierMedian, rows[Math.floor((rows.length - 1) / 2)]?.percent);
  const alone = (await app.as(officer.token)(overview.getTrend, { companyId })).years.at(-1)?.own;
  assert.deepEqual(
    [alone?.percent, alone?.tierMedian],
    [own?.percent, null],
    "S-01 of itself alone it tells none",
  );
});

test("T-13 ten years are read like three", async () => {
  const before = await asOffice(overview.getTrend, { span: "10" });
  const kept = before.years.filter((year) => !year.isImported);
  const years = await addOlderYears(owner);
  assert.equal(years, 2 * kept.length);
  const after = await asOffice(overview.getTrend, { span: "10" });
  const older = after.years.filter((year) => !year.isImported).slice(0, kept.length);
  assert.deepEqual(
    older.map(({ fiscalYear, companies, meets }) => [fiscalYear + kept.length, companies, meets]),
    kept.map(({ fiscalYear, companies, meets }) => [fiscalYear, companies, meets]),
  );
});
