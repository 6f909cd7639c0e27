// A right that is taken for hours, and one that is lent: the two bands under the top bar, from the first press to the last.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type Site, site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

let administrator: SignedIn;
let office: SignedIn;
let officer: SignedIn;
const pages: Site = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const { own, parent } = group.companies;
  administrator = await signedIn(owner, {
    companyId: parent,
    role: "administrator",
    unitId: group.group,
    name: "Admin",
  });
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
  // Many more than one looks at, long judged.
  await owner.query(
    `insert into emergencies (person_id, company_id, role_id, unit_id, with_subtree, reason, began_at, ends_at, verdict, reviewed_by, reviewed_at)
     select $1, $2, 'security_officer', $2, false, 'Nobody could be reached that night.', t, t + interval '1 hour', 'justified', $3, t + interval '1 day'
     from (select now() - n * interval '3 hours' as t from generate_series(100, 100099) n) x`,
    [administrator.personId, own, office.personId],
  );
});
const screenshots = process.env["SCREENSHOTS"];

for (const [language, words] of walked(
  [
    "en",
    {
      take: "Take emergency access",
      where: "Where",
      company: /Own Ltd\./,
      reason: "What has happened, and why it cannot wait",
      now: "Take it now",
      band: /^Emergency access until/,
      end: "End it now",
      over: "To be judged",
      note: "Note",
      not: "Not justified",
      judged: /^Not justified – /,
      let: "Let somebody look along…",
      about: "What it is about",
      allow: "Allow",
      along: "Look along",
      asOther: /^You see Yagura as Test Officer sees it/,
      refused: "This is not shown to whoever looks along.",
      back: "Back to my own work",
      endIt: "End",
      looked: /things? looked at/,
    },
  ],
  [
    "ja",
    {
      take: "緊急アクセスを開始する",
      where: "対象",
      company: /Own Ltd\./,
      reason: "何が起き、なぜ待てないのか",
      now: "いま開始する",
      band: /^緊急アクセス中/,
      end: "いま終了する",
      over: "審査待ち",
      note: /^コメント/,
      not: "正当でない",
      judged: /^正当でない（/,
      let: "同じ画面を見せる…",
      about: "内容",
      allow: "許可する",
      along: "見る",
      asOther: /に見える画面です/,
      refused: "これは見ている人には表示されません。",
      back: "自分の画面に戻る",
      endIt: "終了する",
      looked: /件を閲覧/,
    },
  ],
)) {
  test(`a role is taken in an emergency, stands on every page, is ended and judged (${language})`, async () => {
    const page = await pages.page({ language, token: administrator.token });
    await page.goto("/emergencies");
    await page.getByRole("row").nth(3).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: words.take }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: words.where }).click();
    await page.getByRole("option", { name: words.company }).click();
    await dialog.getByLabel(words.reason).fill("The line stands still and nobody there answers.");
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/emergency-take-${language}.png` });
    await dialog.getByRole("button", { name: words.now }).click();
    await page.getByText(words.band).waitFor();
    await page.waitForURL(/\/emergencies\/[0-9a-f-]{36}$/);
    const address = page.url();
    await page.goto("/group");
    await page.getByText(words.band).waitFor();
    await assertAccessible(page);
    await page.getByRole("status").getByRole("button", { name: words.end }).click();
    await page.getByText(words.band).waitFor({ state: "detached" });

    const second = await pages.page({
      language,
      token: office.token,
      width: 390,
      height: 844,
      theme: "dark",
    });
    await second.goto(address);
    await second.getByText(words.over).first().waitFor();
    await assertAccessible(second);
    if (screenshots)
      await second.screenshot({ path: `${screenshots}/emergency-judge-${language}.png`, fullPage: true });
    await second.getByLabel(words.note).fill("The officer was in the building.");
    await second.getByRole("button", { name: words.not }).click();
    await second.getByText(words.judged).waitFor();
  });

  test(`a supporter looks along, changes nothing, and it is over at a press (${language})`, async () => {
    const mine = await pages.page({ language, token: officer.token });
    await mine.goto("/me");
    await mine.getByRole("button", { name: words.let }).click();
    const dialog = mine.getByRole("dialog");
    await dialog.getByRole("radio", { name: /Admin/ }).check();
    await dialog.getByLabel(words.about).fill("I cannot find the question about backups.");
    await assertAccessible(mine);
    await dialog.getByRole("button", { name: words.allow, exact: true }).click();
    await mine.getByText(words.looked).waitFor();

    const page = await pages.page({ language, token: administrator.token });
    await page.goto("/viewings");
    await page.getByRole("button", { name: words.along, exact: true }).first().click();
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: words.along, exact: true }).click();
    await page.getByText(words.asOther).waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/viewing-${language}.png` });
    const { headers } = await page.evaluate<{ headers: Record<string, string> }>(
      `fetch("/api/session", { headers: { "x-yagura": "1" } }).then((answer) => ({ headers: Object.fromEntries(answer.headers) }))`,
    );
    assert.equal(headers["x-yagura-keep"], "no", "no device keeps it");
    await page.goto("/me");
    await page.getByText(words.refused).waitFor();
    await page.getByRole("button", { name: words.back }).click();
    await page.waitForURL(/\/viewings$/);
    assert.equal(await page.getByText(words.asOther).count(), 0);

    // Begun once more, and ended by the person.
    await page.getByRole("button", { name: words.along, exact: true }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: words.along, exact: true }).click();
    await page.getByText(words.asOther).waitFor();
    await mine.getByRole("button", { name: words.endIt, exact: true }).click();
    await mine.getByText(words.looked).waitFor({ state: "detached" });
    // Led on before it has loaded: what is asked for is over. The page that stands there may be led on first, which breaks this off.
    await page.goto("/", { waitUntil: "commit" }).catch((error: Error) => {
      if (!error.message.includes("ERR_ABORTED")) throw error;
    });
    await page.waitForURL(/\/viewings$/);
  });
}
