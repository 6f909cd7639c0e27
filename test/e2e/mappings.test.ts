import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { addBuiltinEdition } from "../mappings.ts";

const people: SignedIn[] = [];
const { page: openPage } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildSmallGroup(owner);
  await addBuiltinEdition(ownerUrl);
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

for (const [at, language, file, words] of [
  [
    0,
    "en",
    "control,relation,item,confidence\nORG-01,superset-of,gv.po-01 GV.PO-02,90\nORG-02,subset-of,GV.XX-09,\n",
    {
      none: "No mapping is adopted yet",
      open: /^Say which two sets/,
      from: "From",
      to: "To",
      taken: "2 of 3 pairs can be taken",
      basis: "On what it is adopted",
      adopt: "Adopt 2 pairs",
      page: /^2 pairs link GISS/,
      withdraw: "Withdraw",
      reason: "Reason",
    },
  ],
  [
    1,
    "ja",
    "管理策番号,対応関係,項目番号\nTEC-01,⊇,ID.AM-01\nTEC-02,含む,ID.AM-02\n",
    {
      none: "対応表1件を採用しています",
      open: /を選んでください$/,
      from: "元",
      to: "先",
      taken: "2組のうち2組を取り込めます",
      basis: "採用の根拠",
      adopt: "2組を採用",
      page: /^2組がGISS/,
      withdraw: "取り下げる",
      reason: "理由",
    },
  ],
] as const) {
  test(`R-21 the group office reads a sheet of relations, adopts it and withdraws it (${language})`, async () => {
    const page = await openPage({ language, token: people[at]?.token ?? "" });
    await page.goto("/standards/mappings");
    await page.getByRole("heading", { level: 1, name: words.none }).waitFor();
    await assertAccessible(page);
    await page.locator("input[type=file]").setInputFiles({
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
    await choose(words.from, /^GISS/);
    await choose(words.to, /CSF|Cybersecurity Framework|サイバーセキュリティ/);
    await page.getByRole("heading", { level: 1, name: words.taken }).waitFor();
    await assertAccessible(page);
    await page.getByLabel(words.basis).fill("steering committee, June");
    await page.getByRole("button", { name: words.adopt }).click();
    await page.getByRole("heading", { level: 1, name: words.page }).waitFor();
    await assertAccessible(page);
    if (language === "ja") {
      await page.getByRole("button", { name: words.withdraw }).click();
      await page.getByLabel(words.reason).fill("作り直すため");
      await page.getByRole("dialog").getByRole("button", { name: words.withdraw }).click();
      await page.getByText("作り直すため").waitFor();
    }
  });
}
