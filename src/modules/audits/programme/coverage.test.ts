// Coverage: every consolidated subsidiary with its last and next audit, proved against the ownership data (T-14, T-18).
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Output } from "#core/contract.ts";
import { gather } from "#test/imports.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { audits } from "../contract.ts";
import { addMonths, dueOn, type Standing, stateOf, type Tier } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const ask = async (
  role: "group_office" | "division_secretary" | "security_officer" | "auditor",
  companyId: string,
  unitId?: string,
) => app.as((await signedIn(owner, { companyId, role, ...(unitId ? { unitId } : {}) })).token);
const office = await ask("group_office", parent, group.group);
const desk = await ask("division_secretary", parent, group.divisions.one);
const officer = await ask("security_officer", own, own);
const sisterOfficer = await ask("security_officer", sister, sister);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const month = (by: number) => addMonths(today, by);

const heldBefore = (companyId: string, heldOn: string, result: string | null = null) =>
  owner.query(
    "insert into earlier_audits (company_id, held_on, result, auditors, source) values ($1, $2, $3, 'A. Sample', 'list.csv')",
    [companyId, heldOn, result],
  );
const rowOf = async (companyId: string) =>
  (await office(audits.listAuditCoverage, {})).rows.find((row) => row.companyId === companyId);
type Row = Output<typeof audits.listAuditCoverage>["rows"][number];

await heldBefore(own, month(-10), "improve");
await heldBefore(own, month(-50));
await heldBefore(other, month(-40));

test("T-14 each consolidated subsidiary is listed with last and next audit, none missing, also one acquired last month", async () => {
  const bought = await addCompany(owner, {
    code: "N1",
    name: "Bought last month B.V.",
    parentId: group.divisions.two,
    from: month(-1),
    tier: "T4",
  });
  await owner.query("update units set joined_as = 'acquired' where id = $1", [bought]);
  const { rows } = await office(audits.listAuditCoverage, {});
  const shown = new Map(rows.map((row) => [row.code, row]));
  assert.deepEqual([...shown.keys()].sort(), ["C1", "C2", "C3", "N1"]);
  assert.deepEqual(
    rows.map((row) => [row.code, row.lastOn, row.dueOn, row.state]),
    [
      ["C2", null, addMonths("2020-04-01", 48), "overdue"],
      ["C3", month(-40), addMonths(month(-40), 36), "overdue"],
      ["N1", null, addMonths(month(-1), 12), "never"],
      ["C1", month(-10), addMonths(month(-10), 36), "covered"],
    ],
  );
  const counts = await office(audits.countAuditCoverage, {});
  assert.deepEqual(counts.proof, { inOwnership: 4, listed: 4, missing: [] });
  const names = async (more: object) =>
    (await office(audits.listAuditCoverage, { outside: true, ...more })).rows.map((row) => row.code);
  assert.equal(counts.withinCycle, 1);
  assert.deepEqual(await names({}), ["C2", "C3", "N1"], "who is left out is named");
  const small = await office(audits.countAuditCoverage, { tier: "T4" });
  assert.deepEqual([small.proof, small.withinCycle], [{ inOwnership: 2, listed: 2, missing: [] }, 0]);
  assert.deepEqual(await names({ tier: "T4" }), ["C2", "N1"]);
  assert.deepEqual(
    counts.newcomers.map((one) => [one.companyId, one.state]),
    [[bought, "never"]],
  );
  assert.deepEqual(counts.notFor, [
    { months: 12, count: 3 },
    { months: 24, count: 3 },
    { months: 36, count: 3 },
    { months: 48, count: 2 },
  ]);
  assert.equal(shown.get("C1")?.months, 10);
  assert.equal(shown.get("N1")?.isAcquired, true);
});

test("T-14 the proof finds a company that the list would lose", async () => {
  // A name that begins only tomorrow: the list joins it, the ownership data do not.
  await owner.query("update unit_names set valid_from = group_today() + 1 where unit_id = $1", [other]);
  const { proof } = await office(audits.countAuditCoverage, {});
  assert.deepEqual([proof.inOwnership, proof.missing.map((one) => one.code)], [4, ["C3"]]);
  await owner.query("update unit_names set valid_from = '2020-04-01' where unit_id = $1", [other]);
});

test("T-14 not audited for so many months, by division, and of another relation", async () => {
  const codes = async (input: Parameters<typeof office>[1] & object) =>
    (await office(audits.listAuditCoverage, input)).rows.map((row: Row) => row.code);
  assert.deepEqual(await codes({ months: 12, sort: "code" }), ["C2", "C3", "N1"]);
  assert.deepEqual(await codes({ months: 41, sort: "code" }), ["C2", "N1"]);
  assert.deepEqual(await codes({ divisionId: group.divisions.one, sort: "code" }), ["C1", "C2"]);
  assert.deepEqual(await codes({ relation: "parent" }), ["P"]);
  assert.deepEqual(await codes({ state: "overdue" }), ["C2", "C3"]);
  assert.deepEqual(await codes({ search: "own ltd" }), ["C1"]);
});

test("T-14 pages go on where they ended, in every order", async () => {
  for (const sort of ["due", "last", "code"] as const) {
    const all = (await office(audits.listAuditCoverage, { sort })).rows.map((row) => row.code);
    const paged: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page: { rows: Row[]; next: string | null } = await office(audits.listAuditCoverage, {
        sort,
        limit: 1,
        ...(after ? { after } : {}),
      });
      paged.push(...page.rows.map((row) => row.code));
      after = page.next;
    }
    assert.deepEqual(paged, all);
  }
});

