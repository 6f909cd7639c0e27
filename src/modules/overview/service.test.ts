import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input, Operation } from "#core/contract.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { asSystem } from "#core/system.ts";
import { figures } from "#modules/figures/contract.ts";
import { refreshLikeForLike } from "#modules/figures/like-for-like.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { reviewing } from "#modules/inspections/review/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { handlerOf, testApp } from "#test/app.ts";
import { addCompany, signedIn } from "#test/factories.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { overview } from "./contract.ts";
import { mostWithin } from "./rules.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));

const count = async (where: string) => {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from inspections i join inspection_results v on v.inspection_id = i.id and v.basis = case when i.state = 'locked' then 'standing' else 'live' end
     where i.round_id = '${group.rounds[2]?.id}' and ${where}`,
  );
  return rows[0]?.n ?? 0;
};

test("R-12 the sentence counts every company asked, and its numbers are those of the kept results", async () => {
  const { overview: board, rounds: years } = await asOffice(overview.getOverview, {});
  assert.ok(board);
  assert.equal(years.length, 3);
  assert.equal(board.companies, group.companies.length);
  assert.deepEqual(board.counts, [
    await count("v.result = 'meets'"),
    await count("v.result = 'improve'"),
    await count("v.result = 'serious'"),
    await count("v.result = 'not_known'"),
  ]);
  assert.equal(
    board.counts.reduce((sum, one) => sum + one, 0),
    board.companies,
  );
  for (const groups of [board.tiers, board.regions, board.divisions]) {
    assert.equal(
      groups.flatMap((one) => one.counts).reduce((sum, one) => sum + one, 0),
      board.companies,
    );
  }
  assert.equal(board.lateCount, 5, "three never handed in, two returned and not handed in again");
  assert.ok(board.gaps.length > 0 && (board.gaps[0]?.companies ?? 0) >= (board.gaps[1]?.companies ?? 0));
});

test("R-12 late is one number wherever it stands, and a postponed clock is not late", async () => {
  const roundId = group.rounds[2]?.id ?? "";
  const call = asOffice;
  const everywhere = async () => {
    const { overview: board } = await call(overview.getOverview, {});
    const { rows } = await call(figures.listFigures, {});
    return [
      board?.lateCount,
      rows.find((row) => row.id === "companies_late")?.numerator,
      (await call(overview.listCompanyResults, { overdue: "yes" })).total,
      (await call(reviewing.countInspections, { roundId })).late,
      (await call(inspections.listInspections, { roundId, late: true })).rows.length,
      (await call(rounds.getRoundProgress, { id: roundId })).late,
      (await call(rounds.listLate, { id: roundId })).total,
      (await call(rounds.listRounds, {})).rows.find((row) => row.id === roundId)?.late,
    ];
  };
  assert.deepEqual(await everywhere(), Array(8).fill(5));
  const { rows } = await owner.query<{ id: string; company_id: string }>(
    "select id, company_id from inspections where round_id = $1 and state = 'answering' order by id limit 1",
    [roundId],
  );
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone)
     values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', '2026-11-15', '2026-11-26', 'Asia/Tokyo')`,
    [rows[0]?.id, rows[0]?.company_id],
  );
  assert.deepEqual(await everywhere(), Array(8).fill(4));
  await owner.query("delete from duties where subject_id = $1", [rows[0]?.id]);
});

/** How many statements an operation sends besides the session's own. */
async function sent<O extends Operation>(
  operation: O,
  input: Input<O>,
): Promise<{ count: number; bytes: number }> {
  const statements: string[] = [];
  const { db, close } = openDatabase({
    connectionString: app.database.url,
    size: 2,
    onStatement: ({ sql }) => statements.push(sql),
  });
  const door = makeDoor({ db });
  // Editions are read once per process: the second call is what every later one is.
  await door.perform(operation, handlerOf(operation), { token: office.token }, input as never);
  statements.length = 0;
  const reply = await door.perform(operation, handlerOf(operation), { token: office.token }, input as never);
  await close();
  const own = statements.filter(
    (one) => !/^(begin|commit|start transaction|select set_config|set )/i.test(one),
  );
  return { count: own.length, bytes: JSON.stringify(reply).length };
}

test("overview, heat map, map and trend send a handful of statements and few bytes per company", async () => {
  for (const [operation, input, most, bytesEach] of [
    [overview.getOverview, {}, 12, 900],
    [overview.getHeatMap, { show: "all" }, 10, 150],
    [overview.getGroupMap, {}, 7, 140],
    [overview.getTrend, {}, 8, 60],
    [overview.listCompanyResults, {}, 7, 700],
  ] as const) {
    const { count, bytes } = await sent(operation as Operation, input as never);
    assert.ok(count <= most, `${operation.name} sends ${count} statements`);
    assert.ok(bytes <= bytesEach * group.companies.length + 2500, `${operation.name} answers ${bytes} bytes`);
  }
});

