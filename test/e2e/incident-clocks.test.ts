// A clock of law on screen stands still while an authority asks to wait, and counts on: by whom, why, and what was due before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { assertAccessible } from "../accessible.ts";
import { testApp } from "../app.ts";
import { site } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { until } from "../until.ts";

const screenshots = process.env["SCREENSHOTS"];

test("T-03 a clock of law stands still on screen and counts on", async () => {
  let officer: SignedIn | undefined;
  const { page: open, database } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own } = group.companies;
    officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
    await owner.query(
      `insert into company_laws (company_id, law, value, valid_from, source, recorded_at) values ($1, 'sec_filer', 'domestic', '2020-01-01', 'test', now())`,
      [own],
    );
  });
  assert.ok(officer);
  const { db, close } = openDatabase({ connectionString: database.url, size: 2 });
  atTheEnd(close);
  await asSystem(db, "test", (ctx) => bringShipped(ctx));
  await database.owner.query(
    "update clock_rules set adopted_at = now(), adopted_by = $1 where key in ('us-sec-8k', 'th-pdpa-37')",
    [officer.personId],
  );
  const as = (await testApp({ database })).as(officer.token);
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const { id } = await as(incidents.reportIncident, {
    companyId: officer.companyId,
    kind: "cloud_setting",
    what: "A list could be read by anybody",
    discoveredAt: ago(6),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  await as(incidents.countPeople, { id, country: "TH", count: 300, isExact: false, categories: [] });
  await as(incidents.answerFact, { id, fact: "material", value: true });
  for (const [anchor, of] of [
    ["determined", "material"],
    ["aware", null],
  ] as const)
    await as(incidents.setMoment, { id, anchor, of, at: ago(5), zone: "Asia/Tokyo", reason: "" });
  await until(
    "the clocks are kept",
    async () =>
      (await as(incidents.getIncidentClocks, { id })).clocks.filter((one) => one.kept && one.dueAt).length >
        1 || undefined,
  );
  const desk = await open({ language: "en", token: officer.token });
  const shoot = async (page: typeof desk, name: string) => {
    if (screenshots) await page.screenshot({ path: `${screenshots}/clocks-${name}.png`, fullPage: true });
  };
  await desk.goto(`/incidents/${id}/clocks`);
  // What runs is said to run, the parts are as many as the whole, and no reason stands twice.
  await desk.getByRole("heading", { name: /clocks? runs?[;,]/ }).waitFor();
  assert.equal(await desk.getByText(/would run/).count(), 0);
  for (const why of await desk.locator("p.why:not(.open)").allInnerTexts()) {
    const reasons = why.replace(/^Why: /, "").split(", ");
    assert.equal(new Set(reasons).size, reasons.length, why);
    assert.doesNotMatch(why, /none of/);
  }
  // Either is enough: neither is called optional.
  const notified = desk.locator("li.clock-row").first().getByRole("button", { name: "It was notified" });
  await notified.click();
  await desk.getByRole("dialog").getByLabel("Reference", { exact: true }).waitFor();
  await desk.getByText("(a reference or a file)").waitFor();
  await desk.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  // A question about people leads to where they are counted, with its country.
  const uncounted = await as(incidents.reportIncident, {
    companyId: officer.companyId,
    kind: "cloud_setting",
    what: "Another list could be read by anybody",
    discoveredAt: ago(6),
    zone: "Asia/Tokyo",
  });
  const { rowVersion: now } = await as(incidents.getIncident, { id: uncounted.id });
  await as(incidents.judgeIncident, { id: uncounted.id, as: "incident", because: "", rowVersion: now });
  await desk.goto(`/incidents/${uncounted.id}/clocks`);
  const asked = desk.locator(".inc-question").filter({ hasText: "in Japan?" });
  await desk.getByRole("button", { name: /^Show all/ }).click();
  await asked.getByRole("link", { name: "Count the people concerned" }).click();
  const counting = desk.getByRole("dialog");
  await counting.getByRole("combobox", { name: "Country" }).waitFor();
  assert.equal(await counting.getByRole("combobox", { name: "Country" }).inputValue(), "Japan (JP)");
  await counting.getByRole("button", { name: "Cancel" }).click();
  await counting.waitFor({ state: "detached" });
  assert.doesNotMatch(desk.url(), /country=/);
  await desk.goto(`/incidents/${id}/clocks`);
  const sec = desk.locator("li.clock-row").filter({ hasText: "Securities and Exchange Commission" }).first();
  await sec.getByRole("button", { name: "More time or a pause" }).click();
  await desk.getByLabel("Granted or asked for by").fill("Attorney General");
  await desk.getByLabel("Reference").fill("AG-2026-1");
  await desk.getByLabel("Reason").fill("The inquiry would be harmed");
  await assertAccessible(desk);
  await shoot(desk, "pause-dialog");
  await desk.getByRole("button", { name: "Record the pause" }).click();
  await sec.getByText(/Stands still since/).waitFor();
  await sec.getByText("AG-2026-1").waitFor();
  await assertAccessible(desk);
  await shoot(desk, "paused");
  const pages = await open({ language: "ja", token: officer.token });
  await pages.goto(`/incidents/${id}/clocks`);
  await pages
    .getByText(/から停止中/)
    .first()
    .waitFor();
  await pages.getByRole("button", { name: "期限の延長・停止" }).first().click();
  await pages.getByRole("button", { name: "延長を記録" }).waitFor();
  await assertAccessible(pages);
  await shoot(pages, "extend-ja");
  await sec.getByRole("button", { name: "The pause is over" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "The pause is over" }).click();
  await sec.getByText(/Stood still from/).waitFor();
  await sec.getByText(/due before:/).waitFor();
  await shoot(desk, "counts-on");
  // The names of the picture's marks lie apart, and on a phone the name of a clock is whole.
  for (const width of [1280, 390]) {
    await desk.setViewportSize({ width, height: 844 });
    const boxes = await Promise.all(
      (await desk.locator(".clock-axis b").all()).map((name) => name.boundingBox()),
    );
    assert.ok(boxes.length > 1);
    for (const [nth, box] of boxes.entries()) {
      const before = boxes[nth - 1];
      if (before) assert.ok(box && box.x > before.x + before.width, `${width}: two names overlap`);
    }
    await shoot(desk, `picture-${width}`);
  }
  assert.ok(
    await desk
      .locator(".clock-bar .what .cut")
      .evaluateAll((all) => all.every((one) => one.scrollWidth <= one.clientWidth || one.clientWidth === 0)),
  );
});
