import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { figures } from "#modules/figures/contract.ts";
import { inspectionInScope } from "#modules/inspections/loading.ts";
import { keepResult } from "#modules/inspections/results.ts";
import { keepStandings } from "#modules/inspections/standing.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { signedIn } from "#test/factories.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { overview, resultOrder } from "./contract.ts";
import { shortId } from "./rules.ts";
import { threeOf } from "./web/company/years.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));

test("R-12 beside every score: answered, not applicable, not known, verified, and the points it is made of", async () => {
  const id = group.companies.find((one) => one.tier === "T2")?.id ?? "";
  const result = await asOffice(overview.getCompanyResult, { id });
  const { rows } = await owner.query<Record<string, number>>(
    `select count(*)::int as required, count(a.verdict)::int as answered, count(*) filter (where a.verdict = 'not_applicable')::int as na,
       count(*) filter (where a.verdict is null or a.verdict = 'unknown')::int as unknown,
       count(*) filter (where a.assurance = 'verified' and a.verdict in ('met', 'partly', 'not_met'))::int as verified
     from inspections i join controls c on c.edition_id = i.edition_id and c.tiers->>i.tier = 'required'
     left join answers a on a.inspection_id = i.id and a.control_id = c.control_id where i.id = $1`,
    [result.inspectionId],
  );
  const sum = (of: (part: (typeof result.areas)[number]) => number) =>
    result.areas.reduce((all, part) => all + of(part), 0);
  for (const name of ["required", "answered", "na", "unknown", "verified"] as const)
    assert.equal(
      sum((area) => area.known[name]),
      rows[0]?.[name],
      name,
    );
  const now = result.years.find((year) => year.basis === "live");
  assert.deepEqual(
    [sum((area) => area.halfPoints), sum((area) => area.weight)],
    [now?.halfPoints, now?.weight],
  );
  const { rows: list, edition } = await asOffice(overview.listCompanyResults, { limit: 100 });
  const row = list.find((one) => one.companyId === id);
  assert.equal(edition, "2026.1");
  assert.deepEqual(
    [row?.required, row?.answered, row?.na, row?.unknown, row?.verified, row?.halfPoints, row?.weight],
    [
      ...["required", "answered", "na", "unknown", "verified"].map((name) => rows[0]?.[name]),
      now?.halfPoints,
      now?.weight,
    ],
  );
  const { overview: board } = await asOffice(overview.getOverview, {});
  for (const view of [...(board?.harms ?? []), ...(board?.functions ?? [])]) {
    assert.equal(
      view.companies,
      board?.companies,
      "a company of which nothing is known stays in the denominator",
    );
    assert.ok(view.known && view.known.required > 0 && view.known.answered <= view.known.required, view.id);
  }
});

test("a result that was kept before these shares were is not said to have none of them", async () => {
  const { rows } = await owner.query<{ id: string; harms: object }>(
    `select inspection_id as id, harms from inspection_results where round_id = $1 and basis = 'live' and harms <> '{}' order by 1 limit 1`,
    [group.rounds[2]?.id],
  );
  await owner.query(
    `update inspection_results x set harms = (select jsonb_object_agg(key, value - 8 - 7 - 6) from jsonb_each(x.harms))
     where inspection_id = $1 and basis in ('live', 'standing')`,
    [rows[0]?.id],
  );
  const harms = async () => (await asOffice(overview.getOverview, {})).overview?.harms ?? [];
  const old = Object.keys(rows[0]?.harms ?? {});
  assert.ok(old.length > 0);
  for (const view of await harms()) assert.equal(view.known === null, old.includes(view.id), view.id);
  await owner.query(
    "update inspection_results set harms = $2 where inspection_id = $1 and basis in ('live', 'standing')",
    [rows[0]?.id, JSON.stringify(rows[0]?.harms)],
  );
});