const many = (rows: number) => Array.from({ length: rows }, () => 1);

test("the heat map of any group is one small reply: rows are shared out evenly, the rest is folded and opened by group", async () => {
  assert.deepEqual(
    [
      mostWithin([many(5), many(5), many(5)], 30),
      mostWithin([many(5), many(100), many(100)], 45),
      mostWithin([many(1000)], 300),
      mostWithin([[10, 200], [90]], 299),
      mostWithin([], 10),
    ],
    [5, 20, 300, 1, 0],
  );
  const { groups } = await asOffice(overview.getHeatMap, {});
  for (const one of groups) {
    const companies = one.counts.reduce((sum, count) => sum + count, 0);
    assert.equal(one.rows.length + (one.fold?.companies ?? 0), companies, "shown or folded, never left out");
    const opened = await asOffice(overview.getHeatMap, { open: one.key });
    assert.deepEqual(opened.groups[0]?.rows.slice(0, one.rows.length), one.rows, "the same order");
    assert.equal(opened.groups[0]?.rows.length, companies);
    const rest = await asOffice(overview.getHeatMap, { open: one.key, from: 1 });
    assert.deepEqual(
      rest.groups[0]?.rows,
      opened.groups[0]?.rows.slice(1),
      "what one has already is not sent",
    );
    assert.equal(rest.groups[0]?.fold, null);
  }
  const all = await asOffice(overview.getHeatMap, { show: "all" });
  assert.ok(all.groups.every((one) => one.fold === null));
});

test("T-10 T-13 an edition change is no progress: years are compared over the controls both ask alike, or not at all", async () => {
  const before = await asOffice(overview.getTrend, {});
  assert.equal(before.sameControls, 108, "twelve of a hundred and twenty controls changed");
  assert.deepEqual(
    before.years.map((year) => year.sameMeets),
    [null, null, null],
    "nothing is compared before it is judged",
  );
  assert.deepEqual(before.years[2]?.changes, { added: 0, withdrawn: 0, changed: 12 });
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1 });
  // Later than the moment at which the group's results were kept.
  const asks = () => asSystem(db, "test", refreshLikeForLike, new Date(Date.now() + 60_000));
  for (let beats = 0; beats < 10 && (await asks()); beats++);
  assert.equal(await asks(), false);
  await close();
  const { sameCompanies, years } = await asOffice(overview.getTrend, {});
  assert.equal(sameCompanies, 21);
  assert.deepEqual(
    years.map((year) => [year.joined, year.left]),
    [
      [0, 0],
      [3, 0],
      [0, 0],
    ],
  );
  const { rows } = await owner.query<{ fiscalYear: number; n: number }>(
    `select r.fiscal_year as "fiscalYear", count(*) filter (where l.result = 'meets')::int as n from like_for_like_results l
     join rounds r on r.id = l.round_id where l.company_id in (select company_id from round_members where round_id = '${group.rounds[0]?.id}')
     group by 1 order by 1`,
  );
  assert.deepEqual(
    years.map((year) => year.sameMeets),
    rows.map((row) => row.n),
  );
  const { overview: board } = await asOffice(overview.getOverview, {});
  assert.equal(board?.previous?.sameControls, 108);
  assert.deepEqual(
    [
      board?.previous?.years,
      board?.previous?.sameCompanies,
      board?.previous?.sameMeetsThen,
      board?.previous?.sameMeetsNow,
    ],
    [years.length, sameCompanies, years[1]?.sameMeets, years[2]?.sameMeets],
    "the sentence and the trend it opens count the same companies",
  );
  const verified = await asOffice(overview.getOverview, { basis: "verified" });
  assert.equal(
    verified.overview?.previous,
    null,
    "another reading of this year has no counterpart in the last",
  );
});

