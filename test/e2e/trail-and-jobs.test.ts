import assert from "node:assert/strict";
import { test } from "node:test";
import { orderJob } from "#core/jobs/order.ts";
import { openDatabase } from "#core/db/pool.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { assertAccessible } from "../accessible.ts";
import { type Site, site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

let office: SignedIn;
const pages: Site = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  office = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  await owner.query(
    "select record_event('round.drafted', $1, null, 'round', null, null, null, '{\"year\": 2026}', null)",
    [office.personId],
  );
});

const screenshots = process.env["SCREENSHOTS"];

for (const [language, themes, words] of [
  [
    "en",
    walked("light", "dark"),
    { sealed: "Every event is sealed", drafted: "Round drafted", trail: "Trail" },
  ],
  [
    "ja",
    walked("dark", "light"),
    { sealed: "すべての記録が封印済みです", drafted: "点検の案を作成", trail: "操作記録" },
  ],
] as const) {
  for (const theme of themes) {
    test(`the trail page shows what happened and becomes sealed while one looks (${language}, ${theme})`, async () => {
      const page = await pages.page({ language, theme, token: office.token });
      await page.goto("/trail");
      await page.getByRole("heading", { level: 1, name: words.sealed }).waitFor();
      await page.getByRole("cell", { name: words.drafted }).first().waitFor();
      await assertAccessible(page);
      if (screenshots) await page.screenshot({ path: `${screenshots}/trail-${language}-${theme}.png` });
    });
  }
}

for (const [language, words] of [
  [
    "en",
    {
      none: "No long work is under way",
      launch: "Launch of a round",
      failed: "The last piece of long work failed",
    },
  ],
  ["ja", { none: "実行中の処理はありません", launch: "点検の開始", failed: "直近の処理が失敗しました" }],
] as const) {
  test(`the page of long work follows a job to its end and says why it failed (${language}, phone)`, async () => {
    const page = await pages.page({ language, token: office.token, width: 390, height: 800 });
    await page.goto("/jobs");
    await page.getByRole("heading", { level: 1 }).waitFor();
    const { db, close } = openDatabase({ connectionString: pages.database.url, size: 1 });
    const actor = { ...office, sessionId: null, language: "en" as const, timeZone: null };
    // A launch of a round that is not there: it really runs and really fails.
    await inTransaction(db, { actor, permission: "round.manage", reach: "group" }, (ctx) =>
      orderJob(ctx, { kind: "round.launch", permission: "round.manage" }, { subjectId: crypto.randomUUID() }),
    );
    await close();
    await page.getByRole("heading", { level: 1, name: words.failed }).waitFor();
    await page.reload();
    await page.getByText(words.launch).first().waitFor();
    await assertAccessible(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    if (screenshots) await page.screenshot({ path: `${screenshots}/jobs-${language}.png` });
  });
}
