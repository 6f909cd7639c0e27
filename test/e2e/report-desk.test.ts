// The form of whoever is signed in, on a telephone and at the desk: a lost device and its lock, somebody who phoned, two reports of one thing.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const screenshots = process.env["SCREENSHOTS"];
const shoot = async (page: Page, name: string) => {
  if (screenshots) await page.screenshot({ path: `${screenshots}/desk-${name}.png`, fullPage: true });
};

type People = { director: SignedIn; colleague: SignedIn; officer: SignedIn; night: SignedIn };

async function desk() {
  let people: People | undefined;
  const { page } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, parent } = group.companies;
    const at = (role: "employee" | "security_officer", name: string) =>
      signedIn(owner, { companyId: own, role, name });
    people = {
      director: await at("employee", "Sato"),
      colleague: await at("employee", "Kimura"),
      officer: await at("security_officer", "Officer"),
      night: await signedIn(owner, {
        companyId: parent,
        role: "group_office",
        unitId: group.group,
        name: "Night",
      }),
    };
    await owner.query(
      "insert into asset_classes (rank, name_en, name_ja, name_zh, review_months) values (4, 'Customer data', '顧客情報', '客户信息', 12)",
    );
    await owner.query(
      `insert into devices (company_id, name, form, manufacturer, model, encrypted, class, owner_id, seen_at) values
         ($1, 'SP-04821', 'phone', 'Sample', 'X2', true, 4, $2, now() - interval '5 hours'),
         ($1, 'PC-11873', 'laptop', 'Sample', 'L14', true, null, $2, now() - interval '3 hours')`,
      [own, people.director.personId],
    );
    await owner.query(
      "insert into report_links (company_id, code, label, languages, phone) values ($1, 'K7M2QX4P', 'Gate', '{ja,en}', '+81 3 0000 0199')",
      [own],
    );
  });
  assert.ok(people);
  return { page, ...people };
}

const words = {
  ja: {
    kind: "紛失・盗難",
    device: /SP-04821/,
    hand: "その日のうち",
    now: "たった今",
    doAndLock: "報告してロックを依頼",
    call: "+81 3 0000 0199 に電話する",
    lock: "SP-04821 のロック",
    all: "自分の報告の一覧",
    list: "自分の報告",
  },
  en: {
    kind: "Lost or stolen",
    device: /SP-04821/,
    hand: "Earlier that day",
    now: "Just now",
    doAndLock: "Report and ask for the lock",
    call: "Call +81 3 0000 0199",
    lock: "Locking SP-04821",
    all: "All that I reported",
    list: "What I reported",
  },
  zh: {
    kind: "丢失或被盗",
    device: /SP-04821/,
    hand: "当天早些时候",
    now: "刚刚",
    doAndLock: "上报并请求锁定",
    call: "拨打 +81 3 0000 0199",
    lock: "锁定 SP-04821",
    all: "我的全部报告",
    list: "我的报告",
  },
} as const;

