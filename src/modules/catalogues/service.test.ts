import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "#test/app.ts";
import { addFile, realCatalogue } from "#test/catalogues.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { catalogues } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const atGroup = async (name: string) =>
  signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group, name });
const [first, second] = [await atGroup("Author"), await atGroup("Approver")];
const [author, approver] = [app.as(first.token), app.as(second.token)];
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const open = async (content: string | Uint8Array) =>
  author(catalogues.openCatalogue, { fileId: await addFile(owner, first.personId, content) });
const take = async (id: string) => {
  const { offered, headings, rowVersion } = await author(catalogues.getCatalogue, { id });
  return author(catalogues.applyCatalogue, { id, setId: offered.setId, headings, rowVersion });
};
const problem = (one: { problems: { kind: string; count: number }[] }, kind: string) =>
  one.problems.find((each) => each.kind === kind)?.count;

const csf = await open(realCatalogue("csf-1.2.0"));

test("R-21 CSF 2.0 has 106 items in force of 185, and its categories are no items", async () => {
  const one = await author(catalogues.getCatalogue, { id: csf.id });
  assert.deepEqual([one.items, one.withdrawn, one.controls, one.groups], [106, 91, 219, 6]);
  assert.deepEqual(one.headings, ["category"]);
  assert.equal(one.offered.setId, "nist_csf_2_0");
  assert.equal(one.tops.length, 6);
  const item = await author(catalogues.getCatalogueItem, { id: csf.id, itemId: "ID.AM-06" });
  assert.deepEqual([item.withdrawnBy, item.movedTo], ["status", ["GV.RR-02", "GV.SC-02"]]);
});

test("R-21 the release that marks nothing as withdrawn comes to the same 106 by the product's list, and says so", async () => {
  const { id } = await open(realCatalogue("csf-1.0.0"));
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual([one.items, one.withdrawn, problem(one, "withdrawn_by_list")], [106, 91, 91]);
  assert.equal(problem(one, "without_words"), undefined, "only of what is in force");
});

test("R-21 SP 800-53 r5: controls and enhancements are items, the withdrawn name where they went", async () => {
  const { id } = await open(realCatalogue("sp800-53-5.0.1"));
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual([one.controls, one.withdrawn, one.items, one.parameters], [1189, 182, 1007, 1258]);
  assert.deepEqual(one.headings, []);
  const gone = await author(catalogues.getCatalogueItem, { id, itemId: "ac-2.10" });
  assert.deepEqual(gone.movedTo, ["ac-2"], "a part of it is named in the document");
  assert.equal((await take(id)).items, 1007);
  const draft = await author(catalogues.draftFromCatalogue, { id, code: "NIST-53", edition: "5.0.1" });
  assert.deepEqual([draft.controls, draft.leftOut], [1007, []]);
  const { rows } = await owner.query(
    `select count(*) filter (where coalesce(c.source, c.texts)->'guidance'->>'en' = i.more->>'guidance') as kept, count(*) as of
     from controls c join catalogue_items i on i.catalogue_id = $1 and i.item_id = c.control_id
     where c.edition_id = $2 and i.more->>'guidance' <> ''`,
    [id, draft.id],
  );
  assert.deepEqual(rows[0], { kept: "1007", of: "1007" }, "guidance is taken along whole");
  const control = await author(standards.getControl, { id: draft.id, controlId: "ac-4.4" });
  assert.match(control.requirement.text, /decrypting the information/);
  assert.doesNotMatch(
    control.requirement.text,
    /insert: param/,
    "a choice that holds another blank is filled, too",
  );
});

test("the moderate baseline of 5.2.0 is read with its assessment procedures", async () => {
  const { id } = await open(realCatalogue("sp800-53-moderate-5.2.0"));
  const one = await author(catalogues.getCatalogue, { id });
  assert.equal(one.items, 287);
  const item = await author(catalogues.getCatalogueItem, { id, itemId: "ac-2" });
  assert.ok(item.objectives.length > 100 && item.objects.length === 3);
  const { rows } = await author(catalogues.listCatalogueItems, { id, under: "ac", limit: 50 });
  const listed = rows.find((row) => row.id === "ac-2.3")?.words ?? "";
  assert.match(listed, /^Disable accounts within \[\S[^\]{}]+\] when/, "a list names blanks, not their ids");
  assert.doesNotMatch(listed, /_odp|_prm|insert/);
});

