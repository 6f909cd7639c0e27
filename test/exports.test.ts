// What leaves as a file leaves an event: the trail tells who took a list, and a company's trail who took its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { organization } from "#modules/organization/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import { testApp } from "./app.ts";
import { buildSmallGroup, signedIn } from "./factories.ts";

/** Texts that whoever is signed in may read anyway, and proofs of the trail itself, which hold hashes alone. */
const aboutNobody = new Set([
  "exportEdition",
  "exportEditionAsOscal",
  "downloadTailored",
  "downloadResolved",
  "downloadCatalogue",
  "downloadMapping",
  "exportMapping",
  "exportReferences",
  "downloadImportTemplate",
  "downloadTrailProof",
  "downloadDaySeals",
  "getReportPoster",
]);

test("every file that tells of somebody names the event that its reading leaves", () => {
  const files = modules
    .flatMap((module) => Object.values(module.contract))
    .filter((operation) => operation.carries === "download");
  assert.ok(files.length > 20);
  for (const { name, events } of files)
    assert.equal((events ?? []).length > 0, !aboutNobody.has(name), `${name} and its event`);
});

test("S-01 an export is told with its reader and its rows; of one company alone, in that company's trail", async () => {
  const app = await testApp();
  const { owner } = app.database;
  const group = await buildSmallGroup(owner);
  const { own, parent } = group.companies;
  const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  for (const who of [office, officer]) {
    await app.as(who.token)(organization.exportCompanies, { format: "csv" });
    await app.as(who.token)(overview.exportCompanyResults, { format: "csv" });
  }
  const { rows } = await owner.query(
    "select verb, actor_id, company_id, data ->> 'rows' as count from events where verb in ('companies.exported', 'results.exported') order by id",
  );
  const all = await owner.query(
    "select count(*)::text as count from units where kind = 'company' and ended_on is null",
  );
  assert.deepEqual(rows, [
    {
      verb: "companies.exported",
      actor_id: office.personId,
      company_id: null,
      count: all.rows[0]?.count,
    },
    { verb: "results.exported", actor_id: office.personId, company_id: null, count: "0" },
    { verb: "companies.exported", actor_id: officer.personId, company_id: own, count: "1" },
    { verb: "results.exported", actor_id: officer.personId, company_id: own, count: "0" },
  ]);
});
