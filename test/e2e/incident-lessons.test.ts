// A lesson of a confidential incident on screen: before it becomes a finding its words are said anew and confirmed, in each language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "#modules/findings/contract.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { assertAccessible } from "../accessible.ts";
import { testApp } from "../app.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const screenshots = process.env["SCREENSHOTS"];
const words = {
  ja: {
    add: "学びを追加",
    lesson: "学び",
    title: "指摘事項の件名（全員に表示）",
    confirm: "この内容が指摘事項の閲覧者全員に表示されることを確認しました",
    raise: /指摘事項/,
  },
  en: {
    add: "Add a lesson",
    lesson: "What is learned",
    title: "Title of the finding, for everybody",
    confirm: "Everybody who reads findings may read these words",
    raise: /finding/i,
  },
} as const;

for (const language of walked("ja", "en"))
  test(`S-01 a lesson of a confidential incident becomes a finding once its words for everybody are confirmed (${language})`, async () => {
    const say = words[language];
    let officer: SignedIn | undefined;
    const { page: open, database } = await site(async ({ owner }) => {
      const { own } = (await buildSmallGroup(owner)).companies;
      officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
    });
    assert.ok(officer);
    const as = (await testApp({ database })).as(officer.token);
    const { id } = await as(incidents.reportIncident, {
      companyId: officer.companyId,
      kind: "insider",
      title: "Kingfisher",
      discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
      zone: "Asia/Tokyo",
    });
    const version = async () => (await as(incidents.getIncident, { id })).rowVersion;
    await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion: await version() });
    await as(incidents.setCircle, {
      id,
      isConfidential: true,
      knows: [{ personId: officer.personId, why: "Leads it" }],
      about: [],
      reason: "Of a member of staff",
      rowVersion: await version(),
    });
    const page = await open({ language, token: officer.token });
    await page.goto(`/incidents/${id}/after`);
    await page.getByRole("button", { name: say.add }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(say.lesson, { exact: true }).fill("Kingfisher took drawings along");
    const raise = dialog.getByRole("button", { name: say.raise });
    assert.ok(await raise.isDisabled(), "the title first");
    await dialog.getByLabel(say.title).fill("Drawings leave by USB");
    assert.ok(await raise.isDisabled(), "confirmed first");
    await dialog.getByLabel(say.confirm).check();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/lesson-${language}.png`, fullPage: true });
    await raise.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Kingfisher took drawings along").waitFor();
    const { rows } = await as(findings.listFindings, {});
    assert.deepEqual(
      rows.map((one) => one.title),
      ["Drawings leave by USB"],
    );
  });
