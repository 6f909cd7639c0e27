import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { isObject, type Obj, objects } from "#core/oscal/read.ts";
import { standards } from "#modules/standards/contract.ts";
import { testApp } from "#test/app.ts";
import { addFile, realCatalogue } from "#test/catalogues.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { catalogues } from "./contract.ts";
import { resolveProfile } from "./oscal/profile/resolve.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const person = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const author = app.as(person.token);
const open = async (content: string | Uint8Array, against?: string) =>
  author(catalogues.openCatalogue, {
    fileId: await addFile(owner, person.personId, content),
    ...(against ? { against } : {}),
  });
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const problem = (one: { problems: { kind: string; examples: string[] }[] }, kind: string) =>
  one.problems.find((each) => each.kind === kind)?.examples;
async function resolved(id: string): Promise<Obj> {
  const { catalog } = JSON.parse(
    (await sentBy(await author(catalogues.downloadResolved, { id }))).toString("utf8"),
  );
  assert.deepEqual(oscalProblems("catalog", catalog), []);
  return catalog;
}
const idsOf = (one: Obj): string[] => [
  ...objects(one["controls"]).flatMap((control) => [String(control["id"]), ...idsOf(control)]),
  ...objects(one["groups"]).flatMap(idsOf),
];

const refused = await open(realCatalogue("moderate-profile-5.2.0")).then(
  () => null,
  (error: unknown) => error,
);
test("a profile whose catalogue is not here says which one it wants", () => {
  assert.ok(refused instanceof AppError && refused.code === "catalogue.profile_without_source");
  assert.match(String(refused.details.values?.["wanted"]), /NIST_SP-800-53_rev5_catalog/);
});

const full = await open(realCatalogue("sp800-53-5.0.1"));
const published = JSON.parse(realCatalogue("sp800-53-moderate-5.2.0").toString()).catalog as Obj;

test("R-21 the moderate baseline 5.0.1, imported by file name, comes to the controls that NIST publishes for it", async () => {
  const { id } = await open(realCatalogue("moderate-profile-5.0.1"));
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual([one.controls, one.items, one.withdrawn], [287, 287, 0]);
  assert.deepEqual(
    one.resolvedFrom?.map((source) => source.id),
    [full.id],
  );
  const catalog = await resolved(id);
  assert.deepEqual(idsOf(catalog), idsOf(published), "the same controls in the same order, nested alike");
  assert.deepEqual(
    objects(catalog["groups"]).map((each) => [each["id"], objects(each["controls"]).length]),
    objects(published["groups"]).map((each) => [each["id"], objects(each["controls"]).length]),
  );
  assert.equal(problem(one, "other_source"), undefined, "it names no version");
  const { setId } = one.offered;
  assert.equal(setId, "nist_800_53_r5_moderate", "another set than that of the whole catalogue");
  assert.equal(problem(one, "withdrawn_not_marked"), undefined);
  const taken = await author(catalogues.applyCatalogue, {
    id,
    setId,
    headings: [],
    rowVersion: one.rowVersion,
  });
  assert.equal(taken.items, 287);
  const draft = await author(standards.getDraft, {
    id: (await author(catalogues.draftFromCatalogue, { id, code: "MOD", edition: "5" })).id,
  });
  assert.equal(draft.controls.length, 287);
});

test("R-21 the moderate baseline 5.2.0, imported by #uuid: against the full 5.0.1, and against its own release", async () => {
  const first = await open(realCatalogue("moderate-profile-5.2.0"));
  const older = await author(catalogues.getCatalogue, { id: first.id });
  assert.deepEqual([older.controls, older.resolvedFrom?.[0]?.id], [287, full.id]);
  assert.match(
    problem(older, "other_source")?.[0] ?? "",
    /^5\.2\.0 → NIST Special Publication 800-53.*\(5\.0\.1\)$/,
    "another release was taken than the one the profile is of",
  );
  const source = await open(realCatalogue("sp800-53-moderate-5.2.0"));
  const { id } = await open(realCatalogue("moderate-profile-5.2.0"));
  const one = await author(catalogues.getCatalogue, { id });
  assert.equal(
    one.resolvedFrom?.[0]?.id,
    source.id,
    "of two that have all of it, the one of its own release",
  );
  assert.equal(problem(one, "other_source"), undefined);
  const catalog = await resolved(id);
  assert.deepEqual(catalog["groups"], published["groups"], "the contents are those that NIST resolved");
  const chosen = await open(realCatalogue("moderate-profile-5.2.0"), full.id);
  assert.deepEqual(chosen, { id: first.id, isNew: false }, "another one may be chosen");
});

