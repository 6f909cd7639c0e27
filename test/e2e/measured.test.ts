// A plant company answers by what its own ledgers measure: the questions on scope, one control, and several by name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type AnsweringCompany, buildAnsweringCompany } from "../answering-company.ts";
import { site, walked } from "../browser.ts";
import { until } from "../until.ts";

const words = {
  ja: {
    inLedger: /台帳に2件あります（工場設備）/,
    measured: "自社の台帳による実測",
    share: /75%（4件中3件）/,
    take: /^実測値で回答/,
    taken: "この実測値を回答としています。",
    group: "台帳による実測",
    confirm: /件をこのとおり回答$/,
    says: /台帳での実測は75%です/,
  },
  en: {
    inLedger: /Your ledger holds 2 entries: Plant equipment/,
    measured: "Measured by your ledgers",
    share: /75 % \(3 of 4\)/,
    take: /^Take the figure/,
    taken: "This figure is the answer.",
    group: "Measured by your ledgers",
    confirm: /^Answer .* this way$/,
    says: /The ledgers measure 75 %/,
  },
} as const;

for (const language of walked("ja", "en"))
  test(`T-01 R-31 a plant company answers controls that its ledgers prefilled (${language})`, async () => {
    const say = words[language];
    let made: AnsweringCompany | undefined;
    const { page: open, database } = await site(async ({ owner, ownerUrl }) => {
      made = await buildAnsweringCompany(owner, ownerUrl, { tier: "T3", hasPlant: false });
      const of = made.company;
      await owner.query(
        `insert into devices (company_id, name, form, encrypted, watched, malware_protected, registered_at)
         select $1, 'PC-' || n, 'laptop', n < 4, true, true, now() from generate_series(1, 4) n`,
        [of],
      );
      await owner.query(
        "insert into plant_equipment (company_id, name, line, registered_at) select $1, 'PLC ' || n, '1', now() from generate_series(1, 2) n",
        [of],
      );
      await owner.query(
        "insert into ledger_counts (company_id, ledger, counted_at, is_due) values ($1, 'devices', 'epoch', true), ($1, 'plant_equipment', 'epoch', true)",
        [of],
      );
    });
    assert.ok(made);
    const id = made.inspectionId;
    await until("the ledgers are counted", async () => {
      const { rows } = await database.owner.query("select from ledger_counts where is_due");
      return rows.length === 0 ? true : undefined;
    });
    const answerOf = async (controlId: string) =>
      (
        await database.owner.query(
          "select verdict, assurance, origin, coverage_percent::float as share from answers where inspection_id = $1 and control_id = $2",
          [id, controlId],
        )
      ).rows[0];
    const page = await open({ language, token: made.officer.token });
    await page.goto(`/inspections/${id}/answer?pane=scope`);
    await page.getByText(say.inLedger).waitFor();
    await assertAccessible(page);

    await page.goto(`/inspections/${id}/answer?control=TEC-04`);
    const figure = page.locator("aside section").filter({ hasText: say.measured });
    await figure.getByText(say.share).waitFor();
    await assertAccessible(page);
    await page.keyboard.press("1");
    await page.getByText(say.says).waitFor();
    await page.goto(`/inspections/${id}/answer?control=TEC-06`);
    await figure.getByRole("button", { name: say.take }).waitFor();
    await page.keyboard.press("t");
    await figure.getByText(say.taken).waitFor();
    assert.deepEqual(await answerOf("TEC-06"), {
      verdict: "met",
      assurance: "measured",
      origin: "measured",
      share: 100,
    });

    await page.goto(`/inspections/${id}/answer?pane=proposals`);
    const group = page.getByRole("group", { name: say.group });
    await group.getByRole("checkbox").first().check();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.confirm }).click();
    await until("the figures are answers", async () => ((await answerOf("TEC-05")) ? true : undefined));
    assert.equal((await answerOf("TEC-05")).assurance, "measured");
  });
