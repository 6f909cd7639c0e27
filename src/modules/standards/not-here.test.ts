// Words corrected by an erratum do not come back unnoticed: not by a draft that branched off earlier, not by a file, not in an
// edition that was published before anybody found the mistake.
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
const atGroup = (name: string) =>
  signedIn(owner, { companyId: companies.parent, role: "group_office", unitId, name });
const writer = await atGroup("Author");
const [author, approver] = [app.as(writer.token), app.as((await atGroup("Approver")).token)];
const officer = app.as((await signedIn(owner, { companyId: companies.own, role: "security_officer" })).token);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

let year = 2030;
const controls = [{ id: "A-1" }, { id: "A-2" }];
/** An edition of a standard of its own, in force. */
async function inForce() {
  year += 1;
  const standard = `S-${year}`;
  const id = await addEdition(owner, { standard, edition: "1", controls });
  return {
    id,
    standard,
    after: (edition: string, previousId: string) => after(standard, edition, previousId),
  };
}

/** The next one, published with the words that the small edition always has. */
async function after(standard: string, edition: string, previousId: string) {
  const id = await addEdition(owner, { standard, edition, controls, previousId });
  await owner.query(
    "insert into edition_changes (edition_id, control_id, change, carry, from_ids) select $1, c, 'unchanged', 'propose', array[c] from unnest(array['A-1', 'A-2']) c",
    [id],
  );
  return id;
}

async function issued(id: string, en = "Within 72 hours.", controlId = "A-1") {
  const { words } = await author(standards.getWordsToCorrect, { id, controlId });
  const { id: erratumId } = await author(standards.proposeErratum, {
    id,
    controlId,
    words: { ...words, requirement: { ...words.requirement, en } },
    reason: "a wrong number",
    asksAgain: false,
    othersHold: ["ja", "zh"],
  });
  await approver(standards.issueErratum, { id: erratumId });
  return erratumId;
}

const next = async (editionId: string, edition: string) =>
  (await author(standards.draftEdition, { from: "edition", editionId, edition })).id;
const open = async (id: string) => (await author(standards.listDraftErrata, { id })).rows;
const notHere = async (id: string) => (await officer(standards.listErrataNotHere, { id })).rows;
const line = async (id: string, as = author) =>
  (await as(standards.listEditionChanges, { id })).rows.find((row) => row.controlId === "A-1");
const decide = (id: string, erratumId: string, decision: "taken" | "kept", reason: string | null = null) =>
  author(standards.decideDraftErrata, { id, decisions: [{ erratumId, decision, reason }] });
async function rewrite(id: string, en: string) {
  const { control, rowVersion } = await author(standards.getDraftControl, { id, controlId: "A-1" });
  await author(standards.saveControl, {
    id,
    controlId: "A-1",
    control: { ...control, requirement: { ...control.requirement, en } },
    rowVersion,
  });
}
const send = async (id: string) => {
  const { rowVersion } = await author(standards.getEdition, { id });
  return author(standards.sendToReview, { id, words: "look", rowVersion });
};

test("T-10 a draft that branched off earlier does not undo an erratum of an edition published meanwhile", async () => {
  const first = await inForce();
  const draft = await next(first.id, "3");
  const second = await first.after("2", first.id);
  const erratumId = await issued(second);
  const [one, ...more] = await open(draft);
  assert.deepEqual(
    [more.length, one?.erratumId, one?.edition, one?.isBack, one?.taken?.requirement.en],
    [0, erratumId, "2", true, "Within 72 hours."],
  );
  await assert.rejects(send(draft), code("edition.errata_open"));
  await decide(draft, erratumId, "taken");
  assert.deepEqual(await open(draft), []);
});

test("authors who go back to words that were corrected say why, and the redline calls it what it is", async () => {
  const first = await inForce();
  const erratumId = await issued(first.id);
  const draft = await next(first.id, "2");
  assert.deepEqual(await open(draft), [], "begun with the corrected words");
  await rewrite(draft, "A-1 requirement");
  assert.deepEqual(
    (await open(draft)).map((row) => [row.erratumId, row.isBack]),
    [[erratumId, true]],
  );
  await decide(draft, erratumId, "kept", "the law changed back");
  assert.deepEqual(await open(draft), []);
  const told = await line(draft);
  assert.deepEqual(
    [told?.before?.text, told?.after?.text, told?.notHere?.edition, told?.notHere?.keptBecause],
    ["Within 72 hours.", "A-1 requirement", "1", "the law changed back"],
  );
  await rewrite(draft, "Something else altogether.");
  assert.equal((await line(draft))?.notHere, null, "neither the old words nor the corrected ones");
});

