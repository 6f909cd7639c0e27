import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { realCatalogue } from "../catalogues.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const people: SignedIn[] = [];
const { page: openPage } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
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
      checked: "106 items in force, 91 withdrawn",
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
      checked: "有効な項目106件、廃止91件",
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
    }
  });
}
