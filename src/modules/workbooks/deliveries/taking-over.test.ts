import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { delivered } from "#test/workbook-returns.ts";
import { filledIn } from "#test/workbooks.ts";
import { workbooks } from "../contract.ts";
import { sayIn } from "../words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent, other } = group.companies;
const seat = (
  companyId: string,
  role: "division_secretary" | "group_office" | "security_officer",
  unitId?: string,
) => signedIn(owner, { companyId, role, ...(unitId ? { unitId } : {}) });
const first = await seat(parent, "division_secretary", group.divisions.one);
const second = await seat(parent, "division_secretary", group.divisions.one);
const elsewhere = await seat(other, "security_officer");
const officer = await seat(own, "security_officer");
const office = await seat(parent, "group_office", group.group);
const round = await addOpenRound(owner, {
  editionId: await addEdition(owner),
  companies: [own, sister, other],
  dueOn: "2030-12-15",
});
const [asFirst, asSecond] = [app.as(first.token), app.as(second.token)];
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

async function filled(companyId: string): Promise<Buffer> {
  const id = round.inspections.get(companyId) ?? "";
  const issued = await contentOf(await asFirst(workbooks.issueWorkbook, { id, language: "en" }))?.open();
  return filledIn(Buffer.isBuffer(issued) ? issued : await gather(issued as Readable), ({ set }) =>
    set("ORG-01", "verdict", sayIn("en")("verdict.unknown")),
  );
}

test("T-11 a colleague of the same desk takes a delivery over and finishes it, and the record says so", async () => {
  const id = await delivered(app, first, round.id, [
    { name: "own.xlsx", bytes: await filled(own) },
    { name: "letter.txt", bytes: Buffer.from("Dear colleagues") },
  ]);
  await endOfJob(app.database, id);
  // The desk sees it as it is, and works on it only once it is in hand.
  const seen = await asSecond(workbooks.getDelivery, { id });
  assert.deepEqual([seen.isMine, seen.counts, seen.jobState], [false, { ready: 1, unreadable: 1 }, "done"]);
  await assert.rejects(asSecond(workbooks.applyDelivery, { id }), code("workbook.delivery_of_other"));
  await asSecond(workbooks.takeOverDelivery, { id });
  await assert.rejects(asSecond(workbooks.takeOverDelivery, { id }), code("workbook.delivery_yours"));
  await assert.rejects(asFirst(workbooks.applyDelivery, { id }), code("workbook.delivery_of_other"));
  const taken = await asFirst(workbooks.getDelivery, { id });
  const { rows: people } = await owner.query("select family_name from people where id = any ($1)", [
    [first.personId, second.personId],
  ]);
  assert.equal(people.length, 2);
  assert.ok(taken.takenOverAt && taken.broughtByName && !taken.isMine);
  await asSecond(workbooks.applyDelivery, { id });
  assert.deepEqual((await endOfJob(app.database, id)).outcome, { kept: 1, submitted: 0, left: 0 });
  const { rows } = await owner.query(
    "select actor_id, data from events where verb = 'workbook.delivery_taken_over' and subject_id = $1",
    [round.id],
  );
  assert.deepEqual(rows, [
    { actor_id: second.personId, data: { deliveryId: id, fromPersonId: first.personId } },
  ]);
});

test("S-01 whoever reaches less than the desk sees nothing of its deliveries; the group's desk may take over, and need not", async () => {
  const id = await delivered(app, first, round.id, [{ name: "sister.xlsx", bytes: await filled(sister) }]);
  await endOfJob(app.database, id);
  for (const stranger of [elsewhere, officer]) {
    await assert.rejects(
      app.as(stranger.token)(workbooks.takeOverDelivery, { id }),
      code("workbook_delivery.not_found"),
    );
    const { deliveries } = await app.as(stranger.token)(workbooks.getRoundReturns, { id: round.id });
    assert.deepEqual(deliveries, []);
  }
  const asOffice = app.as(office.token);
  await asOffice(workbooks.takeOverDelivery, { id });
  await asOffice(workbooks.applyDelivery, { id });
  await endOfJob(app.database, id);
  assert.deepEqual((await asFirst(workbooks.getDelivery, { id })).counts, { applied: 1 });
});

test("S-01 what the group's desk brought is no division's to take", async () => {
  const { id } = await app.as(office.token)(workbooks.openDelivery, { id: round.id });
  await assert.rejects(asSecond(workbooks.takeOverDelivery, { id }), code("workbook_delivery.not_found"));
  const company = await addCompany(owner, { code: "C9", name: "Later Ltd.", parentId: group.divisions.one });
  const later = await seat(company, "security_officer");
  await assert.rejects(
    app.as(later.token)(workbooks.getDelivery, { id }),
    code("workbook_delivery.not_found"),
  );
});
