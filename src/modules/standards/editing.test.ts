import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { standards } from "./contract.ts";
import type { Control, Frame } from "./edition.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const atGroup = async (name: string) =>
  app.as(
    (
      await signedIn(owner, {
        companyId: group.companies.parent,
        role: "group_office",
        unitId: group.group,
        name,
      })
    ).token,
  );
const author = await atGroup("Author");
const approver = await atGroup("Approver");
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

const first = await author(standards.draftEdition, { from: "built_in" });
await author(standards.publishEdition, {
  id: first.id,
  effectiveOn: "2026-04-01",
  evenIfPast: true,
  reason: "first",
  rowVersion: 1,
});
const { id } = await author(standards.draftEdition, {
  from: "edition",
  editionId: first.id,
  edition: "2027.1",
});

const read = (controlId: string) => author(standards.getDraftControl, { id, controlId });
async function save(controlId: string, change: (control: Control) => Partial<Control>) {
  const { control, rowVersion } = await read(controlId);
  return author(standards.saveControl, {
    id,
    controlId,
    control: { ...control, ...change(control) },
    rowVersion,
  });
}
const reworded = (english: string) => (control: Control) => ({
  requirement: { ...control.requirement, en: english },
});
const decide = (controlId: string, rule: Partial<Parameters<typeof decideAll>[0][number]>) =>
  decideAll([{ controlId, fromIds: [], carry: null, reason: null, ...rule }]);
const decideAll = (
  rules: {
    controlId: string;
    fromIds: string[];
    carry: "propose" | "show" | "none" | null;
    reason: string | null;
  }[],
) => author(standards.saveCarryOver, { id, rules });
const changeOf = async (controlId: string) => {
  const { rows } = await author(standards.listEditionChanges, { id });
  const row = rows.find((one) => one.controlId === controlId);
  return [row?.change, row?.carry];
};

test("T-10 R-11 a draft is written control by control; what became of each is said at once", async () => {
  assert.deepEqual(await changeOf("ORG-01"), ["unchanged", "propose"]);
  for (const controlId of ["ORG-01", "ORG-02", "ORG-03", "HUM-01"])
    await save(controlId, reworded(`The company does otherwise (${controlId}).`));
  await save("TEC-12", () => ({ weight: 2 }));
  for (const controlId of ["PHY-01", "PHY-02"]) {
    const { rowVersion } = await read(controlId);
    await author(standards.removeControl, { id, controlId, rowVersion });
  }
  const { control } = await read("INC-01");
  for (const at of [1, 2, 3]) {
    const controlId = `INC-9${at}`;
    const title = { en: `New ${at}`, ja: `新規${at}` };
    await author(standards.saveControl, {
      id,
      controlId,
      control: { ...control, id: controlId, title, requirement: { en: `New text ${at}` } },
      rowVersion: null,
      after: "INC-01",
    });
  }
  const draft = await author(standards.getDraft, { id });
  assert.deepEqual(
    draft.controls
      .slice(draft.controls.findIndex((one) => one.id === "INC-01"))
      .slice(0, 4)
      .map((one) => one.id),
    ["INC-01", "INC-93", "INC-92", "INC-91"],
    "each new one stands behind the one it was put behind",
  );
  const row = (controlId: string) => draft.controls.find((one) => one.id === controlId);
  assert.deepEqual(row("INC-91")?.untranslated, ["ja", "zh"]);
  assert.deepEqual(row("ORG-01")?.outdated, ["ja", "zh"], "its translations say what the old words said");
  assert.deepEqual(row("TEC-12")?.outdated, []);
  assert.deepEqual(
    draft.withdrawn.map((one) => [one.id, one.isUndecided]),
    [
      ["PHY-01", true],
      ["PHY-02", true],
    ],
  );
  const { open } = await author(standards.listEditionChanges, { id });
  assert.equal(open, 7, "five changed and two withdrawn, none of the new ones");
});

