// What an edition holds beside its controls goes out with its file and comes in again: corrections, and what lags behind.
import assert from "node:assert/strict";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { parse } from "yaml";
import { textFolders } from "#app/text-folders.ts";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { problemOf } from "#core/http/problem.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { testApp } from "#test/app.ts";
import { addFile } from "#test/catalogues.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { fromFile } from "./as-file.ts";
import { standards } from "./contract.ts";
import type { Control } from "./edition.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = (name: string) =>
  signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group, name });
const [writer, other] = [await office("Author"), await office("Approver")];
const [author, approver] = [app.as(writer.token), app.as(other.token)];
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);

const first = await author(standards.draftEdition, { from: "built_in" });
await author(standards.publishEdition, {
  id: first.id,
  effectiveOn: "2026-04-01",
  evenIfPast: true,
  reason: "first",
  rowVersion: 1,
});
const [one, two, three] = (await author(standards.listControls, { id: first.id })).rows.map(
  (row) => row.id,
) as [string, string, string];

const drafted = async (editionId: string, edition: string) =>
  (await author(standards.draftEdition, { from: "edition", editionId, edition })).id;
const read = (id: string, controlId: string) => author(standards.getDraftControl, { id, controlId });
async function save(id: string, controlId: string, change: (control: Control) => Partial<Control>) {
  const { control, rowVersion } = await read(id, controlId);
  await author(standards.saveControl, {
    id,
    controlId,
    control: { ...control, ...change(control) },
    rowVersion,
  });
}
const inEnglish = (text: string) => (control: Control) => ({
  requirement: { ...control.requirement, en: text },
});
const inJapanese = (text: string) => (control: Control) => ({
  requirement: { ...control.requirement, ja: text },
});
const outdated = async (id: string, controlId: string) =>
  (await author(standards.getDraft, { id })).controls.find((row) => row.id === controlId)?.outdated;
const behind = async (id: string, controlId: string) =>
  (await officer(standards.getControl, { id, controlId })).behind;

async function published(id: string, effectiveOn: string, controlIds: readonly string[]) {
  const rules = controlIds.map((controlId) => ({
    controlId,
    fromIds: [],
    carry: "show" as const,
    reason: null,
  }));
  if (rules.length > 0) await author(standards.saveCarryOver, { id, rules });
  const sent = await author(standards.getEdition, { id });
  await author(standards.sendToReview, { id, words: "please look", rowVersion: sent.rowVersion });
  await approver(standards.giveOpinion, { id, kind: "approved", words: "good" });
  const { rowVersion } = await author(standards.getEdition, { id });
  await author(standards.publishEdition, { id, effectiveOn, reason: "new words", rowVersion });
}

const second = await drafted(first.id, "2027");
await save(second, one, inEnglish("Other words."));
await save(second, two, inEnglish("Other words, too."));
await published(second, "2027-04-01", [one, two]);

const erratum = async (id: string, controlId: string, text: string, othersHold: ("ja" | "zh")[]) => {
  const { words } = await author(standards.getWordsToCorrect, { id, controlId });
  const proposed = await author(standards.proposeErratum, {
    id,
    controlId,
    words: { ...words, requirement: { ...words.requirement, en: text } },
    reason: "a wrong\nnumber",
    asksAgain: true,
    othersHold,
  });
  await approver(standards.issueErratum, { id: proposed.id });
};

test("T-10 R-11 whoever reads a translation of an edition in force is told that the original is newer", async () => {
  assert.deepEqual([...(await behind(second, one))].sort(), ["ja", "zh"]);
  assert.deepEqual(await behind(second, three), []);
  const { controls } = await officer(standards.readEdition, { id: second });
  assert.equal(controls.find((row) => row.id === one)?.isBehind, false, "English is the original");
});

test("T-10 R-11 what nobody looked at lags behind in the next edition too, until somebody has had it before the eyes", async () => {
  const next = await drafted(second, "2028-looks");
  assert.deepEqual(await outdated(next, one), ["ja", "zh"]);
  await save(next, one, inJapanese("別の文言。"));
  assert.deepEqual(await outdated(next, one), ["zh"], "what was written anew was looked at");
  const { rowVersion } = await read(next, one);
  const said = await author(standards.confirmTranslation, {
    id: next,
    controlId: one,
    language: "zh",
    rowVersion,
  });
  assert.deepEqual(said, { outdated: [] });
  const { checks } = await author(standards.checkEdition, { id: next });
  assert.deepEqual(checks.find((check) => check.id === "translations")?.missing, [two]);
  const { rowVersion: twos } = await read(next, two);
  await author(standards.removeControl, { id: next, controlId: two, rowVersion: twos, reason: "gone" });
  await author(standards.bringBackControl, { id: next, controlId: two });
  assert.deepEqual(await outdated(next, two), ["ja", "zh"], "what comes back comes as it was");
  await author(standards.discardDraft, { id: next, reason: "a try" });
});

test("an edition in force keeps which of its translations lag behind, whatever is tried", async () => {
  for (const statement of [
    "delete from translations_behind where edition_id = $1",
    `insert into translations_behind values ($1, '${three}', 'ja')`,
  ])
    await assert.rejects(owner.query(statement, [second]), /editions_published_immutable/);
});

