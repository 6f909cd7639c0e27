// Incidents in numbers, in the browser: each number opens its rows, by the keyboard as well; and the pages on which incidents are set up.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { addCompany, buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
const screenshots = process.env["SCREENSHOTS"];
const shoot = async (page: Page, name: string) => {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
};

let office: SignedIn | undefined;
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const { own, parent } = group.companies;
  const manila = await addCompany(owner, {
    code: "PH1",
    name: "Manila Inc.",
    parentId: group.divisions.one,
    country: "PH",
    timeZone: "Asia/Manila",
    language: "en",
  });
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  // By company, kind, hours since the discovery, hours until headquarters, judgement, causes.
  const given: [string, string, number, number | null, string | null, string[] | null][] = [
    [own, "mis_sent", 200, 3, "incident", ["error"]],
    [own, "mis_sent", 190, 30, "incident", ["error", "insider"]],
    [own, "malware", 180, 5, "incident", ["attack"]],
    [own, "mis_sent", 170, 2, "nothing", null],
    [manila, "malware", 160, null, null, null],
    [manila, "malware", 150, 26, null, null],
    [manila, "lost_device", 2, null, null, null],
    [manila, "lost_device", 140, 1, "incident", null],
  ];
  for (const [at, [companyId, kind, ago, after, judged, causes]] of given.entries()) {
    const { rows } = await owner.query<{ id: string }>(
      `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, reported_at,
         judged_as, judged_at, contained_at, potential, actual, sought)
       select $1, $2::int, 'C-I' || $2::int, $3, 'Case ' || $2::int, 'form', d, 'Asia/Tokyo', d, d + interval '24 hours', d + make_interval(hours => $5), $6,
         case when $6::text is null then null else d end, case when $6 = 'incident' then d + interval '40 hours' end, 'medium', 'none', 'x'
       from (select now() - make_interval(hours => $4) as d) x returning id`,
      [companyId, at + 1, kind, ago, after, judged],
    );
    const id = rows[0]?.id;
    if (causes)
      await owner.query(
        `insert into incident_reviews (incident_id, company_id, causes, how, went_well, to_change, held_on, written_at)
         values ($1, $2, $3, 'x', '', '', current_date, now())`,
        [id, companyId, causes],
      );
    if (judged === "incident")
      for (const [state, reached] of [
        ["proven", 10],
        ["approved", null],
      ] as const)
        await owner.query(
          `insert into incident_notices (incident_id, company_id, names, audience, channel, proof, approvals, owner_permission, anchor, hours, starts_at, due_at,
             state, opened_at, opened_severity, is_exercise, sent_n, sent_at, sent_sha256)
           select i.id, i.company_id, '{"en": "To the division", "ja": "事業部門への通知"}', 'internal', 'mail', 'who_when', 0, 'incident.assess', 'discovered', 24,
             i.discovered_at, i.discovered_at + interval '24 hours', $2, i.discovered_at, 'medium', false, case when $3::int is null then null else 1 end,
             i.discovered_at + make_interval(hours => $3), case when $3::int is null then null else repeat('0', 64) end from incidents i where i.id = $1`,
          [id, state, reached],
        );
  }
});

const year = `from=${new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)}`;
const rowsOf = (page: Page) => page.locator("tbody tr[data-key], tbody tr").count();

