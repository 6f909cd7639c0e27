// The page of the system: what needs looking after stands first, and nothing on it is a secret or an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type Site, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

let administrator: SignedIn;
let office: SignedIn;
const pages: Site = await site(async ({ owner }) => {
  const { group, companies } = await buildSmallGroup(owner);
  administrator = await signedIn(owner, {
    companyId: companies.parent,
    role: "administrator",
    unitId: group,
  });
  office = await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId: group });
});

const screenshots = process.env["SCREENSHOTS"];
const words = {
  en: {
    none: "Nothing was backed up yet",
    never: /No backup has been made yet/,
    failed: "The disk of the backups is full",
    age: "2 h old",
    drill: /No restore has been tried yet/,
  },
  ja: {
    none: "まだバックアップがありません",
    never: /まだバックアップがありません。/,
    failed: "バックアップ先のディスクがいっぱいです",
    age: "2時間前",
    drill: /復元の訓練がまだ行われていません/,
  },
};

for (const language of ["en", "ja"] as const) {
  test(`S-01 the page of the system warns until there is a backup, then shows its age and why the last one failed (${language}, phone)`, async () => {
    const { owner } = pages.database;
    await owner.query("delete from backup_runs");
    const page = await pages.page({ language, token: administrator.token, width: 360, height: 800 });
    await page.goto("/system");
    await page.getByRole("heading", { name: words[language].none }).waitFor();
    await page.getByText(words[language].never).waitFor();
    await assertAccessible(page);
    await owner.query(`insert into backup_runs (kind, state, is_timed, place, started_at, finished_at, taken_at, row_count,
        content_count, content_bytes, size_bytes, lost_count, problem) values
      ('backup', 'done', true, '/srv/backups', now() - interval '2 h 2 min', now() - interval '2 h', now() - interval '2 h 5 s', 415000, 5400, 23000000, 19000000, 0, null),
      ('backup', 'failed', true, '/srv/backups', now() - interval '1 h', now(), null, null, null, null, null, null, 'disk_full')`);
    await page.reload();
    await page.getByRole("cell", { name: words[language].failed }).waitFor();
    await page.getByText(words[language].age).first().waitFor();
    await page.getByText(words[language].drill).waitFor();
    assert.equal(await page.getByText(words[language].never).count(), 0);
    await assertAccessible(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    if (screenshots) await page.screenshot({ path: `${screenshots}/system-${language}.png`, fullPage: true });
  });
}

test("S-01 the page of the system is the administrator's alone, and shows of the key its digits and its place", async () => {
  const page = await pages.page({ language: "en", token: administrator.token });
  await page.goto("/system");
  await page.getByText("from SECRET_KEY").waitFor();
  const shown = await page.content();
  assert.ok(!shown.includes(Buffer.alloc(32, 7).toString("base64")));
  const other = await pages.page({ language: "en", token: office.token });
  await other.goto("/");
  await other.getByRole("link", { name: "Trail" }).waitFor();
  assert.equal(await other.getByRole("link", { name: "System", exact: true }).count(), 0);
});
