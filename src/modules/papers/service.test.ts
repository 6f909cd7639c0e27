import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Kysely } from "kysely";
import type { Ctx, Outside } from "#core/context.ts";
import { settled } from "#core/db/outside.ts";
import { openDatabase } from "#core/db/pool.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition, addOpenRound, testControls } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { papers } from "./contract.ts";
import { papersDue, papersWanted } from "./due.ts";
import { sha256 } from "./keeping.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const executive = await signedIn(owner, { companyId: own, role: "company_executive", name: "見本" });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer" });
const [asOffice, asOfficer, asExecutive, asNeighbour] = [office, officer, executive, neighbour].map((who) =>
  app.as(who.token),
) as [
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
  ReturnType<typeof app.as>,
];
app.setNow(new Date("2026-11-24T03:00:00Z"));
const editionId = await addEdition(owner);
let year = 2026;
const code = (expected: string) => (error: unknown) =>
  error instanceof AppError && error.code === expected ? true : assert.fail(String(error));

/** An answered inspection that its desk has reviewed. */
async function reviewed(): Promise<{ id: string; roundId: string }> {
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: year });
  year += 1;
  const id = round.inspections.get(own) ?? "";
  await owner.query(
    "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', false)",
    [id, own],
  );
  for (const { id: controlId } of testControls)
    await owner.query(
      `insert into answers (inspection_id, control_id, company_id, verdict, how, coverage_percent, answered_by)
       values ($1, $2, $3, 'met', '全社で実施 #strong[x] $y$ <label>', 100, $4)`,
      [id, controlId, own, officer.personId],
    );
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), submitted_by = $2, reviewed_at = now() where id = $1",
    [id, officer.personId],
  );
  return { id, roundId: round.id };
}

async function confirmed() {
  const inspection = await reviewed();
  const { rowVersion } = await asExecutive(inspections.getInspection, { id: inspection.id });
  await asExecutive(inspections.confirmInspection, { id: inspection.id, rowVersion, statement: true });
  return inspection;
}

/** Turns of the clock until no paper is due. */
async function makeDue(db: Kysely<Tables>): Promise<void> {
  const within = <T>(run: (ctx: Ctx) => Promise<T>) => asSystem(db, "timed.papers.due", run);
  for (let turns = 0; turns < 10; turns += 1) {
    const told = (await within(async (ctx) => papersDue.run(ctx))) as boolean | Outside<boolean>;
    if (!(await settled(told, within))) return;
  }
}

async function bytesOf(id: string): Promise<Buffer> {
  const content = await contentOf(await asOfficer(papers.downloadPaper, { id }))?.open();
  return buffer(content as never);
}

const textOf = (pdf: Uint8Array) => {
  const path = join(mkdtempSync(join(tmpdir(), "yagura-")), "a.pdf");
  writeFileSync(path, pdf);
  return execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
};
const noReader = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";

test("T-11 answers are signed once an executive has confirmed, once per language, and never change", async () => {
  const open = await reviewed();
  await assert.rejects(
    asOfficer(papers.makePaper, { id: open.id, language: "ja" }),
    code("paper.not_confirmed"),
  );
  const { id } = await confirmed();
  const first = await asOfficer(papers.makePaper, { id, language: "ja" });
  const again = await asOffice(papers.makePaper, { id, language: "ja" });
  assert.deepEqual(again, { id: first.id, isNew: false });
  const english = await asOfficer(papers.makePaper, { id, language: "en" });
  const { rows } = await asOfficer(papers.listPapers, { id });
  assert.equal(rows.length, 2);
  assert.equal(rows[0]?.contentSha256, rows[1]?.contentSha256, "the words are the same in every language");
  assert.notEqual(first.id, english.id);
  await assert.rejects(owner.query("update papers set language = 'zh' where id = $1", [first.id]));
  await assert.rejects(owner.query("delete from papers where id = $1", [first.id]));
});

