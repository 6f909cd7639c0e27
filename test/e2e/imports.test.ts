// A group office brings its own messy list of companies in, as it comes out of its drawer.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readXlsx } from "hucre/xlsx";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { shiftJis } from "../imports.ts";
import { startWork } from "../work.ts";

const list = [
  "海外子会社一覧（2026年3月末現在）",
  "",
  "会社コード,会社名,事業部,区分,出資比率,国,従業員数（人）,工場",
  "Ｎ１,株式会社北工業,D1,連結子会社,１００％,日本,４００名,○",
  'N2,南商事 ,Division Two,持分法適用会社,40,タイ,"1,250",×',
  "N3,東産業（株）,Divsion One,連結,100,JP,5,",
  "N4,西産業（株）,Divsion One,連結,100,JP,8,",
  "N5,語不明,D1,謎,百,どこか,十人,",
  ",合　計,,,,,1663,",
].join("\r\n");

const words = {
  en: {
    ready: "2 rows can be applied, 3 need a look",
    better: "4 rows can be applied, 1 needs a look",
    meant: "It is Division One",
    apply: /^Apply 4 rows/,
    done: "4 added, 0 changed; 1 row is left",
    connections: "One row can be applied, 1 needs a look",
    noService: 'No published standard names a shared service "group_identty"',
    officers: "All 2 rows can be applied",
    rights: "Give the right of the role at the unit, from the first day",
    accounts: "Open an account where there is none",
    account: "Account: ito@own.test",
    applyTwo: /^Apply 2 rows/,
    make: "Make links and download",
    saved: "2 links were saved in your download.",
    noYear: "No year to show yet",
    bringIn: "Bring in earlier years",
    earlier: "2 rows can be applied, 1 needs a look",
    earlierDone: /^2 added/,
    imported: "imported",
  },
  ja: {
    ready: "2件を適用できます。3件は確認が必要です",
    better: "4件を適用できます。1件は確認が必要です",
    meant: "これが正しい: Division One",
    apply: /^4件を適用/,
    done: "4件を追加し、0件を変更しました。1件が残っています",
    connections: "1件を適用できます。1件は確認が必要です",
    noService: "「group_identty」という共通サービスは、公開中の基準にありません",
    officers: "2件すべてを適用できます",
    rights: "就任日から、役割に応じた権限をその組織で付与する",
    accounts: "アカウントがない人にアカウントを開設する",
    account: "アカウント: ito@own.test",
    applyTwo: /^2件を適用/,
    make: "リンクを作成してダウンロード",
    saved: "2件のリンクをダウンロードに保存しました。",
    noYear: "表示できる年度がまだありません",
    bringIn: "過年度の結果を取り込む",
    earlier: "2件を適用できます。1件は確認が必要です",
    earlierDone: /^2件を追加/,
    imported: "取込",
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`R-12 a messy list of companies in the browser (${language}): dropped, understood, mended, applied`, async () => {
    const say = words[language];
    let token = "";
    const { page: open, database } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      await addEdition(owner);
      const office = await signedIn(owner, {
        companyId: group.companies.parent,
        role: "group_office",
        unitId: group.group,
      });
      token = office.token;
    });
    await startWork(database);
    const page = await open({ language, token });
    await page.goto("/imports");
    const chooser = page.locator("input[type=file]");
    await chooser.waitFor({ state: "attached" });
    await assertAccessible(page);
    await chooser.setInputFiles({ name: "子会社一覧.csv", mimeType: "text/csv", buffer: shiftJis(list) });
    await page.getByRole("heading", { level: 1, name: say.ready }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.meant }).click();
    await page.getByRole("heading", { level: 1, name: say.better }).waitFor();
    await page.getByRole("button", { name: say.apply }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.apply }).click();
    await page.getByRole("heading", { level: 1, name: say.done }).waitFor();
    const { rows } = await database.owner.query(
      "select count(*)::int as n from units where kind = 'company' and code in ('N1', 'N2', 'N3', 'N4')",
    );
    assert.deepEqual(rows, [{ n: 4 }]);

    // Another kind of list the same way: which company uses which shared service.
    await page.goto("/imports?kind=services");
    await chooser.waitFor({ state: "attached" });
    const connections = "会社コード,共通サービス,利用割合\nC1,group_identity,60%\nC2,group_identty,\n";
    await chooser.setInputFiles({ name: "接続.csv", mimeType: "text/csv", buffer: Buffer.from(connections) });
    await page.getByRole("heading", { level: 1, name: say.connections }).waitFor();
    await page.getByText(say.noService).first().waitFor();
    await assertAccessible(page);

    // Who is missing before a round, named by one list, with right and way in.
    await page.goto("/imports?kind=seats");
    await chooser.waitFor({ state: "attached" });
    const officers =
      "会社コード,役割,氏名,メールアドレス\nC1,情報セキュリティ責任者,伊藤 翼,ito@own.test\nD1,事業部事務局,佐野 楓,sano@parent.test\n";
    await chooser.setInputFiles({ name: "責任者.csv", mimeType: "text/csv", buffer: Buffer.from(officers) });
    await page.getByRole("heading", { level: 1, name: say.officers }).waitFor();
    await page.getByLabel(say.rights).click();
    await page.getByLabel(say.rights).and(page.locator(":checked:enabled")).waitFor();
    await page.getByLabel(say.accounts).click();
    await page.getByText(say.account).first().waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.applyTwo }).click();
    await dialog.getByRole("button", { name: say.applyTwo }).click();
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: say.make }).click();
    const lines = (await readFile(await (await saving).path(), "utf8")).trim().split("\r\n");
    assert.equal(lines.filter((line) => /\/invitation#\S{40,}/.test(line)).length, 2);
    await page.getByText(say.saved).waitFor();
    await assertAccessible(page);

    // Results of earlier years, as their spreadsheet said them: the trend shows them as imported.
    await page.goto("/group/trend");
    await page.getByRole("heading", { name: say.noYear }).first().waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: say.bringIn }).click();
    await chooser.waitFor({ state: "attached" });
    const earlier =
      "会社コード,年度,判定,得点\nC1,2022年度,基準達成,92\nC2,2022,要改善,71.5\nC1,22,達成,0.9\n";
    await chooser.setInputFiles({ name: "点検結果.csv", mimeType: "text/csv", buffer: Buffer.from(earlier) });
    await page.getByRole("heading", { level: 1, name: say.earlier }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.applyTwo }).click();
    await dialog.getByRole("button", { name: say.applyTwo }).click();
    await page.getByRole("heading", { level: 1, name: say.earlierDone }).waitFor();
    await page.goto("/group/trend");
    await page.locator("table.grid .badge.tag", { hasText: say.imported }).first().waitFor();
    await page.getByText("FY2022").or(page.getByText("2022年度")).first().waitFor();
    await assertAccessible(page);
  });
}

