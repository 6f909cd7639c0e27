// OSCAL as others write it: shapes of NIST's SP 800-171 and SSDF, the Australian ISM, BSI's Grundschutz++ and of tools,
// each in a small document of our own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { isObject, type Obj, objects } from "#core/oscal/read.ts";
import { checkEdition } from "#modules/standards/check-edition.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { frameOf } from "#modules/standards/edition.ts";
import { realCatalogue } from "#test/catalogues.ts";
import { readGiven, resolvedOf } from "../reading/read.ts";
import { toEdition } from "../to-edition.ts";
import { readCatalog } from "./catalog.ts";
import type { ProblemKind } from "./problems.ts";

const metadata = {
  title: "Small",
  "last-modified": "2026-01-01T00:00:00Z",
  version: "1",
  "oscal-version": "v1.2.2",
};
const catalogue = (rest: object, more: object = {}) => ({
  catalog: { uuid: "2c1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a01", metadata: { ...metadata, ...more }, ...rest },
});
const bytesOf = (document: unknown) => Buffer.from(JSON.stringify(document));
const read = (document: unknown) => readGiven({ bytes: bytesOf(document), sources: null });
type Item = {
  item_id: string;
  parent_id: string | null;
  top_id: string;
  kind: string;
  title: string;
  words: string;
  label: string | null;
  more: { guidance: string; examples: string[]; objects: string[] };
  withdrawn_by: string | null;
};
const itemsOf = (one: { items: string }) => JSON.parse(one.items) as Item[];
const itemOf = (one: { items: string }, id: string) => itemsOf(one).find((item) => item.item_id === id);
const told = (one: { report: { problems: { kind: string; examples: string[] }[] } }, kind: ProblemKind) =>
  one.report.problems.find((each) => each.kind === kind)?.examples;
const refusedAs = (code: string, values?: Record<string, unknown>) => (error: unknown) =>
  error instanceof AppError &&
  error.code === code &&
  Object.entries(values ?? {}).every(([key, value]) => error.details.values?.[key] === value);
const control = (id: string, rest: object = {}) => ({ id, title: `Control ${id}`, ...rest });
const says = (prose: string) => ({ parts: [{ name: "statement", prose }] });

test("groups without an id hold what is below them, under a name of their place (ISM)", () => {
  const one = read(
    catalogue({
      groups: [
        {
          title: "Using it",
          groups: [{ title: "Purpose", parts: [{ name: "overview", prose: "Why." }] }],
        },
        {
          title: "Guidelines",
          groups: [{ title: "Phones", controls: [control("c-1", says("Lock them."))] }],
        },
      ],
    }),
  );
  assert.deepEqual(
    itemsOf(one).map((item) => [item.item_id, item.parent_id, item.top_id]),
    [
      ["group-1", null, "group-1"],
      ["group-1.1", "group-1", "group-1"],
      ["group-2", null, "group-2"],
      ["group-2.1", "group-2", "group-2"],
      ["c-1", "group-2.1", "group-2"],
    ],
  );
  assert.equal(itemOf(one, "group-1.1")?.words, "Why.");
  assert.equal(told(one, "named_groups")?.length, 4);
});

test("a statement of nothing but parts, labels that repeat the title, titles of parts (SP 800-171, SSDF)", () => {
  const label = (value: string) => ({ props: [{ name: "label", value }] });
  const one = read(
    catalogue({
      groups: [
        {
          id: "P_03.01",
          title: "Access",
          controls: [
            control("P_03.01.01", {
              ...label("Account Management (03.01.01)"),
              parts: [
                {
                  name: "statement",
                  parts: [
                    {
                      name: "item",
                      ...label("a"),
                      prose: "Define types.",
                      parts: [{ name: "item", prose: "Deeper." }],
                    },
                  ],
                },
                { name: "example", title: "Example 1:", prose: "Define policies." },
              ],
            }),
          ],
        },
      ],
    }),
  );
  const item = itemOf(one, "P_03.01.01");
  assert.equal(item?.words, "a Define types.\n  Deeper.");
  assert.deepEqual(item?.more.examples, ["Example 1: Define policies."]);
  assert.deepEqual(
    one.report.problems.map((each) => each.kind),
    ["withdrawn_not_marked"],
  );
});

