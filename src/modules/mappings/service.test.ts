import assert from "node:assert/strict";
import { test } from "node:test";
import { openXlsx } from "hucre/xlsx";
import { openDatabase } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { catalogues } from "#modules/catalogues/contract.ts";
import { testApp } from "#test/app.ts";
import { addFile, realCatalogue } from "#test/catalogues.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { addBuiltinEdition, addMappingFile, realMapping } from "#test/mappings.ts";
import { mappings } from "./contract.ts";
import { mappingsOf } from "./queries.ts";
import { referencesOf } from "./references.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildSmallGroup(owner);
const author = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const office = app.as(author.token);
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const editionId = await addBuiltinEdition(ownerUrl);
const taken = new Map<string, string>();
for (const name of ["csf-1.2.0", "sp800-53-5.0.1"] as const) {
  const { id } = await office(catalogues.openCatalogue, {
    fileId: await addFile(owner, author.personId, realCatalogue(name)),
  });
  const { offered, headings, rowVersion } = await office(catalogues.getCatalogue, { id });
  await office(catalogues.applyCatalogue, { id, setId: offered.setId, headings, rowVersion });
  taken.set(name, id);
}
const file = (content: string | Uint8Array, name: string) =>
  addMappingFile(owner, author.personId, content, name);
const real = await file(realMapping("json"), "mapping-collection.json");
const [csf, nist, own] = ["set:nist_csf_2_0", "set:nist_800_53_r5", `edition:${editionId}`] as const;
const kinds = (part: { problems: { kind: string; count: number }[] } | undefined) =>
  Object.fromEntries((part?.problems ?? []).map((one) => [one.kind, one.count]));
const sent = async (reply: object) => (await sentBy(reply)).toString();

test("R-21 the real mapping is read first: ends known by name, ids found without regard to case, five targets not in this release", async () => {
  const seen = await office(mappings.previewMapping, { fileId: real });
  const [part] = seen.parts;
  assert.deepEqual([part?.source, part?.target], [csf, nist]);
  assert.deepEqual([part?.given, part?.taken], [737, 728]);
  const { schema, matched_case, missing_targets, source_gaps } = kinds(part);
  assert.deepEqual([schema, matched_case, missing_targets, source_gaps], [1, 105, 5, 79]);
  // Four came with a later release; ra-4 is withdrawn in this one.
  const missing = part?.problems.find((one) => one.kind === "missing_targets")?.examples;
  assert.deepEqual(missing?.toSorted(), ["ia-13", "ra-4", "sa-15.13", "sa-24", "si-2.7"]);
  assert.deepEqual(part?.problems[0]?.examples, ["/provenance/method: enum"], "manual is no word of OSCAL");
  assert.equal(part?.sourceUntouched, 1, "the one that only the withdrawn control answers");
  const left = await office(mappings.previewMapping, { fileId: real, show: "left" });
  assert.ok(left.lines.every((line) => line.verdict !== "taken") && left.moreLines === 0);
});

const adopted = await office(mappings.adoptMapping, {
  fileId: real,
  ends: [{ source: csf, target: nist }],
  title: "CSF 2.0 to SP 800-53",
  version: "1.0",
  basis: "NIST OLIR 186, looked at in the committee",
});

test("R-21 what is adopted says by whom and on what, and the document goes out byte for byte", async () => {
  assert.equal(adopted.links, 728);
  const one = await officer(mappings.getMapping, { id: adopted.id });
  assert.deepEqual(
    [one.links, one.basis, one.state, one.can.adopt],
    [728, "NIST OLIR 186, looked at in the committee", "adopted", false],
  );
  assert.deepEqual(one.parts[0]?.relations, [{ relation: "superset", count: 728 }]);
  assert.equal(
    await sent(await office(mappings.downloadMapping, { id: adopted.id })),
    realMapping("json").toString(),
  );
  const found = await officer(mappings.listMappingLinks, { id: adopted.id, search: "de.ae-02" });
  assert.deepEqual(
    found.rows.map((row) => [row.sourceId, row.relation, row.targetId]),
    [
      ["DE.AE-02", "superset", "au-6"],
      ["DE.AE-02", "superset", "ca-7"],
      ["DE.AE-02", "superset", "ir-4"],
      ["DE.AE-02", "superset", "si-4"],
    ],
  );
  const first = await officer(mappings.listMappingLinks, { id: adopted.id, limit: 500 });
  const rest = await officer(mappings.listMappingLinks, {
    id: adopted.id,
    limit: 500,
    after: first.next ?? "",
  });
  assert.deepEqual([first.rows.length, rest.rows.length, rest.next], [500, 228, null]);
});

test("the same document is adopted once at a time", async () => {
  const again = {
    fileId: real,
    ends: [{ source: csf, target: nist }],
    title: "again",
    version: "",
    basis: "x",
  };
  await assert.rejects(office(mappings.adoptMapping, again), code("mapping_collections_same_file"));
  assert.equal((await office(mappings.previewMapping, { fileId: real })).adoptedId, adopted.id);
});

