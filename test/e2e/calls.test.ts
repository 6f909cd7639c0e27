// Hard clocks in the browser: acknowledged on the home page and in the list, filtered, found again by company, among many.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type Site, site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn, type SmallGroup } from "../factories.ts";

let group: SmallGroup;
let office: SignedIn;
let officer: SignedIn;
const screenshots = process.env["SCREENSHOTS"];

const pages: Site = await site(async ({ owner }) => {
  group = await buildSmallGroup(owner);
  const { own, sister, parent, other } = group.companies;
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  officer = await signedIn(owner, { companyId: other, role: "security_officer" });
  const made = (companyId: string, count: number, state: string) =>
    owner.query(
      `with made as (
         insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
         select 2026, 'inspection.answer', 'inspection', gen_random_uuid(), $1, 'inspection.answer', now() - interval '9 days',
           now() - interval '7 days', 'Asia/Tokyo', 4 from generate_series(1, $2) returning id)
       insert into calls (duty_id, fiscal_year, company_id, level, opened_at, answer_by, state, ended_at, acknowledged_by)
       select id, 2026, $1, 4, now() - case $3 when 'unanswered' then interval '2 hours' else interval '1 hour' end, now() + interval '22 hours', $3, case when $3 <> 'open' then now() end,
         case when $3 = 'acknowledged' then $4::uuid end from made`,
      [companyId, count, state, office.personId],
    );
  // One asks now in each language; the rest is what a year leaves.
  await made(own, 3, "open");
  await owner.query(
    `with soon as (
       insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
       select 2026, 'incident.respond_now', 'incident', gen_random_uuid(), $1, 'incident.assess', now(), now() + interval '4 hours', 'Asia/Tokyo', 0
       returning id)
     insert into calls (duty_id, fiscal_year, company_id, level, opened_at, answer_by, state)
     select id, 2026, $1, 0, now(), now() + interval '30 minutes', 'open' from soon`,
    [own],
  );
  await made(sister, 1500, "acknowledged");
  await made(sister, 700, "unanswered");
});

const words = {
  en: {
    home: /hard clocks? asks? you/,
    soon: /take charge of a grave incident/,
    ahead: /It is due/,
    over: /overdue|was due/,
    acknowledge: "Acknowledge",
    list: "Hard clocks",
    by: /^Acknowledged by/,
    unanswered: "Nobody answered in time",
    none: "None of these",
    empty: "No hard clock has called anybody",
  },
  ja: {
    home: /あなたの確認を待っています/,
    soon: /重大/,
    ahead: /期限は.*です。/,
    over: /過ぎています|でした/,
    acknowledge: "確認しました",
    list: "厳守の期限",
    by: /が確認/,
    unanswered: "期限内に応答なし",
    none: "該当なし",
    empty: "呼び出しはまだありません",
  },
  zh: {
    home: /等待您确认/,
    soon: /重大/,
    ahead: /期限为/,
    over: /已逾期/,
    acknowledge: "确认收到",
    list: "硬性期限",
    by: /Test.*已确认/,
    unanswered: "未按时回应",
    none: "没有符合的",
    empty: "尚无呼叫",
  },
} as const;

for (const language of walked("en", "ja", "zh"))
  test(`a hard clock is acknowledged from home and found in the list among many (${language})`, async () => {
    const say = words[language];
    const page = await pages.page({ language, token: office.token });
    const shoot = async (name: string) => {
      if (screenshots)
        await page.screenshot({ path: `${screenshots}/calls-${name}-${language}.png`, fullPage: true });
    };
    await page.goto("/");
    await page.getByRole("heading", { name: say.home }).waitFor();
    await assertAccessible(page);
    await shoot("home");
    // One rings hours before it is due: only what is over is called so.
    const rows = page.locator(".needs li").filter({
      has: page.getByRole("button", { name: say.acknowledge, exact: true }),
    });
    assert.match(await rows.filter({ hasText: say.soon }).first().innerText(), say.ahead);
    assert.doesNotMatch(await rows.filter({ hasText: say.soon }).first().innerText(), say.over);
    assert.match(await rows.filter({ hasNotText: say.soon }).first().innerText(), say.over);
    await rows.filter({ hasText: say.soon }).first().getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: say.soon }).waitFor();
    assert.doesNotMatch(await page.getByRole("heading", { level: 1 }).innerText(), say.over);
    await page.goBack();
    await page.getByRole("heading", { name: say.home }).waitFor();
    const asking = page.getByRole("button", { name: say.acknowledge, exact: true });
    const before = await asking.count();
    await rows
      .filter({ hasNotText: say.soon })
      .first()
      .getByRole("button", { name: say.acknowledge, exact: true })
      .click();
    await asking.nth(before - 1).waitFor({ state: "detached" });
    await page.getByRole("navigation").getByRole("link", { name: say.list }).click();
    await page.getByRole("table").or(page.getByRole("grid")).first().waitFor();
    await page.getByText(say.by).first().waitFor();
    await assertAccessible(page);
    await shoot("list");
    await page.getByRole("button", { name: say.unanswered, exact: true }).click();
    await page
      .getByRole("link", { name: /Sister/ })
      .first()
      .waitFor();
    await page
      .getByRole("searchbox")
      .or(page.locator("input[type=search], .tools input"))
      .first()
      .fill("nobody there");
    await page.getByRole("heading", { name: say.none }).waitFor();

    const phone = await pages.page({ language, token: office.token, width: 390, height: 800, theme: "dark" });
    let asked = 0;
    phone.on("request", (request) => (asked += Number(new URL(request.url()).pathname === "/api/calls")));
    await phone.goto("/calls");
    await phone.getByText(say.by).first().waitFor();
    await phone.waitForLoadState("networkidle");
    const drawn = await phone.locator(".register tbody tr[aria-rowindex]").count();
    assert.ok(drawn > 0 && drawn < 100, `${drawn} rows are drawn of which a phone shows ten`);
    assert.equal(asked, 1, "further rows are asked for when somebody scrolls to them");
    await assertAccessible(phone);
    if (screenshots) await phone.screenshot({ path: `${screenshots}/calls-phone-${language}.png` });
    assert.equal(
      await phone.evaluate("document.documentElement.scrollWidth > innerWidth"),
      false,
      "nothing runs out of the phone's page",
    );

    const theirs = await pages.page({ language, token: officer.token });
    await theirs.goto("/calls");
    await theirs.getByRole("heading", { name: say.empty }).waitFor();
    await assertAccessible(theirs);
    if (screenshots) await theirs.screenshot({ path: `${screenshots}/calls-empty-${language}.png` });
  });
