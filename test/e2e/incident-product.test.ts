// A case of a product on the pages of whoever develops it: its clocks alone, from what the ledger says, and no other incident.
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

const screenshots = process.env["SCREENSHOTS"];
const texts = loadTexts(textFolders);
const nameOf = (key: string, language: "ja" | "en") =>
  shippedRules().find((one) => one.key === key)?.words[language].name ?? key;

test("T-02 a product engineer sees the product case alone, answers that it is exploited, and reads its running clocks; yes to the company brings the others beside", async () => {
  let engineer: SignedIn | undefined;
  let id = "";
  const { page: open, database } = await site(async ({ owner }) => {
    const { own } = (await buildSmallGroup(owner)).companies;
    engineer = await signedIn(owner, { companyId: own, role: "product_engineer", name: "Engineer" });
    await owner.query(
      "insert into company_laws (company_id, law, value, valid_from, source) values ($1, 'cra_manufacturer', 'yes', '2021-01-01', 'Letter')",
      [own],
    );
    const add = async (number: number, kind: string, title: string) => {
      const { rows } = await owner.query<{ id: string }>(
        `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at, judged_as, judged_at,
           is_product, potential, actual, sought)
         select $1, $2::int, 'C1-I' || $2::int, $3, $4, 'form', x.at, 'Asia/Tokyo', now(), x.at + interval '24 hours', 'incident', now(), $3 = 'product_vulnerability',
           'high', 'none', 'x' from (select now() - interval '9 hours' as at) x returning id`,
        [own, number, kind, title],
      );
      return rows[0]?.id ?? "";
    };
    await add(1, "cloud_setting", "Open list of customers");
    id = await add(2, "product_vulnerability", "Charger answers without a password");
    const { rows } = await owner.query<{ id: string }>(
      "insert into product_components (company_id, name, product, state, in_cra, is_vehicle_type) values ($1, 'Wall charger', 'Wall charger', 'in_use', true, false) returning id",
      [own],
    );
    await owner.query(
      "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'product_components', $3, 'Wall charger')",
      [id, own, rows[0]?.id],
    );
    for (const [moment, hours] of [
      ["discovered", 9],
      ["aware", 8],
      ["fix_available", 2],
    ] as const)
      await owner.query(
        `insert into incident_moments (incident_id, company_id, moment, of_what, at, zone, reason, set_at)
         select $1, $2, $3, '', x.at, 'Asia/Tokyo', '', x.at from (select now() - make_interval(hours => $4) as at) x`,
        [id, own, moment, hours],
      );
  });
  const { db, close } = openDatabase({ connectionString: database.url, size: 2 });
  atTheEnd(close);
  await asSystem(db, "test", (ctx) => bringShipped(ctx));
  const keys = ["early", "full", "final"].map((stage) => `eu-cra-vulnerability-${stage}`);
  for (const language of ["ja", "en"] as const) {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    await database.owner.query("update accounts set language = $1", [language]);
    await database.owner.query("delete from incident_answers");
    const page = await open({ language, token: engineer?.token ?? "" });
    await page.goto("/incidents");
    await page.getByRole("link", { name: "C1-I2" }).or(page.getByText("Charger answers")).first().waitFor();
    assert.equal(await page.getByText("Open list of customers").count(), 0);
    await page.goto(`/incidents/${id}/clocks`);
    await page.getByText(say("law.productAlone")).waitFor();
    assert.equal(await page.getByText(say("law.proposedFrom.ledger")).count(), 2);
    const tabs = page.getByRole("navigation", { name: say("incident.tabs") }).getByRole("link");
    assert.deepEqual(await tabs.allTextContents(), [
      say("incident.tab.record"),
      say("room.tab.affected"),
      say("incident.tab.clocks"),
    ]);
    const exploited = page.getByRole("group", { name: say("clockFact.is.product_exploited") });
    await exploited.getByRole("button", { name: say("clockFact.yes"), exact: true }).click();
    const rows = page.locator(".inc-clocks > li");
    for (const key of keys)
      await rows
        .filter({ hasText: nameOf(key, language) })
        .first()
        .waitFor();
    assert.equal(await page.getByText(nameOf("eu-gdpr-33", language), { exact: true }).count(), 0);
    await assertAccessible(page);
    if (screenshots)
      await page.screenshot({ path: `${screenshots}/product-clocks-${language}.png`, fullPage: true });
    const touched = page.getByRole("group", { name: say("clockFact.is.company_concerned") });
    await touched.getByRole("button", { name: say("clockFact.yes"), exact: true }).click();
    await page.getByText(nameOf("group-24h", language), { exact: true }).first().waitFor();
    assert.equal(await page.getByText(say("law.productAlone")).count(), 0);
  }
});