test("the crosswalk as CSV says the same: several ids in one cell, rows without a relation left with a reason", async () => {
  const fileId = await file(realMapping("csv"), "crosswalk.csv");
  const seen = await office(mappings.previewMapping, { fileId, ends: [{ source: csf, target: nist }] });
  assert.equal(seen.recognised?.labels[seen.recognised.mapping.relation ?? -1], "$$Map_Relationship");
  const [part] = seen.parts;
  assert.equal(part?.taken, 728);
  assert.equal(kinds(part).missing_targets, 8, "and three families, which are no controls");
  const left = await office(mappings.previewMapping, {
    fileId,
    ends: [{ source: csf, target: nist }],
    show: "left",
  });
  assert.ok(left.lines.some((line) => line.place === 2 && line.verdict === "relation_unknown"));
});

/** What a mapping says, whatever its ids and its place. */
const said = async (id: string) => {
  const one = await office(mappings.getMapping, { id });
  const { rows } = await owner.query(
    `select m.position, l.source_id, l.relation, l.target_id, l.confidence, l.remark from mapping_links l
     join mappings m on m.id = l.mapping_id where m.collection_id = $1 order by m.position, l.position`,
    [id],
  );
  const parts = one.parts.map((part) => [part.source.space, part.target.space]);
  return { parts, rows };
};

const typed = `管理策番号,対応関係,項目番号,確度,備考
ORG-01,superset-of,GV.OC-01 GV.RR-01,80,読み合わせ済み
ORG-02,⊆,GV.PO-01,,一部のみ
ORG-03,関係なし,GV.PO-02,,
TEC-01,intersects with,pr.aa-1,50%,
TEC-01,subset,GV.XX-99,,
TEC-02,helps,GV.PO-01,,
ORG-02,=,GV.PO-01,,言い直し
`;

test("R-21 a sheet in Japanese is adopted, goes out as OSCAL 1.2 by the published schema, and comes back the same", async () => {
  const fileId = await file(typed, "own.csv");
  const ends = [{ source: own, target: csf }] as const;
  const seen = await office(mappings.previewMapping, { fileId, ends: [...ends] });
  assert.deepEqual(
    seen.lines.map((line) => line.verdict),
    ["taken", "taken", "taken", "taken", "taken", "target_missing", "relation_unknown", "contradicts"],
  );
  assert.deepEqual(kinds(seen.parts[0]), {
    matched_spelling: 1,
    missing_targets: 1,
    relation_unknown: 1,
    contradicts: 1,
  });
  const { id } = await office(mappings.adoptMapping, {
    fileId,
    ends: [...ends],
    title: "Our own view",
    version: "2026",
    basis: "group office",
  });
  const out = await sent(await officer(mappings.exportMapping, { id, format: "oscal" }));
  assert.deepEqual(oscalProblems("mapping-collection", JSON.parse(out)["mapping-collection"]), []);
  const before = await said(id);
  const { rowVersion } = await office(mappings.getMapping, { id });
  await office(mappings.withdrawMapping, { id, reason: "comes anew", rowVersion });
  const again = await file(out, "out.json");
  const back = await office(mappings.previewMapping, { fileId: again });
  assert.deepEqual([back.parts[0]?.source, back.parts[0]?.target, back.parts[0]?.problems], [own, csf, []]);
  const second = await office(mappings.adoptMapping, {
    fileId: again,
    ends: back.parts.map(({ source, target }) => ({ source, target })),
    title: back.title,
    version: back.version,
    basis: "as before",
  });
  assert.deepEqual(await said(second.id), before);
  const sheet = await sent(await officer(mappings.exportMapping, { id: second.id, format: "csv" }));
  assert.match(sheet, /ORG-02,.*subset-of,GV\.PO-01/);
  const next = await office(mappings.previewMapping, {
    fileId: await file("control,relation,item\nORG-01,=,GV.PO-01\n", "b.csv"),
    ends: [...ends],
  });
  assert.equal(next.recognised?.isRemembered, false);
  const labels = "管理策番号,対応関係,項目番号,確度,備考\nORG-05,=,GV.PO-01,,\n";
  const remembered = await office(mappings.previewMapping, {
    fileId: await file(labels, "c.csv"),
    ends: [...ends],
  });
  assert.equal(remembered.recognised?.isRemembered, true);
});

