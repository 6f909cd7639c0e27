import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { test } from "node:test";
import { openArchive } from "#core/sheets/archive.ts";
import { readTable } from "#core/sheets/read.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { AppError } from "#core/errors.ts";
import { openDatabase } from "#core/db/pool.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { endOfJob } from "#test/work.ts";
import { workbooks } from "./contract.ts";
import { endFiles } from "./ending.ts";
import { readBack } from "./read-back.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent, other } = group.companies;
const secretary = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const elsewhere = await signedIn(owner, { companyId: other, role: "security_officer" });
const [asSecretary, asOffice, asElsewhere] = [secretary, office, elsewhere].map((one) =>
  app.as(one.token),
) as [ReturnType<typeof app.as>, ReturnType<typeof app.as>, ReturnType<typeof app.as>];
const editionId = await addEdition(owner);
await owner.query(
  "update company_facts set answers_by_workbook = company_id <> $1, language = case when company_id = $2 then 'zh' else 'ja' end",
  [sister, own],
);
let year = 2030;
const fresh = async () => {
  year += 1;
  return addOpenRound(owner, {
    editionId,
    companies: [own, sister, other],
    fiscalYear: year,
    dueOn: `${year}-12-15`,
  });
};
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

async function unpacked(output: unknown) {
  const content = contentOf(output);
  assert.ok(content);
  const zip = await openArchive(await gather((await content.open()) as Readable), usualLimits);
  const files = new Map<string, Buffer>();
  for (const name of zip.names) files.set(name, await gather(zip.read(name)));
  return { name: content.name, files };
}

test("T-11 every workbook of a round goes out in one ZIP, each in its company's language, each recorded", async () => {
  const round = await fresh();
  const before = await asOffice(workbooks.getRoundWorkbooks, { id: round.id });
  assert.deepEqual([before.open, before.byWorkbook, before.issued], [3, 2, 0]);
  const ordered = await asOffice(workbooks.orderWorkbooks, { id: round.id, who: "all" });
  assert.equal(ordered.count, 3);
  const job = await endOfJob(app.database, ordered.id);
  assert.deepEqual([job.state, job.done, job.outcome], ["done", 3, { issued: 3, closed: 0 }]);
  const { name, files } = await unpacked(await asOffice(workbooks.downloadWorkbooks, { id: ordered.id }));
  assert.equal(name, "Inspection.zip");
  assert.equal(files.size, 3);
  const whose = await Promise.all(
    [...files].map(async ([file, bytes]) => {
      const { stamp } = await readBack(bytes);
      return [stamp?.["inspection"], stamp?.["language"], /^.+ .+ inspection\.xlsx$/.test(file)];
    }),
  );
  assert.deepEqual(
    new Set(whose.map(String)),
    new Set([
      `${round.inspections.get(own)},zh,true`,
      `${round.inspections.get(sister)},ja,true`,
      `${round.inspections.get(other)},ja,true`,
    ]),
  );
  const { rows } = await owner.query(
    "select count(*)::int as n from events where verb = 'workbook.issued' and subject_id = any ($1) and actor_id = $2",
    [[...round.inspections.values()], office.personId],
  );
  assert.equal(rows[0].n, 3);
  assert.equal((await asOffice(workbooks.getRoundWorkbooks, { id: round.id })).issued, 2);
  await assert.rejects(
    asOffice(workbooks.goOnWithWorkbooks, { id: ordered.id }),
    code("workbook.batch_done"),
  );
});

test("S-01 a division's desk gets its own companies, and nobody else what it ordered", async () => {
  const round = await fresh();
  const ordered = await asSecretary(workbooks.orderWorkbooks, { id: round.id, who: "all" });
  assert.equal(ordered.count, 2);
  await endOfJob(app.database, ordered.id);
  const { files } = await unpacked(await asSecretary(workbooks.downloadWorkbooks, { id: ordered.id }));
  assert.equal(files.size, 2);
  await assert.rejects(
    asElsewhere(workbooks.downloadWorkbooks, { id: ordered.id }),
    code("workbook_batch.not_found"),
  );
  assert.deepEqual((await asElsewhere(workbooks.getRoundWorkbooks, { id: round.id })).batches, []);
  const chosen = {
    id: round.id,
    who: "chosen" as const,
    inspectionIds: [round.inspections.get(other) ?? ""],
  };
  await assert.rejects(asSecretary(workbooks.orderWorkbooks, chosen), code("workbook.none_to_issue"));
  const narrow = { id: round.id, who: "by_workbook" as const };
  const few = await asSecretary(workbooks.orderWorkbooks, narrow);
  assert.equal(few.count, 1, "the sister answers on line");
  // Whoever loses a company loses its workbook out of what was made.
  await owner.query("update grants set valid_to = group_today() where person_id = $1", [secretary.personId]);
  await assert.rejects(
    asSecretary(workbooks.downloadWorkbooks, { id: ordered.id }),
    (error: unknown) => error instanceof AppError,
  );
});

