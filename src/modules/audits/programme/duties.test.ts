// What the programme asks of the group office by itself (T-14): data open these duties, and data close them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { duties } from "#modules/duties/contract.ts";
import { testApp } from "#test/app.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { audits } from "../contract.ts";
import { settle } from "./following.ts";
import { addMonths, monthOf } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
const { token, personId } = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
});
const office = app.as(token);
const officer = app.as(
  (await signedIn(owner, { companyId: own, role: "security_officer", unitId: own })).token,
);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const look = () => asSystem(app.door.db, "test", settle);
const open = async (kind: string) =>
  (await office(duties.listMyDuties, {})).rows
    .filter((one) => one.kind === kind)
    .map((one) => one.companyId)
    .sort();

const ahead = addMonths(monthOf(today), 1);
async function programmeOf(month: string, isApproved: boolean): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into audit_programmes (fiscal_year, state, approved_by, approved_at)
     values ($1, case when $2 then 'approved' else 'draft' end, case when $2 then $3::uuid end, case when $2 then now() end) returning id`,
    [fiscalYearOf(month, 4), isApproved, personId],
  );
  return rows[0]?.id ?? "";
}

const coverageOf = async (companyId: string) =>
  (await office(audits.listAuditCoverage, {})).rows.find((row) => row.companyId === companyId);

test("T-14 nothing is asked while no programme was ever approved", async () => {
  await look();
  assert.deepEqual(await open("audit.overdue"), []);
});

test("T-14 a visit that comes near without a lead, and an overdue company without a visit, are asked of the group office until the data say otherwise", async () => {
  const programmeId = await programmeOf(ahead, true);
  const visit = await owner.query<{ id: string }>(
    `insert into audit_visits (company_id, programme_id, month, kind, auditor_days, why)
     values ($1, $2, $3, 'on_site', 3, 'cycle') returning id`,
    [own, programmeId, ahead],
  );
  const id = visit.rows[0]?.id ?? "";
  await look();
  await look();
  assert.deepEqual(await open("audit.staff"), [own]);
  assert.deepEqual(await open("audit.overdue"), [sister, other].sort(), "own is planned");
  const mine = (await officer(duties.listMyDuties, {})).rows.filter((one) => one.kind.startsWith("audit."));
  assert.deepEqual(mine, [], "the company is not told by a duty");
  const lead = await addPerson(owner, { companyId: parent, familyName: "Lead" });
  const auditor = await office(audits.addAuditor, {
    personId: lead,
    homeRegion: "japan",
    daysAYear: 20,
    competences: ["lead"],
    languages: ["ja"],
    from: "2021-04-01",
  });
  await office(audits.assignAuditor, { id, auditorId: auditor.id, isLead: true, days: 2 });
  await owner.query(
    "insert into earlier_audits (company_id, held_on, source) values ($1, group_today() - 10, 'list.csv')",
    [sister],
  );
  await look();
  assert.deepEqual(await open("audit.staff"), []);
  assert.deepEqual(await open("audit.overdue"), [other]);
  await office(audits.removeAuditor, { id, auditorId: auditor.id });
  await look();
  assert.deepEqual(await open("audit.staff"), [own]);
  const { rowVersion } = await office(audits.getVisit, { id });
  await office(audits.cancelVisit, { id, reason: "sold", rowVersion });
  await look();
  assert.deepEqual(await open("audit.staff"), []);
});

test("T-14 a visit whose days went by without anybody going is no plan: it is asked for, and its company is overdue, until it is moved or held", async () => {
  const gone = addMonths(monthOf(today), -2);
  const programmeId =
    fiscalYearOf(gone, 4) === fiscalYearOf(ahead, 4)
      ? ((
          await owner.query<{ id: string }>("select id from audit_programmes where fiscal_year = $1", [
            fiscalYearOf(ahead, 4),
          ])
        ).rows[0]?.id ?? "")
      : await programmeOf(gone, true);
  const { rows } = await owner.query<{ id: string }>(
    `insert into audit_visits (company_id, programme_id, month, kind, auditor_days, why)
     values ($1, $2, $3, 'on_site', 3, 'cycle') returning id`,
    [other, programmeId, gone],
  );
  const id = rows[0]?.id ?? "";
  await look();
  await look();
  assert.deepEqual(await open("audit.missed"), [other]);
  assert.ok((await open("audit.overdue")).includes(other), "nothing that stands is planned");
  const covered = await coverageOf(other);
  assert.deepEqual([covered?.state, covered?.nextOn], ["overdue", null]);
  const missed = await office(audits.listVisits, { missed: true });
  assert.deepEqual(
    missed.rows.map((row) => [row.id, row.isMissed]),
    [[id, true]],
  );
  const proposal = await office(audits.proposeVisits, { first: fiscalYearOf(ahead, 4), years: 3 });
  assert.ok(
    JSON.stringify(proposal).includes(other),
    "its next cycle does not begin from a visit that nobody made",
  );
  const { rowVersion } = await office(audits.getVisit, { id });
  await office(audits.moveVisit, { id, month: ahead, reason: "the auditors were ill", rowVersion });
  await look();
  assert.deepEqual(await open("audit.missed"), []);
  assert.equal((await coverageOf(other))?.state === "overdue", true, "late, but planned");
});
