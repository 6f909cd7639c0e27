import assert from "node:assert/strict";
import { test } from "node:test";
import { sayIn } from "#modules/workbooks/words.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { filledIn } from "../workbooks.ts";

const ids = Array.from({ length: 6 }, (_, at) => `HUM-0${at + 1}`);

for (const language of walked("ja", "en", "zh")) {
  test(`T-11 in the browser (${language}): answers one row down are read beside whose they are and beside another file, and kept once somebody means them`, async () => {
    const say = sayIn(language);
    let inspectionId = "";
    let token = "";
    const { page: open } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const { own, parent } = group.companies;
      const editionId = await addEdition(owner, { controls: ids.map((id) => ({ id })) });
      const round = await addOpenRound(owner, { editionId, companies: [own], dueOn: "2027-12-15" });
      inspectionId = round.inspections.get(own) ?? "";
      for (const id of ids)
        await owner.query(
          "insert into answers (inspection_id, control_id, company_id, verdict, how) values ($1, $2, $3, 'met', $4)",
          [inspectionId, id, own, `Done about ${id}`],
        );
      ({ token } = await signedIn(owner, {
        companyId: parent,
        role: "division_secretary",
        unitId: group.divisions.one,
      }));
    });
    const page = await open({ language, token });
    await page.goto(`/inspections/${inspectionId}/workbook`);
    const issued = await page.request.post(`/api/inspections/${inspectionId}/workbooks`, {
      data: { language },
      headers: { "x-yagura": "1" },
    });
    const bring = async (name: string, how: (id: string, at: number) => string | null) => {
      const buffer = await filledIn(await issued.body(), ({ set }) => {
        for (const [at, id] of ids.entries()) set(id, "how", how(id, at));
      });
      await page.goto(`/inspections/${inspectionId}/workbook`);
      const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      await page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer });
    };
    await bring("other.xlsx", (id) => (id === "HUM-06" ? "Said anew" : `Done about ${id}`));
    await page
      .getByRole("heading", { level: 1, name: say("workbook.return.titleReady", { count: 1 }) })
      .waitFor();
    await bring("back.xlsx", (id, at) => `Done about ${at > 1 ? ids[at - 1] : id}`);
    await page
      .getByRole("heading", { level: 1, name: say("workbook.return.titleShifted", { count: 4 }) })
      .waitFor();
    // Whoever decides sees the other file beside.
    await page.getByText(say("workbook.beside.title", { count: 4, name: "other.xlsx" })).waitFor();
    await page.locator("del").filter({ hasText: "Said anew" }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "Done about HUM-02" }).first();
    assert.match((await row.textContent()) ?? "", /HUM-03.*Done about HUM-02HUM-02/);
    await assertAccessible(page);
    const keep = page.getByRole("button", { name: say("workbook.return.apply", { count: 4 }) });
    const off = page.getByRole("button", { name: say("workbook.shifts.sayFirst") });
    assert.ok(await off.isDisabled(), "off until somebody looked, and it says so");
    await page.getByRole("checkbox", { name: say("workbook.shifts.meant") }).check();
    await keep.click();
    await page
      .getByRole("heading", { level: 1, name: say("workbook.return.titleApplied", { count: 4 }) })
      .waitFor();
  });
}
