import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { oscalBytes, type OscalModel, oscalProblems } from "./check.ts";
import { isToken, tokens } from "./document.ts";
import { uuidOf } from "./uuid.ts";

const real = (name: string) =>
  JSON.parse(
    gunzipSync(readFileSync(new URL(`../../../test/oscal/${name}.json.gz`, import.meta.url))).toString(),
  ) as Record<string, Record<string, unknown>>;

for (const [name, model] of [
  ["csf-1.0.0", "catalog"],
  ["csf-1.2.0", "catalog"],
  ["sp800-53-5.0.1", "catalog"],
  ["sp800-53-moderate-5.2.0", "catalog"],
  ["moderate-profile-5.0.1", "profile"],
  ["moderate-profile-5.2.0", "profile"],
  ["ifa_assessment-results-example", "assessment-results"],
  ["ifa_plan-of-action-and-milestones", "plan-of-action-and-milestones"],
  ["FedRAMP-rev5-POAM-template", "plan-of-action-and-milestones"],
] as const)
  test(`the real ${name} is a valid ${model}`, () =>
    assert.deepEqual(oscalProblems(model, real(name)[model]), []));

const results = () => real("ifa_assessment-results-example")["assessment-results"] ?? {};
const wrong: [string, OscalModel, object, RegExp][] = [
  [
    "a version 7 uuid",
    "assessment-results",
    { ...results(), uuid: "01a3f6b0-0000-7000-8000-000000000000" },
    /uuid/,
  ],
  ["an unknown field", "assessment-results", { ...results(), colour: "red" }, /additionalProperties/],
  ["an empty list", "assessment-results", { ...results(), results: [] }, /minItems/],
  ["a missing title", "catalog", { ...real("csf-1.2.0")["catalog"], metadata: { version: "1" } }, /title/],
  [
    "groups and controls in one group",
    "catalog",
    {
      ...real("csf-1.2.0")["catalog"],
      groups: [{ title: "g", groups: [{ title: "h" }], controls: [{ id: "a", title: "A" }] }],
    },
    /additionalProperties/,
  ],
];
for (const [what, model, content, told] of wrong)
  test(`S-01 ${what} is found, and nothing like it goes out`, () => {
    assert.match(oscalProblems(model, content).join("; "), told);
    assert.throws(() => oscalBytes(model, content), told);
  });

test("ids become tokens, each its own, and the same every time", () => {
  const idOf = tokens();
  const ids = ["AC-1", "1.2", "1(2)", "_1_2_", "A.5.1", "会社"].map(idOf);
  assert.ok(ids.every(isToken));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([idOf("AC-1"), idOf("1.2")], [ids[0], ids[1]]);
});

test("a derived uuid is of version 5, and its own for every name", () => {
  const id = uuidOf("company", "a");
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(id, uuidOf("company", "a"));
  assert.notEqual(id, uuidOf("person", "a"));
});
