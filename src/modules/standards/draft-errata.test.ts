// Errata that are issued while the next edition is written already: its authors say what becomes of each before it is published.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { standards } from "./contract.ts";
import type { Texts } from "./edition.ts";
import { mergedWords, sameWords } from "./merging-words.ts";

const app = await testApp();
const { owner } = app.database;
const { companies, group: unitId } = await buildSmallGroup(owner);
const atGroup = async (name: string) =>
  app.as((await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId, name })).token);
const [author, approver] = [await atGroup("Author"), await atGroup("Approver")];
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

let year = 2030;
async function begun() {
  year += 1;
  const editionId = await addEdition(owner, {
    standard: `S-${year}`,
    edition: String(year),
    controls: [{ id: "A-1" }, { id: "A-2" }, { id: "A-3" }],
  });
  const next = async (name: string) =>
    (await author(standards.draftEdition, { from: "edition", editionId, edition: `${year}-${name}` })).id;
  return { editionId, next, id: await next("next") };
}

async function issued(editionId: string, controlId: string, part: Texts) {
  const { words } = await author(standards.getWordsToCorrect, { id: editionId, controlId });
  const { id } = await author(standards.proposeErratum, {
    id: editionId,
    controlId,
    words: { ...words, requirement: { ...words.requirement, ...part } },
    reason: "a wrong number",
    asksAgain: false,
    othersHold: ["ja", "zh"],
  });
  await approver(standards.issueErratum, { id });
  return id;
}

const open = async (id: string) => (await author(standards.listDraftErrata, { id })).rows;
const decide = (
  id: string,
  erratumId: string | undefined,
  decision: "taken" | "kept",
  reason: string | null = null,
) =>
  author(standards.decideDraftErrata, {
    id,
    decisions: [{ erratumId: erratumId ?? "", decision, reason }],
  });
const requirement = async (id: string, controlId: string) =>
  (await author(standards.getDraftControl, { id, controlId })).control.requirement;
async function rewrite(id: string, controlId: string, part: Texts) {
  const { control, rowVersion } = await author(standards.getDraftControl, { id, controlId });
  await author(standards.saveControl, {
    id,
    controlId,
    control: { ...control, requirement: { ...control.requirement, ...part } },
    rowVersion,
  });
}
const send = async (id: string) => {
  const { rowVersion } = await author(standards.getEdition, { id });
  return author(standards.sendToReview, { id, words: "look", rowVersion });
};
const checked = async (id: string) =>
  (await author(standards.checkEdition, { id })).checks.find((check) => check.id === "errata");

test("T-10 a draft begun before an erratum takes its words over in one act, and is no change any more", async () => {
  const { editionId, id } = await begun();
  assert.deepEqual(await open(id), []);
  await issued(editionId, "A-1", { en: "Within 72 hours." });
  const [one, ...more] = await open(id);
  assert.deepEqual(
    [more.length, one?.controlId, one?.isWhole, one?.draft?.requirement.en, one?.taken?.requirement.en],
    [0, "A-1", true, "A-1 requirement", "Within 72 hours."],
  );
  const check = await checked(id);
  assert.deepEqual([check?.isNeeded, check?.missing], [true, ["A-1"]]);
  assert.deepEqual(await decide(id, one?.erratumId, "taken"), { open: 0 });
  assert.equal((await requirement(id, "A-1")).en, "Within 72 hours.");
  const { rows } = await author(standards.listEditionChanges, { id });
  assert.deepEqual(
    rows.map((row) => row.change),
    ["unchanged", "unchanged", "unchanged"],
  );
  await assert.rejects(decide(id, one?.erratumId, "taken"), code("erratum.not_open_here"));
  await send(id);
});

test("an edition is neither sent to review nor published over an erratum that nobody has answered", async () => {
  const { editionId, id } = await begun();
  await rewrite(id, "A-2", { en: "Something else." });
  await author(standards.saveCarryOver, {
    id,
    rules: [{ controlId: "A-2", fromIds: [], carry: "show", reason: null }],
  });
  await send(id);
  await approver(standards.giveOpinion, { id, kind: "approved", words: "good" });
  await issued(editionId, "A-1", { en: "Within 72 hours." });
  const publish = async () => {
    const { rowVersion } = await author(standards.getEdition, { id });
    return approver(standards.publishEdition, {
      id,
      effectiveOn: "2041-04-01",
      reason: "yearly",
      rowVersion,
    });
  };
  await assert.rejects(publish(), code("edition.errata_open"));
  const [one] = await open(id);
  await assert.rejects(decide(id, one?.erratumId, "taken"), code("edition.not_a_draft"), "held still");
  await approver(standards.returnToDraft, { id, words: "take the correction over" });
  await assert.rejects(send(id), code("edition.errata_open"));
  await decide(id, one?.erratumId, "taken");
  await send(id);
  await approver(standards.giveOpinion, { id, kind: "approved", words: "good" });
  await publish();
});

