// A person's page: found in the register and by search, corrected with a reason, and on the company's page the number to call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addPerson, buildSmallGroup, giveRole, signedIn } from "../factories.ts";

const words = {
  en: {
    correct: "Correct",
    telephone: "Work telephone",
    wrong: "This is no telephone number",
    reason: "Reason",
    save: "Save",
    takeSeat: "Take over a position",
    seat: "Position",
    holds: "Holds one position",
    addEmployment: "Add an employment",
    employed: "Employed at 2 places",
    officer: "Company security officer",
    noAccount: "Has no account",
    happened: "Person corrected",
    search: "Search",
  },
  ja: {
    correct: "登録内容を直す",
    telephone: "職場の電話",
    wrong: "電話番号として読み取れません",
    reason: "理由",
    save: "この内容にする",
    takeSeat: "役職に就ける",
    seat: "役職",
    holds: "現在の役職は1件",
    addEmployment: "所属を追加",
    employed: "現在の所属は2件",
    officer: "会社の情報セキュリティ責任者",
    noAccount: "アカウントはありません",
    happened: "登録内容を訂正",
    search: "検索",
  },
} as const;

for (const language of walked("en", "ja")) {
  test(`a person's page in the browser (${language}): corrected with a reason, seated, and called from the company's page`, async () => {
    const say = words[language];
    let [token, companyId] = ["", ""];
    const { page: open } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      companyId = group.companies.own;
      const who = { companyId: group.companies.parent, role: "group_office", unitId: group.group } as const;
      token = (await signedIn(owner, who)).token;
      const person = await addPerson(owner, { companyId, familyName: "青葉", givenName: "薫" });
      await owner.query(
        "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
        [person, companyId],
      );
      await giveRole(owner, { personId: person, companyId, role: "security_officer", unitId: companyId });
      await owner.query(
        "insert into positions (unit_id, company_id, purpose, name, created_on) values ($1, $1, 'security_officer', 'CISO', '2020-04-01')",
        [companyId],
      );
      await owner.query(
        `insert into units (kind, code, company_id, founded_on) values ('department', 'DEV', $1, '2020-04-01')`,
        [companyId],
      );
      await owner.query(
        `with dep as (select id from units where code = 'DEV'), s as (insert into supervisions (unit_id, parent_id, company_id, valid_from)
           select id, $1, $1, '2020-04-01' from dep)
         insert into unit_names (unit_id, company_id, valid_from, name) select id, $1, '2020-04-01', 'Development' from dep`,
        [companyId],
      );
    });
    const page = await open({ language, token });
    await page.goto("/people?search=青葉");
    await page.getByRole("link", { name: /青葉/ }).click();
    await page.waitForURL(/\/people\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { level: 1, name: /青葉/ }).waitFor();
    await page.getByRole("heading", { name: say.noAccount }).waitFor();
    await page.getByText(say.officer).waitFor();
    await assertAccessible(page);

    await page.getByRole("button", { name: say.correct, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(say.telephone).fill("内線12");
    await dialog.getByText(say.wrong).waitFor();
    await dialog.getByLabel(say.telephone).fill("０３－１２３４－５６７８");
    await dialog.getByLabel(say.reason).fill("entered wrongly");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.save }).click();
    await page.getByRole("link", { name: "03-1234-5678" }).waitFor();
    await page.getByText(say.happened).first().waitFor();

    await page.getByRole("button", { name: say.takeSeat }).click();
    await dialog.getByLabel(say.seat, { exact: true }).selectOption({ index: 1 });
    await dialog.getByRole("button", { name: say.takeSeat }).click();
    await page.getByRole("heading", { name: say.holds }).waitFor();
    await page.getByRole("button", { name: say.addEmployment }).click();
    await dialog.getByRole("combobox").first().click();
    await page.getByRole("option", { name: "Development" }).click();
    await dialog.getByRole("button", { name: say.addEmployment }).click();
    await page.getByRole("heading", { name: say.employed }).waitFor();

    await page.goto(`/companies/${companyId}`);
    const numbers = page.locator(".call").getByRole("link", { name: "03-1234-5678" });
    assert.equal(await numbers.getAttribute("href"), "tel:0312345678");
    await page.locator(".call").getByRole("link", { name: /青葉/ }).click();
    await page.waitForURL(/\/people\//);

    const phone = await open({ language, token, width: 390, height: 844 });
    await phone.goto(new URL(page.url()).pathname);
    await phone.getByRole("heading", { name: say.holds }).waitFor();
    await assertAccessible(phone);
    const wide = await phone.evaluate("document.documentElement.scrollWidth");
    assert.ok(Number(wide) <= 390, `nothing runs over the edge of a phone: ${String(wide)}`);
  });
}