test("counting only verified answers never makes a denominator smaller nor a company better", async () => {
  const { overview: all } = await asOffice(overview.getOverview, {});
  const { overview: verified } = await asOffice(overview.getOverview, { basis: "verified" });
  assert.equal(verified?.companies, all?.companies);
  assert.ok((verified?.counts[0] ?? 99) <= (all?.counts[0] ?? 0));
  assert.equal(verified?.counts[2], all?.counts[2], "an admitted gap stays one");
  const cells = async (basis: "standing" | "verified") => {
    const map = await asOffice(overview.getHeatMap, { basis, show: "all" });
    return new Map(
      map.groups.flatMap(({ rows }) => rows.map((row) => [String(row[0]), row[6] as (number | null)[]])),
    );
  };
  const [full, proven] = [await cells("standing"), await cells("verified")];
  const shown = [...proven].flatMap(([company, row]) =>
    row.map((cell, column) => [cell, full.get(company)?.[column] ?? null] as const),
  );
  assert.ok(
    shown.some(([cell]) => cell !== null),
    "areas say how far they are proven",
  );
  for (const [cell, claimed] of shown)
    assert.ok(
      cell === null || (claimed !== null && cell % 1000 <= claimed % 1000),
      `${cell} of ${claimed} (thousands are marks)`,
    );
});

test("T-08 R-29 a harm's numerator and denominator are those of its controls; T-09 areas add up to the score", async () => {
  const company = group.companies.find((one) => one.tier === "T2");
  const result = await asOffice(overview.getCompanyResult, { id: company?.id ?? "" });
  assert.ok(result.inspectionId && result.harms.length > 0);
  const sums = async (where: string) => {
    const { rows } = await owner.query<{ half: number; weight: number; n: number }>(
      `select coalesce(sum(c.weight * case a.verdict when 'met' then 2 when 'partly' then 1 else 0 end), 0)::int as half,
         coalesce(sum(c.weight), 0)::int as weight, count(*)::int as n
       from inspections i join controls c on c.edition_id = i.edition_id and c.tiers->>i.tier = 'required'
       left join answers a on a.inspection_id = i.id and a.control_id = c.control_id
       where i.id = '${result.inspectionId}' and a.verdict is distinct from 'not_applicable' and ${where}`,
    );
    return rows[0] ?? { half: 0, weight: 0, n: 0 };
  };
  for (const part of ["harms", "functions"] as const)
    for (const one of result[part]) {
      const { half, weight, n } = await sums(`'${one.id}' = any (c.${part})`);
      assert.deepEqual([one.controls, one.percent], [n, Math.floor((100 * half) / (2 * weight))], one.id);
    }
  assert.ok(
    result.harms.reduce((sum, one) => sum + one.controls, 0) >
      result.areas.reduce((sum, one) => sum + one.controls, 0),
    "harms overlap",
  );
  const whole = await sums("true");
  const areas: { half: number; weight: number }[] = [];
  for (const area of result.areas) areas.push(await sums(`c.area = '${area.id}'`));
  assert.equal(
    areas.reduce((sum, one) => sum + one.half, 0),
    whole.half,
  );
  assert.equal(
    areas.reduce((sum, one) => sum + one.weight, 0),
    whole.weight,
  );
  assert.equal(
    result.years.find((year) => year.basis === "live")?.percent,
    Math.floor((100 * whole.half) / (2 * whole.weight)),
  );
});

test("R-12 every number opens exactly its rows, and asked and not asked are the ownership graph of today", async () => {
  const { overview: board } = await asOffice(overview.getOverview, {});
  assert.ok(board);
  const total = async (input: Input<typeof overview.listCompanyResults>) =>
    (await asOffice(overview.listCompanyResults, input)).total;
  for (const [index, result] of (["meets", "improve", "serious", "not_known"] as const).entries())
    assert.equal(await total({ result }), board.counts[index]);
  for (const { state, companies } of board.funnel) assert.equal(await total({ state }), companies, state);
  for (const gap of board.gaps) assert.equal(await total({ lacking: gap.controlId }), gap.companies);
  assert.equal(await total({ overdue: "yes" }), board.lateCount);
  assert.equal(await total({ provisional: "yes" }), board.provisional);
  for (const tier of board.tiers)
    assert.equal(await total({ tier: tier.key, result: "meets" }), tier.counts[0]);
  const late = await addCompany(owner, { code: "LATE", name: "Mihon Late Ltd.", parentId: group.group });
  const rest = await asOffice(overview.listNotAsked, {});
  assert.deepEqual(
    rest.rows.map((row) => [row.companyId, row.reason]),
    [[late, null]],
  );
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from units where kind = 'company' and ended_on is null",
  );
  assert.equal((await total({})) + rest.rows.length, rows[0]?.n);
  // Pages by keyset hold every company once.
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await asOffice(overview.listCompanyResults, { limit: 7, ...(after ? { after } : {}) });
    seen.push(...page.rows.map((row) => row.companyId));
    after = page.next ?? undefined;
  } while (after);
  assert.equal(new Set(seen).size, board.companies);
});