test("an erratum says of every language that it holds: its control lags behind no longer", async () => {
  await erratum(second, two, "Corrected words.", ["ja", "zh"]);
  await erratum(second, three, "Corrected once.", ["ja", "zh"]);
  await erratum(second, three, "Corrected twice.", ["ja", "zh"]);
  assert.deepEqual(await behind(second, two), []);
  assert.deepEqual([...(await behind(second, one))].sort(), ["ja", "zh"]);
});

const textOf = async (output: object) => {
  const content = await contentOf(output)?.open();
  return (Buffer.isBuffer(content) ? content : await buffer(content as Readable)).toString("utf8");
};
const yamlOf = async (id: string) => textOf(await author(standards.exportEdition, { id }));
const oscalOf = async (id: string, language: "ja" | "en" | "zh") =>
  textOf(await author(standards.exportEditionAsOscal, { id, language }));
async function broughtIn(file: string, edition: string) {
  const fileId = await addFile(owner, writer.personId, file, "edition");
  return (await author(standards.draftEdition, { from: "file", fileId, edition })).id;
}
/** All that a file says but its own name. */
const said = (yaml: string, edition: string) => ({
  ...parse(yaml.replace(`edition: "${edition}"`, "edition: x")),
});

for (const [name, out] of [
  ["YAML", yamlOf],
  ["OSCAL in English", (id: string) => oscalOf(id, "en")],
  ["OSCAL in Japanese", (id: string) => oscalOf(id, "ja")],
  ["OSCAL in Chinese", (id: string) => oscalOf(id, "zh")],
] as const)
  test(`R-11 T-10 an edition with corrections and late translations goes out and comes in without loss: ${name}`, async () => {
    const file = await out(second);
    if (name !== "YAML") assert.deepEqual(oscalProblems("catalog", JSON.parse(file).catalog), []);
    const edition = `2027-${name.replaceAll(" ", "-")}`;
    const id = await broughtIn(file, edition);
    const draft = await author(standards.getDraft, { id });
    assert.deepEqual(
      draft.controls.filter((row) => row.change !== "unchanged" || row.isUndecided),
      [],
      "nothing differs from what is in force, nothing is asked",
    );
    const { control } = await read(id, three);
    assert.equal(control.requirement.en, "Corrected twice.");
    assert.deepEqual(await outdated(id, one), ["ja", "zh"]);
    const { brought, rows } = await author(standards.listErrata, { id });
    assert.deepEqual(
      [rows.length, brought.map((row) => [row.number, row.controlId])],
      [
        0,
        [
          [3, three],
          [2, three],
          [1, two],
        ],
      ],
    );
    assert.deepEqual(
      brought.map((row) => [row.words.requirement.en, row.reason, row.asksAgain]),
      [
        ["Corrected twice.", "a wrong\nnumber", true],
        ["Corrected once.", "a wrong\nnumber", true],
        ["Corrected words.", "a wrong\nnumber", true],
      ],
    );
    assert.equal(brought[1]?.words.requirement.en, brought[0]?.before.requirement.en);
    const [here, there] = [await yamlOf(second), await yamlOf(id)];
    assert.deepEqual({ ...said(there, edition), standard: null }, { ...said(here, "2027"), standard: null });
    const { errata } = await author(standards.getEdition, { id });
    assert.equal(errata, 3);
    await author(standards.discardDraft, { id, reason: "a try" });
  });

test("R-11 the corrections an edition came with go out again with those it got here, numbered on", async () => {
  const id = await broughtIn(await yamlOf(second), "2028");
  await published(id, "2028-04-01", []);
  await erratum(id, three, "Corrected here.", ["ja", "zh"]);
  const { errata, translationsBehind } = parse(await yamlOf(id));
  assert.deepEqual(
    errata.map((row: { number: number; words: Control }) => [row.number, row.words.requirement.en]),
    [
      [1, "Corrected words."],
      [2, "Corrected once."],
      [3, "Corrected twice."],
      [4, "Corrected here."],
    ],
  );
  assert.deepEqual(translationsBehind, { ja: [one], zh: [one] });
});

test("R-11 what stands wrong beside the controls is told by its line, and nothing is taken", async () => {
  const file = await yamlOf(second);
  const lines = file.split("\n");
  const lineOf = (words: string, from = "errata:") =>
    lines.findIndex((line, at) => at > lines.indexOf(from) && line.includes(words)) + 1;
  const cases: [string, RegExp][] = [
    [
      file.replace(/(translationsBehind:\n\s+ja:\n\s+- )\S+/, "$1MOON-1"),
      /Translations that lag behind \(Japanese\): MOON-1 is not among/,
    ],
    [file.replace("asksAgain: true", "asksAgain: maybe"), /Correction no\. 1 › Asks again/],
    [
      file.replace(/issuedAt: .*/, "issuedAt: yesterday"),
      new RegExp(
        `\\[${lineOf("issuedAt:").toLocaleString("en")}\\] Correction no\\. 1 › Issued at: is no point in time`,
      ),
    ],
    [file.replace("number: 2", "number: 1"), /Correction no\. 2 › Number: .*twice/],
  ];
  const texts = loadTexts(textFolders);
  for (const [text, expected] of cases) {
    assert.notEqual(text, file);
    assert.throws(
      () => fromFile(text),
      (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.match(problemOf(error, "en", "", texts).title, expected);
        return true;
      },
    );
  }
});
