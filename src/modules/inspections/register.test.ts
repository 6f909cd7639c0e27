// Edges of the register and of the signed page: cursors, exported days, what a file was uploaded for, sums of an older form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addCompany, addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { keepFirstResults } from "./beginning.ts";
import { oldSums } from "./clocks.ts";
import { inspections } from "./contract.ts";
import { reviewing } from "./review/contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const officeHolder = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const deskHolder = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const [office, desk] = [app.as(officeHolder.token), app.as(deskHolder.token)];
const editionId = await addEdition(owner);
app.setNow(new Date("2026-11-24T03:00:00Z"));
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

test("a register is paged over company codes that hold the cursor's own mark", async () => {
  const codes = ["A|1", "A|2", "B|", "|C"];
  const companies: string[] = [];
  for (const each of codes)
    companies.push(await addCompany(owner, { code: each, name: each, parentId: group.divisions.one }));
  const round = await addOpenRound(owner, { editionId, companies, fiscalYear: 2030 });
  const met: string[] = [];
  for (let after: string | undefined; met.length <= codes.length; ) {
    const page = await office(inspections.listInspections, {
      roundId: round.id,
      sort: "code",
      limit: 1,
      ...(after ? { after } : {}),
    });
    met.push(...page.rows.map((row) => row.code));
    if (!page.next) break;
    after = page.next;
  }
  assert.deepEqual(met.toSorted(), codes.toSorted());
});

test("the export tells each company's own due day", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: 2031 });
  await owner.query("update inspections set due_on = '2027-02-26' where round_id = $1", [round.id]);
  const file = contentOf(await office(reviewing.exportInspections, { roundId: round.id, format: "csv" }));
  assert.ok(file);
  const text = (await gather(await file.open())).toString("utf8");
  assert.match(text, /2027-02-26/);
});

test("a page signed on paper is one that was uploaded as such, of that company", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: 2032 });
  const id = round.inspections.get(own) ?? "";
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where id = $1",
    [id],
  );
  const personId = await addPerson(owner, { companyId: own, familyName: "Signer" });
  const fileFor = async (purpose: string, companyId = own) => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
       values ($1, sha256('x'), 1, 'application/pdf', 'x.pdf', $2) returning id`,
      [companyId, purpose],
    );
    return rows[0]?.id ?? "";
  };
  const confirm = async (fileId: string) => {
    const { rowVersion } = await office(inspections.getInspection, { id });
    return desk(inspections.confirmOnPaper, {
      id,
      rowVersion,
      personId,
      fileId,
      why: "the executive is away",
    });
  };
  await assert.rejects(confirm(await fileFor("evidence")), code("file.not_found"));
  await assert.rejects(
    confirm(await fileFor("confirmation", group.companies.sister)),
    code("file.not_found"),
  );
  assert.equal((await confirm(await fileFor("confirmation"))).state, "confirmed");
});

test("a company below a company is frozen into the division above both", async () => {
  const below = await addCompany(owner, { code: "SUB", name: "Sub Ltd.", parentId: own });
  const { id } = await office(rounds.draftRound, {
    fiscalYear: 2033,
    name: "FY2033",
    editionId,
    opensOn: "2027-04-01",
    dueOn: "2027-06-01",
    reviewDueOn: "2027-06-15",
    confirmDueOn: "2027-07-01",
    populationRule: {
      asOf: "2026-11-24",
      relations: ["parent", "consolidated"],
      tiers: ["T1", "T2", "T3", "T4"],
      leaveOut: [],
    },
  });
  await office(rounds.freezeRound, { id, rowVersion: 1 });
  const { rows } = await office(rounds.listMembers, { id, divisionId: group.divisions.one });
  assert.ok(rows.some((row) => row.companyId === below));
});

test("what a closed round shows without a lock has its sums in the form of today", async () => {
  const round = await addOpenRound(owner, { editionId, companies: [own, parent], fiscalYear: 2034 });
  const asClock = <T>(work: Parameters<typeof asSystem<T>>[2]) => asSystem(app.door.db, "test", work);
  await asClock((ctx) => keepFirstResults(ctx));
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    round.inspections.get(own),
  ]);
  await owner.query("update inspection_results set sums_form = 1 where round_id = $1", [round.id]);
  await owner.query("update rounds set state = 'closed' where id = $1", [round.id]);
  await asClock(async (ctx) => void (await oldSums.run(ctx)));
  const { rows } = await owner.query<{ state: string; isNew: boolean }>(
    `select i.state, v.sums_form > 1 as "isNew" from inspections i
     join inspection_results v on v.inspection_id = i.id and v.basis = 'live' where i.round_id = $1 order by i.state`,
    [round.id],
  );
  assert.deepEqual(
    rows.map((row) => [row.state, row.isNew]),
    [
      ["not_begun", false],
      ["submitted", true],
    ],
  );
});
