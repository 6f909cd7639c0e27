// The register of companies: narrowed by tokens, kept in the address, exported as shown.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition } from "../editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "../factories.ts";
import { shows } from "../until.ts";

const words = {
  en: {
    complete: "0 missing",
    filter: "Filter",
    tier: "T4 Light",
    remove: "Remove this filter",
    addPosition: "Add a position",
    purpose: "Role of the position",
    officer: "Security officer",
    addPlace: "Add a site or department",
    code: "Code",
    placeName: "Name",
    plant: "It is a plant",
    end: "End the position",
    endFrom: "End from",
    change: "Change",
    plantFact: "Has a plant",
    becomes: "the tier becomes T2 instead of",
    apply: "Apply from",
    tierNow: "T2 Major",
    calendar: "Enter working days",
    holidays: "Holidays, one a line",
    sunday: "Sun",
    friday: "Fri",
    saveCalendar: "Save with 2 holidays",
    ahead: "2 holidays ahead",
    story: "Working days and holidays entered",
    services: "Shared services",
    lacking: "0 of 4 companies are connected; 1 of 1 shared services have no provider",
    setProvider: "Name the provider",
    provider: "Provider",
    from: /^Apply from/,
    provided: "Parent Inc. provides group_identity",
    connect: "Connect companies",
    paste: "Paste codes",
    codes: "Company codes",
    preview: "Preview",
    previewed: "group_identity: 2 companies change",
    unknown: "no such code",
    applyAll: "Connect 2 companies",
    connected: "2 companies are connected, 1 of them in part",
  },
  ja: {
    complete: "漏れ0社",
    filter: "条件",
    tier: "T4 小規模会社",
    remove: "この条件を外す",
    addPosition: "役職を追加",
    purpose: "役割",
    officer: "情報セキュリティ責任者",
    addPlace: "拠点・部門を追加",
    code: "コード",
    placeName: "名称",
    plant: "工場である",
    end: "役職を廃止する",
    endFrom: "に廃止する",
    change: "変更する",
    plantFact: "工場がある",
    becomes: "T2に変わります",
    apply: "から適用",
    tierNow: "T2 主要会社",
    calendar: "稼働日を登録",
    holidays: "休日（1行に1日）",
    sunday: "日",
    friday: "金",
    saveCalendar: "休日2日で登録",
    ahead: "この先の休日は2日",
    story: "稼働日と休日を登録",
    services: "共通サービス",
    lacking: "4社のうち0社が接続。共通サービス1件中1件は提供会社が未定",
    setProvider: "提供会社を登録",
    provider: "提供会社",
    from: /から適用$/,
    provided: "group_identity（日本語）はParent Inc.が提供",
    connect: "会社を接続",
    paste: "コードを貼り付け",
    codes: "会社コード",
    preview: "結果を確かめる",
    previewed: "group_identity（日本語）：2社が変わります",
    unknown: "コードが見当たらない",
    applyAll: "2社を接続",
    connected: "2社が接続中、うち1社は一部のみ",
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`R-12 the register of companies in the browser (${language}): complete, filtered, exported as shown`, async () => {
    const say = words[language];
    let token = "";
    const { page: open } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      await addEdition(owner);
      token = (
        await signedIn(owner, {
          companyId: group.companies.parent,
          role: "group_office",
          unitId: group.group,
        })
      ).token;
    });
    const page = await open({ language, token });
    await page.goto("/companies");
    await page.getByText(say.complete).waitFor();
    await shows(page.locator("tbody tr"), 4);
    await assertAccessible(page);
    await page.getByRole("button", { name: say.filter, exact: true }).click();
    await page.getByRole("menuitem", { name: say.tier }).first().click();
    await page.locator("tbody tr").nth(1).waitFor({ state: "detached" });
    await page.waitForURL(/tier=T/);
    await assertAccessible(page);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    const path = await (await saved).path();
    const lines = readFileSync(path, "utf8").trim().split("\r\n");
    assert.equal(lines.length, 2);
    await page.getByRole("button", { name: say.remove }).click();
    await page.locator("tbody tr").nth(3).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/companies\/[0-9a-f-]{36}/);
    await page.getByRole("button", { name: say.addPosition }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(say.purpose).selectOption("security_officer");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.addPosition }).click();
    const seat = page.locator("li.seat").filter({ hasText: say.officer });
    await seat.waitFor();
    await seat.getByRole("button").click();
    await page.getByRole("menuitem", { name: say.end, exact: true }).click();
    await dialog.getByRole("textbox").last().fill("entered twice");
    await dialog.getByRole("button", { name: say.endFrom }).click();
    await seat.waitFor({ state: "detached" });
    await page.getByRole("button", { name: say.addPlace }).click();
    await dialog.getByLabel(say.code).fill("Ｓ０１");
    await dialog.getByLabel(say.placeName).fill("Chonburi");
    await dialog.getByLabel(say.plant).check();
    await dialog.getByRole("button", { name: say.addPlace }).click();
    await page.getByRole("listitem").filter({ hasText: "Chonburi" }).waitFor();
    // From Sunday to Thursday, with two holidays as pasted from a sheet.
    await page.getByRole("button", { name: say.calendar }).click();
    await dialog.getByLabel(say.sunday, { exact: true }).check();
    await dialog.getByLabel(say.friday, { exact: true }).uncheck();
    await dialog.getByLabel(say.holidays).fill("2098/9/23\tNational day\n２０９８／１／１　元日");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.saveCalendar }).click();
    await page.getByRole("heading", { name: say.ahead }).waitFor();
    await page.getByText("元日").waitFor();
    // Whoever changes something reads it at once in what happened to the company.
    await page.getByText(say.story, { exact: true }).waitFor();
    await assertAccessible(page);
    // The tier that follows is said before anything is saved.
    await page.getByRole("button", { name: say.change, exact: true }).click();
    await dialog.getByLabel(say.plantFact).check();
    await dialog.getByText(say.becomes).waitFor();
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.apply }).click();
    await page.getByText(say.tierNow, { exact: true }).waitFor();
    await assertAccessible(page);
    await page.goto("/companies");
    await page.getByRole("link", { name: say.services, exact: true }).click();
    await connectToService(page, say);
  });
}