test("T-12 proof that runs out lowers how a company stands today on its page, before the lock too; what was reported stays", async () => {
  const { rows } = await owner.query<{ companyId: string; inspectionId: string; controlId: string }>(
    `select i.company_id as "companyId", i.id as "inspectionId", a.control_id as "controlId" from inspections i
     join rounds r on r.id = i.round_id join answers a on a.inspection_id = i.id
     join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id
     where i.state = 'confirmed' and r.state = 'open' and a.verdict = 'met' and a.assurance <> 'verified' and c.mandatory and c.tiers ->> i.tier = 'required'
       and exists (select from edition_changes x where x.edition_id = c.edition_id and x.control_id = c.control_id and x.change = 'unchanged')
     order by i.id, a.control_id limit 1`,
  );
  const { companyId = "", inspectionId, controlId } = rows[0] ?? assert.fail("somebody confirmed");
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const standings = () =>
    asSystem(db, "test", (ctx) => keepStandings(ctx, 1000), new Date("2026-11-24T03:00:00Z"));
  await standings();
  const before = await asOffice(overview.getCompanyResult, { id: companyId });
  await owner.query(
    `with proof as (insert into evidence (company_id, title, place, valid_from) values ($3, 'A list', 'shelf', '2026-01-01') returning id)
     insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     select id, $1, $2, $3, '2026-11-20' from proof`,
    [inspectionId, controlId, companyId],
  );
  await owner.query(
    "update inspection_results set computed_at = '2026-11-15T03:00:00Z' where inspection_id = $1 and basis in ('live', 'standing')",
    [inspectionId],
  );
  await standings();
  await close();
  const after = await asOffice(overview.getCompanyResult, { id: companyId });
  const [was, is] = [threeOf(before), threeOf(after)];
  assert.deepEqual(
    [is.now?.result, is.now?.halfPoints, was.standing?.expiredCount, is.standing?.expiredCount],
    [was.now?.result, was.now?.halfPoints, 0, 1],
  );
  assert.equal(is.standing?.result, "serious", "a mandatory control has no valid proof");
  const points = (of: typeof before) => of.areas.reduce((all, area) => all + area.halfPoints, 0);
  assert.equal(points(after), is.standing?.halfPoints, "the areas add up to what is said of today");
  assert.ok(after.unmet.some((one) => one.controlId === controlId));
  assert.equal(after.isSameEdition, false);
  const [fell] = after.areas.filter((area, at) => area.halfPoints !== before.areas[at]?.halfPoints);
  const then = before.areas.find((area) => area.id === fell?.id);
  assert.ok(
    fell && then && (fell.change ?? 0) < (then.change ?? 0),
    "like for like compares what is shown beside: the area as it stands today",
  );
});

test("recommended controls stand apart: counted, never in a score", async () => {
  const id = group.companies.find((one) => one.tier === "T4")?.id ?? "";
  const result = await asOffice(overview.getCompanyResult, { id });
  const { rows } = await owner.query<{ n: number; met: number; weight: number }>(
    `select count(*) filter (where c.tiers->>i.tier = 'recommended')::int as n,
       count(*) filter (where c.tiers->>i.tier = 'recommended' and a.verdict = 'met')::int as met,
       sum(c.weight) filter (where c.tiers->>i.tier = 'required' and a.verdict is distinct from 'not_applicable')::int as weight
     from inspections i join controls c on c.edition_id = i.edition_id
     left join scope_answers s on s.inspection_id = i.id and s.condition = c.applies_when
     left join answers a on a.inspection_id = i.id and a.control_id = c.control_id
     where i.id = $1 and s.is_true is distinct from false and not (c.tiers->>i.tier = 'recommended' and a.verdict is not distinct from 'not_applicable')`,
    [result.inspectionId],
  );
  assert.ok((rows[0]?.n ?? 0) > 0);
  assert.deepEqual([result.recommended?.n, result.recommended?.met], [rows[0]?.n, rows[0]?.met]);
  assert.equal(result.years.find((year) => year.basis === "live")?.weight, rows[0]?.weight);
});

test("maturity: controls by level and area as they were said, median and lowest; only the tiers that are asked", async () => {
  const { rows } = await owner.query<{ area: string; levels: number[]; n: number }>(
    `select c.area, array_agg(a.maturity::int order by a.maturity) as levels, count(distinct i.id)::int as n
     from inspections i join controls c on c.edition_id = i.edition_id and c.tiers->>i.tier = 'required' and c.weight = 3
     join answers a on a.inspection_id = i.id and a.control_id = c.control_id and a.maturity is not null
     where i.round_id = $1 and i.tier in ('T1', 'T2') group by c.area`,
    [group.rounds[2]?.id],
  );
  const { maturity, companies } = await asOffice(overview.getMaturity, {});
  assert.ok(maturity && rows.length === 5);
  assert.equal(companies, group.companies.filter((one) => ["T1", "T2"].includes(one.tier)).length);
  const areas = new Map(maturity.areas.map((one) => [one.id, one]));
  for (const { area, levels } of rows) {
    const shown = areas.get(area);
    assert.deepEqual(
      shown?.distribution,
      [0, 1, 2, 3, 4, 5].map((level) => levels.filter((one) => one === level).length),
      area,
    );
    assert.deepEqual([shown?.median, shown?.lowest], [levels[Math.ceil(levels.length / 2) - 1], levels[0]]);
  }
  const ofTier = async (tier: string) => {
    const company = group.companies.find((one) => one.tier === tier);
    return (await asOffice(overview.getCompanyResult, { id: company?.id ?? "" })).maturity;
  };
  assert.ok((await ofTier("T2"))?.given);
  assert.equal(await ofTier("T3"), null);
  const verified = await asOffice(overview.getMaturity, { basis: "verified" });
  assert.ok((verified.maturity?.given ?? 0) < maturity.given);
  assert.equal(verified.maturity?.asked, maturity.asked, "the whole stays");
});

