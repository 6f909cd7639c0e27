// Errata of a running round: who answered the wrong words is asked again, in whichever hands the inspection is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { duties } from "#modules/duties/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import { rounds } from "#modules/rounds/contract.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "#test/app.ts";
import { readOn } from "#test/read-on.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import type { BuiltInRole } from "#core/module.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { askedAgain } from "./asked-again.ts";
import { inspections } from "./contract.ts";
import { reviewing } from "./review/contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const at = async (companyId: string, role: BuiltInRole, unitId?: string) =>
  app.as((await signedIn(owner, { companyId, role, ...(unitId ? { unitId } : {}) })).token);
const author = await at(parent, "group_office", group.group);
const approver = await at(parent, "group_office", group.group);
const officer = await at(own, "security_officer");
const sisterOfficer = await at(sister, "security_officer");
// Subscribers go by the real clock, which is behind this one: what they open has begun.
app.setNow(new Date("2040-11-24T03:00:00Z"));
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

await enrol(app.door.db, [askedAgain]);
const told = () => readOn(app.door.db, owner, [askedAgain]);

const unknown = { controlId: "A-1", verdict: "unknown", owner: "me", dueOn: "2041-03-01" } as const;

/** A round of its own under an edition of its own, with one answer of each company. */
let year = 2030;
async function running(companies: readonly string[] = [own, sister]) {
  year += 1;
  const editionId = await addEdition(owner, {
    edition: String(year),
    controls: [{ id: "A-1" }, { id: "A-2" }],
  });
  const round = await addOpenRound(owner, { editionId, companies: [...companies], fiscalYear: year });
  const id = round.inspections.get(own) ?? "";
  const sisterId = round.inspections.get(sister) ?? "";
  for (const controlId of ["A-1", "A-2"])
    await officer(inspections.saveAnswer, { id, ...unknown, controlId, rowVersion: null });
  return { editionId, id, sisterId };
}

/** The same for one company, with a control that its scope puts in and takes out. */
async function withPlant() {
  year += 1;
  const editionId = await addEdition(owner, {
    edition: String(year),
    controls: [{ id: "A-1", appliesWhen: "has_plant" }, { id: "A-2" }],
  });
  const round = await addOpenRound(owner, { editionId, companies: [own], fiscalYear: year });
  const id = round.inspections.get(own) ?? "";
  const scope = (isTrue: boolean, rowVersion: number | null) =>
    officer(inspections.answerScope, { id, condition: "has_plant", isTrue, rowVersion });
  return { editionId, id, scope };
}

async function corrected(editionId: string, asksAgain: boolean, english = "Now right.") {
  const { words } = await author(standards.getWordsToCorrect, { id: editionId, controlId: "A-1" });
  const { id } = await author(standards.proposeErratum, {
    id: editionId,
    controlId: "A-1",
    words: { ...words, requirement: { ...words.requirement, en: english } },
    reason: "a wrong number",
    asksAgain,
    othersHold: ["ja", "zh"],
  });
  return id;
}

async function issued(editionId: string, asksAgain = true, english?: string) {
  const id = await corrected(editionId, asksAgain, english);
  await approver(standards.issueErratum, { id });
  await told();
  return id;
}

const requirement = async (id: string) => {
  const one = await officer(inspections.getAskedControl, { id, controlId: "A-1" });
  return { words: one.texts.requirement["en"], corrected: one.corrected };
};
const problems = async (id: string) =>
  (await officer(inspections.listAskedControls, { id })).rows.map((row) =>
    row.problems.includes("answer.asked_again"),
  );
const owed = async (id: string) =>
  (await officer(duties.listMyDuties, { subjectId: id })).rows.map((duty) => duty.kind).toSorted();