/** A shared service gets its provider, and companies pasted as codes are looked at before they are connected. */
async function connectToService(page: Page, say: (typeof words)["ja" | "en"]): Promise<void> {
  await page.getByRole("heading", { level: 1, name: say.lacking }).waitFor();
  await assertAccessible(page);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: say.setProvider }).click();
  await dialog.getByRole("combobox", { name: say.provider }).fill("Parent");
  await page.getByRole("option", { name: /Parent Inc\./ }).click();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say.from }).click();
  await page.getByRole("heading", { name: say.provided }).waitFor();
  await page.getByRole("button", { name: say.connect }).click();
  await dialog.getByRole("button", { name: say.paste }).click();
  await dialog.getByLabel(say.codes).fill("C1\nC2\t60\nNONE");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say.preview }).click();
  await dialog.getByRole("heading", { name: say.previewed }).waitFor();
  await dialog.getByRole("cell", { name: say.unknown }).waitFor();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say.applyAll }).click();
  await page.getByRole("heading", { name: say.connected }).waitFor();
  await assertAccessible(page);
}

test("the people of the group in the browser: found by name, and the way to bring a list in", async () => {
  let token = "";
  const { page: open } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    token = (
      await signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group })
    ).token;
    const personId = await addPerson(owner, {
      companyId: group.companies.own,
      familyName: "青葉",
      givenName: "薫",
    });
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [personId, group.companies.own],
    );
  });
  const page = await open({ language: "ja", token });
  await page.goto("/people");
  await page.getByRole("searchbox").fill("青葉");
  await page.getByRole("cell", { name: "青葉 薫" }).waitFor();
  await assertAccessible(page);
  await shows(page.locator("tbody tr[aria-rowindex]"), 1);
  await page.locator("tbody").getByRole("checkbox").check();
  await page.getByRole("button", { name: "雇用を終了" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("翌日から1人が在籍しなくなり").waitFor();
  await dialog.getByLabel("理由").fill("退職");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "で終了する" }).click();
  await page.getByText("終了しました：1人").waitFor();
  await page.getByRole("link", { name: "ファイルから取り込む" }).click();
  await page.getByRole("button", { name: "人", exact: true, pressed: true }).waitFor();
});

for (const language of walked("en", "ja")) {
  test(`the same companies by supervision, region and ownership (${language}): kept in the address, reachable by keyboard`, async () => {
    const say = {
      en: { region: "By region", relation: "By ownership" },
      ja: { region: "地域別", relation: "資本関係別" },
    }[language];
    let token = "";
    const { page: open } = await site(async ({ owner }) => {
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
    await page.goto("/group");
    await page.getByRole("button", { name: say.region, exact: true }).click();
    await page.waitForURL(/order=region/);
    await page.getByRole("button", { name: say.relation, exact: true }).click();
    await page.waitForURL(/order=relation/);
    await page.reload();
    await page.locator(".tree-row").getByRole("link").nth(3).waitFor();
    const parent = page.locator(".tree-row").filter({ hasText: "Parent Inc." }).getByRole("button");
    await parent.focus();
    await page.keyboard.press("Enter");
    await page.locator(".tree-row").nth(1).waitFor({ state: "detached" });
    assert.equal(await parent.getAttribute("aria-expanded"), "false");
    await assertAccessible(page);
    await page.goBack();
    await page.waitForURL(/order=region/);
  });
}
