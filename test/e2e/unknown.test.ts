// What a scan sees and nobody has taken in, in the browser: seven unknown servers, seven duties, and the answers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { shows } from "../until.ts";

const people: Record<string, { token: string }> = {};
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  for (const [language, companyId] of [
    ["en", group.companies.own],
    ["ja", group.companies.other],
  ] as const) {
    people[language] = await signedIn(owner, { companyId, role: "security_officer" });
    const keeper = await signedIn(owner, { companyId, role: "employee", name: `Keeper ${language}` });
    people[`keeper ${language}`] = keeper;
    await owner.query(
      `insert into servers (company_id, name, hostname, address, owner_id, class, registered_at, name_key)
       select $1, n, n, a, $2, 2, now(), upper(n) from (values ('erp-db01', '10.20.30.11'), ('erp-db02', '10.20.30.13')) v (n, a)`,
      [companyId, keeper.personId],
    );
  }
  people["sister"] = await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" });
});
const scan = await readFile(new URL("../../sample/data/scan-of-seven.xml", import.meta.url));

const words = {
  en: {
    add: "Name a source",
    kind: "Format",
    name: "Name",
    save: "Save",
    ready: /would change/,
    apply: "Apply",
    applied: /new entries/,
    waiting: "7 unknown things of this source wait",
    open: "See them",
    title: /7 unknown things/,
    mine: "Say whose it is",
    ours: "Ours",
    takeIn: "Take into the ledger",
    taken: /took it into the ledger/,
    dismiss: "Not ours, or gone",
    reason: "Reason",
    doDismiss: "Dismiss",
    dismissed: /dismissed it/,
    same: "Same as an entry",
    find: "Find an entry by name or address",
    doMerge: "It is the same",
    merged: /said that it is/,
    off: "Switched off",
    doOff: "Mark as switched off",
    wasOff: /said that it is switched off/,
    together: "Answer together",
    together2: "Answer 2",
  },
  ja: {
    add: "情報源を登録",
    kind: "形式",
    name: "名称",
    save: "保存",
    ready: /件が変わります/,
    apply: "反映する",
    applied: /新規/,
    waiting: "この情報源が見つけた未把握の物7件が確認待ち",
    open: "一覧を見る",
    title: /該当する未把握の物 7件/,
    mine: "持ち主を答える",
    ours: "当社の物",
    takeIn: "台帳に登録する",
    taken: /台帳に登録しました/,
    dismiss: "当社の物でない・もうない",
    reason: "理由",
    doDismiss: "対象外にする",
    dismissed: /対象外にしました/,
    same: "台帳の項目と同じ",
    find: "項目を名称・アドレスで探す",
    doMerge: "同じ物とする",
    merged: /と同じ物としました/,
    off: "停止済み",
    doOff: "停止済みにする",
    wasOff: /停止済みとしました/,
    together: "まとめて答える",
    together2: "2件に答える",
  },
} as const;

