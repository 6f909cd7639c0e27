// A block of answers pasted one row down within its columns: every cell is valid, and a person is asked all the same.
import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { delivered } from "#test/workbook-returns.ts";
import { type Filling, filledIn } from "#test/workbooks.ts";
import { inputColumns } from "../columns.ts";
import { workbooks } from "../contract.ts";
import { sayIn } from "../words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const ask = app.as(desk.token);
const ids = Array.from({ length: 8 }, (_, at) => `HUM-0${at + 1}`);
const editionId = await addEdition(owner, { controls: ids.map((id) => ({ id })) });
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

const issued = async (id: string) => {
  const content = await contentOf(await ask(workbooks.issueWorkbook, { id, language: "en" }))?.open();
  return Buffer.isBuffer(content) ? content : gather(content as Readable);
};

const answered = ({ set }: Filling) => {
  for (const id of ids) {
    set(id, "verdict", sayIn("en")("verdict.met"));
    set(id, "how", `What is done about ${id}`);
    set(id, "proofTitle", `Record of ${id}`);
    set(id, "proofPlace", "the wiki");
    set(id, "proofOn", "2026-10-01");
  }
};

/** As a spreadsheet does: the inputs of these rows, written over those of the rows so many below. */
function pasteDown({ sheetOf, set }: Filling, from: string, to: string, by: number) {
  const sheet = sheetOf("verdict");
  const rowOf = (id: string) => sheet.rows.findIndex((row) => row[0] === id);
  const copied = ids.slice(ids.indexOf(from), ids.indexOf(to) + 1).map((id) => ({
    at: ids.indexOf(id),
    values: inputColumns.map((key) => {
      const at = (sheet.rows[0] ?? []).indexOf(`yagura:${key}`);
      return [key, sheet.rows[rowOf(id)]?.[at] ?? null] as const;
    }),
  }));
  for (const { at, values } of copied)
    for (const [key, value] of values) set(ids[at + by] ?? "", key, value as string);
}

async function round(fiscalYear: number, previousId?: string) {
  const made = await addOpenRound(owner, {
    editionId,
    companies: [own, sister],
    fiscalYear,
    dueOn: `${fiscalYear}-12-15`,
    ...(previousId ? { previousId } : {}),
  });
  const of = (company: string) => made.inspections.get(company) ?? "";
  return { id: made.id, of };
}

async function brought(roundId: string, files: { name: string; bytes: Buffer }[]) {
  const id = await delivered(app, desk, roundId, files);
  assert.equal((await endOfJob(app.database, id)).state, "done");
  const { rows } = await ask(workbooks.listDeliveryItems, { id });
  return { id, by: new Map(rows.map((row) => [row.name, row])) };
}
const kept = async (inspectionId: string) => {
  const { rows } = await owner.query<{ control_id: string; how: string }>(
    "select control_id, how from answers where inspection_id = $1 order by control_id",
    [inspectionId],
  );
  return rows.map((row) => [row.control_id, row.how]);
};
const told = {
  code: "workbook.remark.shifted_down",
  values: {
    count: 5,
    by: 1,
    from: "HUM-03",
    to: "HUM-07",
    ids: "HUM-03, HUM-04, HUM-05, HUM-06, HUM-07",
  },
};

test("T-11 answers pasted one row down are told, held back from keeping all, and kept once somebody means them", async () => {
  const { id: roundId, of } = await round(2031);
  const first = await brought(roundId, [
    { name: "own.xlsx", bytes: await filledIn(await issued(of(own)), answered) },
  ]);
  assert.equal(first.by.get("own.xlsx")?.state, "ready", "nothing is known yet of what stands where");
  await ask(workbooks.applyDelivery, { id: first.id });
  await endOfJob(app.database, first.id);

  const back = await issued(of(own));
  const { id, by } = await brought(roundId, [
    { name: "pasted.xlsx", bytes: await filledIn(back, (it) => pasteDown(it, "HUM-02", "HUM-06", 1)) },
    { name: "sister.xlsx", bytes: await filledIn(await issued(of(sister)), answered) },
  ]);
  const pasted = by.get("pasted.xlsx");
  assert.equal(pasted?.state, "shifted");
  assert.deepEqual(pasted?.remarks[0], told);
  assert.equal(by.get("sister.xlsx")?.state, "ready", "what another company says is nobody's neighbour");
  await ask(workbooks.applyDelivery, { id });
  assert.deepEqual((await endOfJob(app.database, id)).outcome, { kept: 1, submitted: 0, left: 0 });
  const asFilled = ids.map((one) => [one, `What is done about ${one}`]);
  assert.deepEqual(await kept(of(own)), asFilled, "the pasted one is not among all that are ready");
  const report = contentOf(await ask(workbooks.downloadDeliveryReport, { id, format: "csv" }));
  assert.match(
    (await gather((await report?.open()) as Readable)).toString("utf8"),
    /Rows shifted\?.*5 rows from HUM-03 to HUM-07 read like those of the row above/,
  );

  const returnId = pasted?.returnId ?? "";
  const shown = await ask(workbooks.getWorkbookReturn, { id: returnId });
  assert.deepEqual(
    shown.shifts.map((one) => [one.by, one.rows.length, one.rows[0]]),
    [[1, 5, { controlId: "HUM-03", fromId: "HUM-02", words: "What is done about HUM-02" }]],
  );
  await assert.rejects(
    ask(workbooks.applyWorkbookReturn, { id: returnId, choices: [] }),
    code("workbook.answers_shifted"),
  );
  assert.deepEqual(await kept(of(own)), asFilled);
  const done = await ask(workbooks.applyWorkbookReturn, { id: returnId, choices: [], isShiftMeant: true });
  assert.equal(done.saved, 5);
});

test("a first return that reads like last year's answers one row down is told before anything is kept", async () => {
  const last = await round(2032);
  const first = await brought(last.id, [
    { name: "own.xlsx", bytes: await filledIn(await issued(last.of(own)), answered) },
  ]);
  await ask(workbooks.applyDelivery, { id: first.id });
  await endOfJob(app.database, first.id);
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
    last.of(own),
  ]);
  const { id: roundId, of } = await round(2033, last.id);
  const { by } = await brought(roundId, [
    {
      name: "own.xlsx",
      bytes: await filledIn(await issued(of(own)), (it) => {
        answered(it);
        pasteDown(it, "HUM-02", "HUM-06", 1);
        for (const key of inputColumns) it.set("HUM-02", key, null);
      }),
    },
  ]);
  assert.equal(by.get("own.xlsx")?.state, "shifted");
  assert.deepEqual(by.get("own.xlsx")?.remarks[0], told);
});