test("parts of names that nobody here knows: shown where there is no statement, told where there is one", () => {
  const one = read(
    catalogue({
      controls: [
        control("a", { parts: [{ name: "requirement", prose: "Do it." }] }),
        control("b", {
          parts: [
            { name: "statement", prose: "Do." },
            { name: "information", prose: "More." },
          ],
        }),
      ],
    }),
  );
  assert.equal(itemOf(one, "a")?.words, "Do it.");
  assert.deepEqual(told(one, "other_parts"), ["information"]);
  assert.equal(told(one, "without_words"), undefined);
});

test("another language, another version, foreign fields and braces that insert nothing are told by name", () => {
  const one = read(
    catalogue(
      {
        controls: [
          control(
            "a",
            says("Look {{ p_1 }}, {{ param: p_1 }}, {{insert: param , p_1}} and {{ insert: param, p_2 }}."),
          ),
        ],
        params: [{ id: "p_1", label: "daily" }],
        constructor: [{ x: 1 }],
        toString: { y: 1 },
      },
      { language: "de-DE", "oscal-version": "1.9.0" },
    ),
  );
  assert.deepEqual(told(one, "other_language"), ["de-de"]);
  assert.deepEqual(told(one, "newer_version"), ["1.9.0"]);
  assert.deepEqual(told(one, "unread_insertions"), ["a: {{ p_1 }}", "a: {{ param: p_1 }}"]);
  assert.deepEqual(told(one, "missing_parameters"), ["a: p_2"]);
  assert.deepEqual(told(one, "unknown_fields"), ["catalog.constructor", "catalog.toString"]);
});

test("more than can be shown is cut and told, never refused by what reads it back", () => {
  const one = read(
    catalogue({
      controls: [
        control("a", {
          title: "t".repeat(1200),
          class: "c".repeat(100),
          parts: [
            { name: "statement", prose: `${"s".repeat(19_998)}😀😀` },
            ...Array.from({ length: 300 }, (_, at) => ({ name: "example", prose: `e${at}` })),
          ],
        }),
      ],
    }),
  );
  const item = itemOf(one, "a");
  assert.deepEqual([item?.title.length, item?.words.length, item?.more.examples.length], [1000, 20_000, 200]);
  assert.ok(item?.words.isWellFormed());
  assert.deepEqual(told(one, "words_too_long"), ["a"]);
});

test("ids twice, in other letters, without, and too long", () => {
  const one = read(
    catalogue({
      groups: [
        {
          id: "g",
          title: "G",
          controls: [control("AC-1"), control("ac-1"), control("AC-1"), { title: "none" }],
        },
      ],
      controls: [
        control("x".repeat(90)),
        control("z", { controls: [control("z.1", { controls: [control("z.1.1")] })] }),
      ],
    }),
  );
  assert.deepEqual(told(one, "duplicate_ids"), ["AC-1"]);
  assert.deepEqual(told(one, "case_twins"), ["AC-1 / ac-1"]);
  assert.deepEqual(told(one, "without_id"), ["none"]);
  assert.equal(told(one, "long_ids"), undefined, "what is not taken at all is told once");
  assert.equal(told(one, "unfit_ids")?.length, 1);
  assert.equal(itemOf(one, "z.1.1")?.parent_id, "z.1");
});

test("a group that bears the id of a control gives way, and nothing of the control is lost", () => {
  const one = read(
    catalogue({ groups: [{ id: "a", title: "G", controls: [control("a", says("Do.")), control("b")] }] }),
  );
  assert.deepEqual(
    itemsOf(one).map((item) => [item.item_id, item.kind, item.parent_id]),
    [
      ["group-1", "group", null],
      ["a", "control", "group-1"],
      ["b", "control", "group-1"],
    ],
  );
  assert.equal(told(one, "duplicate_ids"), undefined);
  assert.deepEqual(told(one, "named_groups"), ["group-1: G"]);
});

test("a title inserts a parameter as words do: one that is not there is told", () => {
  const one = read(catalogue({ controls: [control("a", { title: "Every {{ insert: param, p_9 }}" })] }));
  assert.deepEqual(told(one, "missing_parameters"), ["a: p_9"]);
});

