// Causes of incidents against the controls that stand against them, in the browser: the picture says it, and its numbers open their rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { signedIn } from "../factories.ts";
import { buildResultGroup } from "../result-group.ts";
import { shows } from "../until.ts";

const screenshots = process.env["SCREENSHOTS"];
let token = "";
const { page: open } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildResultGroup(owner, ownerUrl);
  token = (await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group }))
    .token;
  const given: [company: number, kind: string, causes: string[] | null][] = [
    ...[0, 1, 2, 3, 4, 5].map((company): [number, string, string[]] => [company, "mis_sent", ["error"]]),
    [6, "lost_device", ["error", "insider"]],
    [7, "ransomware", ["attack"]],
    [8, "web_server", null],
  ];
  for (const [at, [company, kind, causes]] of given.entries()) {
    const { rows } = await owner.query<{ id: string }>(
      `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, reported_at,
         judged_as, judged_at, potential, actual, sought)
       select $1, $2::int, 'I-' || $2::int, $3, 'Case ' || $2::int, 'form', d, 'Asia/Tokyo', d, d + interval '24 hours', d, 'incident', d, 'medium', 'none', 'x'
       from (select now() - interval '20 days' as d) x returning id`,
      [group.companies[company]?.id, at + 1, kind],
    );
    if (causes)
      await owner.query(
        `insert into incident_reviews (incident_id, company_id, causes, how, held_on, written_at)
         select id, company_id, $2, 'x', current_date, now() from incidents where id = $1`,
        [rows[0]?.id, causes],
      );
  }
});

const words = {
  en: {
    tab: "Causes",
    title: "Operational error was found most often: in 7 of 9 incidents",
    kinds: /8 of 9 incidents are reviewed/,
    controls: /^Controls against each cause/,
    few: /too few for a median \(n = \d\)/,
    byCompany: /Company by company/,
  },
  ja: {
    tab: "原因と対策",
    title: "最も多い原因は誤操作・ミス：インシデント9件中7件",
    kinds: /9件中8件が振り返り済み/,
    controls: /^原因ごとの管理策の状況/,
    few: /中央値を出せません（n = \d）/,
    byCompany: /会社ごとに見る/,
  },
} as const;

for (const language of walked("ja", "en"))
  test(`R-22 causes against controls: the picture, its numbers and the rows behind them (${language})`, async () => {
    const say = words[language];
    const page = await open({ language, token, width: 1440, height: 900 });
    await page.goto("/group/overview");
    await page.getByRole("link", { name: say.tab, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: say.title }).waitFor();
    await page.getByRole("heading", { name: say.kinds }).waitFor();
    await page.getByRole("heading", { name: say.controls }).waitFor();
    await page.getByText(say.few).first().waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/causes-${language}.png`, fullPage: true });
    // Each number opens as many rows as it says.
    await page.getByRole("table").first().getByRole("link", { name: "6", exact: true }).click();
    await page.waitForURL(/\/incidents\?.*cause=error/);
    await shows(page.getByRole("row").filter({ hasText: /Case \d/ }), 6);
    await page.goBack();
    await page.getByRole("link", { name: say.byCompany }).click();
    await page.waitForURL(/\/group\/overview\?.*columns=harms/);

    const phone = await open({ language, token, width: 390, height: 844 });
    await phone.goto("/group/causes");
    await phone.getByRole("heading", { level: 1, name: say.title }).waitFor();
    await phone.getByRole("heading", { name: say.controls }).waitFor();
    assert.equal(await phone.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0);
    await assertAccessible(phone);
    if (screenshots)
      await phone.screenshot({ path: `${screenshots}/causes-phone-${language}.png`, fullPage: true });
    // Days without any say so, and the controls stand all the same.
    await phone.goto("/group/causes?from=2020-01-01&to=2020-01-31");
    await phone.getByRole("heading", { name: say.controls }).waitFor();
    assert.equal(await phone.getByRole("heading", { name: say.kinds }).count(), 0);
    await phone.close();
  });
