// What whoever reports reads puts nobody at fault: who is blamed once reports later, or not at all.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** Of the forms, of what becomes of a report, of the duties that come of a late one, and of the messages to the reporter. */
const told = [
  /^report(ed)?\./,
  /^ownReports\./,
  /^intake\./,
  /^incident\.(ask|said|plain)\./,
  /^incident\.(whyLate|lock|channel)/,
  /^needs\.incident\.late_reason/,
  /^message(\.many)?\.incident\./,
  /^home\.employee\./,
];
const blaming: Record<string, RegExp> = {
  en: /\b(blame|faults?|guilt\w*|careless\w*|negligen\w*|culprit\w*|offend\w*|violat\w*|misconduct|punish\w*|disciplin\w*|sloppy|failed to|failure to|should have|your mistake)\b/i,
  ja: /過失|落ち度|不注意|怠[っりる慢]|違反|犯人|責任を問|責任追及|始末書|懲戒|処分|ミスを|なぜ報告しな|べきでした/,
  zh: /过失|过错|疏忽|失职|违规|违纪|责任人|追责|问责|处分|惩|犯错|大意|为什么没有|本应/,
};
const folders = ["src/modules/incidents", "src/modules/messages", "src/modules/duties", "src/web/text"];

for (const [language, words] of Object.entries(blaming))
  test(`R-17 no blame: not one word of it in what a reporter reads (${language})`, () => {
    const texts = folders.flatMap((folder) =>
      Object.entries(
        JSON.parse(readFileSync(`${folder}/text.${language}.json`, "utf8")) as Record<string, string>,
      ),
    );
    const read = texts.filter(([key]) => told.some((one) => one.test(key)));
    assert.ok(read.length > 150, `only ${read.length} texts were looked at`);
    assert.deepEqual(
      read.filter(([, text]) => words.test(text)),
      [],
    );
  });

test("R-17 no blame: the list of words finds what it is to find", () => {
  const said = { en: "You failed to report it in time", ja: "あなたの過失です", zh: "请说明责任人" };
  for (const [language, text] of Object.entries(said)) assert.match(text, blaming[language] ?? /$^/);
});
