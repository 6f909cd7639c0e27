// A division's whole year by Excel: 320 workbooks of the built-in standard out, through LibreOffice, and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { testApp } from "../app.ts";
import { office } from "../office.ts";
import { throughOffice } from "../workbook-returns.ts";

const app = await testApp();

async function builtIn(): Promise<string> {
  const { db, close } = openDatabase({ connectionString: app.database.ownerUrl, size: 1 });
  const id = await writeEdition(db, loadBuiltinStandard(), null);
  await sql`update editions set state = 'published', published_at = now(), effective_on = '2024-04-01' where id = ${id}::uuid`.execute(
    db,
  );
  await close();
  return id;
}

test("T-11 320 workbooks of 120 controls go out, through LibreOffice and back, and each planted fault is found", {
  skip: office ? false : "soffice is not installed here",
  timeout: 1_800_000,
}, async (t) => {
  const { found, planted, outcome, ms } = await throughOffice(app, await builtIn(), 320);
  assert.deepEqual(found, planted);
  assert.equal(
    (outcome as { kept: number }).kept,
    Object.values(planted).filter((verdict) => verdict === "ready").length,
  );
  t.diagnostic(
    `reading ${(ms.reading / 325).toFixed(0)} ms and keeping ${(ms.keeping / 146).toFixed(0)} ms a file`,
  );
});
