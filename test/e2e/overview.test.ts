import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { refreshLikeForLike } from "#modules/figures/like-for-like.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import type { TestDatabase } from "../db.ts";
import { signedIn } from "../factories.ts";
import { keepContent } from "../files.ts";
import { buildResultGroup, type ResultGroup } from "../result-group.ts";
import { holds, shows } from "../until.ts";

const proof = "firewall rules, read out by the tool";
let group: ResultGroup | undefined;
let token = "";
let readerToken = "";
let editionId = "";
const { page: open } = await site(async ({ owner, ownerUrl, url }) => {
  group = await buildResultGroup(owner, ownerUrl);
  token = (await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group }))
    .token;
  readerToken = (await signedIn(owner, { companyId: group.parent, role: "reader", unitId: group.group }))
    .token;
  const edition = await owner.query<{ id: string }>("select edition_id as id from rounds where id = $1", [
    group.rounds[2]?.id,
  ]);
  editionId = edition.rows[0]?.id ?? "";
  const { db, close } = openDatabase({ connectionString: url, size: 1 });
  await asSystem(db, "test", (ctx) => refreshLikeForLike(ctx, 1000));
  await close();
  await addProof(owner);
  await owner.query(
    `insert into earlier_results (company_id, fiscal_year, result, score, edition, source)
     select id, 2022, case when code < 'C15' then 'meets' else 'improve' end, 80, '3', 'inspections-2022.xlsx' from units where kind = 'company'`,
  );
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
    proven: "By verified answers alone",
    provenMeans: "Only answers verified on site count",
  },
  ja: {
    sentence: /24社のうち15社が基準を達成/,
    fewer: /同じ管理策で比べて前年より/,
    below: "基準未達：9社",
    proven: /現地/,
    provenMeans: /現地/,
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`R-12 the group in one sentence, and from a number to the answer and its proof (${language})`, async () => {
    const page = await open({ language, token });
    await page.goto("/group/overview");
    const lead = page.locator(".lead");
    await lead.waitFor();
    assert.match(await lead.innerText(), words[language].sentence);
    assert.match(await lead.innerText(), words[language].fewer);
    await page.locator(".heat .cell").first().waitFor();
    await page.locator(".trend-panel .drawing").waitFor();
    // What follows from visits and findings: nothing yet, said so; each with the definition of its figure.
    await shows(page.locator(".board-follows .picture"), 3);
    await page.locator(".overclaim-panel").waitFor();
    await assertAccessible(page);
    await page.locator('.board-follows a[href*="#figure-steps_thrice"]').click();
    await page.locator("#figure-steps_thrice.marked").waitFor();
    await page.goBack();
    // The first number opens its rows, as many as it says.
    await page.locator(".lead a").first().click();
    await page.waitForURL(/\/group\/results\?.*result=meets/);
    await page.locator(".register tbody tr[aria-rowindex]").nth(14).waitFor();
    await shows(page.locator(".register tbody tr[aria-rowindex]"), 15);
    await page.goto("/group/results?result=below");
    await page.getByRole("heading", { level: 1, name: words[language].below }).waitFor();
    await assertAccessible(page);
    // The other reading counts verified answers alone, says so, and its number opens as many rows.
    await page.goto("/group/overview?basis=verified");
    await page.locator(".lead").filter({ hasText: words[language].proven }).waitFor();
    await page.locator(".note").filter({ hasText: words[language].provenMeans }).waitFor();
    const unknown = page.locator('.lead a[href*="result=not_known"]');
    const count = Number((await unknown.innerText()).replace(/\D/g, ""));
    await unknown.click();
    await page.waitForURL(/basis=verified/);
    await shows(page.locator(".register tbody tr[aria-rowindex]"), count);
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
  await shows(page.locator(".heat [tabindex='0']"), 1);
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

test("names of the heat map's columns keep to their own column, whatever the width of the screen", async () => {
  for (const width of [1366, 390]) {
    const page = await open({ token, width, height: 844 });
    await page.goto("/group/overview");
    await page.locator(".heat .cell").first().waitFor();
    const outside = await page.evaluate(`[...document.querySelectorAll(".heat thead .c")].filter((head) => {
      const name = head.querySelector("span");
      const [own, said] = [head, name].map((one) => one.getBoundingClientRect());
      return said.width === 0 || said.left < own.left || said.right > own.right || name.scrollWidth > name.clientWidth + 1;
    }).map((head) => head.textContent)`);
    assert.deepEqual(outside, [], `at ${width}`);
  }
});

test("every picture has its table behind T, and the fold opens the companies that meet", async () => {
  const page = await open({ token });
  await page.goto("/group/overview");
  await page.locator(".trend-panel .icon-btn").first().focus();
  await page.keyboard.press("t");
  await page.locator(".trend-panel .picture-table").waitFor();
  await shows(page.locator(".trend-panel tbody tr"), 4);
  const rows = await page.locator(".heat tr.c").count();
  await page.locator(".heat .fold").first().click();
  await page.locator(".heat tr.c").nth(rows).waitFor();
  await page.waitForURL(/open=/);
});

for (const theme of walked("dark", "light")) {
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
  await holds(page, `document.activeElement.dataset.tile !== ${JSON.stringify(before)}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/companies\/.*\/result/);
});

const viewWords = {
  en: {
    save: "Save view",
    makeDefault: "Open this list with it",
    remove: "Delete view",
    share: "Everybody with a role at Mihon Group",
  },
  ja: {
    save: "表示設定を保存",
    makeDefault: "この一覧を最初に開くときの設定にする",
    remove: "表示設定を削除",
    share: "見本グループで役割を持つ全員",
  },
} as const;

for (const language of walked("en", "ja")) {
  test(`a list's filter is kept under a name, shared, opened first, and gone again; the URL says the same (${language})`, async () => {
    const page = await open({ language, token });
    const word = viewWords[language];
    await page.goto("/group/results?result=below&sort=people");
    await page.getByRole("button", { name: word.save }).click();
    const form = page.getByRole("dialog").locator("form");
    await form.getByRole("button", { name: word.save }).click();
    await form.locator(".wrong").waitFor();
    await form.locator("input").fill(`Below ${language}`);
    await form.locator("select").selectOption({ label: word.share });
    await form.getByRole("button", { name: word.save }).click();
    const chip = page
      .locator(".view-bar")
      .getByRole("button", { name: `Below ${language}`, exact: false })
      .first();
    await chip.waitFor();
    assert.equal(await chip.getAttribute("aria-pressed"), "true");
    await assertAccessible(page);
    const choose = async (action: string) => {
      await page.locator(".view-bar .icon-btn").click();
      await page.getByRole("menuitem", { name: action }).click();
    };
    await choose(word.makeDefault);
    await page.locator(".view-bar .chip svg").waitFor();
    // The plain address opens with it, and says so.
    await page.goto("/group/results");
    await page.waitForURL(/result=below.*sort=people|sort=people.*result=below/);
    await page.getByRole("heading", { level: 1, name: words[language].below }).waitFor();
    // A colleague at the same unit sees it, and opens the same rows by a link that needs no view.
    const other = await open({ language, token: readerToken });
    await other.goto("/group/results");
    await other
      .locator(".view-bar .chip")
      .filter({ hasText: `Below ${language}` })
      .click();
    await other.waitForURL(/result=below/);
    await shows(other.locator(".view-bar .icon-btn"), 1);
    await choose(word.remove);
    await page.getByRole("dialog").getByRole("button", { name: word.remove }).click();
    await page
      .locator(".view-bar .chip")
      .filter({ hasText: `Below ${language}` })
      .waitFor({ state: "detached" });
    assert.doesNotMatch(page.url(), /result=/);
    await other.reload();
    await other.getByRole("heading", { level: 1, name: words[language].below }).waitFor();
    await other.context().close();
  });
}

test("with a day chosen, a page says that it shows it, or which day it shows and why no other", async () => {
  const page = await open({ token });
  const day = "asOf=2026-11-01";
  const company = group?.companies[17]?.id;
  for (const [path, isOfThatDay, why] of [
    ["/group", true, null],
    ["/companies", true, null],
    ["/group/services", true, null],
    [`/companies/${company}`, true, null],
    ["/group/overview", false, "kept by round"],
    ["/group/results", false, "kept by round"],
    [`/companies/${company}/result`, false, "kept by round"],
    ["/inspections", false, "where they stand now"],
    ["/people", false, "employments and rights of today"],
    ["/trail", false, "own days"],
  ] as const) {
    await page.goto(`${path}?${day}`);
    const band = page.locator(".band");
    await band.waitFor();
    assert.equal(await page.locator(".band.past").count(), isOfThatDay ? 1 : 0, path);
    const said = await band.innerText();
    assert.ok(said.includes("1 Nov 2026"), `${path}: ${said}`);
    assert.ok(
      why === null || (said.includes("This page shows today") && said.includes(why)),
      `${path}: ${said}`,
    );
  }
  await page.goto(`/companies/${company}?${day}`);
  await page.locator(".note", { hasText: "kept by round" }).waitFor();
});

const trendWords = {
  en: {
    open: "All years and where to take care",
    care: /things to keep in mind/,
    imported: "imported",
    ten: "10 years",
    gone: "Not found",
    home: "To your home page",
  },
  ja: {
    open: "全年度の推移と注意点",
    care: /読むときの注意が/,
    imported: "取込",
    ten: "10年",
    gone: "見つかりません",
    home: "ホームへ",
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`T-13 from the overview to all years, imported ones marked, and one company's (${language})`, async () => {
    const said = trendWords[language];
    const page = await open({ language, token });
    await page.goto("/group/overview");
    await page.getByRole("link", { name: said.open }).click();
    await shows(page.getByRole("heading", { name: said.care }), 1);
    await shows(page.locator("table.grid .badge.tag", { hasText: said.imported }).first(), 1);
    await assertAccessible(page);
    await page.getByText(said.ten, { exact: true }).click();
    await page.waitForURL(/span=/);
    // On a phone the newest year is there first.
    await page.setViewportSize({ width: 390, height: 844 });
    await holds(
      page,
      "(({ scrollLeft, scrollWidth, clientWidth }) => scrollLeft + clientWidth >= scrollWidth - 2)(document.getElementById('trend'))",
    );
    // What stands at the end of a panel's head breaks its words there.
    await page.goto(`/standards/${editionId}/controls/ORG-01/correct`);
    await page.getByRole("textbox").first().waitFor();
    await holds(page, "document.documentElement.scrollWidth <= innerWidth");
    await page.setViewportSize({ width: 1440, height: 900 });
    const company = group?.companies[1]?.id ?? "";
    await page.goto(`/companies/${company}/result`);
    await page.getByRole("link", { name: said.open }).click();
    await page.waitForURL(/companyId=/);
    await shows(page.locator("table.grid .badge.tag", { hasText: said.imported }).first(), 1);
    await assertAccessible(page);
    // What is not there has one heading, which the tab bears as well, and the way on.
    for (const nowhere of [`/companies/${randomUUID()}/result`, "/findings/01a2-cut-short", "/nowhere"]) {
      await page.goto(nowhere);
      await shows(page.getByRole("heading", { level: 1, name: said.gone }), 1);
      await shows(page.getByRole("link", { name: said.home }), 1);
      await holds(page, `document.title.startsWith("${said.gone}")`);
    }
  });
}
