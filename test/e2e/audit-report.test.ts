// From a finished sheet to a final report in the browser: documents asked for and brought, the draft, the company's reply on a phone, the
// signatures (T-17, R-14).
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "../app.ts";
import { assertAccessible } from "../accessible.ts";
import { buildFinishedVisit, type FinishedVisit } from "../audit-report.ts";
import { site } from "../browser.ts";
import { signedIn } from "../factories.ts";

let made = {} as FinishedVisit;
let executive = "";
const { page: open, database } = await site(async (given) => {
  const app = await testApp({ database: given });
  made = await buildFinishedVisit(app, given.owner, given.ownerUrl);
  const signing = await signedIn(given.owner, {
    companyId: made.company,
    role: "company_executive",
    name: "役員",
  });
  executive = signing.token;
});
const visitPath = () => `/audits/visits/${made.visitId}`;
const of = (token: string, width = 1440) =>
  open({ language: "ja", token, width, height: width < 500 ? 844 : 900 });

test("T-17 in the browser (ja): documents are asked for, brought with words and accepted, and the itinerary is there for both sides", async () => {
  const lead = await of(made.lead.token);
  await lead.goto(visitPath());
  await lead.getByRole("heading", { name: "資料の依頼はありません" }).waitFor();
  await lead.getByRole("button", { name: "資料を依頼" }).click();
  const ask = lead.getByRole("dialog");
  await ask.getByLabel("資料", { exact: true }).fill("ネットワーク構成図（最新版）");
  await ask.getByRole("button", { name: "資料を依頼" }).click();
  await lead.getByRole("heading", { name: "依頼した1件のうち1件が未提出です" }).waitFor();
  await lead.getByRole("button", { name: "行程を編集" }).click();
  const agenda = lead.getByRole("dialog");
  await agenda.getByLabel(/^開始/).fill("09:30");
  await agenda.getByLabel("内容").fill("目的と範囲の説明");
  await agenda.getByLabel("相手・出席者").fill("社長、総務部長");
  await agenda.getByRole("button", { name: "保存" }).click();
  await lead.getByRole("heading", { name: "行程は1件です" }).waitFor();
  await assertAccessible(lead);

  const officer = await of(made.officer.token, 390);
  await officer.goto(visitPath());
  await officer.getByText("目的と範囲の説明").waitFor();
  await officer.getByRole("button", { name: "提出する" }).click();
  const bring = officer.getByRole("dialog");
  await bring.getByLabel(/^説明/).fill("社内ポータルの情報システム課に置きました。");
  await bring.getByRole("button", { name: "提出する" }).click();
  await officer.getByRole("heading", { name: "1件の資料が確認待ちです" }).waitFor();
  await assertAccessible(officer);

  await lead.reload();
  await lead.getByRole("button", { name: "受け取る" }).click();
  await lead.getByRole("heading", { name: "依頼した資料1件がすべて揃いました" }).waitFor();
});

test("T-17 in the browser (ja): from the finished sheet to the final report, with the company's reply from a phone", async () => {
  const lead = await of(made.lead.token);
  await lead.goto(`${visitPath()}/report`);
  await lead.getByRole("button", { name: "報告書を作成" }).click();
  await lead.getByRole("heading", { level: 1, name: /のうち2項目が達成しておらず/ }).waitFor();
  await lead.getByRole("button", { name: /会社に送付.*先に総括/ }).waitFor();
  await lead
    .getByRole("textbox", { name: "総括" })
    .fill("おおむね整っているが、遠隔保守の回線に重大な不備がある。");
  await lead.getByRole("button", { name: "草案を保存" }).click();
  await lead.getByText("草案を保存しました").waitFor();
  await assertAccessible(lead);
  await lead.getByRole("button", { name: "会社に送付", exact: true }).click();
  await lead.getByRole("dialog").getByRole("button", { name: "会社に送付" }).click();
  await lead.getByText(/まで会社の回答待ちです/).waitFor();

  const officer = await of(made.officer.token, 390);
  await officer.goto(visitPath());
  await officer.getByRole("link", { name: "回答", exact: true }).click();
  const item = (controlId: string) => officer.getByRole("listitem").filter({ hasText: controlId }).first();
  // What the auditors photographed stands beside what they say, and opens large.
  await item(made.overturned).getByRole("button", { name: "写真1枚" }).click();
  await item(made.overturned).getByRole("button", { name: "写真1を拡大" }).getByRole("img").waitFor();
  await item(made.overturned).getByRole("button", { name: "写真1を拡大" }).click();
  await officer.getByRole("dialog", { name: "写真 1 / 1" }).locator("img").waitFor();
  await assertAccessible(officer);
  await officer.keyboard.press("Escape");
  await item(made.overturned).getByRole("button", { name: "同意する" }).click();
  await item(made.partly).getByRole("button", { name: "異議がある" }).click();
  await officer.getByRole("button", { name: new RegExp(`回答を提出.*${made.partly}の理由`) }).waitFor();
  await item(made.partly).getByLabel(/^説明/).fill("残る1部署の記録は別の棚にありました。");
  await assertAccessible(officer);
  await officer.getByRole("button", { name: "回答を提出" }).click();
  await officer.getByRole("dialog").getByRole("button", { name: "回答を提出" }).click();
  await officer.getByText("会社が報告書 C1-A1 に回答しました").waitFor();

  // The lead is told that the reply came.
  await lead.goto("/");
  await lead.getByRole("link", { name: "回答を確認" }).click();
  await lead.getByRole("button", { name: /確定する.*異議が1件/ }).waitFor();
  await lead.getByRole("button", { name: "判定を変更" }).click();
  const settle = lead.getByRole("dialog");
  await settle.getByLabel("判定").selectOption({ label: "達成" });
  await settle.getByLabel("理由").fill("記録を写真で確認した。");
  await settle.getByRole("button", { name: "判定を変更" }).click();
  await lead.getByRole("button", { name: "確定する", exact: true }).click();
  await lead
    .getByRole("dialog")
    .getByText(/指摘事項1件が期限付きで登録されます/)
    .waitFor();
  await lead.getByRole("dialog").getByRole("button", { name: "確定する" }).click();
  await lead.getByRole("heading", { name: "署名" }).waitFor();
  await lead.getByRole("link", { name: /^C1-F\d+$/ }).waitFor();
  await assertAccessible(lead);

  const signing = await of(executive, 390);
  await signing.goto(`${visitPath()}/report`);
  await signing.getByRole("button", { name: "受領を確認" }).click();
  await signing.getByText("受領を確認しました").waitFor();
  const download = signing.waitForEvent("download");
  await signing.getByRole("button", { name: "ダウンロード" }).click();
  await signing.getByRole("menuitem", { name: "PDF（日本語）" }).click();
  assert.match((await download).suggestedFilename(), /^C1-A1 ja\.pdf$/);
  const { rows } = await database.owner.query(
    "select count(*)::int as n from findings where source_kind = 'audit'",
  );
  assert.equal(rows[0].n, 1);
});
