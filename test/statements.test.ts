// How often the main operations of the answering screens go to the database: session and scope included, BEGIN and
// COMMIT left out. Every way there costs a wait that no index takes away, and twenty people wait for it together.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input, Operation } from "#core/contract.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { buildAnsweringCompany } from "./answering-company.ts";
import { handlerOf, testApp } from "./app.ts";
import { atTheEnd } from "./db.ts";

const { database } = await testApp();
const company = await buildAnsweringCompany(database.owner, database.ownerUrl);
const sent: string[] = [];
const { db, close } = openDatabase({
  connectionString: database.url,
  size: 2,
  onStatement: ({ sql }) => sent.push(sql),
});
atTheEnd(close);
const door = makeDoor({ db });
const asker = { token: company.officer.token };
const id = company.inspectionId;

async function count<O extends Operation>(operation: O, input: Input<O>): Promise<number> {
  await door.perform(operation, handlerOf(operation), asker, input as never);
  sent.length = 0;
  await door.perform(operation, handlerOf(operation), asker, input as never);
  return sent.filter((one) => !/^(begin|commit|start transaction)/i.test(one)).length;
}

const { rows } = (await door.perform(
  inspections.listAskedControls,
  handlerOf(inspections.listAskedControls),
  asker,
  { id } as never,
)) as { rows: { controlId: string }[] };
const controlId = rows[0]?.controlId ?? "";

const limits: [name: string, count: () => Promise<number>, most: number][] = [
  ["the head of an inspection", () => count(inspections.getInspection, { id }), 7],
  ["the controls it asks", () => count(inspections.listAskedControls, { id }), 8],
  ["one control", () => count(inspections.getAskedControl, { id, controlId }), 7],
];

for (const [name, counted, most] of limits) {
  test(`${name}: at most ${most} ways to the database`, async () => {
    const ways = await counted();
    assert.ok(ways <= most, `${ways}: \n${sent.join("\n")}`);
  });
}

test("saving an answer: session, scope, inspection, what stands around the answer, answer with event, result", async () => {
  const save = (rowVersion: number | null) =>
    door.perform(inspections.saveAnswer, handlerOf(inspections.saveAnswer), asker, {
      id,
      controlId,
      verdict: "met",
      rowVersion,
    } as never) as Promise<{ rowVersion: number }>;
  const { rowVersion } = await save(null);
  sent.length = 0;
  await save(rowVersion);
  const ways = sent.filter((one) => !/^(begin|commit)/i.test(one));
  assert.equal(ways.length, 6, ways.join("\n"));
});