test("taken over and then written back, the old words are asked about again", async () => {
  const first = await inForce();
  const draft = await next(first.id, "2");
  const erratumId = await issued(first.id);
  await decide(draft, erratumId, "taken");
  await rewrite(draft, "A-1 requirement");
  assert.deepEqual(
    (await open(draft)).map((row) => row.erratumId),
    [erratumId],
  );
  await decide(draft, erratumId, "taken");
  assert.equal((await open(draft)).length, 0);
});

test("an edition published before the mistake was found says so to everybody, until it is corrected there", async () => {
  const first = await inForce();
  const second = await first.after("2", first.id);
  assert.deepEqual(await notHere(second), []);
  const erratumId = await issued(first.id);
  const [one, ...more] = await notHere(second);
  assert.deepEqual(
    [more.length, one?.erratumId, one?.editionId, one?.keptBecause, one?.taken.requirement.en],
    [0, erratumId, first.id, null, "Within 72 hours."],
  );
  const told = await line(second, officer);
  assert.deepEqual(
    [told?.change, told?.before?.text, told?.after?.text, told?.notHere?.number],
    ["unchanged", "Within 72 hours.", "A-1 requirement", 1],
  );
  // The one that comes after it would carry the old words on.
  const third = await next(second, "3");
  assert.equal((await open(third)).length, 1);
  await decide(third, erratumId, "kept", "looked at");
  assert.equal(
    (await open(await next(second, "4"))).length,
    1,
    "what one draft says is not said for another",
  );
  await issued(second);
  assert.deepEqual([await notHere(second), await notHere(first.id)], [[], []]);
});

test("what one edition kept with a reason holds in the next while the words stay, and no longer", async () => {
  const first = await inForce();
  const erratumId = await issued(first.id);
  const kept = await next(first.id, "2");
  await rewrite(kept, "A-1 requirement");
  await decide(kept, erratumId, "kept", "on purpose");
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2025-04-01' where id = $1",
    [kept],
  );
  const draft = await next(kept, "3");
  assert.deepEqual(await open(draft), []);
  assert.deepEqual(
    (await notHere(kept)).map((row) => row.keptBecause),
    ["on purpose"],
  );
  await rewrite(draft, "Rewritten.");
  assert.deepEqual(await open(draft), []);
});

test("an edition that comes in as a file with the old words is asked about an erratum of an earlier one", async () => {
  const first = await inForce();
  const download = await contentOf(await author(standards.exportEdition, { id: first.id }))?.open();
  const text = (Buffer.isBuffer(download) ? download : await buffer(download as Readable)).toString("utf8");
  const erratumId = await issued(first.id);
  const second = await next(first.id, "2");
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2025-04-01' where id = $1",
    [second],
  );
  const fileId = await addFile(owner, writer.personId, text, "edition");
  const { id } = await author(standards.draftEdition, { from: "file", fileId, edition: "3" });
  const [one, ...more] = await open(id);
  assert.deepEqual([more.length, one?.erratumId, one?.edition], [0, erratumId, "1"]);
  await decide(id, erratumId, "taken");
  assert.equal((await line(id))?.change, "unchanged");
});

test("the same mistake corrected in two editions is decided once", async () => {
  const first = await inForce();
  const second = await first.after("2", first.id);
  await issued(first.id);
  const last = await issued(second);
  const draft = await next(second, "3");
  await rewrite(draft, "A-1 requirement");
  assert.equal((await open(draft)).length, 1);
  const [one] = await open(draft);
  await decide(draft, one?.erratumId ?? "", "kept", "on purpose");
  assert.deepEqual(await open(draft), [], `also of ${last}`);
});

test("words that changed in one language alone stand in the redline with its name, though the control asks the same", async () => {
  const first = await inForce();
  const draft = await next(first.id, "2");
  const { control, rowVersion } = await author(standards.getDraftControl, { id: draft, controlId: "A-1" });
  const requirement = { ...control.requirement, ja: "訳を改めた" };
  await author(standards.saveControl, {
    id: draft,
    controlId: "A-1",
    control: { ...control, requirement },
    rowVersion,
  });
  const told = await line(draft);
  assert.deepEqual([told?.change, told?.languages], ["unchanged", ["ja"]]);
});