test("R-21 T-10 CSF 2.0 becomes a reference set, a draft with the defaults, and a published edition", async () => {
  assert.equal((await take(csf.id)).items, 106);
  const { id, controls } = await author(catalogues.draftFromCatalogue, {
    id: csf.id,
    code: "NIST-CSF",
    edition: "2.0",
  });
  assert.equal(controls, 106);
  const edition = await author(standards.getEdition, { id });
  assert.deepEqual(
    edition.areas.map((area) => area.id),
    ["GV", "ID", "PR", "DE", "RS", "RC"],
  );
  const control = await author(standards.getControl, { id, controlId: "GV.OC-01" });
  assert.deepEqual(
    [control.mandatory, control.weight, control.cadence, control.topic, Object.values(control.tiers)],
    [false, 1, "yearly", "GV.OC", ["required", "required", "required", "required"]],
  );
  assert.equal(
    control.title.text,
    "The organizational mission is understood and informs cybersecurity risk management",
  );
  const draft = await author(standards.getDraft, { id });
  assert.equal(draft.controls.length, 106);
  for (const controlId of ["GV.OC-01", "GV.OC-02", "GV.RM-07", "GV.OV-02"]) {
    const { control: one } = await author(standards.getDraftControl, { id, controlId });
    assert.deepEqual(one.evidence, [], "NIST's examples are no proof: it is for the author to say");
    const { examples } = await author(catalogues.getCatalogueItem, { id: csf.id, itemId: controlId });
    assert.deepEqual(
      one.examples,
      examples.map((en) => ({ en })),
    );
    assert.ok(examples.length > 0, "each has some");
    const [title, requirement] = [one.title["en"] ?? "", one.requirement["en"] ?? ""];
    const isWhole = requirement === title;
    assert.equal(isWhole, requirement.length <= 120, controlId);
    assert.ok(title.length > 0 && title.length <= 120, title);
    if (isWhole) continue;
    const head = title.slice(0, -1);
    assert.ok(title.endsWith("…") && requirement.startsWith(head), title);
    assert.match(requirement.slice(head.length), /^\W/, "it ends behind a word");
  }
  const functionOf = async (controlId: string) =>
    (await author(standards.getDraftControl, { id, controlId })).control.functions[0];
  assert.deepEqual(
    await Promise.all(
      ["GV.OC-01", "ID.AM-01", "PR.AA-01", "DE.CM-01", "RS.MA-01", "RC.RP-01"].map(functionOf),
    ),
    ["govern", "govern", "prevent", "detect", "respond", "recover"],
    "CSF is built by function",
  );
  assert.equal(draft.frame.standard.name.en, "NIST Cybersecurity Framework", "2.0 is said by the edition");
  assert.equal(draft.previous, null);
  const { offered } = await author(catalogues.getCatalogue, { id: csf.id });
  assert.equal(offered.edition, "2.0", "1.2.0 is the file's");
  const coverage = await author(standards.getCoverage, { id, setId: "nist_csf_2_0" });
  assert.deepEqual([coverage.items.length, coverage.touched, coverage.items[0]?.group], [106, 106, "GV.OC"]);
  assert.match(coverage.items[0]?.groupTitle ?? "", /Organizational Context/);
  const { rowVersion } = edition;
  await author(standards.sendToReview, { id, words: "as NIST wrote it", rowVersion });
  await approver(standards.giveOpinion, { id, kind: "approved", words: "fine" });
  const sent = await author(standards.getEdition, { id });
  await author(standards.publishEdition, {
    id,
    effectiveOn: "2026-10-01",
    evenIfPast: true,
    reason: "a round on CSF",
    rowVersion: sent.rowVersion,
  });
  const item = await officer(catalogues.getCatalogueItem, { id: csf.id, itemId: "GV.OC-01" });
  assert.deepEqual(
    item.referring.map((one) => [one.standard, one.controlId]),
    [["NIST-CSF", "GV.OC-01"]],
  );
});

