import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { realCatalogue } from "../catalogues.ts";
import { addOpenRound } from "../editions.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
/** The group's year begins in April. */
const fiscalYear = new Date(Date.now() - 91 * 86_400_000).getFullYear();
const people: SignedIn[] = [];
let officer: SignedIn | undefined;
let company = "";
const { page: openPage, database } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildSmallGroup(owner);
  company = group.companies.own;
  officer = await signedIn(owner, { companyId: company, role: "security_officer" });
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const editionId = await writeEdition(db, loadBuiltinStandard(), null);
  await close();
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2026-04-01' where id = $1",
    [editionId],
  );
  await addOpenRound(owner, { editionId, companies: [company], fiscalYear });
  for (const name of ["One", "Two"])
    people.push(
      await signedIn(owner, {
        companyId: group.companies.parent,
        role: "group_office",
        unitId: group.group,
        name,
      }),
    );
});

for (const [at, language, release, words] of [
  [
    0,
    "en",
    "csf-1.2.0",
    {
      none: "No outside catalogue is taken over yet",
      checked: "106 to answer, 22 headings, 91 withdrawn",
      take: "Take over as a reference",
      draft: "Make the draft",
      find: "Find an item",
      went: "It went to",
    },
  ],
  [
    1,
    "ja",
    "csf-1.0.0",
    {
      none: "外部カタログ1件を取り込み済みです",
      checked: "回答対象106件、見出し22件、廃止91件",
      take: "参照先として取り込む",
      draft: "草案を作成",
      find: "項目を検索",
      went: "サイバーセキュリティ",
    },
  ],
] as const) {
  test(`R-21 the group office brings CSF 2.0 in, reads what it is, and makes a standard of it (${language})`, async () => {
    const page = await openPage({ language, token: people[at]?.token ?? "" });
    await page.goto("/standards/catalogues");
    await page.getByRole("heading", { level: 1, name: words.none }).waitFor();
    await assertAccessible(page);
    await page.locator("input[type=file]").setInputFiles({
      name: `${release}.json`,
      mimeType: "application/json",
      buffer: realCatalogue(release),
    });
    await page.getByRole("heading", { level: 1, name: words.checked }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: words.take }).click();
    await page.getByRole("button", { name: words.draft }).waitFor();
    await page.getByRole("searchbox", { name: words.find }).fill("ID.AM-06");
    await page.getByRole("button", { name: "ID.AM-06" }).click();
    await page.getByRole("region", { name: "ID.AM-06" }).waitFor();
    if (language === "en") {
      await page.getByRole("heading", { name: words.went }).waitFor();
      await page.getByRole("button", { name: "GV.RR-02", exact: true }).waitFor();
      await assertAccessible(page);
      await page.getByRole("button", { name: words.draft }).click();
      await page.waitForURL(/\/standards\/[0-9a-f-]{36}\/draft/);
      await page.getByText("GV.OC-01").first().waitFor();
      const draft = page.url();
      await page.getByRole("button", { name: /^GV\.OC-01/ }).click();
      await page.getByRole("group", { name: texts("en", "draft.example", { number: 1 }) }).waitFor();
      await assertAccessible(page);
      await takeAsProfile(page);
      await page.goto(draft);
      await publishAndRun(page);
    } else {
      await bringInProfile(page);
    }
  });
}

/** What the draft takes of the catalogue goes out as a profile of it. */
async function takeAsProfile(page: Page): Promise<void> {
  const say = (key: string, values?: Record<string, unknown>) => texts("en", key, values);
  await page.goto("/standards/catalogues");
  await page.getByRole("link", { name: /Cybersecurity Framework/ }).click();
  await page.getByText(say("catalogue.tailoredItems", { taken: 106, items: 106 })).waitFor();
  await assertAccessible(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: say("catalogue.asProfile") }).click();
  const { profile } = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  assert.equal(profile.imports[0]["include-controls"][0]["with-ids"].length, 106 + 22);
}

/** A profile of what is here is resolved, says what it called in vain, and can be had as a catalogue. */
async function bringInProfile(page: Page): Promise<void> {
  const say = (key: string, values?: Record<string, unknown>) => texts("ja", key, values);
  const metadata = {
    title: "Own",
    version: "1",
    "oscal-version": "1.1.3",
    "last-modified": "2026-01-01T00:00:00Z",
  };
  const imports = [
    { href: "csf.json", "include-controls": [{ "with-ids": ["GV.OC-01", "PR.AA-01", "GV.XX-99"] }] },
  ];
  const profile = {
    uuid: "5b1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a02",
    metadata,
    imports,
    merge: { "as-is": true },
  };
  await page.goto("/standards/catalogues");
  await page.locator("input[type=file]").setInputFiles({
    name: "own.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ profile })),
  });
  await page
    .getByRole("heading", { level: 1, name: say("catalogue.pageTitle", { items: 2, withdrawn: 0 }) })
    .waitFor();
  await page.getByText(say("catalogue.problem.missing_controls", { count: 1 })).waitFor();
  await page.getByText("GV.XX-99").waitFor();
  await page
    .getByRole("region", { name: say("catalogue.resolvedFrom") })
    .getByRole("link")
    .waitFor();
  await assertAccessible(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: say("catalogue.resolvedDoc") }).click();
  const { catalog } = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  assert.equal(catalog.groups.length, 2);
}