test("the PDF shows company, result, every answer as typed, and the hash and event that prove it", {
  skip: noReader,
}, async () => {
  const { id } = await confirmed();
  for (const language of ["ja", "en", "zh"] as const) {
    const paper = await asOfficer(papers.makePaper, { id, language });
    const text = textOf(await bytesOf(paper.id));
    const { rows } = await asOfficer(papers.listPapers, { id });
    const row = rows.find((one) => one.id === paper.id);
    for (const piece of ["Own Ltd.", "ORG-01", "TEC-02", "#strong[x] $y$ <label>", row?.contentSha256 ?? "?"])
      assert.ok(text.includes(piece), `${language}: ${piece}`);
    assert.ok(!text.includes("TEC-03"), "what does not apply to the company is not shown");
    assert.ok(!/paper\.|errors\./.test(text), `${language}: a word is missing`);
  }
});

test("the file verifies here and, by its detached signature, anywhere; a changed byte or word is told", async () => {
  const { id } = await confirmed();
  const paper = await asOfficer(papers.makePaper, { id, language: "en" });
  const pdf = await bytesOf(paper.id);
  const pdfSha256 = sha256(pdf).toString("hex");
  const whole = { signature: true, content: true, file: true, event: true };
  const found = await asOfficer(papers.verifyPaper, { pdfSha256 });
  assert.deepEqual([found.paper.id, found.checks], [paper.id, whole]);
  const changed = Buffer.from(pdf);
  changed[changed.length - 20] = 33;
  await assert.rejects(
    asOfficer(papers.verifyPaper, { pdfSha256: sha256(changed).toString("hex") }),
    code("paper.not_found"),
  );
  const detached = JSON.parse(
    String(await contentOf(await asOfficer(papers.downloadSignature, { id: paper.id }))?.open()),
  );
  const key = createPublicKey(detached.publicKey);
  const signature = Buffer.from(detached.signature, "base64");
  assert.ok(verify(null, Buffer.from(detached.manifest), key, signature));
  assert.equal(JSON.parse(detached.manifest).pdfSha256, pdfSha256);
  assert.equal((await asOfficer(papers.getSigningKey, {})).publicKeyPem, detached.publicKey);

  await owner.query("alter table papers disable trigger papers_append_only");
  await owner.query(
    "update papers set content = jsonb_set(content, '{answers,0,verdict}', '\"not_met\"') where id = $1",
    [paper.id],
  );
  assert.deepEqual((await asOfficer(papers.verifyPaper, { pdfSha256 })).checks, { ...whole, content: false });
  await owner.query("update papers set manifest = replace(manifest, '\"en\"', '\"ja\"') where id = $1", [
    paper.id,
  ]);
  assert.equal((await asOfficer(papers.verifyPaper, { pdfSha256 })).checks.signature, false);
  await owner.query("alter table papers enable trigger papers_append_only");
});

test("confirmation and lock make the paper in the company's language by themselves, each once", async () => {
  const { id, roundId } = await confirmed();
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1 });
  atTheEnd(() => close());
  const tell = async () => {
    const { rows } = await owner.query(
      "select id, verb, subject_id from events where subject_id = $1 and verb in ('inspection.confirmed', 'inspection.locked')",
      [id],
    );
    const events = rows.map((row) => ({ ...row, subjectId: row.subject_id }));
    await asSystem(db, "test", (ctx) => papersWanted.handle(ctx, events as never));
    await makeDue(db);
  };
  await tell();
  await tell();
  await asOffice(inspections.lockInspections, { roundId });
  await tell();
  const { rows } = await asOfficer(papers.listPapers, { id });
  assert.deepEqual(
    rows.map((row) => [row.language, row.verb]),
    [
      ["ja", "inspection.locked"],
      ["ja", "inspection.confirmed"],
    ],
  );
});

