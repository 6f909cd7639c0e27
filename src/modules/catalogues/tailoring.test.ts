// What the group took of a catalogue and changed in it goes out as a profile and comes back as the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { type Control, wordsOf } from "#modules/standards/edition.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "#test/app.ts";
import { addFile, realCatalogue } from "#test/catalogues.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { catalogues } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const person = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const author = app.as(person.token);
const open = async (content: string | Uint8Array) =>
  author(catalogues.openCatalogue, { fileId: await addFile(owner, person.personId, content) });
async function drafted(content: string | Uint8Array, code: string) {
  const { id } = await open(content);
  const { offered, headings, rowVersion } = await author(catalogues.getCatalogue, { id });
  await author(catalogues.applyCatalogue, { id, setId: offered.setId, headings, rowVersion });
  const { id: draftId } = await author(catalogues.draftFromCatalogue, { id, code, edition: "1" });
  return { id, draftId };
}
const downloaded = async (output: object) => (await sentBy(output)).toString("utf8");
const controlOf = (id: string, controlId: string) => author(standards.getDraftControl, { id, controlId });
async function rewrite(id: string, controlId: string, change: (control: Control) => Control) {
  const { control, rowVersion } = await controlOf(id, controlId);
  await author(standards.saveControl, { id, controlId, control: change(control), rowVersion });
}
async function profileOf(id: string, editionId: string, tier?: string) {
  const text = await downloaded(
    await author(catalogues.downloadTailored, { id, editionId, ...(tier ? { tier } : {}) }),
  );
  assert.deepEqual(oscalProblems("profile", JSON.parse(text).profile), []);
  return text;
}
/** Everything a control says; its references name another set, which is not the point here. */
const saying = async (id: string, controlId: string) => {
  return wordsOf((await controlOf(id, controlId)).control);
};

test("T-10 R-21 a tailored CSF goes out as a profile, which resolves to the same controls with the same words", async () => {
  const { id, draftId } = await drafted(realCatalogue("csf-1.2.0"), "CSF");
  const gone = ["GV.OC-01", "GV.OC-02", "RC.CO-04"];
  for (const controlId of gone) {
    const { rowVersion } = await controlOf(draftId, controlId);
    await author(standards.removeControl, { id: draftId, controlId, rowVersion });
  }
  await rewrite(draftId, "ID.AM-01", (one) => ({
    ...one,
    requirement: { en: "Every device is in the ledger.\nAlso those of suppliers." },
    auditTest: { en: "Take ten and look them up." },
    evidence: [{ en: "The ledger" }, { en: "The last stocktaking" }],
    guidance: { en: "Those of suppliers are forgotten first." },
    examples: [...(one.examples ?? []).slice(1), { en: "Scan the network weekly" }],
  }));
  await rewrite(draftId, "PR.AA-05", (one) => ({
    ...one,
    title: { en: "Rights", ja: "権限" },
    evidence: [],
  }));
  const { control } = await controlOf(draftId, "DE.CM-01");
  await author(standards.saveControl, {
    id: draftId,
    controlId: "OWN-1",
    control: { ...control, id: "OWN-1", title: { en: "Our own" }, references: {}, tiers: { T1: "required" } },
    rowVersion: null,
  });
  const [row] = (await author(catalogues.listTailorings, { id })).rows;
  assert.deepEqual([row?.editionId, row?.taken, row?.added], [draftId, 103, 1]);

  const text = await profileOf(id, draftId);
  await assert.doesNotReject(
    open(await downloaded(await author(standards.exportEditionAsOscal, { id: draftId, language: "en" }))),
  );
  const again = await drafted(text, "CSF-AGAIN");
  const one = await author(catalogues.getCatalogue, { id: again.id });
  assert.deepEqual(
    [one.items, one.resolvedFrom?.length],
    [104, 2],
    "from the catalogue and from the edition itself",
  );
  assert.deepEqual(
    one.problems.map((problem) => problem.kind).filter((kind) => kind.startsWith("missing")),
    [],
  );
  const ids = (await author(standards.getDraft, { id: again.draftId })).controls.map((each) => each.id);
  const before = (await author(standards.getDraft, { id: draftId })).controls.map((each) => each.id);
  assert.deepEqual(ids.toSorted(), before.toSorted());
  for (const controlId of ["ID.AM-01", "PR.AA-05", "DE.CM-01", "GV.RM-01"]) {
    const [was, is] = [await saying(draftId, controlId), await saying(again.draftId, controlId)];
    assert.deepEqual(is, { ...was, title: { en: was.title.en } }, controlId);
  }
  assert.equal((await controlOf(again.draftId, "ID.AM-01")).control.topic, "ID.AM");
  const third = await profileOf(again.id, again.draftId);
  assert.equal(JSON.parse(third).profile.modify, undefined, "what was taken as it is changes nothing again");
});