test("T-14 the database says the due day and the state as the rules do", async () => {
  const { rows } = await owner.query<{
    standing: Standing & { tier: Tier };
    due: string;
    state: string;
    next: string | null;
  }>(
    `select jsonb_build_object('tier', tier, 'joinedOn', joined_on, 'isAcquired', is_acquired, 'lastOn', last_on, 'earlierOn', earlier_on) as standing,
       due_on::text as due, state, next_on::text as next
     from generate_series(0, 24) m, lateral audit_coverage((group_today() - make_interval(months => m))::date, array['consolidated', 'parent'])`,
  );
  assert.ok(rows.length > 50);
  const { rows: days } = await owner.query<{ day: string }>(
    `select (group_today() - make_interval(months => m))::date::text as day
     from generate_series(0, 24) m, lateral audit_coverage((group_today() - make_interval(months => m))::date, array['consolidated', 'parent'])`,
  );
  const cycle = {
    months: { T1: 12, T2: 24, T3: 36, T4: 48 },
    acquiredMonths: 12,
    days: { T1: 1, T2: 1, T3: 1, T4: 1 },
  };
  rows.forEach((row, at) => {
    assert.equal(row.due, dueOn(row.standing, cycle));
    assert.equal(
      row.state,
      stateOf({ lastOn: row.standing.lastOn, due: row.due, nextOn: row.next }, days[at]?.day ?? ""),
    );
  });
});

test("T-14 the group office may want one company seen earlier; the next audit, or taking it back, ends that", async () => {
  const before = await rowOf(own);
  await office(audits.setEarlierDay, { companyId: own, dueOn: month(2), reason: "a new plant" });
  const shown = await rowOf(own);
  assert.deepEqual([shown?.dueOn, shown?.isEarlier], [month(2), true]);
  await assert.rejects(
    office(audits.setEarlierDay, { companyId: own, dueOn: month(90), reason: "later" }),
    /audit.day_not_earlier/,
  );
  await office(audits.takeBackEarlierDay, { companyId: own });
  assert.equal((await rowOf(own))?.dueOn, before?.dueOn);
  await assert.rejects(office(audits.takeBackEarlierDay, { companyId: own }), /audit_day.not_found/);
});

test("T-14 a changed cycle counts from its day on, and a day before keeps the one it had", async () => {
  const cycle = await office(audits.getAuditCycle, {});
  assert.deepEqual(cycle.months, { T1: 12, T2: 24, T3: 36, T4: 48 });
  const { months, acquiredMonths, days, staffedWeeks } = cycle;
  const change = { acquiredMonths, days, staffedWeeks, months: { ...months, T3: 12 }, reason: "more often" };
  await assert.rejects(
    office(audits.changeAuditCycle, { ...change, from: month(-1) }),
    /audit.cycle_backdated/,
  );
  await office(audits.changeAuditCycle, { ...change, from: today });
  assert.equal((await rowOf(own))?.dueOn, addMonths(month(-10), 12));
  const asOf = (await office(audits.listAuditCoverage, { asOf: month(-1) })).rows.find(
    (row) => row.companyId === own,
  );
  assert.equal(asOf?.dueOn, addMonths(month(-10), 36));
  await owner.query("delete from audit_cycles where valid_from = group_today()");
});

test("T-18 the share of companies within their cycle by fiscal year, since the first audit that a list told of", async () => {
  const { rows } = await office(audits.listAuditYears, {});
  const first = Number(month(-50).slice(0, 4)) - (month(-50).slice(5, 7) < "04" ? 1 : 0);
  assert.equal(rows[0]?.fiscalYear, first);
  assert.equal(rows.at(-1)?.isRunning, true);
  assert.deepEqual(
    [rows[0]?.companies, rows[0]?.withinCycle, rows[0]?.held],
    [3, 1, 1],
    "of three companies then one had been audited",
  );
  assert.deepEqual(
    [rows.at(-1)?.on, rows.at(-1)?.companies, rows.at(-1)?.withinCycle, rows.at(-1)?.never],
    [today, 4, 1, 2],
  );
});

test("T-14 the export holds what is shown, in the reader's language", async () => {
  const file = contentOf(await office(audits.exportAuditCoverage, { format: "csv", state: "overdue" }));
  const text = (await gather((await file?.open()) ?? Buffer.of())).toString("utf8");
  assert.match(text, /C2/);
  assert.doesNotMatch(text, /C1/);
  assert.equal(text.trim().split("\r\n").length, 3);
});

test("T-14 a division sees its own companies, a sister nothing, and a company only what was held or announced", async () => {
  assert.deepEqual(
    (await desk(audits.listAuditCoverage, { sort: "code" })).rows.map((row) => row.code),
    ["C1", "C2"],
  );
  assert.deepEqual((await desk(audits.countAuditCoverage, {})).proof, {
    inOwnership: 2,
    listed: 2,
    missing: [],
  });
  await assert.rejects(desk(audits.getCompanyAudits, { companyId: other }), /company.not_found/);
  await assert.rejects(sisterOfficer(audits.getCompanyAudits, { companyId: own }), /company.not_found/);
  await assert.rejects(officer(audits.listAuditCoverage, {}), /permission.missing/);
  const seen = await officer(audits.getCompanyAudits, { companyId: own });
  assert.deepEqual(
    seen.held.map((one) => [one.heldOn, one.isImported, one.result]),
    [
      [month(-10), true, "improve"],
      [month(-50), true, null],
    ],
  );
  assert.deepEqual([seen.dueOn, seen.state, seen.planned], [null, null, []]);
  await assert.rejects(
    desk(audits.setEarlierDay, { companyId: own, dueOn: month(1), reason: "x" }),
    /permission.missing/,
  );
});
