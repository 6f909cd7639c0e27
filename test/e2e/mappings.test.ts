import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { type SignedIn, signedIn } from "../factories.ts";
import { judgedSheet } from "../mappings.ts";
import { buildResultGroup } from "../result-group.ts";
import { holds } from "../until.ts";

const people: SignedIn[] = [];
const { page: openPage } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildResultGroup(owner, ownerUrl);
  for (const name of ["One", "Two"])
    people.push(
      await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group, name }),
    );
});

for (const [at, language, file, words] of walked(
  [
    0,
    "en",
    `${judgedSheet()}ORG-02,subset-of,GV.XX-09\n`,
    {
      none: "No mapping is adopted yet",
      open: /^Say which two sets/,
      from: "From",
      to: "To",
      taken: /pairs can be taken$/,
      basis: "On what it is adopted",
      adopt: /^Adopt \d+ pairs$/,
      page: /pairs link GISS/,
      chains: /items of NIST CSF 2.0 are covered by controls/,
      find: "Control, e.g. ORG-01",
      ready: /^As one, the 24 companies in view meet/,
      fix: /^.+: fixing [A-Z]{3}-\d\d (?:lifts|is the last step to) \d+ items?/,
      read: /items of .* are met by its answers$/,
      why: /^Why .* reads/,
      decides: "decides",
      sheet: "No,Requirement,Category\n1-1,Somebody is responsible,Rules\n1-2,A list is kept,Devices\n",
      items: "2 items below 2 headings",
      setId: "Known as",
      take: "Take over 2 items",
      taken2: /^2 items are taken over/,
    },
  ],
  [
    1,
    "ja",
    "管理策番号,対応関係,項目番号\nTEC-01,⊇,A.5.9\nTEC-02,含む,A.8.1\n",
    {
      none: "対応表1件を採用しています",
      open: /を選んでください$/,
      from: "元",
      to: "先",
      taken: "2組のうち2組を取り込めます",
      basis: "採用の根拠",
      adopt: "2組を採用",
      page: /^2組がGISS/,
      chains: /項目を管理策が満たし/,
      find: "管理策（例：ORG-01）",
      ready: /^対象24社全体では/,
      fix: /の改善で.*充足/,
      read: /項目を充足$/,
      why: /と読まれる理由$/,
      decides: "決め手",
      sheet: "大分類,番号,要求事項\n体制,１－１,責任者を決めている\n,1-2,台帳がある\n",
      items: "1分類・2項目",
      setId: "識別名",
      take: "2項目を取り込む",
      taken2: /^2項目を/,
    },
  ],
)) {
  test(`R-21 a mapping is read and adopted, and the answers are read through it by company and as one (${language})`, async () => {
    const page = await openPage({ language, token: people[at]?.token ?? "" });
    await page.goto("/standards/mappings");
    await page.getByRole("heading", { level: 1, name: words.none }).waitFor();
    await assertAccessible(page);
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({
        name: `view-${language}.csv`,
        mimeType: "text/csv",
        buffer: Buffer.from(file),
      });
    await page.getByRole("heading", { level: 1, name: words.open }).waitFor();
    const choose = async (label: string, name: RegExp) => {
      const field = page.getByLabel(label, { exact: true });
      const option = await field.locator("option", { hasText: name }).first().getAttribute("value");
      await field.selectOption(option);
    };
    await choose(words.from, /^GISS 2026\.1/);
    await choose(words.to, language === "en" ? /Cybersecurity Framework/ : /27001.*93/);
    await page.getByRole("heading", { level: 1, name: words.taken }).waitFor();
    await assertAccessible(page);
    await page.getByLabel(words.basis).fill("steering committee, June");
    await page.getByRole("button", { name: words.adopt }).click();
    await page.getByRole("heading", { level: 1, name: words.page }).waitFor();
    await assertAccessible(page);
    // On a phone both ends of a pair are there without scrolling sideways.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator(".mapping-pairs .narrow-only").first().waitFor();
    await holds(page, "document.documentElement.scrollWidth <= innerWidth");
    await assertAccessible(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("/standards/chains?space=set:nist_csf_2_0");
    await page.getByRole("heading", { level: 1, name: words.chains }).waitFor();
    await page.getByRole("button", { name: /^GV\.PO-01/ }).click();
    await page.getByRole("region", { name: "GV.PO-01" }).getByText("ORG-01").first().waitFor();
    await assertAccessible(page);
    await page.getByRole("searchbox", { name: words.find }).fill("tec-01");
    await page.getByRole("region", { name: "tec-01" }).getByText("TEC-01").first().waitFor();
    await page.goto("/group/readiness?space=set:nist_csf_2_0");
    await page.getByRole("heading", { level: 1, name: words.ready }).waitFor();
    const fix = page.locator("section", { has: page.getByRole("heading", { name: words.fix }) });
    await fix.waitFor();
    await assertAccessible(page);
    await fix.locator("tbody a").filter({ visible: true }).first().click();
    await page.waitForURL(
      (to) => /\/companies\/[0-9a-f-]{36}\/reading/.test(to.pathname) && to.search.includes("nist_csf_2_0"),
    );
    await page.goto(`${page.url().split("?")[0]}?space=set:nist_csf_2_0&show=met`);
    await page.getByRole("heading", { level: 1, name: words.read }).waitFor();
    await page.locator(".reading-group button").first().click();
    await page.getByRole("heading", { level: 2, name: words.why }).waitFor();
    await page.getByText(words.decides, { exact: true }).first().waitFor();
    await assertAccessible(page);
    await page.goto("/standards/mappings");
    await page
      .locator("input[type=file]")
      .nth(1)
      .setInputFiles({
        name: `sheet-${language}.csv`,
        mimeType: "text/csv",
        buffer: Buffer.from(words.sheet),
      });
    await page.getByRole("heading", { level: 1, name: words.items }).waitFor();
    await page.getByLabel(words.setId).fill(`own_${language}`);
    await assertAccessible(page);
    await page.getByRole("button", { name: words.take }).click();
    await page.getByRole("heading", { level: 2, name: words.taken2 }).waitFor();
  });
}