test("R-11 corrected words are read by everybody once another person has put them in force; what was published stays", async () => {
  const { editionId, id } = await running();
  const { contentSha256 } = await author(standards.getEdition, { id: editionId });
  const erratum = await corrected(editionId, false);
  assert.equal((await requirement(id)).words, "A-1 requirement", "only proposed");
  await assert.rejects(author(standards.issueErratum, { id: erratum }), code("erratum.own_proposal"));
  assert.deepEqual(
    (await officer(standards.listErrata, { id: editionId })).rows,
    [],
    "not told before it is issued",
  );
  await approver(standards.issueErratum, { id: erratum });
  const read = await requirement(id);
  assert.deepEqual(
    [read.words, read.corrected?.number, read.corrected?.before.en, read.corrected?.isOpen],
    ["Now right.", 1, "A-1 requirement", false],
  );
  assert.equal(
    (await officer(standards.getControl, { id: editionId, controlId: "A-1" })).requirement.text,
    "Now right.",
  );
  assert.equal((await author(standards.getEdition, { id: editionId })).contentSha256, contentSha256);
  await assert.rejects(approver(standards.issueErratum, { id: erratum }), code("erratum.decided_already"));
  await assert.rejects(
    owner.query("update errata set reason = 'x' where id = $1", [erratum]),
    /errata_decided_stay/,
  );
});

test("an answer to the wrong words keeps an inspection from being handed in until somebody says that it holds", async () => {
  const { editionId, id } = await running();
  await issued(editionId);
  assert.deepEqual(await problems(id), [true, false]);
  assert.deepEqual(await owed(id), ["inspection.asked_again"]);
  await officer(inspections.saveAnswer, {
    id,
    controlId: "A-1",
    verdict: "not_met",
    missing: "x",
    owner: "me",
    dueOn: "2041-03-01",
    rowVersion: 1,
  });
  assert.deepEqual(await problems(id), [true, false], "another answer does not say which words were read");
  await officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 1 });
  assert.deepEqual(await problems(id), [false, false]);
  assert.deepEqual(await owed(id), []);
  await assert.rejects(
    officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 1 }),
    code("erratum.not_asked"),
  );
});

test("what was read before a second erratum does not answer that one", async () => {
  const { editionId, id } = await running();
  await issued(editionId);
  await issued(editionId, true, "Righter still.");
  assert.equal(
    (await requirement(id)).corrected?.before.en,
    "A-1 requirement",
    "the words that were answered",
  );
  await officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 1 });
  assert.deepEqual(await problems(id), [true, false]);
  assert.equal((await requirement(id)).corrected?.before.en, "Now right.");
  await officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 2 });
  assert.deepEqual(await problems(id), [false, false]);
});

test("what was handed in, reviewed or confirmed comes back for that answer alone; what is locked stays", async () => {
  for (const state of ["submitted", "reviewed", "confirmed", "locked"]) {
    const { editionId, id } = await running();
    await owner.query(
      `update inspections set state = $2, submitted_at = now(), reviewed_at = now(), confirmed_at = now(),
        locked_at = case when $2 = 'locked' then now() end where id = $1`,
      [id, state],
    );
    await owner.query(
      `insert into desk_reviews (inspection_id, control_id, company_id, decision, claimed, verdict, answer_version, reviewed_by)
       select inspection_id, control_id, company_id, 'accepted', verdict, verdict, row_version, answered_by from answers where inspection_id = $1`,
      [id],
    );
    await issued(editionId);
    const now = await officer(inspections.getInspection, { id });
    assert.equal(now.state, state === "locked" ? "locked" : "returned", state);
    if (state === "locked") continue;
    const { rows } = await officer(inspections.listAskedControls, { id });
    assert.deepEqual(
      rows.map((row) => row.review?.decision ?? null),
      [null, "accepted"],
      "the desk reads this answer anew and no other",
    );
    assert.deepEqual(await owed(id), ["inspection.answer", "inspection.asked_again"]);
    const { rows: told } = await officer(standards.listErrata, { id: editionId });
    assert.deepEqual(
      [told.length, told[0]?.proposedFamilyName],
      [1, null],
      "who of the office proposed it is not told to a company",
    );
    const [asked] = (await approver(inspections.listAskedAgain, { id: editionId })).rows;
    assert.deepEqual([asked?.companyId, asked?.was, asked?.settledAt], [own, state, null]);
    const { rows: story } = await officer(reviewing.listStory, { id });
    assert.deepEqual(
      story
        .filter((one) => /asked_again|returned/.test(one.verb))
        .map((one) => [one.verb, one.said, one.data["controlId"]]),
      [["inspection.asked_again", "a wrong number", "A-1"]],
      "its story says why it came back, once",
    );
  }
});