test("what the authors rewrote stays theirs, with a reason; a later erratum of it asks anew", async () => {
  const { editionId, id } = await begun();
  await rewrite(id, "A-1", { en: "Our own words." });
  await issued(editionId, "A-1", { en: "Within 72 hours.", ja: "72時間以内" });
  const [one] = await open(id);
  assert.deepEqual(
    [one?.isWhole, one?.taken?.requirement.en, one?.taken?.requirement.ja],
    [false, "Our own words.", "72時間以内"],
  );
  await assert.rejects(decide(id, one?.erratumId, "kept"), code("erratum.needs_reason"));
  await decide(id, one?.erratumId, "kept", "ours ask for 24 hours");
  assert.deepEqual(await open(id), []);
  await issued(editionId, "A-1", { en: "Within 96 hours." });
  const [again] = await open(id);
  assert.deepEqual(
    [again?.number, again?.before.requirement.en, again?.corrected.requirement.en],
    [2, "Within 72 hours.", "Within 96 hours."],
  );
});

test("two errata of one control are one decision; one begun after them has their words", async () => {
  const { editionId, id, next } = await begun();
  await issued(editionId, "A-1", { en: "Within 72 hours." });
  await issued(editionId, "A-1", { en: "Within 96 hours." });
  const [one, ...more] = await open(id);
  assert.deepEqual([more.length, one?.number, one?.before.requirement.en], [0, 2, "A-1 requirement"]);
  await decide(id, one?.erratumId, "taken");
  assert.equal((await requirement(id, "A-1")).en, "Within 96 hours.");
  assert.deepEqual([await open(id), await open(await next("late"))], [[], []]);
});

test("a control that is gone asks only where others came from it", async () => {
  const { editionId, id } = await begun();
  for (const controlId of ["A-2", "A-3"]) {
    const { rowVersion } = await author(standards.getDraftControl, { id, controlId });
    await author(standards.removeControl, { id, controlId, rowVersion });
  }
  await author(standards.saveCarryOver, {
    id,
    rules: [{ controlId: "A-1", fromIds: ["A-1", "A-2"], carry: "show", reason: null }],
  });
  await issued(editionId, "A-2", { en: "Right." });
  await issued(editionId, "A-3", { en: "Right." });
  const [one, ...more] = await open(id);
  assert.deepEqual([more.length, one?.controlId, one?.origins, one?.taken], [0, "A-2", ["A-1"], null]);
  await assert.rejects(decide(id, one?.erratumId, "taken"), code("erratum.nothing_to_take"));
  assert.deepEqual(await decide(id, one?.erratumId, "kept", "A-1 never said it"), { open: 0 });
});

test("a draft that is thrown away takes its decisions along", async () => {
  const { editionId, id } = await begun();
  await issued(editionId, "A-1", { en: "Right." });
  const [one] = await open(id);
  await decide(id, one?.erratumId, "taken");
  assert.deepEqual(await author(standards.discardDraft, { id, reason: "begun anew" }), { isGone: true });
});

const words = (evidence: Texts[], auditTest?: Texts) => ({
  title: { en: "T" },
  requirement: { en: "R", ja: "要求" },
  evidence,
  ...(auditTest ? { auditTest } : {}),
});
const record = { en: "a record" };

test("corrected words go where the words still are as they were, line by line, and nowhere else", () => {
  const cases = [
    { mine: [record], corrected: [{ en: "two records" }], is: [{ en: "two records" }], isWhole: true },
    { mine: [{ en: "ours" }], corrected: [{ en: "two records" }], is: [{ en: "ours" }], isWhole: false },
    { mine: [record, { en: "b" }], corrected: [{ en: "x" }], is: [record, { en: "b" }], isWhole: false },
    { mine: [record], corrected: [record, { en: "b" }], is: [record, { en: "b" }], isWhole: true },
    { mine: [record, { en: "b" }], corrected: [record], is: [record, { en: "b" }], isWhole: true },
    {
      mine: [{ ...record, zh: "记录" }],
      corrected: [{ en: "x" }],
      is: [{ en: "x", zh: "记录" }],
      isWhole: true,
    },
  ];
  for (const { mine, corrected, is, isWhole } of cases) {
    const merged = mergedWords(words(mine), words([record]), words(corrected));
    assert.deepEqual([merged.words.evidence, merged.isWhole], [is, isWhole], JSON.stringify(corrected));
  }
  const tested = mergedWords(words([record]), words([record]), words([record], { en: "look" }));
  assert.deepEqual(tested.words.auditTest, { en: "look" });
  const explained = { guidance: { en: "as meant", ja: "趣旨" }, examples: [{ en: "one" }, { en: "two" }] };
  const ours = {
    ...words([record]),
    guidance: { en: "as meant", ja: "当社の趣旨" },
    examples: [{ en: "one" }],
  };
  const before = { ...words([record]), guidance: { en: "as meant", ja: "趣旨" }, examples: [{ en: "one" }] };
  const merged = mergedWords(ours, before, {
    ...words([record]),
    ...explained,
    guidance: { en: "as it is meant", ja: "本来の趣旨" },
  });
  assert.deepEqual(merged.words.guidance, { en: "as it is meant", ja: "当社の趣旨" });
  assert.deepEqual([merged.words.examples, merged.isWhole], [explained.examples, false]);
  assert.equal(sameWords(ours, before), false);
});
