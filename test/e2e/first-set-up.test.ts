import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";

for (const [language, words] of [
  ["en", { submit: "Start the group", hello: "Good day, Kaoru Aoba" }],
  ["ja", { submit: "グループを開始する", hello: "青葉 薫さん、こんにちは" }],
] as const) {
  test(`first set-up in the browser (${language}): from an empty database to the signed-in group office`, async () => {
    const { page: open } = await site();
    const page = await open({ language });
    await page.goto("/");
    await page.getByRole("button", { name: words.submit }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/set-up");
    await assertAccessible(page);
    const fields = page.locator("form input:not([type=checkbox]):not([type=hidden])");
    const isJapanese = language === "ja";
    const labels = isJapanese
      ? {
          group: "グループの名称",
          parent: "会社名",
          family: "姓",
          given: "名",
          login: "ログイン名",
          password: "新しいパスワード",
        }
      : {
          group: "Name of the group",
          parent: "Name by law",
          family: "Family name",
          given: "Given name",
          login: "Login name",
          password: "New password",
        };
    assert.ok((await fields.count()) >= 8);
    const field = (label: string) => page.getByRole("textbox", { name: label, exact: false }).first();
    await field(labels.group).fill(isJapanese ? "青葉グループ" : "Aoba Group");
    await page.getByLabel(labels.parent, { exact: false }).fill(isJapanese ? "青葉株式会社" : "Aoba K.K.");
    await page.getByLabel(labels.family).fill(isJapanese ? "青葉" : "Aoba");
    await page.getByRole("textbox", { name: labels.given, exact: true }).fill(isJapanese ? "薫" : "Kaoru");
    await page.getByLabel(labels.login, { exact: false }).fill("kaoru@aoba.example");
    await page.getByLabel(labels.password, { exact: false }).fill("a long enough phrase");
    await page.getByRole("button", { name: words.submit }).click();
    await page.getByRole("heading", { level: 1, name: words.hello }).waitFor();
    await assertAccessible(page);
  });
}