test("an answer that its desk returned keeps the desk's reason when an erratum asks it again", async () => {
  const { editionId, id } = await running();
  await owner.query(
    "update inspections set state = 'returned', submitted_at = now(), returned_at = now() where id = $1",
    [id],
  );
  await owner.query(
    `insert into desk_reviews (inspection_id, control_id, company_id, decision, claimed, verdict, reason, answer_version, reviewed_by)
     select inspection_id, control_id, company_id, 'returned', verdict, verdict, 'The minutes are missing', row_version, answered_by
     from answers where inspection_id = $1`,
    [id],
  );
  await issued(editionId);
  const { rows } = await officer(inspections.listAskedControls, { id });
  assert.deepEqual(
    rows.map((row) => row.review?.decision ?? null),
    ["returned", "returned"],
    "the decision and the reason that stands with it are of the answer as it is",
  );
});

test("a round says how many stand at returned because of which erratum, and how many their desk returned", async () => {
  const { editionId, id, sisterId } = await running();
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: null });
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [id]);
  await owner.query(
    "update inspections set state = 'returned', submitted_at = now(), returned_at = now() - interval '1 day' where id = $1",
    [sisterId],
  );
  const erratumId = await issued(editionId);
  const { roundId } = await officer(inspections.getInspection, { id });
  const progress = await author(rounds.getRoundProgress, { id: roundId });
  assert.equal(progress.stages.find((stage) => stage.state === "returned")?.companies, 2);
  assert.deepEqual(progress.sentBack, [{ erratumId, number: 1, controlId: "A-1", companies: 1 }]);
  const { overview: board } = await author(overview.getOverview, { roundId });
  assert.deepEqual(board?.sentBack, progress.sentBack, "the overview's funnel says the same");
});

test("S-01 only announced, nobody is asked; who has not answered reads the right words; a sister sees nothing of it", async () => {
  const { editionId, id, sisterId } = await running();
  await issued(editionId, false);
  assert.deepEqual(await problems(id), [false, false]);
  await issued(editionId, true, "Again.");
  assert.deepEqual((await sisterOfficer(inspections.listAskedAgain, { id: editionId })).rows, []);
  const theirs = await sisterOfficer(inspections.getAskedControl, { id: sisterId, controlId: "A-1" });
  assert.deepEqual([theirs.texts.requirement["en"], theirs.corrected?.isOpen], ["Again.", false]);
  const counted = await author(inspections.countAnswered, { id: editionId, controlId: "A-1" });
  assert.deepEqual([counted.inHand, counted.handedIn, counted.companies.length], [1, 0, 1]);
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: null });
  const after = await sisterOfficer(inspections.getAskedControl, { id: sisterId, controlId: "A-1" });
  assert.equal(after.corrected?.isOpen, false, "an answer to the right words is not asked again");
});

test("words wrong in one language alone are asked again of who answered them in it, or nobody knows in which", async () => {
  const { editionId, id, sisterId } = await running();
  const readIn = (inspectionId: string, language: string | null) =>
    owner.query("update answers set read_in = $2 where inspection_id = $1 and control_id = 'A-1'", [
      inspectionId,
      language,
    ]);
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: null, errata: 0 });
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: 1 });
  const { rows } = await owner.query<{ readIn: string | null }>(
    `select read_in as "readIn" from answers where inspection_id = $1`,
    [sisterId],
  );
  assert.deepEqual(rows, [{ readIn: null }], "written once more by who does not say what was read");
  await readIn(sisterId, "ja");
  const count = async (languages?: string) => {
    const counted = await author(inspections.countAnswered, {
      id: editionId,
      controlId: "A-1",
      ...(languages ? { languages } : {}),
    });
    return counted.inHand;
  };
  assert.deepEqual([await count(), await count("en"), await count("ja,zh")], [2, 1, 2]);
  await issued(editionId);
  const asked = async () =>
    (await approver(inspections.listAskedAgain, { id: editionId })).rows.map((row) => row.inspectionId);
  assert.deepEqual(await asked(), [id]);
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: 2, errata: 0 });
  assert.deepEqual((await asked()).toSorted(), [id, sisterId].toSorted(), "read in two languages: not known");
});

test("an answer keeps the language of the words that were read", async () => {
  const { sisterId } = await running();
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: null, errata: 0 });
  const { rows } = await owner.query<{ readIn: string | null }>(
    `select a.read_in as "readIn" from answers a where a.inspection_id = $1`,
    [sisterId],
  );
  assert.ok(["ja", "en", "zh"].includes(rows[0]?.readIn ?? ""));
});

