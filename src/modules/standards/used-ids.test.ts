// A control keeps its id for life: also what comes in as a file gives none of them to another control.
import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addFile } from "#test/catalogues.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { standards } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const { companies, group: unitId } = await buildSmallGroup(owner);
const person = await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId });
const author = app.as(person.token);

// A-2 went with the second edition.
const first = await addEdition(owner, {
  standard: "USED",
  edition: "1",
  controls: [{ id: "A-1" }, { id: "A-2" }],
});
const second = await addEdition(owner, {
  standard: "USED",
  edition: "2",
  controls: [{ id: "A-1" }],
  previousId: first,
  effectiveOn: "2025-04-01",
});

const content = await contentOf(await author(standards.exportEdition, { id: first }))?.open();
const text = (Buffer.isBuffer(content) ? content : await buffer(content as Readable)).toString("utf8");
async function bring(file: string, edition: string) {
  const fileId = await addFile(owner, person.personId, file, "edition");
  const { id } = await author(standards.draftEdition, { from: "file", fileId, edition });
  return (await author(standards.getDraft, { id })).controls.map((one) => one.id);
}

test("a file brings back a control that had gone, under the name it had", async () => {
  assert.deepEqual(await bring(text, "3"), ["A-1", "A-2"]);
  const oneLanguage = text.replace("A-2 title（日本語）", "別の名前");
  assert.notEqual(oneLanguage, text);
  assert.deepEqual(
    await bring(oneLanguage, "4"),
    ["A-1", "A-2"],
    "a title that stayed in one language is enough",
  );
});

test("a file that gives the id of a control that had gone to another one is refused, and nothing of it is taken", async () => {
  const renamed = text.replaceAll("A-2 title", "Something else");
  await assert.rejects(bring(renamed, "5"), (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, "edition.ids_used");
    assert.match(JSON.stringify(error.details), /A-2 \(1: A-2 title/);
    return true;
  });
  const { rows } = await author(standards.listEditions, {});
  assert.equal(
    rows.some((row) => row.edition === "5"),
    false,
  );
  assert.ok(rows.some((row) => row.id === second));
});

test("the controls of the edition before may be called anything: they are the same by their id", async () => {
  const renamed = text.replaceAll("A-1 title", "Called anew");
  assert.deepEqual(await bring(renamed, "6"), ["A-1", "A-2"]);
});