/** Where a company reads as what, in every place that knows the switch. */
async function underSwitch(companyId: string) {
  const input = { basis: "verified" } as const;
  const map = await asOffice(overview.getHeatMap, { ...input, show: "all" });
  const heat = map.groups.flatMap((one) => one.rows).find((row) => row[0] === shortId(companyId));
  const tiles = await asOffice(overview.getGroupMap, input);
  const tile = tiles.rows.find((row) => row[0] === shortId(companyId));
  const { rows } = await asOffice(overview.listCompanyResults, { ...input, limit: 500 });
  const row = rows.find((one) => one.companyId === companyId);
  const file = contentOf(await asOffice(overview.exportCompanyResults, input));
  const csv = await text(Readable.from((await file?.open()) ?? []));
  const line = csv.split("\r\n").find((one) => one.startsWith(`${row?.code},`));
  const { overview: board } = await asOffice(overview.getOverview, input);
  const { rows: said } = await asOffice(figures.listFigures, input);
  return {
    heat: resultOrder[heat?.[4] as number],
    openCells: ((heat?.[6] ?? []) as number[]).filter((cell) => cell >= 2000).length,
    tile: resultOrder[tile?.[5] as number],
    row: row?.result,
    file: line?.split(",")[2],
    meets: board?.counts[0],
    figure: said.find((one) => one.id === "companies_meeting")?.numerator,
  };
}

test("R-12 only verified answers: one mandatory control that was only declared keeps a company from passing, everywhere", async () => {
  const { rows } = await owner.query<{ id: string; companyId: string }>(
    `select i.id, i.company_id as "companyId" from inspections i join inspection_results x on x.inspection_id = i.id and x.basis = 'live'
     where i.round_id = $1 and i.state = 'confirmed' and x.result = 'meets' order by i.id limit 1`,
    [group.rounds[2]?.id],
  );
  const { id, companyId } = rows[0] ?? { id: "", companyId: "" };
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1 });
  const keep = async () =>
    asSystem(
      db,
      "test",
      async (ctx) => void (await keepResult(ctx, await inspectionInScope(ctx, id), "live")),
    );
  const before = (await asOffice(overview.getOverview, { basis: "verified" })).overview?.counts[0] ?? 0;
  await owner.query("update answers set assurance = 'verified' where inspection_id = $1", [id]);
  await keep();
  assert.deepEqual(await underSwitch(companyId), {
    heat: "meets",
    openCells: 0,
    tile: "meets",
    row: "meets",
    file: "Meets",
    meets: before + 1,
    figure: before + 1,
  });
  await owner.query(
    `update answers a set assurance = 'declared' from inspections i join controls c on c.edition_id = i.edition_id
     where i.id = $1 and a.inspection_id = i.id and a.control_id = c.control_id and c.control_id = (
       select c.control_id from inspections i join controls c on c.edition_id = i.edition_id
       join answers a on a.inspection_id = i.id and a.control_id = c.control_id and a.verdict = 'met'
       where i.id = $1 and c.mandatory and c.weight = 3 and c.tiers->>i.tier = 'required' order by 1 limit 1)`,
    [id],
  );
  await keep();
  assert.deepEqual(await underSwitch(companyId), {
    heat: "not_known",
    openCells: 1,
    tile: "not_known",
    row: "not_known",
    file: "Not known",
    meets: before,
    figure: before,
  });
  const claimed = await asOffice(overview.listCompanyResults, { limit: 500 });
  assert.equal(
    claimed.rows.find((row) => row.companyId === companyId)?.result,
    "meets",
    "without the switch",
  );
  await close();
});

test("T-13 a round on another catalogue that opens earlier in the year takes neither the overview nor the earlier years", async () => {
  const before = (await asOffice(overview.getOverview, {})).overview?.round;
  await owner.query(
    `insert into earlier_results (company_id, fiscal_year, result, score, edition, source) values ($1, 2019, 'meets', 80, '1', 'old.xlsx')`,
    [group.companies[0]?.id],
  );
  const other = await addEdition(owner, { edition: "CSF" });
  await addOpenRound(owner, {
    editionId: other,
    companies: group.companies.slice(0, 3).map((one) => one.id),
    fiscalYear: (before?.fiscalYear ?? 0) + 1,
    dueOn: "2026-12-01",
  });
  const now = (await asOffice(overview.getOverview, {})).overview?.round;
  assert.deepEqual([now?.id, now?.edition], [before?.id, before?.edition]);
  const { years } = await asOffice(overview.getTrend, { span: "10" });
  assert.ok(
    years.some((year) => year.isImported),
    "they are years of the group's own standard",
  );
});
