import assert from "node:assert/strict";
import { test } from "node:test";
import { Check } from "typebox/value";
import { AppError } from "#core/errors.ts";
import { fromFile, toYaml } from "./as-file.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import { contentHash } from "./canonical.ts";
import { type Control, EditionContent } from "./edition.ts";

const builtin = loadBuiltinStandard();
const [first, ...rest] = builtin.controls as [Control, ...Control[]];
const hash = (content: EditionContent) => contentHash(content).toString("hex");

/** What a YAML writer would spoil: signs of its own, lines, numbers that are texts, other writings. */
const awkward: EditionContent = {
  ...builtin,
  standard: { ...builtin.standard, edition: "2027", original: "ja" },
  parameters: [
    { id: "days", label: { en: "days: #1" }, value: { en: "0123", ja: "１４日\n以内" } },
    { id: "no", label: { en: "yes" } },
  ],
  controls: [
    {
      ...first,
      title: { en: "- [x] {a}: 'b' \"c\" | > & * ! % @ `", ja: "  字下げ \ttab\u00a0" },
      requirement: { en: "{{ insert: param, days }}\n\nsecond\n", ja: "null", zh: "~" },
      guidance: { ja: `${"解説。".repeat(3000)}\n\n: #`, en: "- see\n\n  below " },
      examples: [{ en: "a: b" }, { zh: "- 例", ja: "~" }],
      evidence: [{ en: "# not a comment" }, { en: "2026-11-26" }, { en: "true" }],
    },
    ...rest,
  ],
};

for (const [name, content] of [
  ["the built-in standard", builtin],
  ["awkward words", awkward],
] as const)
  test(`R-11 out and in again without loss: ${name}`, () => {
    assert.ok(Check(EditionContent, content));
    assert.equal(hash(fromFile(toYaml(content, hash(content))).content), hash(content));
    assert.equal(hash(fromFile(JSON.stringify(content)).content), hash(content), "JSON is YAML");
  });

test("R-21 guidance and examples go out and in as they are; an empty list of them is none", () => {
  const { content } = fromFile(toYaml(awkward, hash(awkward)));
  const [before, after] = [awkward.controls[0], content.controls[0]];
  assert.deepEqual([after?.guidance, after?.examples], [before?.guidance, before?.examples]);
  const empty = { ...builtin, controls: [{ ...first, examples: [] }] };
  assert.equal(hash(fromFile(JSON.stringify(empty)).content), hash({ ...builtin, controls: [first] }));
});

const refused = (text: string): Record<string, unknown> | null => {
  try {
    fromFile(text);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details.values };
    throw error;
  }
  return null;
};

test("what is no edition says where, and takes nothing", () => {
  const text = toYaml(builtin, "");
  assert.deepEqual(refused("a: [1, 2"), { ...refused("a: [1, 2"), code: "edition.file_unreadable" });
  assert.equal(refused(`${text}\nstandard: {}\n`)?.["code"], "edition.file_unreadable", "a key twice");
  const wrong = refused(text.replace("area: ORG", "area: MOON").replace("weight: 3", "weight: 30"));
  assert.equal(wrong?.["code"], "edition.file_wrong");
  const lines = text.split("\n");
  const at = (words: string) => lines.findIndex((line) => line.includes(words)) + 1;
  assert.match(
    String(wrong?.["what"]),
    new RegExp(
      `^\\[${at("area: ORG")}\\] controls\\.ORG-01\\.area: |\\[${at("weight: 3")}\\] controls\\.[A-Z]+-\\d+\\.weight: `,
    ),
    "line and path",
  );
  assert.equal(refused("")?.["code"], "edition.file_wrong");
  assert.equal(refused("- just\n- a list")?.["code"], "edition.file_wrong");
});

test("a small file that names itself again and again is refused, not unfolded", () => {
  const bomb = `a: &a [${"x,".repeat(9)}x]\n${"bcdefghij"
    .split("")
    .map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]},`.repeat(9)}*${"abcdefghij"[at]}]`)
    .join("\n")}`;
  assert.equal(refused(bomb)?.["code"], "edition.file_unreadable");
});

test("what nests without end is refused at once", () => {
  for (const text of ["[".repeat(1_000_000), "{a: ".repeat(100_000), "- ".repeat(20_000)]) {
    const { code, what } = refused(text) ?? {};
    assert.deepEqual([code, what], ["edition.file_unreadable", "more than 500 levels"]);
  }
});

test("an id with dots in it is found in the file too", () => {
  const text = toYaml({ ...builtin, controls: [{ ...first, id: "1.2" }] }, "");
  const line = text.split("\n").findIndex((one) => one.includes("area: ORG")) + 1;
  const wrong = refused(text.replace("area: ORG", "area: MOON"));
  assert.equal(wrong?.["what"], `[${line}] controls.1.2.area: MOON is not among areas`);
});