test("what was handed in before its turn is left out; a stopped batch goes on without making one twice", async () => {
  const round = await fresh();
  const ordered = await asOffice(workbooks.orderWorkbooks, { id: round.id, who: "all" });
  await endOfJob(app.database, ordered.id);
  // As a stop, or a killed process, leaves it after the first.
  await owner.query(
    "update workbook_batch_items set state = 'waiting', workbook_id = null, file_id = null where batch_id = $1 and position > 1",
    [ordered.id],
  );
  const { rows: first } = await owner.query(
    "select inspection_id, workbook_id from workbook_batch_items where batch_id = $1 and position = 1",
    [ordered.id],
  );
  const { rows: last } = await owner.query(
    "update inspections set state = 'submitted', submitted_at = now() where id = (select inspection_id from workbook_batch_items where batch_id = $1 and position = 3) returning id",
    [ordered.id],
  );
  const again = await asOffice(workbooks.goOnWithWorkbooks, { id: ordered.id });
  const ended = await endOfJob(app.database, ordered.id);
  assert.deepEqual([ended.state, ended.done, ended.outcome], ["done", 3, { issued: 2, closed: 1 }]);
  assert.equal((await asOffice(jobs.getJob, { id: again.jobId })).state, "done");
  const { rows } = await owner.query(
    "select position, state, workbook_id, inspection_id from workbook_batch_items where batch_id = $1 order by position",
    [ordered.id],
  );
  assert.equal(rows[0].workbook_id, first[0].workbook_id, "made once");
  assert.deepEqual([rows[2].state, rows[2].inspection_id], ["closed", last[0].id]);
});

test("a batch can be downloaded for a month; then its files go, the workbooks stay good", async () => {
  const round = await fresh();
  const { id } = await asOffice(workbooks.orderWorkbooks, { id: round.id, who: "all" });
  await endOfJob(app.database, id);
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1 });
  atTheEnd(close);
  const turn = () => asSystem(db, "timed.workbooks.end_files", endFiles.run);
  await turn();
  const batch = async () =>
    (await asOffice(workbooks.getRoundWorkbooks, { id: round.id })).batches.find((one) => one.id === id);
  assert.deepEqual([(await batch())?.made, (await batch())?.kept], [3, 3], "nothing goes before its time");
  await owner.query(
    "update files set created_at = now() - interval '31 days' where id in (select file_id from workbook_batch_items where batch_id = $1)",
    [id],
  );
  await turn();
  assert.deepEqual([(await batch())?.made, (await batch())?.kept], [3, 0]);
  await assert.rejects(asOffice(workbooks.downloadWorkbooks, { id }), code("workbook.batch_ended"));
  const { rows } = await owner.query(
    "select count(*)::int as n from workbooks w where w.inspection_id = any ($1)",
    [[...round.inspections.values()]],
  );
  assert.equal(rows[0].n, 3);
  const told = await owner.query(
    "select data from events where verb = 'workbook.files_ended' order by id desc limit 1",
  );
  assert.deepEqual(told.rows, [{ data: { files: 3 } }]);
});

test("codes that differ by a stroke or by capitals alone have files of their own in the ZIP, named as they are", async () => {
  year += 1;
  const companies: string[] = [];
  for (const each of ["A/1", "A-1", "a-1"])
    companies.push(await addCompany(owner, { code: each, name: "Ltd.", parentId: group.divisions.one }));
  const round = await addOpenRound(owner, { editionId, companies, fiscalYear: year });
  const { id } = await asOffice(workbooks.orderWorkbooks, { id: round.id, who: "all" });
  await endOfJob(app.database, id);
  const { files } = await unpacked(await asOffice(workbooks.downloadWorkbooks, { id }));
  const names = [...files.keys()].map((name) => name.toLowerCase());
  assert.equal(new Set(names).size, 3, names.join());
  assert.ok(
    names.some((name) => name.startsWith("a／1 ")),
    names.join(),
  );
});

test("the column for what counts as proof is not shown where an edition names none", async () => {
  const shows = async (edition: string, evidence: { en: string }[]) => {
    year += 1;
    const given = { standard: "PROOF", edition, controls: [{ id: "P-1", evidence }] };
    const round = await addOpenRound(owner, {
      editionId: await addEdition(owner, given),
      companies: [own],
      fiscalYear: year,
    });
    const id = round.inspections.get(own) ?? "";
    const issued = contentOf(await asOffice(workbooks.issueWorkbook, { id, language: "en" }));
    const { sheets } = await readTable((await issued?.open()) as Buffer);
    const places = sheets.flatMap((sheet) => {
      const at = sheet.rows[0]?.cells.findIndex((cell) => cell.text === "yagura:proofWanted") ?? -1;
      return at < 0 ? [] : [!sheet.hiddenColumns?.includes(at + 1)];
    });
    return places;
  };
  assert.deepEqual(await shows("1", []), [false]);
  assert.deepEqual(await shows("2", [{ en: "a record" }]), [true]);
});