for (const language of ["ja", "en", "zh"] as const)
  test(`R-17 a lost telephone is reported from a small screen with its lock, the number to call beside it, and found again (${language})`, async () => {
    const say = words[language];
    const { page, director } = await desk();
    const phone = await page({ language, width: 390, height: 844, token: director.token });
    await phone.goto("/report");
    await phone.getByRole("radio", { name: say.kind }).click();
    await phone.getByRole("radio", { name: say.device }).check();
    await phone.getByRole("radio", { name: say.hand }).click();
    await phone.getByRole("radio", { name: say.now, exact: true }).click();
    assert.equal(await phone.getByRole("link", { name: say.call }).getAttribute("href"), "tel:+81300000199");
    assert.equal(await phone.getByRole("switch").isChecked(), true);
    await assertAccessible(phone);
    const width = await phone.locator("html").evaluate((html) => html.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} wide`);
    await shoot(phone, `form-${language}`);
    await phone.getByRole("button", { name: say.doAndLock }).click();
    await phone.getByText(say.lock).waitFor();
    await assertAccessible(phone);
    await shoot(phone, `reported-${language}`);
    await phone.getByRole("link", { name: say.all }).click();
    await phone.getByRole("heading", { level: 1, name: say.list }).waitFor();
    await phone.locator(".own-reports a").first().waitFor();
    assert.equal(await phone.locator(".own-reports a").count(), 1);
    await assertAccessible(phone);
    await shoot(phone, `mine-${language}`);
  });

test("R-17 what was typed and the photos sent stay when the telephone loses the page", async () => {
  const { page, colleague } = await desk();
  const phone = await page({ language: "en", width: 390, height: 844, token: colleague.token });
  await phone.goto("/report");
  await phone.getByLabel("In your own words").fill("A door stood open");
  await phone.locator("input[type=file]").setInputFiles({
    name: "door.png",
    mimeType: "image/png",
    buffer: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  });
  await phone.getByText("door.png").waitFor();
  await phone.reload();
  await phone.getByText("door.png").waitFor();
  assert.equal(await phone.getByLabel("In your own words").inputValue(), "A door stood open");
});

test("R-17 the night desk takes it down for whoever phoned; the company sees that two reports are one, and the lock's outcome stands", async () => {
  const { page, director, colleague, officer, night } = await desk();
  const first = await page({ language: "en", token: colleague.token });
  await first.goto("/report");
  await first.getByRole("radio", { name: "Lost or stolen" }).click();
  await first.getByRole("radio", { name: "Just now", exact: true }).click();
  await first.getByLabel("In your own words").fill("Sato's telephone is gone, in a taxi in Shinagawa");
  await first.getByRole("button", { name: "Report it now" }).click();
  await first.getByRole("heading", { level: 1, name: /C1-I1/ }).waitFor();

  const at = await page({ language: "ja", token: night.token });
  await at.goto("/report");
  await at.getByRole("button", { name: /別の会社/ }).click();
  await at.getByLabel("会社を探す").fill("Own");
  await at.getByRole("radio", { name: /Own Ltd/ }).click();
  await at.getByLabel("電話などで聞いた内容を代わりに報告する").check();
  await at.getByLabel("名前で探す").fill("Sato");
  await at.getByRole("radio", { name: /Sato/ }).check();
  await at.getByLabel("折り返しの電話番号").fill("090-0000-0000");
  await at.getByRole("radio", { name: "紛失・盗難" }).click();
  await at.getByRole("radio", { name: /SP-04821/ }).check();
  await at.getByRole("radio", { name: "たった今", exact: true }).click();
  await at.getByLabel("状況").fill("Sato's telephone was left in a taxi in Shinagawa");
  await assertAccessible(at);
  await shoot(at, "night-ja");
  await at.getByRole("button", { name: "報告してロックを依頼" }).click();
  await at.getByRole("heading", { level: 1, name: /C1-I2/ }).waitFor();

  const own = await page({ language: "ja", width: 390, height: 844, token: director.token });
  await own.goto("/report/mine");
  await own.getByText(/C1-I2/).waitFor();
  await own
    .getByText(/代わりに|代理/)
    .first()
    .waitFor();

  const judge = await page({ language: "en", token: officer.token });
  await judge.goto("/incidents");
  await judge
    .getByRole("link", { name: /C1-I2|Sato's telephone was left/ })
    .first()
    .click();
  await judge.getByRole("button", { name: "Say what came of it" }).click();
  await judge.getByLabel("Outcome").selectOption("wiped");
  await shoot(judge, "lock-dialog-en");
  await judge.getByRole("dialog").getByRole("button", { name: "Say what came of it" }).click();
  await judge.getByText(/wiped .* after it was asked for/).waitFor();
  const panel = judge.getByRole("region", { name: "May be the same as another report" });
  await panel.getByText("words alike").waitFor();
  await assertAccessible(judge);
  await shoot(judge, "same-en");
  await panel.getByRole("link", { name: "C1-I1" }).click();
  await judge.getByRole("heading", { level: 1 }).filter({ hasText: "Shinagawa" }).first().waitFor();
  const other = judge.getByRole("region", { name: "May be the same as another report" });
  await other.getByRole("button", { name: "It is the same" }).click();
  const dialog = judge.getByRole("dialog");
  await dialog.getByRole("radio", { name: /C1-I2/ }).waitFor();
  await assertAccessible(judge);
  await shoot(judge, "judge-en");
  await dialog.getByRole("button", { name: "Close it as the same" }).click();
  await judge.getByText("The same as").waitFor();
  await shoot(judge, "duplicate-en");
  const ja = await page({ language: "ja", token: officer.token });
  await ja.goto("/incidents?view=nothing");
  await ja.getByText("重複", { exact: true }).waitFor();
  await shoot(ja, "register-ja");
  await ja.goto("/incidents");
  await ja
    .getByRole("link", { name: /C1-I2|Sato's telephone was left/ })
    .first()
    .click();
  await ja.getByText("同じ事象の別の報告").waitFor();
  await assertAccessible(ja);
  await shoot(ja, "kept-ja");

  // Whoever reported it first follows the one that is kept.
  await first.reload();
  await first.getByText(/The same was reported before, under C1-I2/).waitFor();
  await assertAccessible(first);
  await shoot(first, "follows-en");
});
