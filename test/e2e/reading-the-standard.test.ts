import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

let officer: SignedIn | undefined;
let office: SignedIn | undefined;
let editionId = "";
const { page: openPage } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildSmallGroup(owner);
  officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const id = await writeEdition(db, loadBuiltinStandard(), null);
  await close();
  editionId = id;
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = '2026-04-01' where id = $1",
    [id],
  );
});
const token = officer?.token ?? "";

for (const [language, words] of walked(
  [
    "en",
    {
      title: "120 controls, 33 of them mandatory",
      mandatory: "Mandatory only",
      filtered: "33 of 120 controls match",
      beside: "with Japanese",
      besideTitle: "多要素認証",
      control: "Multi-factor authentication",
      proof: "What counts as proof",
      coverage: "Coverage",
      all: /every one of 93 items is touched/,
      none: "Touched by none",
      search: "Search companies, controls, people",
    },
  ],
  [
    "ja",
    {
      title: "管理策120項目（うち必須33項目）",
      mandatory: "必須のみ",
      filtered: "120項目中33項目が該当します",
      beside: "英語を併記",
      besideTitle: "Multi-factor authentication",
      control: "多要素認証",
      proof: "証跡として認められるもの",
      coverage: "対応範囲",
      all: /93項目すべてに/,
      none: "対応なし",
      search: "会社・管理策・人を検索",
    },
  ],
)) {
  test(`T-08 T-09 R-21 R-29 an officer reads the standard and sees what it covers (${language})`, async () => {
    const page = await openPage({ language, token });
    const title = (text: string | RegExp) =>
      page.getByRole("heading", { level: 1 }).filter({ hasText: text });
    await page.goto("/standards");
    await title(words.title).waitFor();
    await assertAccessible(page);
    await page.getByRole("checkbox", { name: words.mandatory }).check();
    await title(words.filtered).waitFor();
    await page.waitForURL(/must=1/);
    await page.getByRole("button", { name: words.beside }).click();
    await page.getByText(words.besideTitle, { exact: true }).first().waitFor();
    await page.getByRole("link", { name: words.control, exact: true }).click();
    await page.getByRole("heading", { name: words.proof }).waitFor();
    await page.waitForURL(/control=TEC-12/);
    await assertAccessible(page);
    await page.getByRole("link", { name: words.coverage, exact: true }).click();
    await title(words.all).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: /NIST CSF 2\.0/ }).click();
    await page.getByRole("button", { name: new RegExp(`^${words.none}`) }).click();
    await page.getByRole("cell", { name: /^GV\.RM-07$/ }).waitFor();
    await page.waitForURL(/set=nist_csf_2_0/);
  });

  test(`Ctrl K finds a control and opens it, by keyboard alone (${language})`, async () => {
    const page = await openPage({ language, token });
    await page.goto("/standards");
    await title1(page, words.title);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: words.search }).waitFor();
    await page.keyboard.type("TEC-12");
    await page.getByRole("option", { name: /TEC-12/ }).waitFor();
    await assertAccessible(page);
    await page.keyboard.press("Enter");
    await title1(page, `TEC-12 ${words.control}`);
    await assertAccessible(page);
  });
}

const title1 = (page: Awaited<ReturnType<typeof openPage>>, text: string) =>
  page.getByRole("heading", { level: 1 }).filter({ hasText: text }).waitFor();

test("whoever has gone elsewhere is not led back by an answer that comes late", async () => {
  const page = await openPage({ language: "en", token });
  const answer = Promise.withResolvers<void>();
  const parts = Promise.withResolvers<void>();
  await page.goto("/messages");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.route(/\/api\/editions$/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "Standards", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Standards" }).waitFor();
  // The page gone to is on its way when the answer comes.
  await page.route(/\.js$/, async (route) => {
    await parts.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: "People", exact: true }).click();
  const answered = page.waitForResponse(/\/api\/editions$/);
  answer.resolve();
  await answered;
  parts.resolve();
  await page.getByRole("heading", { level: 1 }).filter({ hasNotText: "Standards" }).waitFor();
  await page.waitForURL(/\/people$/);
});

test("the frame and the reader fit a phone of 360 px, and another day is unmistakable", async () => {
  const page = await openPage({ language: "ja", token, width: 360, height: 740 });
  await page.goto("/standards");
  await title1(page, "管理策120項目");
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= 360, `the page is ${width} px wide`);
  await assertAccessible(page);
  await page.goto("/group?asOf=2026-04-01");
  await page.getByRole("status").filter({ hasText: "2026年4月1日" }).waitFor();
  await assertAccessible(page);
});

const states = {
  en: {
    moved: "This edition is published: it is read",
    now: "Read the edition",
    denied: "You do not have the right",
    number: /Number /,
  },
  ja: {
    moved: "この版は発行済みのため",
    now: "版を読む",
    denied: "見る権限がありません",
    number: /番号/,
  },
} as const;

for (const language of ["en", "ja"] as const)
  test(`a page whose state has passed leads to where it is now, and one without the right is no crash (${language})`, async () => {
    const words = states[language];
    const draft = `/standards/${editionId}/draft`;
    const page = await openPage({ language, token: office?.token ?? "" });
    await page.goto(draft);
    await page.getByText(words.moved).waitFor();
    assert.equal(await page.getByText(words.number).count(), 0);
    await assertAccessible(page);
    await page.getByRole("link", { name: words.now }).click();
    await page.waitForURL((url) => url.pathname === `/standards/${editionId}`);
    const other = await openPage({ language, token });
    await other.goto(draft);
    await other.getByRole("heading", { name: words.denied }).waitFor();
    assert.equal(await other.getByText(words.number).count(), 0);
    assert.equal(await other.getByRole("alert").getByRole("button").count(), 0);
  });