test("T-10 R-11 a translation that is right although its original changed is said to be, for exactly these words", async () => {
  const outdated = async () => {
    const { controls } = await author(standards.getDraft, { id });
    return controls.find((one) => one.id === "ORG-02")?.outdated;
  };
  const isChecked = async () => {
    const { checks } = await author(standards.checkEdition, { id });
    return !checks.find((one) => one.id === "translations")?.missing.includes("ORG-02");
  };
  const confirm = async (language: "ja" | "zh", rowVersion?: number) =>
    author(standards.confirmTranslation, {
      id,
      controlId: "ORG-02",
      language,
      rowVersion: rowVersion ?? (await read("ORG-02")).rowVersion,
    });
  assert.deepEqual(await outdated(), ["ja", "zh"]);
  await assert.rejects(confirm("ja", 1), code("control.changed_meanwhile"));
  assert.deepEqual(await confirm("ja"), { outdated: ["zh"] });
  assert.equal(await isChecked(), false, "one language still waits");
  assert.deepEqual(await confirm("zh"), { outdated: [] });
  assert.deepEqual(await outdated(), []);
  assert.equal(await isChecked(), true);
  const said = (await read("ORG-02")).lookedAt;
  assert.deepEqual(said.map((one) => one.language).sort(), ["ja", "zh"]);
  assert.ok(said.every((one) => one.at && one.familyName));
  await save("ORG-02", () => ({ evidence: [{ en: "Another proof" }] }));
  assert.deepEqual(await outdated(), [], "what was looked at is as it was");
  await save("ORG-02", reworded("The company does something else again."));
  assert.deepEqual(await outdated(), ["ja", "zh"], "other words are looked at anew");
  assert.deepEqual((await read("ORG-02")).lookedAt, []);
  await assert.rejects(
    author(standards.confirmTranslation, { id, controlId: "ORG-04", language: "ja", rowVersion: 1 }),
    code("translation.not_late"),
  );
});

test("T-10 R-11 the redline says from what to what, and what a control was called", async () => {
  await save("TEC-22", (control) => ({
    title: { ...control.title, en: "Another title" },
    tiers: { T1: "required", T2: "required", T3: "required", T4: "recommended" },
    weight: 5,
  }));
  const { rows } = await author(standards.listEditionChanges, { id });
  const row = rows.find((one) => one.controlId === "TEC-22");
  const { before } = await read("TEC-22");
  assert.deepEqual(
    row?.values.find(({ part }) => part === "weight"),
    {
      part: "weight",
      before: String(before?.weight),
      after: "5",
    },
  );
  assert.equal(row?.values.find(({ part }) => part === "tiers")?.after, "T1–T3 required; T4 recommended");
  const title = row?.texts.find(({ part }) => part === "title");
  assert.deepEqual([title?.before?.text, title?.after?.text], [before?.title.en, "Another title"]);
  await save("TEC-22", () => before ?? {});
});

test("T-10 R-21 guidance written in a draft is counted where it is not translated, and asks nobody again", async () => {
  const guidance = { en: "Think of {{ insert: param, nowhere }}." };
  await assert.rejects(
    save("TEC-20", () => ({ guidance })),
    code("edition.words_unknown"),
  );
  await save("TEC-20", () => ({
    guidance: { en: "Think of those on leave." },
    examples: [{ en: "A list" }],
  }));
  const { rows } = await author(standards.listEditionChanges, { id });
  const row = rows.find((one) => one.controlId === "TEC-20");
  assert.deepEqual([row?.change, row?.carry, row?.facts], ["unchanged", "propose", ["guidance"]]);
  assert.deepEqual(row?.texts, [
    { part: "guidance", before: null, after: { text: "Think of those on leave.\nA list", lang: "en" } },
  ]);
  const draft = await author(standards.getDraft, { id });
  assert.deepEqual(draft.controls.find((one) => one.id === "TEC-20")?.untranslated, ["ja", "zh"]);
  const read = await author(standards.getControl, { id, controlId: "TEC-20" });
  assert.deepEqual(
    [read.guidance, read.examples],
    [{ text: "Think of those on leave.", lang: "en" }, [{ text: "A list", lang: "en" }]],
  );
});

test("an id is given once: what is withdrawn here keeps it, in whatever case it is written", async () => {
  const { control } = await read("INC-01");
  for (const controlId of ["PHY-01", "phy-02"])
    await assert.rejects(
      author(standards.saveControl, {
        id,
        controlId,
        control: { ...control, id: controlId },
        rowVersion: null,
      }),
      (error: unknown) =>
        error instanceof AppError &&
        error.code === "control.id_used" &&
        error.details.values?.["edition"] === "2026.1" &&
        Boolean(error.details.values["title"]),
    );
  const { usedIds } = await author(standards.getDraft, { id });
  assert.deepEqual(usedIds.toSorted(), ["PHY-01", "PHY-02"]);
});

