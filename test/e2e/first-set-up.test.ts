import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { shiftJis } from "../imports.ts";
import { startWork } from "../work.ts";

const list = [
  "会社コード,会社名,事業部,区分,出資比率,国,従業員数",
  "A1,青葉精機株式会社,機械事業部,連結,100%,日本,1200",
  "A2,青葉化成株式会社,化学事業部,連結,80%,日本,340",
].join("\r\n");

for (const [language, words] of walked(
  [
    "en",
    {
      submit: "Start the group",
      hello: "Good day, Kaoru Aoba",
      missing: "Make them divisions …",
      make: "Make 2 divisions",
      ready: "2 rows can be applied",
      apply: /^Apply 2 rows/,
      done: "2 added, 0 changed",
      addCompany: "Add a company",
      code: "Code",
      name: "Name by law",
      below: "Supervised by",
      joinedAs: "How it comes to the group",
      tree: "Supervision tree",
      company: "Aoba Trading Ltd.",
    },
  ],
  [
    "ja",
    {
      submit: "グループを開始する",
      hello: "青葉 薫さん、こんにちは",
      missing: "事業本部として登録…",
      make: "事業本部を2件登録",
      ready: "2件すべてを適用できます",
      apply: /^2件を適用/,
      done: "2件を追加し、0件を変更しました",
      addCompany: "会社を追加",
      code: "コード",
      name: "会社名（登記）",
      below: "所管",
      joinedAs: "グループに加わる理由",
      tree: "所管の系統",
      company: "青葉商事株式会社",
    },
  ],
)) {
  test(`first set-up in the browser (${language}): from an empty database to the group's own divisions and companies`, async () => {
    const { page: open, database } = await site();
    await startWork(database);
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
    // The first list of a new group names divisions that nobody has entered yet.
    await page.goto("/imports");
    const chooser = page.locator("input[type=file]");
    await chooser.waitFor({ state: "attached" });
    await chooser.setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: shiftJis(list) });
    await page.getByRole("button", { name: words.missing }).click();
    await assertAccessible(page);
    await page.getByRole("button", { name: words.make }).click();
    await page.getByRole("heading", { level: 1, name: words.ready }).waitFor();
    await page.getByRole("button", { name: words.apply }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.apply }).click();
    await page.getByRole("heading", { level: 1, name: words.done }).waitFor();
    // And one that no list holds.
    await page.goto("/group");
    await page.getByText("機械事業部").waitFor();
    await page.getByRole("button", { name: words.addCompany }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(words.code, { exact: true }).fill("A3");
    await dialog.getByLabel(words.name, { exact: true }).fill(words.company);
    await dialog.getByRole("combobox", { name: words.below }).click();
    await page.getByRole("option", { name: "化学事業部" }).click();
    await dialog.getByLabel(words.joinedAs, { exact: true }).selectOption("already");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: words.addCompany }).click();
    await page.getByRole("heading", { level: 1, name: words.company }).waitFor();
  });
}
