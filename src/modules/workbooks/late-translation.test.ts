// Who answers by a translation that was not looked at since its original changed is told, on the page and in the sheet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "#core/files/content.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition, addOpenRound } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { filledIn } from "#test/workbooks.ts";
import { workbooks } from "./contract.ts";
import { sayIn } from "./words.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own } = group.companies;
const officer = app.as((await signedIn(owner, { companyId: own, role: "security_officer" })).token);
const editionId = await addEdition(owner, {
  controls: [
    {
      id: "ORG-01",
      behind: ["ja"],
      requirement: { en: "Within 24 hours.", ja: "72時間以内に。", zh: "24小时以内。" },
    },
    { id: "ORG-02" },
  ],
});
const { inspections: ids } = await addOpenRound(owner, { editionId, companies: [own] });
const id = ids.get(own) ?? "";

test("T-10 R-11 whoever answers by a late translation is told, and has the original beside it", async () => {
  const { behind, original, texts } = await officer(inspections.getAskedControl, { id, controlId: "ORG-01" });
  assert.deepEqual([behind, original, texts.requirement.en], [["ja"], "en", "Within 24 hours."]);
  assert.deepEqual((await officer(inspections.getAskedControl, { id, controlId: "ORG-02" })).behind, []);
});

test("T-10 R-11 a sheet in a late translation holds the original too; in another language only its own words", async () => {
  const asked = async (language: "ja" | "zh" | "en") => {
    const output = await officer(workbooks.issueWorkbook, { id, language });
    const told: string[] = [];
    await filledIn((await contentOf(output)?.open()) as Buffer, ({ sheetOf }) => {
      const { rows } = sheetOf("verdict");
      const at = (rows[0] ?? []).indexOf("yagura:requirement");
      told.push(...rows.slice(2).map((row) => String(row[at] ?? "")));
    });
    return told;
  };
  const [late, other] = await asked("ja");
  assert.equal(late, `72時間以内に。\n(${sayIn("ja")("workbook.sheet.behind")})\nWithin 24 hours.`);
  assert.doesNotMatch(other ?? "", /requirement[^]*requirement/);
  assert.deepEqual([(await asked("zh"))[0], (await asked("en"))[0]], ["24小时以内。", "Within 24 hours."]);
});