test("what a confirmation says is kept once: a later name or proof is in no language of it", async () => {
  const { id } = await confirmed();
  await asOfficer(papers.makePaper, { id, language: "ja" });
  const { rows: proofs } = await owner.query<{ id: string }>(
    `insert into evidence (company_id, title, kind, place, valid_from, created_by)
     values ($1, 'Later', 'declared', 'https://example.test/later', '2026-01-01', $2) returning id`,
    [own, officer.personId],
  );
  await owner.query(
    `insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     values ($1, $2, 'ORG-01', $3, '2027-01-01')`,
    [proofs[0]?.id, id, own],
  );
  await asOfficer(papers.makePaper, { id, language: "en" });
  const { rows } = await asOfficer(papers.listPapers, { id });
  assert.equal(rows.length, 2);
  assert.equal(rows[0]?.contentSha256, rows[1]?.contentSha256);
  const one = await owner.query("select count(*)::int as n from paper_contents where inspection_id = $1", [
    id,
  ]);
  assert.equal(one.rows[0].n, 1);
});

test("two who ask for the same paper at once get one paper, kept once", async () => {
  const { id } = await confirmed();
  const made = await Promise.all([1, 2].map(() => asOfficer(papers.makePaper, { id, language: "en" })));
  assert.equal(made[0]?.id, made[1]?.id);
  assert.deepEqual(made.map((one) => one.isNew).toSorted(), [false, true]);
});

test("a paper that cannot be made keeps no other from being made, and says why", async () => {
  const bad = await reviewed();
  // Confirmed without an event, as nothing of ours does it.
  await owner.query("update inspections set state = 'confirmed', confirmed_at = now() where id = $1", [
    bad.id,
  ]);
  const good = await confirmed();
  await owner.query("delete from papers_due");
  await owner.query(
    `insert into papers_due (inspection_id, company_id, next_at)
     values ($1, $3, now() - interval '1 hour'), ($2, $3, now() - interval '1 minute')`,
    [bad.id, good.id, own],
  );
  const { db, close } = openDatabase({ connectionString: app.database.url, size: 1 });
  atTheEnd(() => close());
  await makeDue(db);
  assert.equal((await asOfficer(papers.listPapers, { id: good.id })).rows.length, 1);
  const { rows } = await owner.query(
    "select inspection_id, tries, problem, next_at > now() as is_later from papers_due",
  );
  assert.deepEqual(rows, [
    { inspection_id: bad.id, tries: 1, problem: "paper.not_confirmed", is_later: true },
  ]);
});

test("S-01 a sister neither lists, makes, fetches nor verifies", async () => {
  const { id } = await confirmed();
  const paper = await asOfficer(papers.makePaper, { id, language: "en" });
  const { rows } = await asOfficer(papers.listPapers, { id });
  await assert.rejects(asNeighbour(papers.listPapers, { id }), code("inspection.not_found"));
  await assert.rejects(asNeighbour(papers.makePaper, { id, language: "ja" }), code("inspection.not_found"));
  for (const operation of [papers.downloadPaper, papers.downloadSignature])
    await assert.rejects(asNeighbour(operation, { id: paper.id }), code("paper.not_found"));
  await assert.rejects(
    asNeighbour(papers.verifyPaper, { pdfSha256: rows[0]?.pdfSha256 ?? "" }),
    code("paper.not_found"),
  );
});

test("the page to sign by hand exists while a reviewed inspection waits", { skip: noReader }, async () => {
  const { id } = await reviewed();
  for (const language of ["ja", "en", "zh"] as const) {
    const output = await asOfficer(papers.issueConfirmationPage, { id, language });
    const text = textOf((await contentOf(output)?.open()) as Buffer);
    assert.ok(text.includes("Own Ltd.") && text.includes(id), language);
    assert.ok(!/paper\./.test(text), `${language}: a word is missing`);
  }
  const done = await confirmed();
  await assert.rejects(asOfficer(papers.issueConfirmationPage, { id: done.id }), code("paper.not_reviewed"));
});
