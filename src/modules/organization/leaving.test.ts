import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { asSystem } from "#core/system.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addCompany, buildSmallGroup, giveRole, type Id, signedIn } from "#test/factories.ts";
import { organization } from "./contract.ts";
import { companiesLeave, endWhatLeft } from "./leaving.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const asOffice = app.as(office.token);
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());
const look = (now: string) =>
  asSystem(opened.db, `timed.${companiesLeave.name}`, (ctx) => endWhatLeft(ctx), new Date(now));

async function addDuty(companyId: Id, kind: string): Promise<void> {
  await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, next_at)
     values (2026, $1, 'inspection', new_id(), $2, 'inspection.answer', '2026-10-01', '2026-12-15T14:59:59Z', 'Asia/Tokyo', '2026-12-01')`,
    [kind, companyId],
  );
}

const dutiesOf = async (companyId: Id) =>
  (
    await owner.query(
      "select state, closed_reason as reason, next_at from duties where company_id = $1 order by kind",
      [companyId],
    )
  ).rows;
const told = async (id: Id) =>
  (await owner.query("select verb, data from events where subject_id = $1 order by id", [id])).rows;

test("T-07 a sale entered ahead ends every duty and the company's own rights when its day begins where the group is", async () => {
  const id = await addCompany(owner, {
    code: "AHEAD",
    name: "Sold Ahead Ltd.",
    parentId: group.divisions.one,
  });
  const own = await signedIn(owner, { companyId: id, role: "security_officer" });
  for (const kind of ["delegation.answer", "inspection.answer"]) await addDuty(id, kind);
  await addDuty(group.companies.own, "inspection.answer");
  app.setNow(new Date("2026-11-24T03:00:00Z"));
  const ended = await asOffice(organization.endCompany, {
    id,
    on: "2026-12-01",
    reason: "sold to a third party",
    rowVersion: 1,
  });
  assert.deepEqual([ended.endedGrants, ended.lapsedDuties], [1, 0]);
  // Meanwhile somebody gives its deputy a role without an end.
  await giveRole(owner, { personId: own.personId, companyId: id, role: "contributor", unitId: id });

  const lastEvening = "2026-11-30T14:59:00Z";
  app.setNow(new Date(lastEvening));
  assert.equal(await look(lastEvening), 0);
  assert.equal((await app.as(own.token)(organization.getCompany, { id })).code, "AHEAD");
  assert.deepEqual(
    (await dutiesOf(id)).map((duty) => duty.state),
    ["open", "open"],
  );

  const firstMinute = "2026-11-30T15:00:00Z";
  app.setNow(new Date(firstMinute));
  assert.equal(await look(firstMinute), 1);
  assert.equal(await look(firstMinute), 0);
  assert.deepEqual(
    await dutiesOf(id),
    Array.from({ length: 2 }, () => ({ state: "lapsed", reason: "company.left", next_at: null })),
  );
  await assert.rejects(
    app.as(own.token)(organization.getCompany, { id }),
    // The session is opened by the real clock, its scope by the test's: refused by whichever comes first.
    (error: unknown) =>
      error instanceof AppError && ["permission.missing", "company.not_found"].includes(error.code),
  );
  assert.equal((await dutiesOf(group.companies.own))[0]?.state, "open");
  assert.deepEqual(await told(id), [
    { verb: "company.left", data: { on: "2026-12-01", endedGrants: 1, lapsedDuties: 0 } },
    { verb: "company.duties_ended", data: { endedGrants: 1, lapsedDuties: 2 } },
  ]);
  const before = await asOffice(organization.getCompany, { id, asOf: "2026-11-30" });
  assert.equal(before.relation?.kind, "consolidated");
});

test("a day missed while the server was down is caught up, a bounded number of companies at a time", async () => {
  const ids: Id[] = [];
  for (const code of ["GONE1", "GONE2", "GONE3"]) {
    const id = await addCompany(owner, { code, name: `${code} Ltd.`, parentId: group.divisions.one });
    await addDuty(id, "inspection.answer");
    ids.push(id);
  }
  await owner.query("update units set ended_on = '2026-12-03', ended_reason = 'merged' where id = any ($1)", [
    ids,
  ]);
  const at = new Date("2026-12-20T00:00:00Z");
  const some = () => asSystem(opened.db, "timed.test", (ctx) => endWhatLeft(ctx, 2), at);
  assert.deepEqual([await some(), await some(), await some()], [2, 1, 0]);
});