test("the languages that are left alone are named by who proposes, also without the dialog", async () => {
  const { editionId } = await running();
  const { words } = await author(standards.getWordsToCorrect, { id: editionId, controlId: "A-1" });
  const propose = (othersHold?: ("ja" | "en" | "zh")[]) =>
    author(standards.proposeErratum, {
      id: editionId,
      controlId: "A-1",
      words: { ...words, requirement: { ...words.requirement, en: "Right." } },
      reason: "x",
      asksAgain: false,
      ...(othersHold ? { othersHold } : {}),
    });
  await assert.rejects(propose(), code("erratum.languages_unsaid"));
  await assert.rejects(propose(["ja"]), code("erratum.languages_unsaid"));
  await propose(["ja", "zh"]);
});

test("telling it twice asks once", async () => {
  const { editionId, id } = await running();
  await issued(editionId);
  await officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 1 });
  await owner.query(
    "update event_cursors set event_id = 0, xid = '0', window_to = null where name = 'inspections.asked_again'",
  );
  await told();
  assert.deepEqual(await problems(id), [false, false]);
});

test("the next edition begins with the corrected words, and they are no change", async () => {
  const { editionId } = await running();
  await issued(editionId);
  const next = await author(standards.draftEdition, { from: "edition", editionId, edition: `${year}-next` });
  const { control } = await author(standards.getDraftControl, { id: next.id, controlId: "A-1" });
  assert.equal(control.requirement.en, "Now right.");
  const { rows } = await author(standards.listEditionChanges, { id: next.id });
  assert.deepEqual(
    rows.map((row) => row.change),
    ["unchanged", "unchanged"],
  );
});

test("what scope takes out since waits for nobody, and is asked for again when it comes back", async () => {
  const { editionId, id, scope } = await withPlant();
  await scope(true, null);
  await officer(inspections.saveAnswer, { id, ...unknown, rowVersion: null });
  await issued(editionId);
  const open = async () => (await author(inspections.listAskedAgain, { id: editionId })).counts[0]?.open ?? 0;
  assert.deepEqual([await owed(id), await open()], [["inspection.asked_again"], 1]);
  await scope(false, 1);
  assert.deepEqual([await owed(id), await open()], [[], 0]);
  await scope(true, 2);
  assert.deepEqual([await owed(id), await open()], [["inspection.asked_again"], 1]);
});

test("an erratum keeps every language that the words are written in", async () => {
  const { editionId } = await running();
  const { words } = await author(standards.getWordsToCorrect, { id: editionId, controlId: "A-1" });
  const { ja: _, ...title } = words.title;
  await assert.rejects(
    author(standards.proposeErratum, {
      id: editionId,
      controlId: "A-1",
      words: { ...words, title },
      reason: "x",
      asksAgain: false,
    }),
    code("erratum.word_missing"),
  );
});

test("whoever has the control in hand is reminded when an inspection comes back for it", async () => {
  const { editionId, id } = await running();
  const helper = await signedIn(owner, { companyId: own, role: "contributor" });
  await owner.query(
    "insert into delegations (inspection_id, company_id, person_id, control_id, given_by) values ($1, $2, $3, 'A-1', $3)",
    [id, own, helper.personId],
  );
  await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [id]);
  await issued(editionId);
  const { rows } = await app.as(helper.token)(duties.listMyDuties, { subjectId: id });
  assert.deepEqual(
    rows.map((row) => row.kind),
    ["delegation.answer"],
  );
});

const lock = (id: string) =>
  owner.query(
    "update inspections set state = 'locked', submitted_at = now(), reviewed_at = now(), confirmed_at = now(), locked_at = now() where id = $1",
    [id],
  );
test("T-01 what scope had out when the erratum was issued is asked when it comes back", async () => {
  const { editionId, id, scope } = await withPlant();
  await scope(true, null);
  await officer(inspections.saveAnswer, { id, ...unknown, rowVersion: null });
  await scope(false, 1);
  await issued(editionId);
  assert.deepEqual([await problems(id), await owed(id)], [[false], []], "it is not asked of the company");
  await scope(true, 2);
  assert.deepEqual([await problems(id), await owed(id)], [[true, false], ["inspection.asked_again"]]);
  const { rows } = await author(inspections.listAskedAgain, { id: editionId });
  assert.deepEqual(
    rows.map((row) => [row.companyId, row.was, row.settledAt]),
    [[own, "answering", null]],
  );
  await officer(inspections.confirmCorrected, { id, controlId: "A-1", number: 1 });
  await scope(false, 3);
  await scope(true, 4);
  assert.deepEqual([await problems(id), await owed(id)], [[false, false], []], "said once, it is said");
});