const utf16 = Buffer.concat([
  Buffer.from([0xff, 0xfe]),
  Buffer.from(JSON.stringify(catalogue({})), "utf16le"),
]);
const refusals: [string, Uint8Array, string, Record<string, unknown>?][] = [
  ["UTF-16", utf16, "catalogue.other_form", { form: "UTF-16" }],
  ["UTF-16 without a mark", utf16.subarray(2), "catalogue.other_form", { form: "UTF-16" }],
  ["XML", Buffer.from('<?xml version="1.0"?><catalog/>'), "catalogue.other_form", { form: "XML" }],
  ["YAML", Buffer.from("# NIST\ncatalog:\n  uuid: x\n"), "catalogue.other_form", { form: "YAML" }],
  ["a ZIP", Buffer.from("PK\x03\x04"), "catalogue.other_form", { form: "ZIP" }],
  ["nothing", Buffer.from(""), "catalogue.cut_off", { line: 1, column: 1 }],
  ["a list", Buffer.from("[]"), "catalogue.no_object"],
  ["cut off in a text", Buffer.from('{\n "catalog": "x'), "catalogue.cut_off", { line: 2, column: 15 }],
  ["a comma too many", Buffer.from('{\n "a": 1,\n}'), "catalogue.not_json", { line: 3, column: 1 }],
  ["Shift JIS", Buffer.from([0x7b, 0x22, 0x0a, 0x83, 0x65]), "catalogue.not_utf8", { line: 2 }],
  [
    "half of a pair",
    bytesOf(catalogue({ controls: [control("a", says("\ud800"))] })),
    "catalogue.broken_text",
  ],
  ["half of a pair in a name", Buffer.from('{"catalog":{"\\udc00":1}}'), "catalogue.broken_text"],
  [
    "a huge text",
    bytesOf(catalogue({ controls: [control("a", says("x".repeat(200_001)))] })),
    "catalogue.too_large",
  ],
  [
    "depth",
    Buffer.from(`{"catalog":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`),
    "catalogue.too_large",
  ],
  [
    "a plan",
    bytesOf({ "system-security-plan": {} }),
    "catalogue.not_a_catalogue",
    { what: "system-security-plan" },
  ],
  [
    "components",
    bytesOf({ "component-definition": {} }),
    "catalogue.not_a_catalogue",
    { what: "component-definition" },
  ],
  ["a list in its place", bytesOf({ catalog: [] }), "catalogue.not_a_catalogue"],
  ["a draft of 1.0.0", bytesOf(catalogue({}, { "oscal-version": "1.0.0-rc1" })), "catalogue.version_unknown"],
  ["OSCAL 2", bytesOf(catalogue({}, { "oscal-version": "2.0.0" })), "catalogue.version_unknown"],
  ["no metadata", bytesOf({ catalog: { controls: [control("a")] } }), "catalogue.version_unknown"],
  ["no control", bytesOf(catalogue({ groups: [{ id: "g", title: "G" }] })), "catalogue.empty"],
];
for (const [what, bytes, code, values] of refusals)
  test(`S-01 ${what} is refused as ${code}`, () =>
    assert.throws(() => readGiven({ bytes, sources: null }), refusedAs(code, values)));

test("a byte order mark, escaped slashes and members of other kinds than expected are read past", () => {
  const plain = catalogue({
    groups: [{ id: "g", title: "G", controls: [control("a/b", says("x/y"))] }],
    controls: null,
  });
  const one = read(plain);
  const marked = Buffer.from(`\uFEFF${JSON.stringify(plain, null, 1).replaceAll("/", "\\/")}`);
  assert.deepEqual(readGiven({ bytes: marked, sources: null }), one);
  const odd = catalogue({
    groups: [null, 7, "g"],
    controls: [control("a", { parts: "x", props: 3, params: { id: "p" }, links: [1] })],
  });
  assert.equal(itemsOf(read(odd)).length, 1);
});

// Profiles.

