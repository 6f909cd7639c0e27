import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { Readable } from "node:stream";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { languages, readCatalogue } from "#core/text/catalogue.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { reviewing } from "#modules/inspections/review/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { keepContent } from "#test/files.ts";
import { endOfJob } from "#test/work.ts";
import { papers } from "./contract.ts";
import { companyOfScan, isScan } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, other, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const desk = await signedIn(owner, {
  companyId: parent,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const [asOffice, asDesk] = [app.as(office.token), app.as(desk.token)];
const editionId = await addEdition(owner);
await owner.query(
  "update company_facts set language = case when company_id = $1 then 'zh' else 'ja' end, answers_by_workbook = company_id <> $2",
  [own, sister],
);
let year = 2030;

async function reviewed() {
  year += 1;
  const round = await addOpenRound(owner, { editionId, companies: [own, sister, other], fiscalYear: year });
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where round_id = $1",
    [round.id],
  );
  return round;
}
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));
async function scanFor(companyId: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'application/pdf', 'scan.pdf', 'confirmation') returning id",
    [companyId],
  );
  return rows[0]?.id ?? "";
}
const contentBytes = async (output: unknown): Promise<Buffer> => {
  const content = await contentOf(output)?.open();
  return content instanceof Buffer ? content : buffer(content as Readable);
};

test("T-11 the pages to sign of many companies are one PDF, or a ZIP with one each; each issue is in the trail", async () => {
  const round = await reviewed();
  const head = await asOffice(papers.getRoundPages, { id: round.id });
  assert.deepEqual([head.waiting, head.byWorkbook, head.confirmed], [3, 2, 0]);
  const { id, count } = await asOffice(papers.orderPages, { id: round.id, who: "all" });
  const job = await endOfJob(app.database, id);
  assert.deepEqual([count, job.outcome], [3, { issued: 3, movedOn: 0 }]);
  const pdf = await contentBytes(await asOffice(papers.downloadPages, { id, format: "pdf" }));
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 3);
  const zip = await openArchive(
    await contentBytes(await asOffice(papers.downloadPages, { id, format: "zip" })),
    usualLimits,
  );
  assert.deepEqual([...zip.names].sort(), ["c1 inspection.pdf", "c2 inspection.pdf", "c3 inspection.pdf"]);
  const { rows } = await owner.query(
    `select x.language, e.data ->> 'contentSha256' = encode(x.content_sha256, 'hex') as is_told
     from confirmation_batch_items x join events e on e.subject_id = x.inspection_id and e.verb = 'paper.page_issued'
     where x.batch_id = $1 order by x.position`,
    [id],
  );
  assert.deepEqual(
    rows,
    ["zh", "ja", "ja"].map((language) => ({ language, is_told: true })),
  );
  await assert.rejects(asOffice(papers.goOnWithPages, { id }), code("paper.pages_done"));
});

test("a stopped order goes on without issuing a page twice; who moved on meanwhile has none", async () => {
  const round = await reviewed();
  const { id } = await asOffice(papers.orderPages, { id: round.id, who: "all" });
  await endOfJob(app.database, id);
  // As a stop, or a killed process, leaves it after the first.
  await owner.query(
    `update confirmation_batch_items set state = 'waiting', language = null, page = null, content_sha256 = null
     where batch_id = $1 and position > 1`,
    [id],
  );
  await owner.query("update inspections set state = 'confirmed', confirmed_at = now() where id = $1", [
    round.inspections.get(other),
  ]);
  await asOffice(papers.goOnWithPages, { id });
  const ended = await endOfJob(app.database, id);
  assert.deepEqual([ended.state, ended.done, ended.outcome], ["done", 3, { issued: 2, movedOn: 1 }]);
  const { rows } = await owner.query(
    `select x.state, x.language, (select count(*)::int from events e
       where e.subject_id = x.inspection_id and e.verb = 'paper.page_issued') as events
     from confirmation_batch_items x where x.batch_id = $1 order by x.position`,
    [id],
  );
  assert.deepEqual(rows, [
    { state: "issued", language: "zh", events: 1 },
    { state: "issued", language: "ja", events: 2 },
    { state: "moved_on", language: null, events: 1 },
  ]);
});

