import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { oscalBytes, oscalProblems } from "#core/oscal/check.ts";
import { AppError } from "#core/errors.ts";
import { inWords, type Told } from "#core/text/told.ts";
import { fromFile } from "../as-file.ts";
import { loadBuiltinStandard } from "../builtin.ts";
import { contentHash } from "../canonical.ts";
import { type CarryRule, changesBetween, type ControlChange } from "../changes.ts";
import type { Control, EditionContent, TextLanguage } from "../edition.ts";
import { sayIn } from "../words.ts";
import { toOscal } from "./to-oscal.ts";

const builtin = loadBuiltinStandard();
const [first, second, ...rest] = builtin.controls as [Control, Control, ...Control[]];
const hash = (content: EditionContent) => contentHash(content).toString("hex");
const out = (content: EditionContent, language: TextLanguage, changes: ControlChange[] = []) =>
  toOscal(content, {
    language,
    modifiedAt: "2026-11-26T00:00:00Z",
    sha256: hash(content),
    changes,
    previousSha256: "a1",
  });
const again = (catalog: object) => fromFile(oscalBytes("catalog", catalog).toString("utf8"));

/** Ids that OSCAL does not take, an order that no grouping keeps, words that no line holds, nothing in the language. */
const awkward: EditionContent = {
  ...builtin,
  standard: {
    ...builtin.standard,
    edition: "2027.(1)",
    name: { ja: "規程\n第2版" },
    purpose: { en: " a\n\n b " },
  },
  parameters: [
    { id: "days", label: { en: "days\nof #1", ja: "日数" }, value: { en: "0123", ja: "１４日\n以内" } },
    { id: "no", label: { zh: "是" } },
  ],
  controls: [
    {
      ...first,
      title: { en: "- [x] {a}: 'b' \"c\" | > & * ! % @ `", ja: "  字下げ \ttab\u00a0" },
      requirement: { en: "{{ insert: param, days }}\n\nsecond\n", ja: "null", zh: "~" },
      evidence: [{ ja: "\n" }, { en: "2026-11-26", zh: "  " }],
      guidance: { zh: "说明\n\n- 一", en: " as it is " },
      examples: [{ en: "Ex1: one" }, { ja: "例２", zh: "~" }],
      references: { nist_csf_2_0: ["GV.OC-01", " 8.1 (a)\n", "%41"] },
    },
    ...rest,
    { ...second, id: "1.2(a)", title: { zh: "只有中文" }, requirement: { zh: "只有中文" } },
  ],
};

for (const [name, content] of [
  ["the built-in standard", builtin],
  ["an awkward one", awkward],
] as const)
  for (const language of ["ja", "en", "zh"] as const)
    test(`R-11 T-10 an edition goes out as valid OSCAL and comes in identical: ${name} (${language})`, () => {
      const catalog = out(content, language);
      assert.deepEqual(oscalProblems("catalog", catalog), []);
      assert.equal(hash(again(catalog).content), hash(fromFile(JSON.stringify(content)).content));
    });

test("R-11 whatever the words are, they come back", () => {
  const words = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(..." \n\t\r\u2028a字&<{}*") });
  const texts = fc
    .record({ en: words, ja: words, zh: words }, { requiredKeys: [] })
    .filter((one) => Object.keys(one).length > 0);
  fc.assert(
    fc.property(
      texts,
      texts,
      texts,
      fc.constantFrom("ja", "en", "zh"),
      (title, requirement, name, language) => {
        const content: EditionContent = {
          ...builtin,
          standard: { ...builtin.standard, name },
          areas: builtin.areas.map((area) => ({ ...area, name, question: title })),
          controls: [
            {
              ...first,
              title,
              requirement,
              auditTest: name,
              evidence: [requirement],
              guidance: title,
              examples: [name, requirement],
            },
          ],
        };
        const catalog = out(content, language);
        assert.deepEqual(oscalProblems("catalog", catalog), []);
        assert.deepEqual(again(catalog).content, fromFile(JSON.stringify(content)).content);
      },
    ),
    { numRuns: 60 },
  );
});

test("prose is in the language that was asked for, and a control can be found by its own id", () => {
  const catalog = out(builtin, "ja");
  const control = catalog.groups.flatMap((group) => ("controls" in group ? group.controls : []))[0];
  assert.deepEqual([control?.id, control?.title], [first.id, first.title.ja]);
  assert.equal(control?.parts.find((part) => part.name === "statement")?.prose, first.requirement.ja);
});

test("what another tool changed in it is taken over: a value, a title, words", () => {
  const text = JSON.stringify(out(awkward, "en"))
    .replace('"values":["0123"]', '"values":["30 days"]')
    .replace(JSON.stringify(rest[0]?.title.en), '"Another title"');
  const { content } = fromFile(text.replace(/^/, '{"catalog":').concat("}"));
  assert.deepEqual(content.parameters?.[0]?.value, { en: "30 days", ja: "１４日\n以内" });
  const changed = content.controls.find((one) => one.id === rest[0]?.id);
  assert.deepEqual(changed?.title, { ...rest[0]?.title, en: "Another title" });
});

