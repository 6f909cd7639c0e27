// One word for one thing. The words of Japanese and Chinese are those of the built-in standard's language files; what
// stands here on the left crept in once beside them and confused readers who compared two screens.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { languages } from "#core/text/catalogue.ts";

const source = join(import.meta.dirname, "../src");
const folders = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === "text.en.json")
  .map((entry) => entry.parentPath);
const wordsIn = (folder: string, language: string) =>
  Object.entries(
    JSON.parse(readFileSync(join(folder, `text.${language}.json`), "utf8")) as Record<string, string>,
  );

/** Never this, but that. A name of an outside catalogue keeps the words of its publisher. */
const instead: Record<"ja" | "zh", readonly (readonly [RegExp, string])[]> = {
  ja: [
    [/証拠|エビデンス/, "証跡"],
    [/統制|コントロール/, "管理策"],
    [/担当部門|担当事業部/, "所管部門"],
    [/ティア/, "会社区分"],
    [/エディション/, "版"],
    [/重大な不足/, "重大な不備"],
    [/差戻/, "差し戻し"],
    [/委譲/, "委任"],
    [/レビュー/, "審査"],
    [/ギャップ|抜け漏れ/, "不備"],
  ],
  zh: [
    [/(?<!佐)证据|佐证(?!材料)|凭证(?!获取|明文件)/, "佐证材料"],
    [/管控|管理措施|控制措施|项控制(?!项)/, "控制项"],
    [/必须(控制)?项/, "强制项"],
    [/回答|作答/, "答复"],
    [/委派/, "委托"],
    [/达成/, "符合"],
    [/[未不]满足|部分满足|已满足/, "符合、部分符合、不符合"],
    [/重大不足/, "重大差距"],
    [/缺口/, "差距"],
    [/(?<!情况)不明/, "情况不明"],
    [/公司类别/, "公司级别"],
    [/统括|集团办公室/, "集团信息安全办公室"],
    [/事务局/, "主管部门"],
    [/点检|自我检查/, "检查、自查"],
    [/审核|复核/, "审查"],
    [/审阅/, "审查（答复）、评审（版本）"],
  ],
};
const isOfPublisher = (key: string) => key.startsWith("reference.");

test("no key stands in two catalogues: of two texts the reader would get whichever came last", () => {
  const owners = new Map<string, string>();
  const twice: string[] = [];
  for (const folder of folders)
    for (const [key] of wordsIn(folder, "en")) {
      const before = owners.get(key);
      if (before) twice.push(`${key}: ${relative(source, before)} and ${relative(source, folder)}`);
      owners.set(key, folder);
    }
  assert.deepEqual(twice, []);
});

for (const language of languages)
  if (language !== "en")
    test(`each thing has one word in the catalogues (${language})`, () => {
      const wrong: string[] = [];
      for (const folder of folders)
        for (const [key, text] of wordsIn(folder, language))
          for (const [never, word] of isOfPublisher(key) ? [] : instead[language])
            if (never.test(text))
              wrong.push(`${key}: “${never.exec(text)?.[0]}” instead of “${word}”: ${text}`);
      assert.deepEqual(wrong, []);
    });

test("an English text that counts something has a form for one", () => {
  const wrong = folders.flatMap((folder) => {
    const words = new Map(wordsIn(folder, "en"));
    return [...words]
      .filter(
        ([key, text]) =>
          /\{\{count\}\} (?!as\b)[a-z]+s\b/.test(text) &&
          // A bound is never one.
          !/(More than|takes) \{\{count\}\}/.test(text) &&
          !/_(one|other)$/.test(key) &&
          !words.has(`${key}_one`),
      )
      .map(([key, text]) => `${key}: ${text}`);
  });
  assert.deepEqual(wrong, []);
});