test("two people write the same control: the second is told", async () => {
  const { control, rowVersion } = await read("ORG-05");
  const input = { id, controlId: "ORG-05", control: { ...control, topic: "rules" }, rowVersion };
  await author(standards.saveControl, { ...input, control });
  await assert.rejects(approver(standards.saveControl, input), code("control.changed_meanwhile"));
});

test("what the edition does not know is refused by name, and nothing is half-written", async () => {
  const before = await read("ORG-06");
  await assert.rejects(
    save("ORG-06", () => ({ area: "SPACE" })),
    (error: unknown) =>
      error instanceof AppError &&
      error.code === "edition.words_unknown" &&
      JSON.stringify(error).includes("SPACE"),
  );
  await assert.rejects(
    save("ORG-06", (control) => ({
      requirement: { ...control.requirement, en: "{{ insert: param, days }}" },
    })),
    code("edition.words_unknown"),
  );
  assert.deepEqual(await read("ORG-06"), before);
  const { frame, rowVersion } = await author(standards.getDraft, { id });
  const without: Frame = { ...frame, areas: frame.areas.filter((area) => area.id !== "PHY") };
  await assert.rejects(
    author(standards.saveFrame, { id, frame: without, rowVersion }),
    code("edition.words_in_use"),
  );
});

test("R-11 a word that the edition does not know is told by its field, and what to do", async () => {
  await assert.rejects(
    save("ORG-06", ({ requirement }) => ({
      requirement: { ...requirement, en: "{{ insert: param, nosuch }}" },
    })),
    (error: unknown) =>
      error instanceof AppError &&
      JSON.stringify(error.details.fields) ===
        JSON.stringify([
          {
            path: "body.control.requirement",
            code: "edition.unknown.parameters",
            values: { value: "nosuch" },
          },
        ]),
  );
});

test("a value of the group's own stands in the words of every control that inserts it", async () => {
  const { frame, rowVersion } = await author(standards.getDraft, { id });
  const parameters = [
    { id: "patch_days", label: { en: "days to patch" }, value: { en: "14 days", ja: "14日" } },
    { id: "unset", label: { en: "who decides" } },
  ];
  const saved = await author(standards.saveFrame, { id, frame: { ...frame, parameters }, rowVersion });
  await save("TEC-20", () => ({
    requirement: {
      en: "Patched within {{ insert: param, patch_days }} by {{insert: param, unset}}.",
      ja: "{{ insert: param, patch_days }}以内",
    },
  }));
  const shown = await author(standards.getControl, { id, controlId: "TEC-20" });
  assert.equal(shown.requirement.text, "Patched within 14 days by [who decides].");
  assert.match((await read("TEC-20")).control.requirement.en ?? "", /insert: param, patch_days/);
  const { checks } = await author(standards.checkEdition, { id });
  assert.deepEqual(
    checks.find((check) => check.id === "parameters")?.missing.toSorted(),
    ["unset (en)"],
    "a value is needed in every language of the words that insert it",
  );
  await decide("TEC-20", { carry: "show" });
  const changed = [{ ...parameters[0], value: { en: "7 days" } }, parameters[1]] as typeof parameters;
  await author(standards.saveFrame, {
    id,
    frame: { ...frame, parameters: changed },
    rowVersion: saved.rowVersion,
  });
  const { rows } = await owner.query<{ en: string }>(
    "select texts->'requirement'->>'en' as en from controls where edition_id = $1 and control_id = 'TEC-20'",
    [id],
  );
  assert.equal(
    rows[0]?.en,
    "Patched within 7 days by [who decides].",
    "as rounds, papers and workbooks read it",
  );
});

