// Broken files, as people have them, at every door that takes one in: what is said of them is said in the reader's language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { AppError } from "#core/errors.ts";
import { problemOf } from "#core/http/problem.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { catalogues } from "#modules/catalogues/contract.ts";
import { mappings } from "#modules/mappings/contract.ts";
import { toYaml } from "#modules/standards/as-file.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "./app.ts";
import { addFile, realCatalogue } from "./catalogues.ts";
import { buildSmallGroup, signedIn } from "./factories.ts";
import { addMappingFile } from "./mappings.ts";

const texts = loadTexts(textFolders);
const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { personId, token } = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const office = app.as(token);

const yaml = toYaml(loadBuiltinStandard(), "");
const json = realCatalogue("csf-1.2.0").toString("utf8");
const rules = loadBuiltinStandard();
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
const xml = '<?xml version="1.0"?>\n<catalog uuid="x"><metadata/></catalog>\n';

const edition = async (content: string | Uint8Array) =>
  office(standards.draftEdition, {
    from: "file",
    fileId: await addFile(owner, personId, content, "edition"),
    edition: "9",
  });
const catalogue = async (content: string | Uint8Array) =>
  office(catalogues.openCatalogue, { fileId: await addFile(owner, personId, content) });
const mapping = async (content: string | Uint8Array, name = "m.json") =>
  office(mappings.previewMapping, { fileId: await addMappingFile(owner, personId, content, name) });
const sheet = async (content: string | Uint8Array, name = "sheet.csv") =>
  office(mappings.previewCheckSheet, { fileId: await addMappingFile(owner, personId, content, name) });
const [first] = rules.controls;
const one = (change: object) => JSON.stringify({ ...rules, controls: [{ ...first, ...change }] });

const broken: [string, () => Promise<unknown>][] = [
  ["edition: indentation", () => edition(yaml.replace("\n    area:", "\n   area:"))],
  ["edition: a tab", () => edition(yaml.replace("\n    area:", "\n\tarea:"))],
  ["edition: a quotation mark", () => edition(`${yaml}\nx: "never closed`)],
  ["edition: a key twice", () => edition(`${yaml}\nstandard: {}`)],
  ["edition: two documents", () => edition(`${yaml}\n---\na: 1\n---\nb: 2`)],
  ["edition: an unknown entry", () => edition(one({ colour: "red" }))],
  ["edition: a wrong type", () => edition(one({ weight: "heavy", mandatory: 1, title: "x", evidence: {} }))],
  ["edition: a wrong choice", () => edition(one({ tiers: { T1: "perhaps" } }))],
  ["edition: an id twice", () => edition(JSON.stringify({ ...rules, controls: [first, first] }))],
  ["edition: an id with a space", () => edition(one({ id: "A 1" }))],
  ["edition: too long", () => edition(one({ title: { ja: "長".repeat(4001) }, guidance: { en: "" } }))],
  ["edition: no language", () => edition(one({ requirement: {} }))],
  ["edition: a day", () => edition(JSON.stringify({ ...rules, standard: { ...rules.standard, date: "x" } }))],
  ["edition: cut off", () => edition(one({}).slice(0, 5000))],
  ["edition: UTF-16", () => edition(utf16(yaml))],
  ["edition: Shift JIS", () => edition(Buffer.from([0x61, 0x3a, 0x20, 0x83, 0x65, 0x83, 0x58]))],
  ["edition: XML", () => edition(xml)],
  ["edition: an outside catalogue", () => edition(json)],
  ["catalogue: cut off", () => catalogue(json.slice(0, 5000))],
  ["catalogue: a comma too many", () => catalogue(json.replace("{", '{"a": 1,,'))],
  [
    "catalogue: a wrong version",
    () => catalogue(json.replace(/"oscal-version":\s*"[^"]+"/, '"oscal-version":"9.1"')),
  ],
  ["catalogue: UTF-16", () => catalogue(utf16(json))],
  ["catalogue: XML", () => catalogue(xml)],
  ["catalogue: too deep", () => catalogue(`{"catalog":${"[".repeat(100)}${"]".repeat(100)}}`)],
  ["mapping: cut off", () => mapping('{"mapping-collection": {')],
  ["mapping: a plan", () => mapping('{"component-definition": {}}')],
  ["mapping: UTF-16", () => mapping(utf16("{}"))],
  ["mapping: XML", () => mapping(xml)],
  ["mapping: XML named as a table", () => mapping(xml, "m.csv")],
  ["sheet: XML", () => sheet(xml, "sheet.xlsx")],
  ["sheet: a PDF", () => sheet("%PDF-1.4")],
  ["sheet: a ZIP that is none", () => sheet(Buffer.from("PK\x03\x04 damaged"), "sheet.xlsx")],
  ["sheet: a quotation mark", () => sheet('ID,Text\nA-1,"never closed\n')],
  ["sheet: an old workbook", () => sheet(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]))],
];

/** Names that are the same in every language, and what stood in the file. */
const names =
  /\b(?:YAML|JSON|OSCAL|UTF|XML|PDF|CSV|ZIP|MB|ID|NUL|mapping-collection|Excel|xls|xlsx|csv|true|false|required|recommended|none|oscal-cli|NIST|component-definition|ORG-01|T1|colour|A 1)\b/g;

for (const [what, bring] of broken)
  test(`R-11 R-21 ${what}: refused in the reader's language, with no word of another`, async () => {
    const error = await bring().then(
      () => assert.fail("it was taken"),
      (refusal: unknown) => refusal,
    );
    assert.ok(error instanceof AppError, String(error));
    for (const language of ["ja", "en", "zh"] as const) {
      const problem = problemOf(error, language, "", texts);
      const said = [problem.title, ...(problem.errors ?? []).map((field) => field.detail)].join("\n");
      assert.doesNotMatch(
        said,
        /\{\{|undefined|\[object|\b(?:errors|edition|place|draft|catalogue)\.\w/,
        said,
      );
      if (language !== "en") assert.doesNotMatch(said.replace(names, ""), /[A-Za-z]{3,}/, said);
    }
  });

test("a mark of the byte order is no fault", async () => {
  await assert.doesNotReject(edition(`\uFEFF${yaml}`));
  await assert.doesNotReject(catalogue(`\uFEFF${json}`));
});