test("of one tier only what it asks; parameters of SP 800-53 are set, and ids alone say nothing of a text", async () => {
  const { id, draftId } = await drafted(realCatalogue("sp800-53-5.0.1"), "N53");
  const only = new Set(["ac-1", "ac-2.3", "pl-1"]);
  await rewrite(draftId, "ac-1", (one) => ({ ...one, tiers: { ...one.tiers, T4: "none" } }));
  const { frame, rowVersion } = await author(standards.getDraft, { id: draftId });
  await author(standards.saveFrame, {
    id: draftId,
    rowVersion,
    frame: {
      ...frame,
      parameters: (frame.parameters ?? []).map((one) =>
        one.id === "ac-2.3_prm_1" ? { ...one, value: { en: "30 days" } } : one,
      ),
    },
  });
  const { profile } = JSON.parse(await profileOf(id, draftId));
  assert.equal(profile.imports[0]["include-controls"][0]["with-ids"].length, 1007);
  assert.deepEqual(profile.modify, {
    "set-parameters": [{ "param-id": "ac-2.3_prm_1", values: ["30 days"] }],
  });
  const small = JSON.parse(await profileOf(id, draftId, "T4")).profile.imports[0]["include-controls"][0][
    "with-ids"
  ];
  assert.deepEqual(
    [small.length, [...only].filter((each) => small.includes(each))],
    [1006, ["ac-2.3", "pl-1"]],
  );
  await assert.rejects(
    profileOf(id, draftId, "T9"),
    (error: unknown) => error instanceof AppError && error.code === "catalogue.nothing_tailored",
  );
});

test("R-21 a draft of the time before guidance takes it along with the functions, and keeps what stands there", async () => {
  const { rows: of } = await owner.query("select id from catalogues where set_id = 'nist_csf_2_0'");
  const id = of[0].id as string;
  const { id: draftId } = await author(catalogues.draftFromCatalogue, { id, code: "CSF-OLD", edition: "1" });
  const unguided = async () =>
    (await author(catalogues.listTailorings, { id })).rows.find((row) => row.editionId === draftId)?.unguided;
  const bring = () => author(catalogues.bringGuidance, { id, editionId: draftId });
  const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
  await assert.rejects(bring(), refusal("catalogue.nothing_to_bring"));
  const before = await author(standards.getDraft, { id: draftId });
  const whole = (await controlOf(draftId, "GV.OC-01")).control;
  // As such editions were: without examples, without functions, also in the frame.
  await owner.query(
    "update controls set texts = texts - 'examples', functions = '{}' where edition_id = $1",
    [draftId],
  );
  await owner.query("update editions set frame = jsonb_set(frame, '{functions}', '[]') where id = $1", [
    draftId,
  ]);
  const own = { en: "Ours." };
  await rewrite(draftId, "GV.OC-02", (control) => ({ ...control, guidance: own }));
  const lacking = (await unguided()) ?? 0;
  assert.deepEqual(await bring(), { guided: lacking, functions: before.controls.length });
  assert.equal(lacking, before.controls.length - 1);
  assert.equal(await unguided(), 0);
  assert.deepEqual((await controlOf(draftId, "GV.OC-01")).control, whole);
  const { guidance, examples } = (await controlOf(draftId, "GV.OC-02")).control;
  assert.deepEqual([guidance, examples], [own, undefined], "what was written here stays alone");
  const after = await author(standards.getDraft, { id: draftId });
  assert.deepEqual(after.frame.functions, before.frame.functions);
  await assert.rejects(bring(), refusal("catalogue.nothing_to_bring"));
  await author(standards.sendToReview, { id: draftId, words: "with guidance", rowVersion: after.rowVersion });
  await assert.rejects(bring(), refusal("edition.not_a_draft"));
});