test("T-10 what becomes of earlier answers is decided where it is not plain, and only as it may be", async () => {
  await assert.rejects(
    author(standards.sendToReview, { id, words: "please", rowVersion: 3 }),
    code("edition.carry_over_open"),
  );
  await assert.rejects(decide("ORG-01", { carry: "propose" }), code("carry_over.needs_reason"));
  await assert.rejects(decide("PHY-01", { carry: "none" }), code("carry_over.needs_reason"));
  await assert.rejects(decide("PHY-01", { carry: "show", reason: "x" }), code("carry_over.not_possible"));
  await assert.rejects(
    decide("INC-91", { fromIds: ["NOWHERE"], carry: "show" }),
    code("carry_over.unknown_control"),
  );
  await decide("ORG-01", { carry: "propose", reason: "Only the spelling." });
  assert.deepEqual(await changeOf("ORG-01"), ["reworded", "propose"]);
  await decideAll(
    ["ORG-02", "ORG-03", "HUM-01", "TEC-12"].map((controlId) => ({
      controlId,
      fromIds: [],
      carry: "show",
      reason: null,
    })),
  );
  await decide("PHY-01", { carry: "none", reason: "Covered by law." });
  // Two controls of the edition before become one; and one of them is split besides.
  await decide("INC-91", { fromIds: ["PHY-02", "INC-01"], carry: "show" });
  assert.deepEqual(await changeOf("INC-91"), ["merged", "show"]);
  await decide("INC-92", { fromIds: ["INC-01"], carry: "show" });
  assert.deepEqual(await changeOf("INC-92"), ["split", "show"]);
  await assert.rejects(
    decide("INC-92", { fromIds: ["INC-01"], carry: "propose", reason: "x" }),
    code("carry_over.not_possible"),
    "an answer to the whole is no answer to a part",
  );
  assert.deepEqual(await changeOf("INC-01"), ["unchanged", "propose"]);
  assert.deepEqual(await changeOf("PHY-02"), ["withdrawn", "none"], "it lives on in another");
  assert.equal((await author(standards.listEditionChanges, { id })).open, 0);
});

test("R-21 in review nothing moves; an adviser is heard; only somebody else approves; then it is published", async () => {
  const { rowVersion } = await author(standards.getDraft, { id });
  const sent = await author(standards.sendToReview, { id, words: "Yearly revision.", rowVersion });
  await assert.rejects(
    save("ORG-07", () => ({ weight: 1 })),
    code("edition.not_a_draft"),
  );
  await assert.rejects(
    owner.query("update editions set frame = '{}' where id = $1", [id]),
    /editions_in_review/,
  );
  await assert.rejects(officer(standards.getEdition, { id }), code("edition.not_found"));
  const publish = {
    id,
    effectiveOn: "2027-04-01",
    evenIfPast: true,
    reason: "yearly",
    rowVersion: rowVersion + 1,
  };
  await assert.rejects(author(standards.publishEdition, publish), code("edition.not_approved"));
  await assert.rejects(
    author(standards.giveOpinion, { id, kind: "approved", words: "fine" }),
    code("edition.own_approval"),
  );
  await assert.rejects(
    approver(standards.giveOpinion, { id, kind: "adviser", words: "good" }),
    code("edition.adviser_unnamed"),
  );
  const heard = { adviserName: "A. Adviser", adviserFirm: "Outside Ltd.", givenOn: "2026-10-30" };
  await author(standards.giveOpinion, {
    id,
    kind: "adviser",
    words: "Add a rule for AI services.",
    ...heard,
  });
  await approver(standards.returnToDraft, { id, words: "ORG-07 as well, please." });
  await save("ORG-07", () => ({ evidence: [{ en: "A signed list" }] }));
  const again = await author(standards.getDraft, { id });
  const resent = await author(standards.sendToReview, {
    id,
    words: "With ORG-07.",
    rowVersion: again.rowVersion,
  });
  assert.notEqual(resent.contentSha256, sent.contentSha256);
  await approver(standards.giveOpinion, { id, kind: "approved", words: "Approved." });
  const review = await approver(standards.getReview, { id });
  assert.deepEqual(
    review.opinions.map((one) => [one.kind, one.isOfThisContent]),
    [
      ["sent", false],
      ["adviser", false],
      ["returned", false],
      ["sent", true],
      ["approved", true],
    ],
  );
  const { rowVersion: now } = await approver(standards.getEdition, { id });
  await assert.rejects(
    approver(standards.publishEdition, { ...publish, effectiveOn: "2026-04-01", rowVersion: now }),
    code("edition.not_later"),
  );
  await approver(standards.publishEdition, { ...publish, rowVersion: now });
  const row = (await officer(standards.listEditions, {})).rows[0];
  assert.deepEqual(row?.changes, {
    unchanged: 112,
    reworded: 1,
    changed: 5,
    split: 1,
    merged: 1,
    new: 1,
    withdrawn: 2,
  });
  const { rows } = await officer(standards.listEditionChanges, { id });
  assert.deepEqual(rows.find((one) => one.controlId === "TEC-12")?.facts, ["weight"]);
});

