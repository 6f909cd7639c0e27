// A lot of workbooks through LibreOffice and back; test/deep has the same for 320.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { office } from "#test/office.ts";
import { throughOffice } from "#test/workbook-returns.ts";

const app = await testApp();

test("T-11 a lot of workbooks goes out, is opened and saved by LibreOffice and comes back as one ZIP: each fault is found", {
  skip: office ? false : "soffice is not installed here",
}, async () => {
  const editionId = await addEdition(app.database.owner);
  const { found, planted, outcome } = await throughOffice(app, editionId, 11);
  assert.deepEqual(found, planted);
  assert.deepEqual(outcome, { kept: 5, submitted: 0, left: 0 });
});