test("S-01 a division's desk has its own companies signed, and nobody else's", async () => {
  const round = await reviewed();
  const { id, count } = await asDesk(papers.orderPages, { id: round.id, who: "all" });
  assert.equal(count, 2);
  const waiting = await asDesk(papers.listWaiting, { id: round.id });
  assert.deepEqual(
    waiting.rows.map((row) => row.code),
    ["C1", "C2"],
  );
  const stranger = await signedIn(owner, {
    companyId: other,
    role: "division_secretary",
    unitId: group.divisions.two,
  });
  const asStranger = app.as(stranger.token);
  await assert.rejects(asStranger(papers.goOnWithPages, { id }), code("confirmation_batch.not_found"));
  await assert.rejects(
    asStranger(papers.downloadPages, { id, format: "pdf" }),
    code("confirmation_batch.not_found"),
  );
  await owner.query("update inspections set state = 'confirmed', confirmed_at = now() where id = $1", [
    round.inspections.get(own),
  ]);
  const narrow = await asDesk(papers.orderPages, { id: round.id, who: "all" });
  assert.equal(narrow.count, 1, "a confirmed one has no page to sign any more");
});

test("signed pages confirm on behalf of their signers, each by itself", async () => {
  const round = await reviewed();
  const signers = new Map<string, string>();
  for (const companyId of [own, sister, other])
    signers.set(companyId, (await signedIn(owner, { companyId, role: "company_executive" })).personId);
  const { rows: waiting } = await asDesk(papers.listWaiting, { id: round.id, search: "C" });
  const first = waiting[0] ?? assert.fail("somebody waits");
  assert.ok(first.signers.some((one) => one.id === signers.get(own)));
  const pageOf = async (companyId: string, personId: string) => ({
    inspectionId: round.inspections.get(companyId) ?? "",
    rowVersion: 1,
    personId,
    fileId: await scanFor(companyId),
  });
  const done = await asDesk(papers.confirmManyOnPaper, {
    id: round.id,
    pages: [
      await pageOf(own, signers.get(own) ?? ""),
      await pageOf(sister, signers.get(own) ?? ""),
      await pageOf(other, signers.get(other) ?? ""),
    ],
  });
  assert.deepEqual(done, {
    confirmed: 1,
    refused: [
      { inspectionId: round.inspections.get(sister), code: "person.not_found" },
      { inspectionId: round.inspections.get(other), code: "inspection.not_found" },
    ],
  });
  const { rows } = await owner.query(
    "select i.company_id, i.state, i.confirmed_by, i.confirmed_for from inspections i where i.round_id = $1 and i.state = 'confirmed'",
    [round.id],
  );
  assert.deepEqual(rows, [
    { company_id: own, state: "confirmed", confirmed_by: desk.personId, confirmed_for: signers.get(own) },
  ]);
});