const small = {
  uuid: "2c1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a01",
  metadata: {
    title: "Small",
    "last-modified": "2026-01-01T00:00:00Z",
    version: "1",
    "oscal-version": "1.1.3",
  },
  params: [
    { id: "unused", label: "unused" },
    { id: "org", label: "organization", values: ["Mihon"] },
  ],
  groups: [
    {
      id: "g1",
      title: "One",
      controls: [
        {
          id: "a-1",
          title: "A",
          params: [
            { id: "a-1_p", label: "how often", select: { choice: ["{{ insert: param, a-1_q }}", "always"] } },
            { id: "a-1_q", label: "days" },
          ],
          props: [{ name: "label", value: "A-1" }],
          parts: [
            {
              id: "a-1_smt",
              name: "statement",
              prose: "{{ insert: param, org }} looks {{ insert: param, a-1_p }}.",
              parts: [
                { id: "a-1_smt.a", name: "item", prose: "first" },
                { id: "a-1_smt.b", name: "item", prose: "second" },
              ],
            },
            { id: "a-1_gdn", name: "guidance", prose: "Advice." },
          ],
          controls: [
            { id: "a-1.1", title: "A one", parts: [{ name: "statement", prose: "More." }] },
            { id: "a-1.2", title: "A two" },
          ],
        },
        { id: "a-2", title: "A2", controls: [{ id: "a-2.1", title: "A2 one" }] },
      ],
    },
    { id: "g2", title: "Two", controls: [{ id: "b-1", title: "B" }] },
  ],
};
const smallId = (await open(JSON.stringify({ catalog: small }))).id;
let serial = 0;
const profile = (rest: object) => {
  serial += 1;
  return JSON.stringify({
    profile: {
      uuid: `5b1d4c4c-9a4e-4a7f-8a55-${String(serial).padStart(12, "0")}`,
      metadata: { ...small.metadata, title: "Profile" },
      ...rest,
    },
  });
};
const all = [{ href: "catalogue.json", "include-all": {} }];

test("with child controls, by pattern, less what is excluded; a child without its parent stands in its place", async () => {
  const { id } = await open(
    profile({
      imports: [
        {
          href: "x",
          "include-controls": [
            { "with-ids": ["a-1", "nowhere"], "with-child-controls": "yes" },
            { matching: [{ pattern: "a-2.*" }, { pattern: "?-1" }] },
          ],
          "exclude-controls": [{ "with-ids": ["a-1.2"] }],
        },
      ],
      merge: { "as-is": true },
    }),
    smallId,
  );
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual(problem(one, "missing_controls"), ["nowhere"]);
  const catalog = await resolved(id);
  assert.deepEqual(
    objects(catalog["groups"]).map((each) => idsOf(each)),
    [["a-1", "a-1.1", "a-2.1"], ["b-1"]],
  );
  assert.deepEqual(
    objects(catalog["params"]).map((param) => param["id"]),
    ["org"],
    "parameters that nothing inserts are left behind",
  );
});

test("flat, and in groups of its own in another order", async () => {
  const flat = await resolved((await open(profile({ imports: all, merge: { flat: {} } }), smallId)).id);
  assert.deepEqual(
    objects(flat["controls"]).map((one) => one["id"]),
    ["a-1", "a-1.1", "a-1.2", "a-2", "a-2.1", "b-1"],
  );
  const groups = [
    {
      id: "own",
      title: "Own",
      "insert-controls": [
        { order: "descending", "include-controls": [{ matching: [{ pattern: "a-1.*" }] }] },
      ],
    },
    { id: "rest", title: "Rest", "insert-controls": [{ order: "keep", "include-all": {} }] },
  ];
  const custom = await resolved(
    (await open(profile({ imports: all, merge: { custom: { groups } } }), smallId)).id,
  );
  assert.deepEqual(
    objects(custom["groups"]).map((one) => [one["id"], ...idsOf(one)]),
    [
      ["own", "a-1.2", "a-1.1"],
      ["rest", "a-1", "a-2", "a-2.1", "b-1"],
    ],
  );
});

