// The home of an ordinary employee on a small telephone: nothing of an officer's, three ways, what became of one's own reports.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isEveryday } from "#web/pages/home/everyday.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const words = {
  ja: {
    report: /気付いたことを報告する/,
    none: "まだ報告はありません",
    kind: "紛失・盗難",
    now: "たった今",
    send: "いま報告する",
    own: "自分の報告",
  },
  en: {
    report: /Report something I noticed/,
    none: "You have reported nothing yet",
    kind: "Lost or stolen",
    now: "Just now",
    send: "Report it now",
    own: "What I reported",
  },
} as const;

test("the home of an employee is for whoever holds no more than everybody's rights", () => {
  assert.equal(isEveryday(["incident.report", "organization.read", "standard.read"]), true);
  assert.equal(isEveryday(["incident.report", "incident.read"]), false);
  assert.equal(isEveryday(["standard.read"]), false);
});

for (const language of ["ja", "en"] as const) {
  test(`R-18 S-01 an employee at 390 px reports and finds it at home; a sister company's employee finds nothing (${language})`, async () => {
    const say = words[language];
    let [token, sister] = ["", ""];
    const { page: open } = await site(async ({ owner }) => {
      const { companies } = await buildSmallGroup(owner);
      const employee = async (companyId: string) =>
        (await signedIn(owner, { companyId, role: "employee", unitId: companyId })).token;
      token = await employee(companies.own);
      sister = await employee(companies.sister);
    });
    const phone = await open({ language, width: 390, height: 844, token });
    await phone.goto("/");
    await phone.getByText(say.none).waitFor();
    await assertAccessible(phone);
    const width = await phone.locator("html").evaluate((html) => html.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} wide`);
    if (process.env["YAGURA_PICTURES"])
      await phone.screenshot({
        path: `${process.env["YAGURA_PICTURES"]}/home-${language}.png`,
        fullPage: true,
      });
    await phone.getByRole("link", { name: say.report }).click();
    await phone.getByRole("radio", { name: say.kind }).click();
    await phone.getByRole("radio", { name: say.now, exact: true }).click();
    await phone.getByRole("button", { name: say.send }).click();
    await phone.getByRole("heading", { level: 1 }).filter({ hasText: /I1/ }).waitFor();
    await phone.goto("/");
    const own = phone.getByRole("region", { name: say.own });
    await own.getByRole("link").first().waitFor();
    assert.equal(await own.getByRole("link").count(), 1);
    await assertAccessible(phone);
    if (process.env["YAGURA_PICTURES"])
      await phone.screenshot({
        path: `${process.env["YAGURA_PICTURES"]}/home2-${language}.png`,
        fullPage: true,
      });

    const other = await open({ language, width: 390, height: 844, token: sister });
    await other.goto("/");
    await other.getByText(say.none).waitFor();
  });
}
