// Ledgers in the browser: a thing taken in, two sources about it, what they disagree on, and the same change for many.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { shows } from "../until.ts";

const people: { token: string }[] = [];
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  // The walk in each language has a company of its own.
  for (const companyId of [group.companies.own, group.companies.sister, group.companies.other])
    people.push(await signedIn(owner, { companyId, role: "security_officer" }));
});

const now = new Date().toISOString();
const purchases = [
  "管理番号,ホスト名,製造番号,メーカー,機種",
  "A-1,PC-1,SN70001,Dell,Latitude",
  "A-2,PC-2,SN70002,HP,EliteBook",
].join("\r\n");
const managed = [
  "Device ID,Device name,Last check-in,Serial number,Manufacturer,Model,Encrypted,OS,OS version,Compliance,Managed by",
  `d1,PC-1,${now},SN70001,Dell Inc.,Latitude,True,Windows,10.0.22631,Compliant,Intune`,
  `d9,PC-9,${now},SN70009,Dell Inc.,Latitude,False,Windows,10.0.22631,Compliant,Intune`,
].join("\n");
const file = (name: string, content: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(content),
});

const words = {
  en: {
    add: "Name a source",
    name: "Name",
    kind: "Format",
    save: "Save",
    bring: /Bring a file/,
    ready: /would change 2 things/,
    apply: "Apply",
    applied: /new entries/,
    seen: "Seen, not taken in",
    change: "Change",
    takeIn: "Take into the ledger",
    do: "Change 1",
    conflict: "Sources disagree about one field",
    take: "Take this",
    register: "It is a register: what it names is taken into the ledger",
  },
  ja: {
    add: "情報源を登録",
    name: "名称",
    kind: "形式",
    save: "保存",
    bring: /ファイルを取り込む/,
    ready: /2件が変わります/,
    apply: "反映する",
    applied: /新規/,
    seen: "台帳になし",
    change: "変更",
    takeIn: "台帳に登録",
    do: "1件を変更する",
    conflict: "1項目で情報源が食い違っています",
    take: "これにする",
    register: "台帳として扱う（載っている物を台帳に登録する）",
  },
} as const;

for (const language of walked("ja", "en"))
  test(`R-31 two sources in the browser (${language}): one entry, what they disagree on, what is seen and not taken in`, async () => {
    const t = words[language];
    const page = await open({ language, token: people[language === "ja" ? 0 : 2]?.token ?? "" });
    await page.goto("/ledgers");
    await page.locator("main h1").waitFor();
    await assertAccessible(page);
    const source = async (kind: string, name: string) => {
      await page.goto("/ledgers/sources");
      await page.getByRole("button", { name: t.add }).first().click();
      await page.getByLabel(t.kind).selectOption(kind);
      await page.getByLabel(t.name, { exact: true }).fill(name);
      await assertAccessible(page);
      await page.getByRole("button", { name: t.save }).click();
      await page
        .getByRole("row", { name: new RegExp(name) })
        .first()
        .waitFor();
    };
    const bring = async (name: string, content: string, ready: RegExp) => {
      await page
        .getByRole("row", { name: new RegExp(name) })
        .first()
        .locator("input[type=file]")
        .setInputFiles(file(`${name}.csv`, content));
      await page.locator("main h1", { hasText: ready }).waitFor();
      await assertAccessible(page);
      await page.getByRole("button", { name: t.apply, exact: true }).click();
      await page.locator("main h1", { hasText: t.applied }).waitFor();
    };
    await source("plain", "Purchases");
    await bring("Purchases", purchases, t.ready);
    await source("intune", "Manager");
    await bring("Manager", managed, t.ready);

    await page.goto("/ledgers/devices");
    await shows(page.locator("table.grid tbody tr"), 3);
    await assertAccessible(page);
    await page.getByRole("button", { name: t.seen, exact: true }).click();
    await shows(page.locator("table.grid tbody tr"), 1);
    await page.locator("table.grid tbody input[type=checkbox]").first().check();
    await page.locator(".bulk").getByRole("button", { name: t.change }).click();
    await page.getByRole("dialog").getByText(t.takeIn, { exact: true }).click();
    await assertAccessible(page);
    await page.getByRole("button", { name: t.do }).click();
    await shows(page.locator("table.grid tbody tr"), 0);

    await page.goto("/ledgers/devices?isConflicting=true");
    await page.getByRole("link", { name: "PC-1" }).click();
    await page.getByText(t.conflict).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: t.take }).first().click();
    await page.getByText(t.conflict).waitFor({ state: "detached" });
  });

test("S-01 the sister company's ledgers are empty, and another's entry is not found", async () => {
  const page = await open({ language: "en", token: people[1]?.token ?? "" });
  await page.goto("/ledgers");
  await page.locator("main h1", { hasText: "The ledgers are empty" }).waitFor();
  await page.goto("/ledgers/devices");
  await page.getByText("Nothing here yet").waitFor();
  assert.equal(await page.getByText("PC-1").count(), 0);
});

test("classes and rules: what a class demands is changed by nobody of a company, a rule is named, covers and is looked at", async () => {
  const page = await open({ language: "en", token: people[0]?.token ?? "" });
  await page.goto("/ledgers/classes");
  await page.locator("main h1", { hasText: "Three classes" }).waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByRole("button", { name: "Change" }).count(), 0);
  await page.goto("/ledgers/rules");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Rule", { exact: true }).fill("Handling of computers");
  await page.getByRole("dialog").getByText("Computers, phones and tablets").click();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("main h1", { hasText: "One rule is in force" }).waitFor();
  await assertAccessible(page);
  const find = page.getByRole("searchbox", { name: "Find a rule or a company" });
  await find.fill("nothing of the kind");
  await page.getByText("No rule is found by that.").waitFor();
  await find.fill("computers");
  await page.getByRole("cell", { name: "Handling of computers", exact: true }).waitFor();
});

test("on a phone the ledgers, a list and an entry hold together", async () => {
  const page = await open({ language: "ja", token: people[0]?.token ?? "", width: 360, height: 740 });
  for (const path of [
    "/ledgers",
    "/ledgers/devices",
    "/ledgers/sources",
    "/ledgers/classes",
    "/ledgers/rules",
  ]) {
    await page.goto(path);
    await page.locator("main h1").waitFor();
    assert.equal(await page.evaluate<number>("document.documentElement.scrollWidth"), 360, path);
    await assertAccessible(page);
  }
});
