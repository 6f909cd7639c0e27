// From a group with companies and nothing else to a launched round, by keyboard alone where it matters.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addCompany, buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { startWork } from "../work.ts";
import { shows } from "../until.ts";

const say = loadTexts(textFolders);

async function emptyGroup() {
  let office: SignedIn | undefined;
  const made = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    await addCompany(owner, {
      code: "JV",
      name: "Joint Ltd.",
      parentId: group.divisions.two,
      relation: "joint_venture",
    });
    office = await signedIn(owner, {
      companyId: group.companies.parent,
      role: "group_office",
      unitId: group.group,
    });
  });
  await startWork(made.database);
  return { ...made, token: office?.token ?? "" };
}

/** Moves the focus with Tab alone until it stands on what is named, then presses a key on it. */
async function tabTo(page: Page, name: string, key: string): Promise<void> {
  for (let step = 0; step < 150; step++) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate<string>(`(() => {
      const at = document.activeElement;
      // Between two pages and while a dialog opens the focus stands on what holds all the words, and does nothing.
      if (!at?.matches("button, a, input, select, textarea")) return "";
      return [at?.getAttribute("aria-label"), at?.closest("label")?.textContent, at?.textContent].join(" ");
    })()`);
    if (!said.includes(name)) continue;
    await page.keyboard.press(key);
    return;
  }
  throw new Error(`Tab never came to ${name}`);
}

for (const [language, words] of walked(
  [
    "en",
    {
      open: "Open a round",
      opens: "Opens",
      needsStandard: "A round needs a published standard",
      begin: "Begin with the built-in standard",
      take: "Take over as a draft",
      nothingMissing: /Nothing is missing|checks? found/,
      reason: "Why, and who decided",
      read: "I have read the draft and publish it for the whole group",
      publish: "Publish from",
      controls: "120 controls, 33 of them mandatory",
      finding: "4 of 5 companies will be asked",
      save: "Save the draft",
      freeze: "Freeze 4 companies",
      launch: "Launch for 4 companies",
      running: "0 of 4 companies confirmed",
      notBegun: "Not begun",
    },
  ],
  [
    "ja",
    {
      open: "点検を開始する",
      opens: "開始日",
      needsStandard: "点検には発行済みの基準が必要です",
      begin: "用意された基準で始める",
      take: "草案として取り込む",
      nothingMissing: /不足はありません|不足が見つかりました/,
      reason: "理由と決定者",
      read: "草案を確認し",
      publish: "から適用",
      controls: "管理策120項目（うち必須33項目）",
      finding: "5社中4社を対象とします",
      save: "下書きを保存",
      freeze: "4社を対象として確定",
      launch: "4社に向けて開始",
      running: "4社中0社が役員確認済み",
      notBegun: "未着手",
    },
  ],
)) {
  test(`T-11 R-12 from an empty group to a launched round (${language})`, async () => {
    const { page: openPage, token, database } = await emptyGroup();
    const page = await openPage({ language, token });
    const title = (text: string) => page.getByRole("heading", { level: 1 }).filter({ hasText: text });
    await page.goto("/rounds");
    await page.getByRole("link", { name: words.open }).first().click();
    await title(words.needsStandard).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: words.begin }).click();
    await page.getByRole("button", { name: words.take }).click();
    await page.getByText(words.nothingMissing).waitFor();
    await assertAccessible(page);
    await page.getByLabel(words.reason).fill("Committee, 12 Nov 2026");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: words.publish }).click();
    await title(words.controls).waitFor();
    await page.goto("/rounds/new");
    await title(words.finding).waitFor();
    // What somebody chose stays when another year is proposed.
    const year = page.getByLabel(say(language, "round.fiscalYear"), { exact: true });
    const name = page.getByLabel(say(language, "round.name"), { exact: true });
    const first = await year.inputValue();
    await name.fill("Inspection X");
    await year.selectOption(String(Number(first) + 1));
    await page.waitForURL(/year=/);
    await title(words.finding)
      .filter({ hasText: String(Number(first) + 1) })
      .waitFor();
    assert.equal(await name.inputValue(), "Inspection X");
    await year.selectOption(first);
    await title(words.finding).filter({ hasText: first }).waitFor();
    // Nobody is named yet, which is said with counts that open their rows, and stops nobody.
    const lacking = (key: string, count: number) => say(language, key, { count });
    await page.getByText(lacking("round.lacks.answer", 4)).click();
    await shows(page.getByText(lacking("round.lackTag.all", 4), { exact: true }), 4);
    await assertAccessible(page);
    await page.getByRole("button", { name: lacking("action.removeFilter", 1) }).click();
    await page.getByText(lacking("round.lacks.review", 4)).waitFor();
    await assertAccessible(page);
    // Whatever weekday it is: a day that is still to come would plan the launch instead.
    const { rows: days } = await database.owner.query<{ today: string }>(
      "select group_today()::text as today",
    );
    await page.getByLabel(words.opens, { exact: true }).fill((days[0]?.today ?? "").replaceAll("-", "/"));
    // Tab goes on from here, not from the field.
    await title(words.finding).click();
    await tabTo(page, words.save, "Enter");
    await page.getByRole("button", { name: words.freeze }).waitFor();
    await tabTo(page, words.freeze, "Enter");
    await page.getByRole("dialog").getByRole("button", { name: words.freeze }).waitFor();
    await tabTo(page, words.freeze, "Enter");
    await page.getByRole("button", { name: words.launch }).waitFor();
    await assertAccessible(page);
    await tabTo(page, words.launch, "Enter");
    await page.getByRole("dialog").getByRole("button", { name: words.launch }).waitFor();
    await page.getByRole("dialog").getByText(lacking("round.lacks.confirm", 4)).waitFor();
    await tabTo(page, words.launch, "Enter");
    await title(words.running).waitFor({ timeout: 20_000 });
    await page.getByRole("link", { name: words.notBegun }).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: lacking("round.lacks.confirm", 4) }).click();
    await page.locator(".register tbody tr").nth(3).waitFor();
    await assertAccessible(page);
    const { rows } = await database.owner.query(
      "select count(*)::int as n from events where verb = 'round.launched'",
    );
    assert.equal(rows[0].n, 1);
    await page.goto("/rounds");
    await title(words.running).waitFor();
    await assertAccessible(page);
  });
}