test("a first answer from a page that still shows the old words is asked again, one from a page with the right ones is not", async () => {
  const { editionId, sisterId } = await running();
  await issued(editionId);
  const from = async (errata: number, rowVersion: number | null) =>
    (await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion, errata })).problems;
  const open = async () =>
    (await sisterOfficer(inspections.getAskedControl, { id: sisterId, controlId: "A-1" })).corrected?.isOpen;
  assert.deepEqual([await from(0, null), await open()], [["answer.asked_again"], true]);
  assert.deepEqual(
    [await from(1, 1), await open()],
    [["answer.asked_again"], true],
    "another answer does not say by itself that the words were read",
  );
  await sisterOfficer(inspections.confirmCorrected, { id: sisterId, controlId: "A-1", number: 1 });
  assert.deepEqual([await from(1, 2), await open()], [[], false]);
  assert.deepEqual(
    [await from(0, 3), await open()],
    [["answer.asked_again"], true],
    "a page left open since before, on top of what was said of the right words",
  );
});

test("an answer given to the right words before the round hears of the erratum is not asked again", async () => {
  const { editionId, sisterId } = await running();
  const id = await corrected(editionId, true);
  await approver(standards.issueErratum, { id });
  await sisterOfficer(inspections.saveAnswer, { id: sisterId, ...unknown, rowVersion: null, errata: 1 });
  await told();
  const { corrected: words } = await sisterOfficer(inspections.getAskedControl, {
    id: sisterId,
    controlId: "A-1",
  });
  assert.equal(words?.isOpen, false);
});

test("T-10 a locked answer to wrong words is shown the year after, not proposed, also under the next edition", async () => {
  const { editionId, id } = await running([own]);
  await lock(id);
  const { rows: before } = await owner.query<{ roundId: string }>(
    'select round_id as "roundId" from inspections where id = $1',
    [id],
  );
  await issued(editionId);
  const next = await addEdition(owner, {
    edition: `${year}-after`,
    previousId: editionId,
    controls: [{ id: "A-1" }, { id: "A-2" }],
  });
  await owner.query(
    `insert into edition_changes (edition_id, control_id, change, carry, from_ids)
     select $1, c, 'unchanged', 'propose', array[c] from unnest(array['A-1', 'A-2']) c`,
    [next],
  );
  for (const under of [editionId, next]) {
    year += 1;
    const round = await addOpenRound(owner, {
      editionId: under,
      companies: [own],
      fiscalYear: year,
      previousId: before[0]?.roundId ?? "",
    });
    const later = round.inspections.get(own) ?? "";
    const { rows } = await officer(inspections.listAskedControls, { id: later });
    assert.deepEqual(
      rows.map((row) => [row.controlId, row.proposal?.from ?? null]),
      [
        ["A-1", null],
        ["A-2", "last_year"],
      ],
    );
    const { saved } = await officer(inspections.takeOverProposals, {
      id: later,
      from: "last_year",
      controlIds: ["A-1", "A-2"],
    });
    assert.equal(saved, 1);
    const shown = await officer(inspections.getAskedControl, { id: later, controlId: "A-1" });
    assert.deepEqual(
      [shown.last?.answer.verdict, shown.last?.isSameControl, shown.last?.correctedSince],
      ["unknown", true, 1],
    );
    if (under === next) assert.equal(shown.change?.before?.["en"], "A-1 requirement");
  }
});

test("an erratum passes by what is locked; a correction that opens it asks", async () => {
  const { editionId, id } = await running([own]);
  await lock(id);
  await issued(editionId);
  assert.deepEqual(await problems(id), [false, false]);
  const { rowVersion } = await officer(inspections.getInspection, { id });
  await approver(inspections.correctInspection, { id, reason: "a wrong yes", rowVersion });
  assert.deepEqual(await problems(id), [true, false]);
  assert.deepEqual(await owed(id), ["inspection.answer", "inspection.asked_again"]);
});