const source = catalogue({
  params: [{ id: "whole", label: "organization" }],
  groups: [
    {
      id: "g1",
      title: "One",
      params: [{ id: "ofgroup", label: "group's" }],
      controls: [
        control("a-1", {
          params: [{ id: "a-1_p", label: "days" }],
          props: [
            { name: "label", value: "A-1" },
            { name: "mark", ns: "https://x.example", value: "m" },
          ],
          links: [{ href: "#a-2", rel: "related" }],
          parts: [
            {
              id: "a-1_smt",
              name: "statement",
              class: "must",
              prose: "{{ insert: param, ofgroup }} and {{ insert: param, whole }}.",
              parts: [{ id: "a-1_smt.a", name: "item", prose: "first" }],
            },
            { id: "a-1_gdn", name: "guidance", ns: "https://x.example", prose: "Advice." },
          ],
          controls: [control("a-1.1", says("Within {{ insert: param, a-1_p }}."))],
        }),
        control("a-2", says("Second.")),
      ],
    },
    { title: "No id", controls: [control("b-1", says("Third."))] },
  ],
});
const profileOf = (rest: object) => ({
  profile: {
    uuid: "5b1d4c4c-9a4e-4a7f-8a55-000000000001",
    metadata: { ...metadata, title: "Profile" },
    ...rest,
  },
});
function resolve(rest: object, ...others: unknown[]) {
  const sources = [source, ...others].map((one) => ({ bytes: bytesOf(one), sources: null }));
  const given = { bytes: bytesOf(profileOf(rest)), sources };
  const out = resolvedOf(given);
  assert.ok("bytes" in out, "wrong" in out ? out.wrong.path : "");
  const catalog = JSON.parse(Buffer.from(out.bytes).toString()).catalog as Obj;
  assert.deepEqual(oscalProblems("catalog", catalog), []);
  const again = readGiven({ bytes: out.bytes, sources: null });
  const one = readGiven(given);
  assert.equal(again.items, one.items, "what goes out is read again as the same");
  return { catalog, read: one };
}
const call = (...ids: string[]) => ({ href: "x", "include-controls": [{ "with-ids": ids }] });
const asIs = { merge: { "as-is": true } };
const idsIn = (one: Obj): unknown[] => [
  ...objects(one["controls"]).flatMap((each) => [each["id"], ...idsIn(each)]),
  ...objects(one["groups"]).flatMap(idsIn),
];

test("what a text inserts comes along, wherever it stood: of the group, of the parent that was not chosen", () => {
  const flat = resolve({ imports: [call("a-1", "a-1.1")], merge: { flat: {} } });
  assert.deepEqual(told(flat.read, "missing_parameters"), undefined);
  assert.deepEqual(
    objects(flat.catalog["params"])
      .map((one) => one["id"])
      .toSorted(),
    ["ofgroup", "whole"],
  );
  const child = resolve({ imports: [call("a-1.1")], ...asIs });
  assert.deepEqual(
    objects(child.catalog["params"]).map((one) => one["id"]),
    ["a-1_p"],
  );
  assert.deepEqual(told(child.read, "missing_parameters"), undefined);
});

test("what is called, excluded or matched in vain is told, and what its own groups place nowhere", () => {
  const { catalog, read: one } = resolve({
    imports: [
      {
        href: "x",
        "include-controls": [
          { "with-ids": ["a-1", "a-7"], matching: [{ pattern: "zz*" }, { pattern: "b-?" }] },
        ],
        "exclude-controls": [{ "with-ids": ["a-9"] }],
        include: { calls: [] },
      },
    ],
    merge: { custom: { groups: [{ id: "own", title: "Own", "insert-controls": [call("a-1", "q")] }] } },
  });
  assert.deepEqual(idsIn(catalog), ["a-1"]);
  assert.deepEqual(told(one, "missing_controls"), ["a-7", "q"]);
  assert.deepEqual(told(one, "missing_exclusions"), ["a-9"]);
  assert.deepEqual(told(one, "missing_patterns"), ["zz*"]);
  assert.deepEqual(told(one, "not_placed"), ["b-1"]);
  assert.deepEqual(told(one, "unknown_fields"), ["imports.include", "insert-controls.href"]);
});

