import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { refreshLikeForLike } from "#modules/figures/like-for-like.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import type { TestDatabase } from "../db.ts";
import { signedIn } from "../factories.ts";
import { keepContent } from "../files.ts";
import { buildResultGroup, type ResultGroup } from "../result-group.ts";

const proof = "firewall rules, read out by the tool";
let group: ResultGroup | undefined;
let token = "";
const { page: open } = await site(async ({ owner, ownerUrl, url }) => {
  group = await buildResultGroup(owner, ownerUrl);
  token = (await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group }))
    .token;
  const { db, close } = openDatabase({ connectionString: url, size: 1 });
  await asSystem(db, "test", (ctx) => refreshLikeForLike(ctx, 1000));
  await close();
  await addProof(owner);
});

/** Every answer of this year has one and the same real file behind it. */
async function addProof(owner: TestDatabase["owner"]) {
  const { sha256, sizeBytes } = await keepContent(proof);
  await owner.query(
    `with asked as (select i.id, i.company_id from inspections i where i.round_id = $1),
       stored as (insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
         select company_id, $2, $3, 'text/plain', 'firewall-rules.txt', 'evidence' from asked returning id, company_id),
       proofs as (insert into evidence (company_id, title, kind, file_id, valid_from)
         select company_id, 'Firewall rules', 'documented', id, '2026-06-01' from stored returning id, company_id)
     insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     select p.id, a.inspection_id, a.control_id, p.company_id, '2027-06-30'
     from proofs p join asked i using (company_id) join answers a on a.inspection_id = i.id`,
    [group?.rounds[2]?.id, sha256, sizeBytes],
  );
}

const words = {
  en: {
    sentence: /15 of 24 companies meet/,
    fewer: /fewer than last year on the same controls/,
    below: "9 companies: below the standard",
  },
  ja: { sentence: /24社のうち15社が基準を達成/, fewer: /同じ管理策で比べて前年より/, below: "基準未達：9社" },
} as const;

for (const language of ["en", "ja"] as const) {
  test(`R-12 the group in one sentence, and from a number to the answer and its proof (${language})`, async () => {
    const page = await open({ language, token });
    await page.goto("/group/overview");
    const lead = page.locator(".lead");
    await lead.waitFor();
    assert.match(await lead.innerText(), words[language].sentence);
    assert.match(await lead.innerText(), words[language].fewer);
    await page.locator(".heat .cell").first().waitFor();
    await page.locator(".trend-panel .drawing").waitFor();
    await assertAccessible(page);
    // The first number opens its rows, as many as it says.
    await page.locator(".lead a").first().click();
    await page.waitForURL(/\/group\/results\?.*result=meets/);
    await page.locator(".register tbody tr[aria-rowindex]").nth(14).waitFor();
    assert.equal(await page.locator(".register tbody tr[aria-rowindex]").count(), 15);
    await page.goto("/group/results?result=below");
    await page.getByRole("heading", { level: 1, name: words[language].below }).waitFor();
    await assertAccessible(page);
    // A cell of the heat map opens the answers of that company and area, an answer its proof.
    await page.goto("/group/overview");
    await page.locator(".heat .cell.serious").first().click();
    await page.waitForURL(/\/companies\/.*\/result\?.*part=/);
    const row = page.locator("#answers tbody tr").first();
    await row.waitFor();
    await assertAccessible(page);
    const control = await row.locator("td").first().innerText();
    await row.locator("a").click();
    await page.waitForURL(new RegExp(`/controls/${control}`));
    await page.locator(".ask").waitFor();
    await assertAccessible(page);
    // The proof itself, byte for byte.
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Firewall rules" }).first().click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), "firewall-rules.txt");
    assert.equal(await readFile(await file.path(), "utf8"), proof);
  });
}

test("the heat map is walked by keys: one tab stop, arrows between cells, Enter opens", async () => {
  const page = await open({ token });
  await page.goto("/group/overview?by=tier");
  const first = page.locator('[data-cell="0:0"]');
  await first.focus();
  assert.equal(await page.locator(".heat [tabindex='0']").count(), 1);
  const at = () => page.evaluate("document.activeElement.dataset.cell") as Promise<string>;
  for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  const [row = 0] = (await at()).split(":").map(Number);
  assert.equal(row, 2);
  await page.locator('.heat tr.c [data-cell$=":0"]').first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal((await at()).split(":")[1], "2");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/companies\/.*\/result\?.*part=HUM/);
});

test("every picture has its table behind T, and the fold opens the companies that meet", async () => {
  const page = await open({ token });
  await page.goto("/group/overview");
  await page.locator(".trend-panel .icon-btn").first().focus();
  await page.keyboard.press("t");
  await page.locator(".trend-panel .picture-table").waitFor();
  assert.equal(await page.locator(".trend-panel tbody tr").count(), 3);
  const rows = await page.locator(".heat tr.c").count();
  await page.locator(".heat .fold").first().click();
  await page.locator(".heat tr.c").nth(rows).waitFor();
  assert.match(page.url(), /open=/);
});

for (const theme of ["light", "dark"] as const) {
  test(`map, figures, gaps and a company's result are readable (${theme}, ja)`, async () => {
    const page = await open({ token, theme, language: "ja" });
    const company = group?.companies[17]?.id;
    for (const [path, ready] of [
      ["/group/overview", ".heat .cell"],
      ["/group/map", ".tile"],
      ["/group/figures", ".figure-value"],
      ["/group/gaps", "tbody tr"],
      [`/companies/${company}/result`, "#answers tbody tr"],
      [`/companies/${company}`, ".areas-panel"],
      ["/", ".tile-map"],
    ] as const) {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      await assertAccessible(page);
    }
  });
}

test("the map is walked by arrow keys and opens a company; a phone shows every page without sideways scrolling", async () => {
  const page = await open({ token, width: 360, height: 780, language: "ja" });
  for (const path of [
    "/group/overview",
    "/group/results",
    "/group/figures",
    `/companies/${group?.companies[17]?.id}/result`,
  ]) {
    await page.goto(path);
    await page.locator("h1").waitFor();
    await page.waitForLoadState("networkidle");
    const [wide, seen] = (await page.evaluate(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    )) as [number, number];
    assert.ok(wide <= seen, `${path} is ${wide} wide on ${seen}`);
  }
  await page.goto("/group/map");
  const tile = page.locator(".tile[tabindex='0']");
  await tile.waitFor();
  const before = await tile.getAttribute("data-tile");
  await tile.focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(`document.activeElement.dataset.tile !== ${JSON.stringify(before)}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/companies\/.*\/result/);
});