test("T-10 parameters are set, nested ones too, and stand in the words of the draft; contents go and come", async () => {
  const { id } = await open(
    profile({
      imports: [{ href: "x", "include-controls": [{ "with-ids": ["a-1"] }] }],
      merge: { "as-is": true },
      modify: {
        "set-parameters": [
          { "param-id": "a-1_p", values: ["every {{ insert: param, a-1_q }}"] },
          { "param-id": "a-1_q", values: ["30 days"] },
          { "param-id": "gone", values: ["x"] },
        ],
        alters: [
          {
            "control-id": "a-1",
            removes: [{ "by-id": "a-1_smt.b" }, { "by-name": "guidance" }, { "by-id": "no-such" }],
            adds: [
              {
                position: "after",
                "by-id": "a-1_smt.a",
                parts: [{ id: "new", name: "item", prose: "third" }],
              },
              { position: "starting", props: [{ name: "priority", value: "P1" }] },
              { title: "A, changed" },
              { position: "ending", "by-id": "missing", parts: [] },
            ],
          },
          { "control-id": "z-9", adds: [] },
        ],
      },
    }),
    smallId,
  );
  const one = await author(catalogues.getCatalogue, { id });
  assert.deepEqual(problem(one, "missing_settings"), ["gone"]);
  assert.equal(problem(one, "missing_alterations")?.length, 3);
  const catalog = await resolved(id);
  const [control] = objects(objects(catalog["groups"])[0]?.["controls"]);
  assert.ok(isObject(control));
  assert.equal(control["title"], "A, changed");
  assert.deepEqual(
    objects(control["props"]).map((prop) => prop["name"]),
    ["priority", "label"],
  );
  const [statement, ...others] = objects(control["parts"]);
  assert.deepEqual(
    objects(statement?.["parts"]).map((part) => part["prose"]),
    ["first", "third"],
  );
  assert.equal(others.length, 0);
  await author(catalogues.applyCatalogue, { id, setId: "small", headings: [], rowVersion: one.rowVersion });
  const draft = await author(catalogues.draftFromCatalogue, { id, code: "SMALL", edition: "1" });
  const { requirement } = await author(standards.getControl, { id: draft.id, controlId: "a-1" });
  assert.match(requirement.text, /^Mihon looks every 30 days\./);
});

test("a profile of a profile is resolved through it", async () => {
  const first = await open(
    profile({
      imports: [{ href: "x", "include-controls": [{ "with-ids": ["a-1", "b-1"] }] }],
      merge: { "as-is": true },
    }),
    smallId,
  );
  const second = await open(profile({ imports: all, merge: { "as-is": true } }), first.id);
  assert.deepEqual(idsOf(await resolved(second.id)), ["a-1", "b-1"]);
});

test("two imports of one catalogue meet in its groups, parents with their children", async () => {
  const take = (...ids: string[]) => ({ href: "x", "include-controls": [{ "with-ids": ids }] });
  const { id } = await open(
    profile({ imports: [take("a-1", "b-1"), take("a-2", "a-1.1")], merge: { "as-is": true } }),
    smallId,
  );
  assert.deepEqual(
    objects((await resolved(id))["groups"]).map((one) => [one["id"], ...idsOf(one)]),
    [
      ["g1", "a-1", "a-1.1", "a-2"],
      ["g2", "b-1"],
    ],
  );
  // Also where the two were parsed apart.
  const imports = [take("a-1"), take("a-2")];
  const { catalog } = resolveProfile({ uuid: "p", imports, merge: { "as-is": true } }, [
    small,
    structuredClone(small),
  ]);
  assert.deepEqual(
    objects(catalog["groups"]).map((one) => one["id"]),
    ["g1"],
  );
});

test("what a profile below could not find is told, once, however often it is imported", async () => {
  const below = await open(
    profile({
      imports: [{ href: "x", "include-controls": [{ "with-ids": ["a-1", "a-2", "lost"] }] }],
      merge: { "as-is": true },
    }),
    smallId,
  );
  const take = (id: string) => ({ href: "x", "include-controls": [{ "with-ids": [id, "away"] }] });
  const { id } = await open(profile({ imports: [take("a-1"), take("a-2")] }), below.id);
  const { problems } = await author(catalogues.getCatalogue, { id });
  const missing = problems.filter((one) => one.kind === "missing_controls");
  assert.deepEqual(
    missing.map(({ count, examples }) => [count, examples]),
    [[2, ["away", "lost"]]],
  );
});