for (const language of ["ja", "en"] as const)
  test(`R-18 each number of the figures opens its rows, on screen, by keyboard and on a phone (${language})`, async () => {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    const page = await open({ language, token: office?.token ?? "" });
    await page.goto(`/incidents/figures?${year}`);
    const strip = page.locator("dl.strip");
    await strip.getByText(say("incidentFigures.unjudged", { count: 3 })).waitFor();
    await assertAccessible(page);
    await shoot(page, `figures-${language}`);
    // Seven that were not judged to be nothing: three of them still to be judged, six reported or over, three of those in time.
    const numbers = async (of: Page) =>
      (await of.locator("dl.strip a").allInnerTexts()).map((one) => one.trim());
    assert.deepEqual((await numbers(page)).slice(0, 4), [
      "7",
      say("incidentFigures.unjudged", { count: 3 }),
      "3",
      "6",
    ]);
    for (const [link, count] of [
      [0, 7],
      [1, 3],
      [2, 3],
      [3, 6],
    ] as const) {
      await strip.getByRole("link").nth(link).click();
      await page.waitForURL(/\/incidents\?.*discoveredFrom=/);
      await page.locator(".tabs button[aria-pressed=true] small", { hasText: String(count) }).waitFor();
      await page
        .locator("tbody tr")
        .nth(count - 1)
        .waitFor();
      assert.equal(await rowsOf(page), count);
      if (link === 3) {
        await assertAccessible(page);
        await shoot(page, `register-${language}`);
      }
      await page.goBack();
      await strip.waitFor();
    }
    // Reached and opened by keyboard alone, in the row of a kind.
    const row = page.getByRole("row", { name: new RegExp(say("incident.kind.malware")) });
    await row.getByRole("link").first().focus();
    await page.keyboard.press("Enter");
    await page.getByText(say("incidents.counted.counted")).waitFor();
    await page.locator("tbody tr").nth(2).waitFor();
    assert.equal(await rowsOf(page), 3);
    await page.goBack();
    await strip.waitFor();
    // Notices have a list of their own: one in time of each incident, one that is over.
    await strip.getByRole("link", { name: "8", exact: true }).click();
    await page
      .getByRole("heading", { name: say("incidentDues.title.notices", { count: 8, inTime: 4 }) })
      .waitFor();
    await page.locator("tbody tr").nth(7).waitFor();
    await assertAccessible(page);
    await shoot(page, `dues-${language}`);
    await page.locator(".tabs button", { hasText: say("incidentDues.view.late") }).click();
    await page.locator("tbody tr").nth(7).waitFor({ state: "detached" });
    assert.equal(await rowsOf(page), 4);
    // By cause: the three that are reviewed, one of them twice.
    await page.goto(`/incidents/figures?by=cause&${year}`);
    await page.getByText(say("incidentFigures.causesOverlap")).waitFor();
    await assertAccessible(page);
    await shoot(page, `cause-${language}`);
    await page
      .getByRole("row", { name: new RegExp(say("after.cause.error")) })
      .getByRole("link")
      .first()
      .click();
    await page.locator("tbody tr").nth(1).waitFor();
    assert.equal(await rowsOf(page), 2);

    // From one grouping to the next, while the rows of the one before still stand: each is drawn by what it is of.
    await page.goto(`/incidents/figures?${year}`);
    await strip.waitFor();
    const first = page.locator("table.grid tbody th").first();
    for (const [by, row] of [
      ["month", /20\d\d/],
      ["country", /.+/],
      ["cause", new RegExp(say("after.cause.error"))],
      ["company", /Manila/],
      ["kind", new RegExp(say("incident.kind.malware"))],
    ] as const) {
      await page.getByRole("button", { name: say(`incidentFigures.by.${by}`), exact: true }).click();
      await page
        .getByRole("region", { name: say(`incidentFigures.by.${by}`), exact: true })
        .getByRole("rowheader", { name: row })
        .first()
        .waitFor();
      assert.ok(await first.innerText());
    }

    const phone = await open({ language, token: office?.token ?? "", width: 360, height: 740 });
    for (const path of [`/incidents/figures?${year}`, "/incidents", "/incidents/figures/dues"]) {
      await phone.goto(path);
      await phone.locator("tbody tr, .strip").first().waitFor();
      assert.ok(
        await phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        `${path}: nothing is wider than the phone`,
      );
      const cut = await phone.evaluate(
        `[...document.querySelectorAll(".scroll-x, .register .rows")].filter((one) => one.scrollWidth > one.clientWidth + 1).length`,
      );
      assert.equal(cut, 0, `${path}: no column is out of sight`);
      await assertAccessible(phone);
      await shoot(phone, `phone-${path.split("/").at(-1)?.split("?")[0]}-${language}`);
    }
    // The tab one is on is in sight, however far to the right it stands.
    await phone.goto("/incidents");
    await phone.locator("tbody tr a").first().click();
    await phone.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
    await phone.goto(`${phone.url().split("?")[0]}/after`);
    const tab = phone.locator(".tabs [aria-current]");
    await tab.waitFor();
    const box = await tab.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 360, `the tab stands at ${box?.x}`);
    await shoot(phone, `phone-tab-${language}`);
    // A share takes two lines at most at the width of a small screen.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`/incidents/figures?${year}`);
    const shares = page.locator("table .inc-share > .tn");
    await shares.first().waitFor();
    for (const share of await shares.all())
      assert.ok(((await share.boundingBox())?.height ?? 99) < 44, await share.innerText());
  });

for (const language of ["ja", "en"] as const)
  test(`the register has one act and a menu; settings and playbooks are read and set by keyboard (${language})`, async () => {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    const page = await open({ language, token: office?.token ?? "" });
    await page.goto("/incidents");
    await page.getByRole("link", { name: say("incidents.report"), exact: true }).waitFor();
    await page.getByRole("button", { name: say("incidents.more"), exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: say("incidents.settings"), exact: true }).waitFor();
    await assertAccessible(page);
    await shoot(page, `menu-${language}`);
    await page.getByRole("menuitem", { name: say("incidents.settings"), exact: true }).press("Enter");
    await page.getByRole("heading", { name: say("incidentSettings.title") }).waitFor();
    await assertAccessible(page);
    await shoot(page, `settings-${language}`);
    const reason = page.getByRole("textbox", { name: new RegExp(say("change.reason")) }).first();
    await reason.fill("Reviewed");
    await page.getByRole("button", { name: say("incidentSettings.save"), exact: true }).press("Enter");
    await page.getByText(say("incidentSettings.saved")).waitFor();
    await page.getByRole("link", { name: say("room.playbooks") }).press("Enter");
    await page.getByRole("heading", { name: say("room.playbooks"), level: 1 }).waitFor();
    const malware = page.getByRole("link", { name: say("incident.kind.malware"), exact: true });
    await malware.waitFor();
    await assertAccessible(page);
    await shoot(page, `playbooks-${language}`);
    await malware.press("Enter");
    await page.waitForURL(/playbooks\/malware/);
    await page.getByRole("heading", { level: 1, name: new RegExp(say("incident.kind.malware")) }).waitFor();
    await assertAccessible(page);
    await shoot(page, `playbook-${language}`);
    const phone = await open({ language, token: office?.token ?? "", width: 360, height: 740 });
    for (const path of ["/incidents/settings", "/incidents/playbooks", "/incidents/playbooks/malware"]) {
      await phone.goto(path);
      await phone.getByRole("heading", { level: 1 }).waitFor();
      assert.ok(
        await phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
        `${path}: nothing is wider than the phone`,
      );
      await assertAccessible(phone);
    }
  });