test("R-16 a list of findings in the browser (ja): dropped, its columns seen, a row wrong, applied, and what the list says has ended is told so; then R-13 the plans about them on a phone", async () => {
  let token = "";
  const { page: open, database } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    await addEdition(owner);
    const office = await signedIn(owner, {
      companyId: group.companies.parent,
      role: "group_office",
      unitId: group.group,
    });
    token = office.token;
  });
  await startWork(database);
  const page = await open({ language: "ja", token });
  await page.goto("/imports?kind=findings");
  const chooser = page.locator("input[type=file]");
  const applyBoth = async () => {
    const apply = { name: /^2件を適用/ };
    await page.getByRole("button", apply).click();
    await page.getByRole("dialog").getByRole("button", apply).click();
    await page.getByRole("heading", { level: 1, name: /^2件を追加/ }).waitFor();
  };
  await chooser.waitFor({ state: "attached" });
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "ひな形（Excel）" }).click();
  const template = await readXlsx(await readFile(await (await saving).path()));
  assert.deepEqual(template.sheets[0]?.rows[0]?.slice(1, 4), ["管理番号", "件名", "詳細"]);
  const old =
    "会社コード,管理番号,件名,重大度,指摘日,発見元,状態,完了日,確認者\nＣ１,監-1,共用の管理者パスワード,高,2026/05/10,監査,対応中,,\n" +
    "C1,監-2,古いVPN装置,緊急,2025/12/01,監査,完了,2026/01/20,例 花子\nC2,監-3,重大度が読めない,たぶん高,2026/02/03,監査,,,\n";
  await chooser.setInputFiles({ name: "指摘管理表.csv", mimeType: "text/csv", buffer: shiftJis(old) });
  await page.getByRole("heading", { level: 1, name: "2件を適用できます。1件は確認が必要です" }).waitFor();
  await page.getByText("「たぶん高」は深刻度として読めません").first().waitFor();
  await assertAccessible(page);
  await applyBoth();
  await page.goto("/findings?view=all&search=監-2");
  await page.getByText("（一覧による）").waitFor();
  await page.getByRole("link", { name: "古いVPN装置" }).click();
  await page
    .getByText("一覧では2026年1月20日に完了、確認者は例 花子とされています。ここでは確認されていません。")
    .waitFor();
  await assertAccessible(page);

  // what is to be done about them, from the list beside it; each row fits a phone.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/imports?kind=plans");
  await chooser.waitFor({ state: "attached" });
  const steps =
    "会社コード,計画番号,計画名,計画の状態,施策番号,指摘番号,実施すること,担当者,期限,費用,状態,完了日\nC1,計-1,パスワードの改善,作成中,1,監-1,個人ごとのアカウントにする,知らない 人,2099/03/31,120000,対応中,,\n" +
    "C1,計-1,,,2,監-1,共用のパスワードを変える,,2026/05/31,0,完了,2026/05/20\nC1,計-1,,,3,監-77,知らない指摘,,,,,\n";
  await chooser.setInputFiles({ name: "改善計画.csv", mimeType: "text/csv", buffer: shiftJis(steps) });
  await page.getByText("「監-77」という指摘はこの会社にありません").first().waitFor();
  await page.getByRole("button", { name: "日本円（JPY）です" }).click();
  await page.getByRole("heading", { level: 1, name: "2件を適用できます。1件は確認が必要です" }).waitFor();
  await page.getByText("責任者（登録なし、一覧の表記のまま）: 知らない 人").waitFor();
  assert.equal(
    await page.evaluate(
      "document.querySelector('.register .rows').scrollWidth <= document.querySelector('.register .rows').clientWidth",
    ),
    true,
    "nothing of a row stands beyond the edge of a phone",
  );
  await assertAccessible(page);
  await applyBoth();
  await page.goto("/plans?view=all");
  await page.getByRole("link", { name: "パスワードの改善" }).click();
  await page.getByText("2026年5月20日完了（一覧による）").waitFor();
  await page.getByText("一覧「改善計画.csv」の番号 計-1").waitFor();
  await assertAccessible(page);
});