test("ids in other letters are found where one is meant, in calls, settings and alterations, and it is said", () => {
  const { catalog, read: one } = resolve({
    imports: [{ href: "x", "include-all": {}, "exclude-controls": [{ "with-ids": ["A-2", "B-1"] }] }],
    ...asIs,
    modify: {
      "set-parameters": [{ "param-id": "A-1_P", values: ["30"] }],
      alters: [{ "control-id": "A-1.1", adds: [{ props: [{ name: "n", value: "v" }] }] }],
    },
  });
  assert.deepEqual(idsIn(catalog), ["a-1", "a-1.1"]);
  assert.deepEqual(told(one, "matched_case"), ["A-2 → a-2", "B-1 → b-1"]);
  for (const kind of ["missing_exclusions", "missing_settings", "missing_alterations"] as const)
    assert.equal(told(one, kind), undefined, kind);
});

test("two controls that differ by letters alone are never meant by a third way of writing", () => {
  const twins = catalogue({ controls: [control("AC-1", says("Upper.")), control("ac-1", says("Lower."))] });
  const { catalog, read: one } = resolve(
    { imports: [{ href: "none", "with-ids": [] }, call("ac-1", "Ac-1")] },
    twins,
  );
  assert.ok(idsIn(catalog).includes("ac-1"));
  assert.deepEqual(told(one, "missing_controls"), ["Ac-1"]);
});

for (const [pattern, ids] of [
  ["a-[12]", ["a-1", "a-2"]],
  ["[!a]-?", ["b-1"]],
  ["[a-b]-1", ["a-1", "b-1"]],
  ["?-1*", ["a-1", "a-1.1", "b-1"]],
  ["a-1.[1-]", ["a-1.1"]],
] as const)
  test(`the pattern ${pattern} chooses ${ids.join(", ")}`, () => {
    const matching = [{ pattern }];
    const { catalog } = resolve({ imports: [{ href: "x", "include-controls": [{ matching }] }] });
    assert.deepEqual(idsIn(catalog), [...ids]);
  });

test("a profile that comes to nothing is refused with what it called in vain", () => {
  const include = [{ "with-ids": ["c-7"], matching: [{ pattern: "zz*" }, { pattern: "[b-a" }] }];
  assert.throws(
    () => resolve({ imports: [{ href: "x", "include-controls": include }] }),
    refusedAs("catalogue.profile_empty", { what: "c-7, zz*, [b-a" }),
  );
});

const altered = (alter: object) =>
  objects(
    objects(
      resolve({ imports: [call("a-1")], ...asIs, modify: { alters: [{ "control-id": "a-1", ...alter }] } })
        .catalog["groups"],
    )[0]?.["controls"],
  )[0] ?? {};
const names = (one: unknown, key: string) =>
  objects(isObject(one) ? one[key] : undefined).map((each) => each["name"] ?? each["id"] ?? each["href"]);

for (const [what, removal, left] of [
  ["name", { "by-name": "guidance" }, [["statement"], ["label", "mark"], ["a-1_p"]]],
  ["class", { "by-class": "must" }, [["guidance"], ["label", "mark"], ["a-1_p"]]],
  ["id", { "by-id": "a-1_p" }, [["statement", "guidance"], ["label", "mark"], []]],
  ["name space", { "by-ns": "https://x.example" }, [["statement"], ["label"], ["a-1_p"]]],
  [
    "name space of one kind",
    { "by-ns": "https://x.example", "by-item-name": "prop" },
    [["statement", "guidance"], ["label"], ["a-1_p"]],
  ],
  ["kind", { "by-item-name": "param" }, [["statement", "guidance"], ["label", "mark"], []]],
] as const)
  test(`removal by ${what} takes what it says and nothing else`, () => {
    const one = altered({ removes: [removal] });
    assert.deepEqual([names(one, "parts"), names(one, "props"), names(one, "params")], left);
  });

for (const [position, expected] of [
  ["before", ["new", "statement", "guidance"]],
  ["after", ["statement", "new", "guidance"]],
] as const)
  test(`an addition ${position} a part stands there, with the properties it brings`, () => {
    const one = altered({
      adds: [
        {
          position,
          "by-id": "a-1_smt",
          parts: [{ name: "new", prose: "N" }],
          props: [{ name: "added", value: "1" }],
        },
      ],
    });
    assert.deepEqual([names(one, "parts"), names(one, "props")], [expected, ["label", "mark", "added"]]);
  });
for (const [position, expected] of [
  ["starting", ["new", "item"]],
  ["ending", ["item", "new"]],
] as const)
  test(`an addition ${position} in a part stands within it`, () => {
    const one = altered({ adds: [{ position, "by-id": "a-1_smt", parts: [{ name: "new", prose: "N" }] }] });
    assert.deepEqual(names(objects(one["parts"])[0], "parts"), expected);
  });

