// What happens to an inspection in the moment in which a workbook of it is being kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { until } from "#test/until.ts";
import { filledIn } from "#test/workbooks.ts";
import { endOfJob } from "#test/work.ts";
import { delivered } from "#test/workbook-returns.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { workbooks } from "./contract.ts";
import { sayIn } from "./words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const [asSecretary, asOfficer] = [app.as(secretary.token), app.as(officer.token)];
app.setNow(new Date("2026-11-24T03:00:00Z"));
const editionId = await addEdition(owner);
let year = 2026;

async function fresh() {
  const round = await addOpenRound(owner, {
    editionId,
    companies: [own],
    fiscalYear: year,
    dueOn: "2026-12-15",
  });
  year += 1;
  return { roundId: round.id, id: round.inspections.get(own) ?? "" };
}

/** Its workbook, with one answer and one question of the scope. */
async function filled(id: string, hasPlant = "No"): Promise<Buffer> {
  const output = await asSecretary(workbooks.issueWorkbook, { id, language: "en" });
  return filledIn((await contentOf(output)?.open()) as Buffer, ({ set }) => {
    set("ORG-01", "verdict", sayIn("en")("verdict.unknown"));
    set("has_plant", "isTrue", hasPlant);
  });
}

async function brought(id: string, hasPlant?: string): Promise<string> {
  const { sha256, sizeBytes } = await keepContent(await filled(id, hasPlant));
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'xlsx', 'b.xlsx', 'workbook') returning id",
    [own, sha256, sizeBytes],
  );
  return (await asSecretary(workbooks.returnWorkbook, { id, fileId: rows[0]?.id ?? "" })).id;
}

/** Does `meanwhile` in a transaction that is open while the other work goes on, and ends it once that waits or is done. */
async function atTheSameMoment<T>(meanwhile: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  await owner.query("begin");
  await meanwhile();
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  working.catch(() => {});
  try {
    await until("it waits, or has not waited", async () => {
      const { rows } = await owner.query("select pid from pg_locks where not granted");
      return rows.length > 0 || isDone ? true : undefined;
    });
  } finally {
    await owner.query("commit");
  }
  return working;
}

const handedIn = (id: string) => () =>
  owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [id]);
const answersOf = async (id: string) =>
  (await owner.query("select verdict from answers where inspection_id = $1", [id])).rows;
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

test("T-11 nothing of a workbook is written into an inspection that is handed in at the same moment", async () => {
  const { id } = await fresh();
  const back = await brought(id);
  await assert.rejects(
    atTheSameMoment(handedIn(id), () =>
      asSecretary(workbooks.applyWorkbookReturn, { id: back, choices: [] }),
    ),
    code("inspection.not_now"),
  );
  assert.deepEqual(await answersOf(id), []);
});

test("T-11 nor by a delivery: its file is told as closed", async () => {
  const { roundId, id } = await fresh();
  const delivery = await delivered(app, secretary, roundId, [{ name: "own.xlsx", bytes: await filled(id) }]);
  await endOfJob(app.database, delivery);
  await atTheSameMoment(handedIn(id), async () => {
    await asSecretary(workbooks.applyDelivery, { id: delivery });
    return endOfJob(app.database, delivery);
  });
  assert.deepEqual((await asSecretary(workbooks.getDelivery, { id: delivery })).counts, { closed: 1 });
  assert.deepEqual(await answersOf(id), []);
});

test("a scope question that is answered at the same moment is a conflict, not overwritten", async () => {
  const { id } = await fresh();
  const back = await brought(id);
  await assert.rejects(
    atTheSameMoment(
      async () => {
        await owner.query("select from inspections where id = $1 for no key update", [id]);
        await owner.query(
          "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', true)",
          [id, own],
        );
      },
      () => asSecretary(workbooks.applyWorkbookReturn, { id: back, choices: [] }),
    ),
    code("workbook.conflicts_open"),
  );
  const { scope } = await asOfficer(inspections.getInspection, { id });
  assert.equal(scope.find((one) => one.condition === "has_plant")?.isTrue, true);
});

test("T-01 the tier that a workbook's scope answers give is proposed to the next round, as one answered on line is", async () => {
  const { id } = await fresh();
  const proposed = async (hasPlant: string) => {
    await asSecretary(workbooks.applyWorkbookReturn, { id: await brought(id, hasPlant), choices: [] });
    const { rows } = await app.as(office.token)(rounds.previewPopulation, {
      populationRule: { asOf: "2026-11-24", relations: ["consolidated"], tiers: ["T3"], leaveOut: [] },
    });
    const row = rows.find((one) => one.companyId === own);
    return [row?.tier, row?.proposedTier];
  };
  assert.deepEqual(await proposed("Yes"), ["T3", "T2"]);
  assert.deepEqual(await proposed("No"), ["T3", null]);
});