test("R-21 the references of an edition go out by the schema, with what is not touched, and can be judged in a sheet", async () => {
  const out = await sent(await officer(mappings.exportReferences, { id: editionId, format: "oscal" }));
  const document = JSON.parse(out);
  assert.deepEqual(oscalProblems("mapping-collection", document["mapping-collection"]), []);
  const seen = await office(mappings.previewMapping, { fileId: await file(out, "references.json") });
  assert.ok(seen.parts.length >= 3);
  for (const part of seen.parts) {
    assert.equal(part.source, own);
    assert.equal(part.taken, part.given, part.target ?? "");
    assert.equal(kinds(part).target_gaps ?? 0, part.targetUntouched);
  }
  const sheet = await sent(
    await officer(mappings.exportReferences, { id: editionId, format: "csv", setId: "nist_csf_2_0" }),
  );
  const back = await office(mappings.previewMapping, {
    fileId: await file(sheet, "judge.csv"),
    ends: [{ source: own, target: csf }],
  });
  assert.equal(back.parts[0]?.taken, back.parts[0]?.given);
  const { spaces } = await officer(mappings.listMappings, {});
  assert.ok(
    spaces.find((one) => one.space === own)?.refersTo.includes("nist_csf_2_0"),
    "which set may be asked for",
  );
  assert.deepEqual(spaces.find((one) => one.space === csf)?.refersTo, []);
});

test("R-21 the sheet to be judged has its relations to choose from and knows its two sets", async () => {
  const reply = await officer(mappings.exportReferences, {
    id: editionId,
    format: "xlsx",
    setId: "nist_csf_2_0",
  });
  const bytes = await sentBy(reply);
  const inside = await openXlsx(new Uint8Array(bytes));
  const [pairs, legend] = inside.sheets;
  assert.deepEqual(pairs?.dataValidations?.[0]?.values, [
    "asks the same as",
    "covers all of",
    "is a part of",
    "shares something with",
    "has nothing in common with",
  ]);
  assert.equal(legend?.rows.length, 6);
  const back = await office(mappings.previewMapping, { fileId: await file(bytes, "judge.xlsx") });
  const [part] = back.parts;
  assert.deepEqual([part?.source, part?.target], [own, csf], "nobody has to choose them again");
  assert.ok(part && part.given > 100);
  assert.equal(part.taken, part.given);
  assert.equal(back.recognised?.sheet, 0);
});

test("R-21 the group's own standard stands first, whatever is published beside it", async () => {
  await addEdition(owner, { standard: "A-LATER-ONE" });
  const { spaces } = await officer(mappings.listMappings, {});
  assert.equal(spaces[0]?.space, own);
  assert.ok(spaces.some((one) => one.name.startsWith("A-LATER-ONE")));
});

test("the list of mappings does not load what was found while each was read; the page of one does", async () => {
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const [part] = await mappingsOf(db, [adopted.id]);
  await close();
  assert.equal(part?.links, 728);
  assert.ok(part && !("report" in part));
  const one = await officer(mappings.getMapping, { id: adopted.id });
  assert.equal(one.parts[0]?.given, 737);
  assert.ok((one.parts[0]?.problems ?? []).length > 0);
});

test("only the group office adopts and withdraws; whoever reads the standard reads what is adopted", async () => {
  const input = { fileId: real, ends: [{ source: csf, target: nist }], title: "x", version: "", basis: "x" };
  await assert.rejects(officer(mappings.adoptMapping, input), AppError);
  await assert.rejects(officer(mappings.previewMapping, { fileId: real }), AppError);
  await assert.rejects(
    officer(mappings.withdrawMapping, { id: adopted.id, reason: "x", rowVersion: 1 }),
    AppError,
  );
  await assert.rejects(
    office(mappings.withdrawMapping, { id: adopted.id, reason: "x", rowVersion: 9 }),
    code("mapping.changed_meanwhile"),
  );
});

test("what is no mapping is refused with its reason", async () => {
  for (const [content, name, expected] of [
    ['{"catalog": {}}', "a.json", "mapping.is_catalogue"],
    ['{"profile": {}}', "a.json", "mapping.is_catalogue"],
    ['{"component-definition": {}}', "a.json", "mapping.not_a_mapping"],
    ["{", "a.json", "catalogue.cut_off"],
    ["%PDF-1.4", "a.csv", "sheet.pdf"],
  ] as const)
    await assert.rejects(
      office(mappings.previewMapping, { fileId: await file(content, name) }),
      code(expected),
      expected,
    );
  const nothing = await file("control,relation,item\nX-1,=,Y-1\n", "n.csv");
  await assert.rejects(
    office(mappings.adoptMapping, {
      fileId: nothing,
      ends: [{ source: own, target: csf }],
      title: "x",
      version: "",
      basis: "x",
    }),
    code("mapping.nothing_to_take"),
  );
  await assert.rejects(
    office(mappings.adoptMapping, {
      fileId: nothing,
      ends: [{ source: own, target: null }],
      title: "x",
      version: "",
      basis: "x",
    }),
    code("mapping.ends_missing"),
  );
});

test("R-21 what is made of SP 800-53 asks what its items ask, whatever its parameters put into the words", async () => {
  const draft = { id: taken.get("sp800-53-5.0.1") ?? "", code: "NIST-53", edition: "5" };
  const { id } = await office(catalogues.draftFromCatalogue, draft);
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const referring = await referencesOf(db, id);
  await close();
  assert.deepEqual(
    referring.filter((one) => one.references[0]?.[2] !== "equal").map((one) => one.controlId),
    [],
  );
  assert.equal(referring.length, 1007);
});