test("a parameter is set with all that may be said of one", () => {
  const setting = {
    class: "c",
    label: "L",
    usage: "U",
    constraints: [{ description: "at most 30" }],
    guidelines: [{ prose: "G" }],
    props: [{ name: "n", value: "v" }],
    select: { "how-many": "one", choice: ["1", "2"] },
  };
  const { catalog } = resolve({
    imports: [call("a-1")],
    ...asIs,
    modify: { "set-parameters": [{ "param-id": "a-1_p", ...setting }] },
  });
  const [one] = objects(objects(catalog["groups"])[0]?.["controls"]);
  assert.deepEqual(objects(one?.["params"])[0], { id: "a-1_p", ...setting });
});

test("groups without an id keep theirs apart; of two catalogues with one control the first is taken and told", () => {
  const other = catalogue({ groups: [{ title: "No id", controls: [control("b-1"), control("c-1")] }] });
  const { catalog, read: one } = resolve({ imports: [call("b-1"), call("b-1", "c-1")], ...asIs }, other);
  assert.deepEqual(
    objects(catalog["groups"]).map((each) => [each["title"], idsIn(each)]),
    [
      ["No id", ["b-1"]],
      ["No id", ["c-1"]],
    ],
  );
  assert.deepEqual(told(one, "combined"), ["b-1"]);
});

function drafted(document: Obj) {
  const { items, params } = readCatalog(document);
  const stored = items.map(({ words: { statement, ...more }, ...item }) => ({
    ...item,
    words: statement,
    more,
  }));
  return toEdition(stored, frameOf(loadBuiltinStandard()), {
    code: "S",
    edition: "1",
    name: "Small",
    language: "en",
    setId: "small",
    headings: [],
    params,
  });
}

test("what an assessor finds out comes into a draft whole, as long as SP 800-53A makes it", () => {
  const real = JSON.parse(realCatalogue("sp800-53-moderate-5.2.0").toString()) as Obj;
  const { content, left, shortened } = drafted(real);
  assert.deepEqual([content.controls.length, left, shortened], [287, [], []]);
  const said = new Map(readCatalog(real).items.map(({ id, words }) => [id, words.objectives]));
  for (const { id, auditTest } of content.controls) assert.equal(auditTest?.en, said.get(id), id);
  assert.ok((said.get("pl-2") ?? "").length > 5600);
  assert.deepEqual(checkEdition(content), []);
});

test("what a draft holds less of, or cannot hold, is named", () => {
  const looked = (prose: string) => ({
    name: "assessment-method",
    parts: [{ name: "assessment-objects", prose }],
  });
  const { content, left, shortened } = drafted(
    catalogue({
      params: [{ id: "p_long", label: "l".repeat(4001) }],
      controls: [
        control("many", {
          parts: [
            { name: "statement", prose: "Look at {{ insert: param, p_long }}." },
            ...Array.from({ length: 21 }, (_, at) => looked(`o${at}`)),
          ],
        }),
        control("wordy", says("w".repeat(4001))),
        control("plain", says("Do.")),
        control("x".repeat(41), says("Do.")),
      ],
    }),
  );
  assert.deepEqual(left, ["wordy", "x".repeat(41)]);
  assert.deepEqual(shortened.toSorted(), ["many", "p_long"]);
  assert.equal(content.controls.length, 2);
  const label = content.parameters?.[0]?.label.en ?? "";
  assert.ok(label.length === 4000 && label.endsWith("l…"));
});

test("controls in no group are one area of a draft, and no control's words are its question", () => {
  const document = catalogue({
    groups: [
      {
        id: "g",
        title: "Rules",
        parts: [{ name: "overview", prose: "Are there rules?" }],
        controls: [control("c-1", says("Have rules."))],
      },
    ],
    controls: [control("c-2", says("Lock phones.")), control("c-3", says("Patch servers."))],
  });
  const { content } = drafted(document);
  assert.deepEqual(
    content.areas.map((area) => [area.name.en, area.question?.en]),
    [
      ["Rules", "Are there rules?"],
      ["Small", undefined],
    ],
  );
});
