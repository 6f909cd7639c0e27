// The unit in the top bar: what is chosen there narrows the pages, and a page that cannot narrow leads to one that can.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { sampleDatabase } from "../db.ts";
import { signedIn } from "../factories.ts";

let token = "";
const { page: open, database } = await site(async ({ owner }) => {
  const { rows } = await owner.query<{ group: string; company: string }>(
    `select (select id from units where kind = 'group') as group, (select id from units where kind = 'company' order by code limit 1) as company`,
  );
  token = (
    await signedIn(owner, {
      companyId: rows[0]?.company ?? "",
      role: "group_office",
      unitId: rows[0]?.group ?? "",
    })
  ).token;
}, sampleDatabase);

const { rows: found } = await database.owner.query<{
  id: string;
  round: string;
  name: string;
  nameEn: string;
  asked: number;
}>(
  `select m.division_id as id, m.round_id as round, n.name, n.name_en as "nameEn", count(*)::int as asked
   from round_members m join rounds r on r.id = m.round_id and r.state = 'open'
   join unit_names n on n.unit_id = m.division_id and n.valid_to is null
   join inspections i on i.round_id = m.round_id and i.company_id = m.company_id and i.left_on is null
   where m.is_in group by 1, 2, 3, 4 order by 5 desc limit 1`,
);
const division = found[0];
assert.ok(division);

for (const [language, words] of walked(
  [
    "en",
    {
      unit: /^Unit:/,
      find: "Find a unit",
      day: "Choose the day to look at",
      onDay: "Companies as of a day",
      sum: "companies in all",
    },
  ],
  [
    "ja",
    {
      unit: /^対象の組織/,
      find: "組織を探す",
      day: "時点を選ぶ",
      onDay: "会社一覧を時点指定で見る",
      sum: "社",
    },
  ],
)) {
  test(`R-08 choosing a division narrows registers, overview, rounds and home (${language})`, async () => {
    const page = await open({ language, token });
    await page.goto(`/standards`);
    await page.getByRole("button", { name: words.unit }).click();
    const box = page.getByRole("combobox", { name: words.find });
    await box.waitFor();
    await assertAccessible(page);
    await box.fill(division.name);
    await page
      .locator(".picker .hit")
      .filter({ hasText: language === "ja" ? division.name : division.nameEn })
      .first()
      .click();
    await page.waitForURL(new RegExp(`/group/overview\\?.*unit=${division.id}`));
    await page.locator(".lead").waitFor();
    assert.match(
      await page.locator(".lead").innerText(),
      new RegExp(`\\b${division.asked}|${division.asked}社`),
    );
    // The other pages keep it, because every link keeps the unit.
    const rowsOf = async (path: string) => {
      await page.goto(`${path}?unit=${division.id}`);
      await page.locator(".register tbody tr[aria-rowindex]").first().waitFor();
      return page.locator(".register tbody tr[aria-rowindex]").count();
    };
    assert.equal(await rowsOf("/inspections"), division.asked);
    assert.equal(await rowsOf("/group/results"), division.asked);
    const [inDivision, inGroup] = [
      await rowsOf("/companies"),
      Number(
        (
          await database.owner.query(
            "select count(*)::int as n from units where kind = 'company' and ended_on is null",
          )
        ).rows[0].n,
      ),
    ];
    assert.ok(inDivision < inGroup, `${inDivision} of ${inGroup}`);
    // The token of the filter is the unit: taking it away shows everything again.
    await page.locator(".filters .token button.x").first().click();
    await page.waitForURL((address) => !address.search.includes("unit="));
    await page.goto(`/rounds/${division.round}?unit=${division.id}`);
    const sums = page.getByText(words.sum).filter({ hasText: String(division.asked) });
    await sums.first().waitFor();
    assert.equal(await rowsOf(`/rounds/${division.round}/members`), division.asked);
    // Results are kept by round: their pages say so, and lead to where a day can be chosen.
    await page.getByRole("button", { name: words.day }).click();
    await page.getByRole("link", { name: words.onDay }).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: words.onDay }).click();
    await page.waitForURL(/\/companies\?/);
    await page.getByRole("button", { name: words.day }).click();
    await page.locator(".mantine-Popover-dropdown input").first().waitFor();
    await assertAccessible(page);
  });
}
