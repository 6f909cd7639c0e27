// A token made in the browser works on the wire, is seen by the officer of accounts, and stops when it is revoked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const words = {
  en: {
    menu: "Own menu",
    item: "Access tokens",
    empty: "You have no access tokens",
    make: "Make a token",
    name: "Name",
    search: "Find a permission",
    read: "see companies, their facts and the group's tree",
    secret: "Access token",
    kept: "I have kept it",
    never: "Never used",
    lastUsed: /Last used: .* from/,
    list: "Access tokens",
    rules: "What the group allows",
    write: "They may write, not only read",
    reason: "Reason",
    save: "Change the rules",
    revoke: "Revoke",
    none: "Nobody here has an access token",
    ruled: "The group allows reading only",
  },
  ja: {
    menu: "自分のメニュー",
    item: "アクセストークン",
    empty: "アクセストークンはありません",
    make: "トークンを作成",
    name: "名前",
    search: "権限を探す",
    read: "会社・基本情報・組織図を見る",
    secret: "アクセストークン",
    kept: "保管しました",
    never: "未使用",
    lastUsed: /最終使用: .*から/,
    list: "アクセストークン",
    rules: "グループの規則",
    write: "読み取りだけでなく書き込みも許可する",
    reason: "理由",
    save: "規則を変更",
    revoke: "取り消す",
    none: "アクセストークンを持つ人はいません",
    ruled: "グループの規則により読み取りのみ",
  },
} as const;

for (const language of walked("ja", "en"))
  test(`an access token from its making to its end (${language})`, async () => {
    const say = words[language];
    let token = "";
    const { page: open, address } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      token = (
        await signedIn(owner, {
          companyId: group.companies.parent,
          role: "group_office",
          unitId: group.group,
        })
      ).token;
    });
    const page = await open({ language, token });
    await page.goto("/");
    await page.locator("button.me").click();
    await page.getByRole("menuitem", { name: say.item }).click();
    await page.getByRole("heading", { name: say.empty }).waitFor();
    await assertAccessible(page);

    await page.getByRole("button", { name: say.make }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(say.name, { exact: true }).fill("Nightly export");
    await dialog.getByRole("searchbox", { name: say.search }).fill(say.read);
    await dialog.getByLabel(say.read).check();
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.make }).click();
    const secret = await dialog.getByRole("textbox", { name: say.secret }).inputValue();
    assert.match(secret, /^ygr_[0-9A-Za-z]{10}_[0-9A-Za-z]{38}$/);
    await dialog.getByRole("button", { name: say.kept }).click();
    await page.getByText(say.never).waitFor();

    const ask = async () =>
      (await fetch(`${address}/api/companies`, { headers: { authorization: `Bearer ${secret}` } })).status;
    assert.equal(await ask(), 200);
    await page.reload();
    await page.getByText(say.lastUsed).waitFor();
    assert.ok(!(await page.content()).includes(secret), "the secret was shown once");

    await page.goto("/accounts");
    await page.getByRole("link", { name: say.list, exact: true }).click();
    await page.getByRole("cell", { name: /Nightly export/ }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.rules }).click();
    await dialog.getByLabel(say.write).uncheck();
    await dialog.getByLabel(say.reason).fill("Programs only report");
    await dialog.getByRole("button", { name: say.save }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: say.revoke }).click();
    await dialog.getByLabel(say.reason).fill("The report moved");
    await dialog.getByRole("button", { name: say.revoke }).click();
    await page.getByRole("heading", { name: say.none }).waitFor();
    assert.equal(await ask(), 401);

    const phone = await open({ language, token, width: 360, height: 740 });
    await phone.goto("/me/tokens");
    await phone.getByRole("button", { name: say.make }).click();
    await phone.getByRole("dialog").getByText(say.ruled).waitFor();
    await assertAccessible(phone);
    const isWide = await phone.evaluate("document.documentElement.scrollWidth > innerWidth");
    assert.equal(isWide, false, "nothing runs out of the phone's page");
  });