test("what stands in no group, as in a profile merged flat, is one area of the draft", async () => {
  const { id } = await open(profile({ imports: all }), smallId);
  const { rowVersion } = await author(catalogues.getCatalogue, { id });
  await author(catalogues.applyCatalogue, { id, setId: "flat", headings: [], rowVersion });
  const { id: draftId, leftOut } = await author(catalogues.draftFromCatalogue, {
    id,
    code: "FLAT",
    edition: "1",
  });
  const draft = await author(standards.getDraft, { id: draftId });
  const { areas } = await author(standards.getEdition, { id: draftId });
  assert.deepEqual([draft.controls.length, areas.map((area) => area.id), leftOut], [6, ["all"], []]);
});

test("a profile is no source of itself, names its catalogue by uuid or by file, and outlives one that nobody took", async () => {
  const gone = {
    ...small,
    uuid: "2c1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a77",
    metadata: { ...small.metadata, title: "Gone" },
  };
  const source = await open(JSON.stringify({ catalog: gone }));
  const text = profile({
    imports: [{ href: `#${gone.uuid}`, "include-all": {} }],
    merge: { "as-is": true },
  });
  const one = await open(text);
  const { resolvedFrom } = await author(catalogues.getCatalogue, { id: one.id });
  assert.deepEqual(
    resolvedFrom?.map((each) => each.id),
    [source.id],
    "by uuid, though others have as much of it",
  );
  const { rowVersion } = await author(catalogues.getCatalogue, { id: source.id });
  await author(catalogues.dropCatalogue, { id: source.id, rowVersion });
  assert.equal(idsOf(await resolved(one.id)).length, 6);
  await assert.rejects(open(text), code("catalogue.profile_without_source"));
  const named = await open(
    profile({ imports: [{ href: "https://x.example/a%2Bb/Catalogue-min.xml?raw=1", "include-all": {} }] }),
  );
  assert.ok((await author(catalogues.getCatalogue, { id: named.id })).resolvedFrom?.length);
});

for (const [what, rest, refusal] of [
  ["no import", { imports: [] }, "catalogue.profile_empty"],
  [
    "nothing that is there",
    { imports: [{ href: "x", "include-controls": [{ "with-ids": ["nowhere"] }] }] },
    "catalogue.profile_empty",
  ],
] as const)
  test(`S-01 a profile of ${what} is refused as ${refusal}`, () =>
    assert.rejects(open(profile(rest), smallId), code(refusal)));

test("R-21 a profile that names another document or version than the catalogue taken is told so, and every control it misses", () => {
  const own = { uuid: small.uuid, metadata: { title: "NIST SP 800-171 Rev 3", version: "3.1" } };
  const source = { ...own, controls: [{ id: "a-1", title: "A" }] } as unknown as Obj;
  const missing = Array.from({ length: 40 }, (_, at) => `x-${at + 1}`);
  const told = (resource: object | null, href = "#84cbf061-eb87-4ec1-8112-1f529232e907", metadata = {}) => {
    const profile = {
      uuid: "5b1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a09",
      metadata: { title: "Ours", version: "1.0", ...metadata },
      imports: [{ href, "include-controls": [{ "with-ids": ["a-1", ...missing] }] }],
      ...(resource ? { "back-matter": { resources: [{ uuid: href.slice(1), ...resource }] } } : {}),
    } as unknown as Obj;
    const { problems } = resolveProfile(profile, [source]);
    assert.deepEqual(problems.find((one) => one.kind === "missing_controls")?.examples, missing);
    return problems.find((one) => one.kind === "other_source")?.examples;
  };
  const taken = "NIST SP 800-171 Rev 3 (3.1)";
  assert.deepEqual(told({ title: "NIST SP 800-53 Rev 5" }), [`800-53 → ${taken}`]);
  assert.deepEqual(told({ title: "SP 800-171, 3.0" }), [`3.0 → ${taken}`]);
  assert.deepEqual(told({ rlinks: [{ href: "https://example.org/v1.3.0/SP_800-171_3.0.json" }] }), [
    `3.0 → ${taken}`,
  ]);
  assert.deepEqual(told(null), [`#84cbf061-eb87-4ec1-8112-1f529 → ${taken}`]);
  assert.equal(told(null, `#${small.uuid}`), undefined, "the uuid of the catalogue itself");
  assert.equal(told({ title: "SP 800-171, 3.1" }), undefined);
  assert.equal(
    told(null, "https://example.org/v1.3.0/catalog.json"),
    undefined,
    "a profile counts for itself",
  );
  assert.deepEqual(told(null, "catalog.json", { title: "SP 800-171 baseline", version: "3.0" }), [
    `3.0 → ${taken}`,
  ]);
});