/** The draft of CSF 2.0 is reviewed, published and asked in a round beside the one on the group's own standard. */
async function publishAndRun(author: Page): Promise<void> {
  const say = (key: string, values?: Record<string, unknown>) => texts("en", key, values);
  await author
    .getByRole("link", { name: say("draft.tab.publication") })
    .first()
    .click();
  await author.getByLabel(say("review.what")).fill("As NIST wrote it.");
  await author.getByRole("button", { name: say("review.send") }).click();
  await author.getByRole("heading", { name: say("review.waitsForApproval") }).waitFor();

  const page = await openPage({ language: "en", token: people[1]?.token ?? "" });
  await page.goto(author.url());
  await page.getByRole("button", { name: say("review.act.approved"), exact: true }).click();
  await page.getByRole("textbox", { name: say("review.words"), exact: true }).fill("Approved.");
  await page.getByRole("button", { name: say("review.do.approved") }).click();
  await page.getByRole("heading", { name: say("review.approved") }).waitFor();
  await page.getByLabel(say("publish.reason")).fill("A round on CSF.");
  await page.getByRole("checkbox", { name: say("publish.confirm") }).check();
  await page.locator("form").last().getByRole("button").last().click();
  await page.waitForURL(/\/standards\/[0-9a-f-]{36}$/);

  await page.goto(`/rounds/new?year=${fiscalYear}`);
  const edition = page.getByLabel(say("rounds.col.edition"), { exact: true });
  const csf = await edition.locator("option", { hasText: "NIST-CSF" }).getAttribute("value");
  await edition.selectOption(csf);
  await page.getByText(say("round.carriesNothing")).waitFor();
  await page.getByLabel(say("round.name")).fill("CSF 2.0, first look");
  const { rows: days } = await database.owner.query("select group_today()::text as today");
  await page.getByLabel(say("round.opensOn"), { exact: true }).fill(days[0].today.replaceAll("-", "/"));
  await page.getByRole("button", { name: say("round.save") }).click();
  for (const step of [/^Freeze/, /^Launch/]) {
    await page.getByRole("button", { name: step }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/NIST-CSF 2\.0/).waitFor();
    await dialog.getByRole("button", { name: step }).click();
  }
  await page
    .getByRole("link", { name: say("inspection.not_begun") })
    .first()
    .waitFor();
  const { rows } = await database.owner.query(
    "select i.id from inspections i join editions e on e.id = i.edition_id where e.standard = 'NIST-CSF' and i.company_id = $1",
    [company],
  );

  // It stands beside the group's own, whose standard stays in front; each round is named where there are two.
  await page.goto("/standards");
  await page
    .locator("select.find option:checked")
    .filter({ hasText: "GISS 2026.1" })
    .waitFor({ state: "attached" });
  await page.goto("/");
  await page.getByText(/^CSF 2\.0, first look: \d+ have not handed in/).waitFor();
  await assertAccessible(page);

  const answering = await openPage({ language: "en", token: officer?.token ?? "" });
  await answering.goto(`/inspections/${rows[0].id}/answer?control=GV.OC-01`);
  await answering
    .getByRole("heading", { name: /organizational mission is understood/ })
    .first()
    .waitFor();
  // NIST's examples reach whoever answers, folded, with a mark where the reader has another language.
  await answering.getByText(say("guidance.examples", { count: 1 })).click();
  await answering.getByText(/^Share the organization's mission/).waitFor();
  await assertAccessible(answering);
  const reading = await openPage({ language: "ja", token: officer?.token ?? "" });
  await reading.goto(answering.url());
  await reading
    .locator("summary", { hasText: texts("ja", "guidance.examples", { count: 1 }) })
    .filter({ hasText: texts("ja", "guidance.only.en") })
    .waitFor();
  await answering.keyboard.press("4");
  await answering.getByText(/^saved /).waitFor();
  await assertAccessible(answering);

  // The result on the group's own standard stands first and leads to the one on CSF.
  await page.goto(`/companies/${company}/result`);
  await page.getByText(say("companyResult.ofStandard", { standard: "GISS 2026.1" })).waitFor();
  await assertAccessible(page);
  await page.getByRole("link", { name: /^NIST-CSF/ }).click();
  await page.getByText(say("companyResult.ofStandard", { standard: "NIST-CSF 2.0" })).waitFor();
  await page.getByText("GV.OC-01").first().waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: say("oscal.save") }).click();
  await assertAccessible(page);
  await page.getByRole("menuitem", { name: say("oscal.saveResults") }).click();
  const document = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  assert.equal(document["assessment-results"].results[0].findings.length, 106);
}
