import assert from "node:assert/strict";
import { test } from "node:test";
import { Check } from "typebox/value";
import { textFolders } from "#app/text-folders.ts";
import { AppError } from "#core/errors.ts";
import { problemOf } from "#core/http/problem.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Language } from "#core/text/format.ts";
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

const texts = loadTexts(textFolders);
/** What a file is refused for, in words. */
const refused = (text: string, language: Language = "en"): { code: string; said: string } | null => {
  try {
    fromFile(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const said = problemOf(error, language, "", texts).title;
    return { code: error.code, said: said.replace(/^[^\n]*\n/, "") };
  }
  return null;
};

test("what is no edition says where, and takes nothing", () => {
  const text = toYaml(builtin, "");
  assert.equal(refused("a: [1, 2")?.code, "edition.file_unreadable");
  assert.equal(refused(`${text}\nstandard: {}\n`)?.code, "edition.file_unreadable", "a key twice");
  assert.equal(refused("")?.code, "edition.file_wrong");
  assert.equal(refused("- just\n- a list")?.code, "edition.file_wrong");
});

test("R-11 every fault of a file is told by its line and in the words of the pages, in the reader's language", () => {
  const text = toYaml(builtin, "");
  const lines = text.split("\n");
  const lineOf = (words: string) => lines.findIndex((line) => line.includes(words)) + 1;
  const [area, weight, title] = ["area: ORG", "weight: 3", "title:"].map(lineOf);
  const cases: [string, Record<Language, string>][] = [
    [
      text.replace("area: ORG", "area: MOON"),
      {
        en: `[${area}] Control ORG-01 › Area: MOON is not among: Area`,
        ja: `[${area}] 管理策 ORG-01 › 領域：領域にMOONはありません。`,
        zh: `[${area}] 控制项 ORG-01 › 领域：领域中没有MOON。`,
      },
    ],
    [
      text.replace("weight: 3", "weight: 30"),
      {
        en: `[${weight}] Control ORG-01 › Weight: must be at most 10.`,
        ja: `[${weight}] 管理策 ORG-01 › 重み：10以下にしてください。`,
        zh: `[${weight}] 控制项 ORG-01 › 权重：不得大于10。`,
      },
    ],
    [
      text.replace("weight: 3", "wieght: 3"),
      {
        en: `[${lineOf("- id: ORG-01")}] Control ORG-01 › Weight: is missing.`,
        ja: `[${lineOf("- id: ORG-01")}] 管理策 ORG-01 › 重み：記載がありません。`,
        zh: `[${lineOf("- id: ORG-01")}] 控制项 ORG-01 › 权重：缺失。`,
      },
    ],
    [
      text.replace(/title:\n(\s+)en: .*/, (_, space: string) => `title:\n${space}en: ${"x".repeat(4001)}`),
      {
        en: `[${(title ?? 0) + 1}] Control ORG-01 › Title (English): has 4,001 characters; 4,000 at most.`,
        ja: `[${(title ?? 0) + 1}] 管理策 ORG-01 › 名称（英語）：4,001文字あります。4,000文字以内にしてください。`,
        zh: `[${(title ?? 0) + 1}] 控制项 ORG-01 › 名称（英文）：有4,001个字符；最多4,000个。`,
      },
    ],
  ];
  for (const [file, expected] of cases)
    for (const language of ["ja", "en", "zh"] as const)
      assert.equal(refused(file, language)?.said.split("\n")[0], expected[language]);
});

test("a small file that names itself again and again is refused, not unfolded", () => {
  const bomb = `a: &a [${"x,".repeat(9)}x]\n${"bcdefghij"
    .split("")
    .map((name, at) => `${name}: &${name} [${`*${"abcdefghij"[at]},`.repeat(9)}*${"abcdefghij"[at]}]`)
    .join("\n")}`;
  assert.equal(refused(bomb)?.code, "edition.file_unreadable");
});

test("what nests without end is refused at once", () => {
  for (const text of ["[".repeat(1_000_000), "{a: ".repeat(100_000), "- ".repeat(20_000)]) {
    const { code, said } = refused(text) ?? {};
    assert.equal(code, "edition.file_unreadable");
    assert.match(said ?? "", /nested more than 500 levels deep/);
  }
});

test("an id with dots in it is found in the file too", () => {
  const text = toYaml({ ...builtin, controls: [{ ...first, id: "1.2" }] }, "");
  const line = text.split("\n").findIndex((one) => one.includes("area: ORG")) + 1;
  const wrong = refused(text.replace("area: ORG", "area: MOON"));
  assert.equal(wrong?.said, `[${line}] Control 1.2 › Area: MOON is not among: Area`);
});