test("T-10 what was decided of the answers before goes with it", () => {
  const changes: ControlChange[] = [
    {
      controlId: first.id,
      change: "reworded",
      carry: "propose",
      fromIds: [first.id],
      reason: "same question",
    },
    { controlId: second.id, change: "new", carry: null, fromIds: [], reason: null },
    { controlId: "OLD-01", change: "withdrawn", carry: "none", fromIds: [], reason: "no\nlonger asked" },
  ];
  assert.deepEqual(again(out(builtin, "en", changes)).rules, [
    { controlId: first.id, fromIds: [first.id], carry: "propose", reason: "same question" },
    { controlId: "OLD-01", fromIds: [], carry: "none", reason: "no\nlonger asked" },
  ]);
});

test("T-10 whatever was decided of a second edition, its changes come back as the same", () => {
  const [third, fourth, fifth, sixth, ...others] = rest as [Control, Control, Control, Control, ...Control[]];
  const words = (en: string) => ({ requirement: { ...first.requirement, en } });
  const next: EditionContent = {
    ...builtin,
    standard: { ...builtin.standard, edition: "2027.1" },
    // One is changed, one decided to be the same, one split in two, two merged, one withdrawn; the rest is unchanged.
    controls: [
      { ...first, ...words("changed") },
      { ...second, ...words("reworded") },
      { ...third, ...words("less") },
      { ...third, ...words("taken out"), id: "NEW-01" },
      { ...fourth, ...words("both"), id: "NEW-02" },
      { ...sixth, id: "NEW-03" },
      ...others.slice(1),
    ],
  };
  const decided: CarryRule[] = [
    { controlId: second.id, fromIds: [], carry: "propose", reason: "the same question" },
    { controlId: "NEW-01", fromIds: [third.id], carry: "show", reason: null },
    { controlId: "NEW-02", fromIds: [fourth.id, fifth.id], carry: "none", reason: null },
    { controlId: sixth.id, fromIds: [], carry: "none", reason: "no longer asked" },
  ];
  const changesWith = (content: EditionContent, rules: readonly CarryRule[]) =>
    changesBetween(builtin, content, new Map(rules.map((rule) => [rule.controlId, rule])));
  const changes = changesWith(next, decided);
  const { content, rules, previousSha256 } = again(out(next, "en", changes));
  assert.deepEqual(changesWith(content, rules), changes);
  assert.deepEqual(new Set(rules.map((rule) => rule.controlId)).size, 5, "what was decided, and no more");
  assert.equal(previousSha256, "a1");
});

const refusal = (text: string) => {
  try {
    fromFile(text);
  } catch (error) {
    return error instanceof AppError
      ? [error.code, inWords(error.details.values?.["what"] as Told | string, sayIn("en"))]
      : error;
  }
  return null;
};

test("S-01 decisions that cannot be kept are refused with the place", () => {
  const changes: ControlChange[] = [
    { controlId: first.id, change: "reworded", carry: "propose", fromIds: [first.id], reason: "same" },
    { controlId: "OLD-01", change: "withdrawn", carry: "none", fromIds: [], reason: "gone" },
  ];
  const text = JSON.stringify({ catalog: out(builtin, "en", changes) });
  const held = '"name":"controlId","ns":"urn:yagura:oscal","value":"OLD-01"}';
  for (const [from, to, what] of [
    ["OLD-01", first.id, /is there twice/],
    ['"value":"propose"', '"value":"perhaps"', /Decision/],
    ['"remarks":"same"', `"remarks":"${"x".repeat(1001)}"`, /Reason/],
    [held, `${held},{"name":"fromIds","ns":"urn:yagura:oscal","value":"x"}`, /Came from/],
  ] as const) {
    assert.ok(text.includes(from), from);
    const [code, told] = refusal(text.replace(from, to)) as [string, string];
    assert.equal(code, "edition.file_wrong");
    assert.match(told, what);
  }
});

test("controls below a control and areas below an area are refused, not lost", () => {
  const { groups, ...catalog } = out(builtin, "en");
  const [area, ...areas] = groups;
  const [control, ...controls] = area && "controls" in area ? (area.controls ?? []) : [];
  const below = { id: "below", title: "Below" };
  for (const changed of [
    { ...area, controls: [{ ...control, controls: [below] }, ...controls] },
    { ...area, groups: [below] },
  ])
    assert.deepEqual(refusal(JSON.stringify({ catalog: { ...catalog, groups: [changed, ...areas] } })), [
      "edition.oscal_nested",
      "below",
    ]);
});

test("a catalogue of somebody else is no edition, and is told where it belongs", () => {
  const foreign = JSON.stringify({
    catalog: { metadata: { title: "CSF" }, groups: [{ id: "a", title: "A" }] },
  });
  assert.throws(
    () => fromFile(foreign),
    (error) => error instanceof AppError && error.code === "edition.oscal_foreign",
  );
});