test("R-11 R-21 the edition made of CSF 2.0 goes out as OSCAL and comes in again as the same content", async () => {
  const { rows } = await owner.query("select id from editions where standard = 'NIST-CSF'");
  const bytes = await sentBy(
    await approver(standards.exportEditionAsOscal, { id: rows[0].id, language: "ja" }),
  );
  const fileId = await addFile(owner, first.personId, bytes, "edition");
  const again = await author(standards.draftEdition, { from: "file", fileId, edition: "2.0-again" });
  const [before, after] = await Promise.all(
    [rows[0].id, again.id].map(async (id) => (await author(standards.readEdition, { id })).controls),
  );
  assert.deepEqual(after, before);
  const file = async (id: string) =>
    (await sentBy(await author(standards.exportEdition, { id }))).toString().replace(/^#.*\n/, "");
  assert.equal(
    (await file(again.id)).replace("edition: 2.0-again", 'edition: "2.0"'),
    await file(rows[0].id),
  );
});

for (const name of ["csf-1.0.0", "csf-1.2.0", "sp800-53-5.0.1"] as const)
  test(`R-21 the real ${name} goes out byte for byte as it came`, async () => {
    const { id } = await open(realCatalogue(name));
    const bytes = await sentBy(await author(catalogues.downloadCatalogue, { id }));
    assert.ok(bytes.equals(realCatalogue(name)));
  });

test("a document goes out as it came, and the same one in another order is known again", async () => {
  const document = JSON.parse(realCatalogue("csf-1.2.0").toString()) as { catalog: Record<string, unknown> };
  const turned = { catalog: Object.fromEntries(Object.entries(document.catalog).reverse()) };
  const again = await open(JSON.stringify(turned, null, 2).replaceAll("/", "\\/"));
  assert.deepEqual(again, { id: csf.id, isNew: false });
  const one = await author(catalogues.getCatalogue, { id: csf.id });
  assert.equal(one.contentSha256, contentHash(document).toString("hex"));
});

const small = (controls: unknown[], extra: object = {}) =>
  JSON.stringify({
    catalog: {
      metadata: { title: "Small", version: "1", "oscal-version": "v1.1.0" },
      groups: [{ id: "g", title: "G", controls }],
      ...extra,
    },
  });

test("what is not taken as it stands is told by kind, with names", async () => {
  const { id } = await open(
    small(
      [
        { id: "X-1", title: "One", links: [{ rel: "related", href: "#nowhere" }] },
        { id: "X-1", title: "One again" },
        { id: "x-1", title: "Twin", parts: [{ name: "statement", prose: "Do {{ insert: param, p1 }}." }] },
        { title: "Nameless" },
        {
          id: "y",
          title: "Gone",
          props: [{ name: "status", value: "withdrawn" }],
          links: [{ rel: "moved_to", href: "z" }],
          controls: [{ id: "y.1", title: "Gone with it" }],
        },
        { id: "w", title: "W", params: [{ id: "c1", label: "{{ insert: param, c1 }}" }], colour: "red" },
      ],
      { params: [] },
    ),
  );
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual(
    one.problems.map((each) => [each.kind, each.count]),
    [
      ["duplicate_ids", 1],
      ["case_twins", 1],
      ["without_id", 1],
      ["without_words", 2],
      ["missing_targets", 1],
      ["dangling_links", 1],
      ["missing_parameters", 1],
      ["circular_parameters", 1],
      ["unknown_fields", 1],
    ],
  );
  const child = await author(catalogues.getCatalogueItem, { id, itemId: "y.1" });
  assert.equal(child.withdrawnBy, "parent");
});

for (const [what, content, refusal] of [
  ["a file that is cut off", '{"catalog":', "catalogue.cut_off"],
  ["XML", "<catalog/>", "catalogue.other_form"],
  [
    "a mapping collection, which belongs elsewhere",
    JSON.stringify({ "mapping-collection": {} }),
    "catalogue.is_mapping",
  ],
  ["another model", JSON.stringify({ "system-security-plan": {} }), "catalogue.not_a_catalogue"],
  ["an unknown version", small([{ id: "a" }]).replace("v1.1.0", "2.0.0"), "catalogue.version_unknown"],
  ["no control", small([]), "catalogue.empty"],
  ["a mountain of brackets", `{"catalog":${"[".repeat(5000)}${"]".repeat(5000)}}`, "catalogue.too_large"],
  ["a NUL", small([{ id: "a", title: "\u0000" }]), "catalogue.broken_text"],
] as const)
  test(`S-01 ${what} is refused as ${refusal}`, () => assert.rejects(open(content), code(refusal)));

test("what is only checked is seen by nobody else, and one that is left unused is gone", async () => {
  const { id } = await open(small([{ id: "q", title: "Q" }]));
  await assert.rejects(officer(catalogues.getCatalogue, { id }), code("catalogue.not_found"));
  await assert.rejects(officer(catalogues.dropCatalogue, { id, rowVersion: 1 }));
  await assert.rejects(
    author(catalogues.draftFromCatalogue, { id, code: "Q", edition: "1" }),
    code("catalogue.not_applied"),
  );
  await author(catalogues.dropCatalogue, { id, rowVersion: 1 });
  await assert.rejects(author(catalogues.getCatalogue, { id }), code("catalogue.not_found"));
});