test("a page that was issued before the last review confirms nothing, alone or among many; a new one does", async () => {
  const round = await reviewed();
  const id = round.inspections.get(own) ?? "";
  const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
  const waitingOnes = async () => (await asDesk(papers.listWaiting, { id: round.id })).rows;
  const rowVersion = async () =>
    (await waitingOnes()).find((row) => row.inspectionId === id)?.rowVersion ?? assert.fail("it waits");
  await asDesk(papers.issueConfirmationPage, { id });
  await app.as(executive.token)(inspections.sendBack, {
    id,
    rowVersion: await rowVersion(),
    reason: "one answer is wrong",
  });
  await owner.query("update inspections set state = 'submitted' where id = $1", [id]);
  const sent = await asDesk(inspections.getInspection, { id });
  await asDesk(inspections.finishReview, { id, rowVersion: sent.rowVersion });

  assert.deepEqual(
    (await waitingOnes()).map((row) => [row.code, row.isPageOld]),
    [
      ["C1", true],
      ["C2", false],
    ],
    "of a page that was never issued here nothing is known",
  );
  const signed = {
    rowVersion: await rowVersion(),
    personId: executive.personId,
    fileId: await scanFor(own),
  };
  const bring = () =>
    asDesk(papers.confirmManyOnPaper, { id: round.id, pages: [{ inspectionId: id, ...signed }] });
  assert.deepEqual(await bring(), {
    confirmed: 0,
    refused: [{ inspectionId: id, code: "inspection.page_old" }],
  });
  await assert.rejects(asDesk(inspections.confirmOnPaper, { id, ...signed }), code("inspection.page_old"));
  await asDesk(papers.issueConfirmationPage, { id });
  assert.equal((await waitingOnes())[0]?.isPageOld, false);
  assert.deepEqual(await bring(), { confirmed: 1, refused: [] });
});

test("a page just as it was issued confirms nothing, and who is no executive signs with a reason that is shown", async () => {
  const round = await reviewed();
  const id = round.inspections.get(own) ?? "";
  const executive = await signedIn(owner, { companyId: own, role: "company_executive" });
  const clerk = await addPerson(owner, { companyId: own, familyName: "Clerk" });
  const blank = await contentBytes(await asDesk(papers.issueConfirmationPage, { id }));
  const fileOf = async (bytes: Buffer) => {
    const { sha256, sizeBytes } = await keepContent(bytes);
    const { rows } = await owner.query<{ id: string }>(
      "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'application/pdf', 'back.pdf', 'confirmation') returning id",
      [own, sha256, sizeBytes],
    );
    return rows[0]?.id ?? "";
  };
  const confirm = async (personId: string, bytes: Buffer, why?: string) => {
    const fileId = await fileOf(bytes);
    return asDesk(inspections.confirmOnPaper, {
      id,
      rowVersion: 1,
      personId,
      fileId,
      ...(why ? { why } : {}),
    });
  };
  await assert.rejects(confirm(executive.personId, blank), code("inspection.page_unsigned"));
  const all = await asOffice(papers.orderPages, { id: round.id, who: "all" });
  await endOfJob(app.database, all.id);
  const many = await contentBytes(await asOffice(papers.downloadPages, { id: all.id, format: "pdf" }));
  await assert.rejects(
    confirm(executive.personId, many),
    code("inspection.page_unsigned"),
    "nor many in one",
  );
  const signed = Buffer.concat([blank, Buffer.from("\n<</Type /Annot /Subtype /Ink>>\n%%EOF\n")]);
  await assert.rejects(confirm(clerk, signed), code("inspection.signer_needs_reason"));
  const waiting = await asDesk(papers.listWaiting, { id: round.id, search: "C1" });
  assert.deepEqual(
    [executive.personId, clerk].map(
      (one) => waiting.rows[0]?.signers.find((signer) => signer.id === one)?.mayHaveSigned,
    ),
    [true, false],
  );
  await confirm(clerk, signed, "by proxy of 1 November");
  const { rows } = await asDesk(reviewing.listStory, { id });
  assert.equal(rows.find((row) => row.verb === "inspection.confirmed")?.said, "by proxy of 1 November");
});