for (const language of walked("ja", "en"))
  test(`R-38 a scan finds seven unknown servers and seven duties exist (${language}): uploaded, asked, answered`, async () => {
    const t = words[language];
    const page = await open({ language, token: people[language]?.token ?? "" });
    await page.goto("/ledgers/sources");
    await page.getByRole("button", { name: t.add }).first().click();
    await page.getByLabel(t.kind).selectOption("nmap");
    await page.getByLabel(t.name, { exact: true }).fill("Scan");
    await page.getByRole("button", { name: t.save }).click();
    await page.getByRole("row", { name: /Scan/ }).first().locator("input[type=file]").setInputFiles({
      name: "scan.xml",
      mimeType: "text/xml",
      buffer: scan,
    });
    await page.locator("main h1", { hasText: t.ready }).waitFor();
    await page.getByRole("button", { name: t.apply, exact: true }).click();
    await page.locator("main h1", { hasText: t.applied }).waitFor();
    await page.getByText(t.waiting).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: t.open }).click();
    await page.locator("main h1", { hasText: t.title }).waitFor();
    await shows(page.locator("table.grid tbody tr"), 7);
    await assertAccessible(page);

    // Four are the officer's, three of whoever probably answers for them: seven duties.
    await page.goto("/duties?kind=ledger.identify");
    await shows(page.locator("table.grid tbody tr"), 4);
    await assertAccessible(page);
    const keeper = await open({ language, token: people[`keeper ${language}`]?.token ?? "" });
    await keeper.goto("/duties?kind=ledger.identify");
    await shows(keeper.locator("table.grid tbody tr"), 3);

    // Whoever is asked has a page of the thing, and nothing else of the ledgers.
    await keeper.locator("table.grid tbody tr a").first().click();
    await keeper.getByRole("button", { name: t.ours, exact: true }).waitFor();
    await assertAccessible(keeper);
    const taken = await keeper.locator("main h1").innerText();
    await keeper.getByRole("button", { name: t.takeIn }).click();
    await keeper.getByText(t.taken).first().waitFor();
    await assertAccessible(keeper);

    const thing = async (name: string, kind: string) => {
      await page.goto(`/ledgers/unknown?search=${name}`);
      await page.getByRole("link", { name }).click();
      await page.getByRole("button", { name: kind, exact: true }).click();
      await assertAccessible(page);
    };
    await thing("nas-7f", t.dismiss);
    await page.getByLabel(t.reason).fill("A guest's");
    await page.getByRole("button", { name: t.doDismiss }).click();
    await page.getByText(t.dismissed).waitFor();
    await thing(taken.startsWith("old-reports") ? "erp-db03" : "old-reports", t.same);
    await page.getByLabel(t.find).fill("erp-db02");
    await page.getByRole("radio", { name: /erp-db02/ }).check();
    await page.getByRole("button", { name: t.doMerge }).click();
    await page.getByText(t.merged).waitFor();
    await thing("labelprint", t.off);
    await page.getByRole("button", { name: t.doOff }).click();
    await page.getByText(t.wasOff).waitFor();

    // Three wait, and two of them are answered together.
    await page.goto("/ledgers/unknown");
    await shows(page.locator("table.grid tbody tr"), 3);
    for (const nth of [0, 1]) await page.locator("table.grid tbody input[type=checkbox]").nth(nth).check();
    await page.locator(".bulk").getByRole("button", { name: t.together }).click();
    await page.getByRole("dialog").getByRole("button", { name: t.dismiss, exact: true }).click();
    await page.getByRole("dialog").getByLabel(t.reason).fill("Of the landlord");
    await assertAccessible(page);
    await page.getByRole("button", { name: t.together2 }).click();
    await shows(page.locator("table.grid tbody tr"), 1);

    // The entry of what still waits asks the same.
    await page.locator("table.grid tbody tr a").first().click();
    await page.locator("main h1").waitFor();
    await page.getByRole("link", { name: language === "en" ? "Open the entry" : "台帳の項目を開く" }).click();
    await page.getByRole("button", { name: t.ours, exact: true }).waitFor();
    await assertAccessible(page);
  });

test("S-01 a sister company has no unknown thing, and a phone holds the list and a thing together", async () => {
  const page = await open({ language: "en", token: people["sister"]?.token ?? "" });
  await page.goto("/ledgers/unknown");
  await page.locator("main h1", { hasText: "No unknown thing waits" }).waitFor();
  assert.equal(await page.getByText("203.0.113.77").count(), 0);
  await assertAccessible(page);
  const [language = "ja"] = walked("ja", "en");
  const phone = await open({ language, token: people[language]?.token ?? "", width: 360, height: 740 });
  await phone.goto("/ledgers/unknown");
  await phone.locator("table.grid tbody tr a").first().waitFor();
  assert.equal(await phone.evaluate<number>("document.documentElement.scrollWidth"), 360);
  await phone.locator("table.grid tbody tr a").first().click();
  await phone.getByRole("button", { name: words[language].ours, exact: true }).waitFor();
  assert.equal(await phone.evaluate<number>("document.documentElement.scrollWidth"), 360);
  await assertAccessible(phone);
});