test("a draft that nobody has reviewed is thrown away whole; one that was stays on record", async () => {
  const other = await author(standards.draftEdition, { from: "edition", editionId: id, edition: "2028.0" });
  await author(standards.discardDraft, { id: other.id, reason: "by mistake" });
  await assert.rejects(author(standards.getEdition, { id: other.id }), code("edition.not_found"));
  await assert.rejects(author(standards.discardDraft, { id, reason: "x" }), code("edition.not_a_draft"));
  const again = { from: "edition", editionId: id, edition: "2028.0" } as const;
  const looked = await author(standards.draftEdition, again);
  const { rowVersion } = await author(standards.getEdition, { id: looked.id });
  await author(standards.sendToReview, { id: looked.id, words: "look", rowVersion });
  await approver(standards.returnToDraft, { id: looked.id, words: "no" });
  const put = await author(standards.discardDraft, { id: looked.id, reason: "another way" });
  assert.equal(put.isGone, false);
  const { rows } = await author(standards.listEditions, {});
  assert.equal(
    rows.some((row) => row.id === looked.id),
    false,
  );
  assert.deepEqual(
    (await author(standards.getReview, { id: looked.id })).opinions.map((one) => one.kind),
    ["sent", "returned"],
  );
  await assert.rejects(officer(standards.getEdition, { id: looked.id }), code("edition.not_found"));
  await assert.rejects(
    author(standards.draftEdition, { ...again, edition: "2027.1" }),
    code("editions_unique"),
  );
  await author(standards.draftEdition, again);
});

test("a control is put before another or behind the last of its area; the others keep their order", async () => {
  const draft = await author(standards.draftEdition, { from: "edition", editionId: id, edition: "2029.0" });
  const order = async () =>
    (await author(standards.getDraft, { id: draft.id })).controls.map((one) => one.id);
  const before = await order();
  const [first = "", second = "", third = ""] = before;
  await author(standards.moveControl, { id: draft.id, controlId: third, before: first });
  assert.deepEqual(await order(), [third, first, second, ...before.slice(3)]);
  await author(standards.moveControl, { id: draft.id, controlId: third, before: third });
  const inArea = before.filter((one) => one.startsWith("ORG"));
  await author(standards.moveControl, { id: draft.id, controlId: first });
  assert.equal(
    (await order()).findLast((one) => one.startsWith("ORG")),
    first,
  );
  assert.deepEqual((await order()).toSorted(), before.toSorted());
  assert.ok(inArea.length > 3);
  await assert.rejects(
    author(standards.moveControl, { id: draft.id, controlId: first, before: "NO-1" }),
    code("control.not_found"),
  );
});

test("a control that is withdrawn with a reason is decided by it, is counted, and comes back with nothing said", async () => {
  const controlId = "TEC-03";
  const { id: own } = await author(standards.draftEdition, {
    from: "edition",
    editionId: first.id,
    edition: "2028.1",
  });
  const versionOf = async () => (await author(standards.getDraftControl, { id: own, controlId })).rowVersion;
  const begun = await author(standards.getDraft, { id: own });
  const rowVersion = await versionOf();
  await author(standards.removeControl, { id: own, controlId, rowVersion, reason: " Covered elsewhere. " });
  const gone = await author(standards.getDraft, { id: own });
  assert.deepEqual(
    [gone.controls.length, gone.withdrawn.length],
    [begun.controls.length - 1, begun.withdrawn.length + 1],
  );
  assert.equal(gone.withdrawn.find((one) => one.id === controlId)?.isUndecided, false);
  const { rows } = await author(standards.listEditionChanges, { id: own });
  const told = rows.find((row) => row.controlId === controlId);
  assert.deepEqual([told?.change, told?.carry, told?.reason], ["withdrawn", "none", "Covered elsewhere."]);
  await author(standards.bringBackControl, { id: own, controlId });
  const back = await author(standards.getDraft, { id: own });
  assert.deepEqual(
    [back.controls.length, back.withdrawn.length],
    [begun.controls.length, begun.withdrawn.length],
  );
  await author(standards.removeControl, { id: own, controlId, rowVersion: await versionOf() });
  const open = await author(standards.getDraft, { id: own });
  assert.equal(
    open.withdrawn.find((one) => one.id === controlId)?.isUndecided,
    true,
    "the reason went along",
  );
  await author(standards.bringBackControl, { id: own, controlId });
});
