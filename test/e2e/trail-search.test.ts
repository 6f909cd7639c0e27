// The trail as the group's auditors use it: search, export with its proof, and erasure by two persons.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { verifyExport } from "#core/events/verify-export.ts";
import { assertAccessible } from "../accessible.ts";
import { type Site, site, walked } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { until } from "../until.ts";

let one: SignedIn;
let other: SignedIn;
const pages: Site = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const office = { companyId: group.companies.parent, role: "group_office" as const, unitId: group.group };
  one = await signedIn(owner, office);
  other = await signedIn(owner, office);
  await owner.query("update people set family_name = 'Quillfeather' where id = $1", [other.personId]);
  for (let n = 0; n < 3; n += 1)
    await owner.query(
      `select record_event('person.changed', $1, null, 'person', $2, $3, 'request-7', '{}', '{"reason": "a slip of the pen"}')`,
      [one.personId, other.personId, group.companies.parent],
    );
  await owner.query(
    `select record_event('access.refused', $1, null, 'operation', null, $2, null, '{"operation": "listPeople"}', null)`,
    [other.personId, group.companies.parent],
  );
});

const work = mkdtempSync(join(tmpdir(), "yagura-trail-e2e-"));
atTheEnd(async () => rmSync(work, { recursive: true }));
const screenshots = process.env["SCREENSHOTS"];

const inWords = {
  en: {
    refused: "All: Refusals",
    values: "Show personal values",
    about: "About every record",
    find: "Name or number",
    export: "Export",
    write: "Write the file",
    file: "File",
    proof: "Proof",
  },
  ja: {
    refused: "すべて：拒否された操作",
    values: "個人に関する値を表示",
    about: "対象 すべての記録対象",
    find: "名前または番号",
    export: "書き出す",
    write: "ファイルを作成",
    file: "ファイル",
    proof: "証明",
  },
} as const;

for (const language of walked("ja", "en")) {
  const words = inWords[language];
  test(`refusals are one choice, a record is found by its name, values are shown on demand; all in the address (${language})`, async () => {
    const page = await pages.page({ language, token: one.token });
    await page.goto("/trail");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page
      .getByRole("combobox")
      .filter({ hasText: words.refused })
      .selectOption({ label: words.refused });
    await until(
      "the refusals stand alone",
      async () => (await page.locator("tbody tr[aria-rowindex]").count()) === 1 || undefined,
    );
    assert.match(page.url(), /group=refused/);
    await page.goto("/trail");
    await page.getByRole("button", { name: words.about }).click();
    await page.getByRole("searchbox", { name: words.find }).fill("quillf");
    await page
      .getByRole("radio", { name: /Quillfeather/ })
      .first()
      .click();
    await until(
      "the record's events stand alone",
      async () => (await page.locator("tbody tr[aria-rowindex]").count()) === 3 || undefined,
    );
    assert.ok(page.url().includes(`subjectId=${other.personId}`));
    await page.getByLabel(words.values).check();
    await page.getByRole("cell", { name: "a slip of the pen" }).first().waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/trail-search-${language}.png` });
    const { rows } = await pages.database.owner.query(
      "select count(*)::int as n from events where verb = 'trail.read' and actor_id = $1",
      [one.personId],
    );
    assert.ok(rows[0].n > 0);
  });

  test(`what is found is exported and proves itself (${language}, phone)`, async () => {
    const page = await pages.page({ language, token: one.token, width: 360, height: 780 });
    await page.goto(`/trail?subjectId=${other.personId}`);
    await page.getByRole("button", { name: words.export, exact: true }).click();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    await page.getByRole("button", { name: words.write }).click();
    const saved = async (name: string) => {
      const button = page.getByRole("dialog").getByRole("button", { name, exact: true }).first();
      await button.waitFor();
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      const path = join(work, `${language}-${download.suggestedFilename()}`);
      await download.saveAs(path);
      return path;
    };
    const file = await saved(words.file);
    const proof = await saved(words.proof);
    const report = await verifyExport(file, readFileSync(proof, "utf8"));
    assert.deepEqual([report.problems, report.count], [[], 3]);
    await assertAccessible(page);
  });
}

test("one proposes, the same person cannot decide, another one does; the value is said to be erased", async () => {
  const page = await pages.page({ language: "en", token: one.token });
  await page.goto("/trail/erasures");
  await page.getByRole("button", { name: "Propose an erasure" }).click();
  await page.getByRole("searchbox", { name: "Name or number" }).fill("quillf");
  await page
    .getByRole("radio", { name: /Quillfeather/ })
    .first()
    .click();
  await page.getByText("3 values stand there now.").waitFor();
  await page.getByLabel("Reason", { exact: true }).fill("Asked for in writing");
  await assertAccessible(page);
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "One proposal waits for a second person" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Decide/ }).isDisabled(), true);
  await assertAccessible(page);

  const second = await pages.page({ language: "ja", token: other.token });
  await second.goto("/trail/erasures");
  await second.getByRole("button", { name: "決定する" }).click();
  if (screenshots) await second.screenshot({ path: `${screenshots}/trail-decide-ja.png` });
  await assertAccessible(second);
  await second.getByRole("button", { name: "承認して消去" }).click();
  await second.getByRole("heading", { level: 1, name: "決定を待っている消去はありません" }).waitFor();
  await until("the values are gone", async () => {
    const { rows } = await pages.database.owner.query(
      "select count(*)::int as n from event_values v join events e on e.id = v.event_id where e.verb = 'person.changed' and v.content is null",
    );
    return rows[0].n === 3 || undefined;
  });
  await page.goto(`/trail?subjectId=${other.personId}&values=yes`);
  await page.getByText("erased by rule").first().waitFor();
});