test("whoever may have signed: executives stand before all other seats, however many there are", async () => {
  const round = await reviewed();
  await owner.query(
    `with given as (
      select new_id() as person, new_id() as seat, n from generate_series(1, 60) n
    ), people_there as (
      insert into people (id, company_id, family_name, given_name) select g.person, $1, 'Person ' || g.n, 'A' from given g
    ), seats as (
      insert into positions (id, unit_id, company_id, name, purpose, created_on)
      select g.seat, $1, $1, case when g.n = 60 then 'Z director' else 'A clerk' end, case when g.n = 60 then 'accountable_executive' end, '2020-01-01'
      from given g
    )
    insert into position_holders (position_id, person_id, company_id, valid_from) select g.seat, g.person, $1, '2020-01-01' from given g`,
    [sister],
  );
  const executive = await signedIn(owner, { companyId: sister, role: "company_executive" });
  const { rows } = await asDesk(papers.listWaiting, { id: round.id, search: "C2" });
  const signers = rows[0]?.signers ?? [];
  assert.equal(signers[0]?.position, "Z director");
  const firstClerk = signers.findIndex((one) => one.position === "A clerk");
  const place = signers.findIndex((one) => one.id === executive.personId);
  assert.ok(place > 0 && place < firstClerk, "whoever confirms here comes before other seats");
  const alone = await asDesk(papers.listPapers, { id: round.inspections.get(sister) ?? "" });
  assert.equal(alone.executives[0]?.position, "Z director");
});

test("what a folder brings along that is no scan is left out", () => {
  const names = ["C10.pdf", "folder/C11.JPEG", "C12.txt", "Thumbs.db", "C13", "C14.pdf.exe"];
  assert.deepEqual(names.filter(isScan), ["C10.pdf", "folder/C11.JPEG"]);
});

test("scans are matched among the codes of all companies of the round within reach, waiting or not", async () => {
  const round = await reviewed();
  await owner.query("update inspections set state = 'confirmed', confirmed_at = now() where id = $1", [
    round.inspections.get(own),
  ]);
  assert.deepEqual((await asOffice(papers.listCodes, { id: round.id })).codes, ["C1", "C2", "C3"]);
  assert.deepEqual((await asDesk(papers.listCodes, { id: round.id })).codes, ["C1", "C2"]);
});

test("every way in which an answer comes about has its words on paper, in every language", async () => {
  const { rows } = await owner.query<{ words: string }>(
    "select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'answers_origin'",
  );
  const origins = [...(rows[0]?.words ?? "").matchAll(/'(\w+)'/g)].map(([, word = ""]) => word);
  assert.ok(origins.includes("measured") && origins.length > 4, origins.join());
  for (const language of languages) {
    const words = readCatalogue(["src/modules/papers"], language);
    assert.deepEqual(
      origins.filter((one) => one !== "entered" && !words[`paper.origin.${one}`]),
      [],
      language,
    );
  }
});

for (const [name, found] of [
  ["C1 Inspection.pdf", "C1"],
  ["folder/scan_c10.PDF", "C10"],
  ["Ｃ１０　署名済み.pdf", "C10"],
  ["署名済みC1.pdf", "C1"],
  ["C1 and C10.pdf", null],
  ["XC1.pdf", null],
  ["C100.pdf", null],
  ["scan.pdf", null],
  ["C1_署名済み.pdf", "C1"],
  ["C1_signed.pdf", "C1"],
] as const)
  test(`a scan named ${name} belongs to ${found ?? "nobody"}`, () => {
    assert.equal(companyOfScan(name, [{ code: "C1" }, { code: "C10" }], [])?.code ?? null, found);
  });

for (const [name, found] of [
  ["A-1.pdf", null],
  ["A-2.pdf", "A-2"],
  ["A-3 signed.pdf", null],
  ["A Inspection.pdf", "A"],
  ["A 1 Inspection.pdf", "A 1"],
  ["B_1.pdf", null],
  ["scan 10 of 30.pdf", null],
  ["10 Inspection 2026.pdf", "10"],
] as const)
  test(`while others of the round are confirmed, a scan named ${name} belongs to ${found ?? "nobody"}`, () => {
    const waiting = ["A", "A-2", "A 1", "B", "10"].map((code) => ({ code }));
    const codes = [...waiting.map((one) => one.code), "A-1", "C"];
    assert.equal(companyOfScan(name, waiting, codes)?.code ?? null, found);
  });
