// Reports that start clocks, as they are read and chosen: the record of an incident, its clocks, and the form of a rule.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { bringShipped, shippedRules } from "#modules/clock-rules/shipped/shipped.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
const nameOf = (key: string, language: "ja" | "en") =>
  shippedRules().find((one) => one.key === key)?.words[language].name ?? key;

test("T-03 what was submitted is read by its rule and company, what waits by the report it waits for; a rule names its report from a list that is searched", async () => {
  let officer: SignedIn | undefined;
  let office: SignedIn | undefined;
  let id = "";
  const { page: open, database } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, parent, sister } = group.companies;
    officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
    office = await signedIn(owner, {
      companyId: parent,
      role: "group_office",
      unitId: group.group,
      name: "Office",
    });
    await owner.query("update company_facts set country = 'DE' where company_id = $1", [own]);
    const { rows } = await owner.query<{ id: string }>(
      `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, judged_as, judged_at,
         potential, actual, sought)
       select $1, 1, 'C1-I1', 'cloud_setting', 'Open list', 'form', x.at, 'Asia/Tokyo', now(), x.at + interval '24 hours', 'incident', now(), 'high', 'high', 'x'
       from (select now() - interval '9 hours' as at) x returning id`,
      [own],
    );
    id = rows[0]?.id ?? "";
    const moments: [moment: string, of: string, entity: string | null, hours: number][] = [
      ["discovered", "", null, 9],
      ["aware", "", null, 8],
      ["submitted", "jp-appi-prompt", own, 7],
      ["submitted", "eu-gdpr-33", own, 6],
      ["submitted", "eu-gdpr-33", sister, 5],
      ["submitted", "kr-pipa-regulator", own, 4],
      ["submitted", "kr-pipa-regulator", own, 3],
      ["determined", "material", null, 2],
    ];
    for (const [moment, of, entity, hours] of moments)
      await owner.query(
        `insert into incident_moments (incident_id, company_id, entity_id, moment, of_what, at, zone, reason, set_at)
         select $1, $2, $3, $4, $5, x.at, 'Asia/Tokyo', '', x.at from (select now() - make_interval(hours => $6) as at) x`,
        [id, own, entity, moment, of, hours],
      );
  });
  const { db, close } = openDatabase({ connectionString: database.url, size: 2 });
  atTheEnd(close);
  await asSystem(db, "test", (ctx) => bringShipped(ctx));
  for (const language of ["ja", "en"] as const) {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    await database.owner.query("update accounts set language = $1", [language]);
    const page = await open({ language, token: office?.token ?? "" });
    await page.goto(`/incidents/${id}`);
    const panel = page.locator(".inc-moments.by-kind");
    await panel.waitFor();
    const heads = await panel.locator("dt").allTextContents();
    assert.deepEqual(
      heads,
      ["discovered", "aware", "submitted", "determined"].map((one) => say(`incident.moment.${one}`)),
    );
    const reports = panel.locator(".which");
    for (const key of ["jp-appi-prompt", "eu-gdpr-33", "kr-pipa-regulator"])
      await reports.filter({ hasText: nameOf(key, language) }).waitFor();
    const gdpr = reports.filter({ hasText: nameOf("eu-gdpr-33", language) });
    assert.deepEqual(await gdpr.locator("li").count(), 2);
    assert.match((await gdpr.textContent()) ?? "", /Own Ltd\..*Sister Ltd\./s);
    // One report was corrected; no report is the correction of another.
    assert.equal(await panel.locator("li.was").count(), 1);
    await reports
      .filter({ hasText: nameOf("kr-pipa-regulator", language) })
      .locator("li.was")
      .waitFor();
    await reports.filter({ hasText: say("clockAnchorOf.material") }).waitFor();
    assert.doesNotMatch((await page.locator("main").textContent()) ?? "", /incident\.moment|clockAnchor/);
    await assertAccessible(page);

    const mine = await open({ language, token: officer?.token ?? "" });
    await mine.goto(`/incidents/${id}/clocks`);
    const waits = say("clock.waits", {
      anchor: say("clockAnchor.submittedOf", { name: nameOf("eu-nis2-notification", language) }),
    });
    const name = mine.getByRole("link", { name: nameOf("eu-nis2-final", language), exact: true });
    const row = mine.locator(".inc-clocks > li").filter({ has: name });
    // Many may apply as long as little is known: they are folded by whose law they are.
    const place = mine.locator("details.inc-place").filter({ hasText: nameOf("eu-nis2-final", language) });
    await place.locator("summary").click();
    await row.getByText(waits).waitFor();
    const asked = (await row.locator(".why.open").textContent()) ?? "";
    assert.match(asked, language === "ja" ? /。[^、\s]/ : /\? [A-Z]/, asked);
    assert.doesNotMatch(asked, /[。?？]\s*[、,]/);
    await mine.getByRole("button", { name: say("law.setMoment"), exact: true }).click();
    const dialog = mine.getByRole("dialog");
    await dialog.getByLabel(say("law.what"), { exact: true }).selectOption("submitted");
    await dialog
      .getByLabel(say("law.whichReport"), { exact: true })
      .selectOption({ value: "eu-nis2-notification" });
    assert.match(
      (await dialog
        .getByLabel(say("law.whichReport"), { exact: true })
        .locator("option:checked")
        .textContent()) ?? "",
      new RegExp(nameOf("eu-nis2-notification", language).replace(/[()]/g, ".")),
    );
    await assertAccessible(mine);
    // Said of all, it does not reach whoever has a time of its own.
    await dialog
      .getByLabel(say("law.whichReport"), { exact: true })
      .selectOption({ value: "jp-appi-prompt" });
    const kept = dialog.getByText(say("law.momentOfTheirOwn", { names: "Own Ltd." }));
    await kept.waitFor();
    await dialog.getByLabel(say("law.entity"), { exact: true }).selectOption({ label: "Own Ltd." });
    await kept.waitFor({ state: "detached" });
  }

  // A rule of one's own that counts from a report of law, found by a part of its name.
  const say = (key: string, values: Record<string, unknown> = {}) => texts("en", key, values);
  const page = await open({ language: "en", token: office?.token ?? "" });
  await page.goto("/standards/clocks/new");
  await page.getByLabel(say("clockRule.name"), { exact: true }).fill("Insurer after the notification");
  await page.getByLabel(say("clockForm.sourceTitle"), { exact: true }).fill("Policy 7");
  await page.getByLabel(say("clockRule.anchor"), { exact: true }).selectOption("submitted");
  await page.getByRole("button", { name: say("clockForm.reportMissing") }).waitFor();
  await page.getByRole("searchbox", { name: say("clockForm.findRule") }).fill("NIS2");
  const hit = page.getByRole("button", { name: nameOf("eu-nis2-notification", "en") });
  await hit.waitFor();
  await assertAccessible(page);
  await hit.click();
  await page.getByRole("button", { name: say("clockForm.save"), exact: true }).click();
  const link = page.getByRole("link", {
    name: say("clockAnchor.submittedOf", { name: nameOf("eu-nis2-notification", "en") }),
  });
  await link.waitFor();
  await link.click();
  await page.getByRole("heading", { level: 1, name: nameOf("eu-nis2-notification", "en") }).waitFor();
});
