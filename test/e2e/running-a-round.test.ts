// A round from its launch to its end: a late joiner, companies that leave, the lock, the close; then next year's, planned.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { addCompany, buildSmallGroup, type Id, signedIn } from "../factories.ts";

const say = loadTexts(textFolders);

async function running() {
  const made = { token: "", roundId: "", editionId: "", joiner: "" as Id };
  const one = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, sister, other, parent } = group.companies;
    const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
    made.token = office.token;
    made.editionId = await addEdition(owner);
    const round = await addOpenRound(owner, {
      editionId: made.editionId,
      companies: [own, sister, other],
      dueOn: "2030-12-13",
    });
    made.roundId = round.id;
    await owner.query(
      "update inspections set state = 'confirmed', submitted_at = now(), confirmed_at = now() where id = $1",
      [round.inspections.get(own)],
    );
    // The clock marks leavers by itself; here a person is quicker.
    await owner.query(
      "insert into timed_runs (name, ran_at) values ('inspections.left', now() + interval '1 day')",
    );
    // Since the freeze: one company joined, one was sold, one is only held at equity now.
    made.joiner = await addCompany(owner, {
      code: "NEW",
      name: "Newly Bought Ltd.",
      parentId: group.divisions.one,
    });
    await owner.query("update units set ended_on = group_today(), ended_reason = 'sold' where id = $1", [
      sister,
    ]);
    await owner.query(
      "update relations set kind = 'equity_method', valid_from = group_today() - 1 where company_id = $1",
      [other],
    );
  });
  return { ...one, ...made };
}

for (const language of walked("ja", "en")) {
  test(`T-07 T-11 a round with a joiner and leavers is locked and closed, the next one planned (${language})`, async () => {
    const { page: open, token, roundId, editionId, joiner, database } = await running();
    const t = (key: string, values = {}) => say(language, key, values);
    const page = await open({ language, token });
    const press = (name: string) => page.getByRole("button", { name, exact: true });
    const dialog = page.getByRole("dialog");
    const inDialog = (name: string) => dialog.getByRole("button", { name, exact: true });
    const line = (company: string) => page.locator("ul.lines li").filter({ hasText: company });

    await page.goto(`/rounds/${roundId}`);
    await line("Newly Bought")
      .getByRole("button", { name: t("round.add"), exact: true })
      .click();
    await dialog.getByLabel(t("round.ownDueOn")).fill("2031/02/28");
    await dialog.getByLabel(t("round.reason")).fill("bought in May");
    await assertAccessible(page);
    await inDialog(t("round.add")).click();
    await line("Newly Bought").waitFor({ state: "detached" });

    for (const [company, action] of [
      ["Sister", "round.markLeft"],
      ["Other", "round.release"],
    ] as const) {
      await line(company)
        .getByRole("button", { name: t(action), exact: true })
        .click();
      await dialog.getByLabel(t("round.reason")).fill("decided by the committee");
      await assertAccessible(page);
      await inDialog(t(action)).click();
      await line(company).waitFor({ state: "detached" });
    }

    await page.goto(`/rounds/${roundId}/members?view=left`);
    await page.locator(".register tbody").getByText("Sister Ltd.").waitFor();
    await page.locator(".register tbody").getByText("Other Ltd.").waitFor();
    await assertAccessible(page);
    await page.goto(`/rounds/${roundId}/inspections`);
    const joined = page.locator(".register tbody tr").filter({ hasText: "Newly Bought" });
    await joined.getByText("2031", { exact: false }).first().waitFor();

    await page.goto(`/rounds/${roundId}`);
    await press(t("round.lockAll", { count: 1 })).click();
    await assertAccessible(page);
    await inDialog(t("round.lockAll", { count: 1 })).click();
    await page
      .getByText(t("round.locked", { count: 1 }))
      .first()
      .waitFor();
    await press(t("round.close")).click();
    await assertAccessible(page);
    await inDialog(t("round.close")).click();
    await dialog.waitFor({ state: "detached" });
    await press(t("round.close")).waitFor({ state: "detached" });
    const { rows } = await database.owner.query(
      `select u.code, i.state, i.due_on::text as due, i.left_on is not null as "hasLeft" from inspections i
       join units u on u.id = i.company_id where i.round_id = $1 order by u.code`,
      [roundId],
    );
    assert.deepEqual(
      rows.map((row) => [row.code, row.state, row.due, row.hasLeft]),
      [
        ["C1", "locked", "2030-12-13", false],
        ["C2", "not_begun", "2030-12-13", true],
        ["C3", "not_begun", "2030-12-13", true],
        ["NEW", "not_begun", "2031-02-28", false],
      ],
      joiner,
    );

    // Next year's opens on a day that is still to come: its launch is planned, and can be taken back.
    await page.goto("/rounds/new");
    await page.getByLabel(t("round.opensOn"), { exact: true }).fill("2031/04/01");
    await page.getByLabel(t("round.dueOn"), { exact: true }).fill("2031/06/02");
    await page.getByLabel(t("round.reviewDueOn"), { exact: true }).fill("2031/06/16");
    await page.getByLabel(t("round.confirmDueOn"), { exact: true }).fill("2031/06/30");
    await press(t("round.save")).click();
    const freeze = page.getByRole("button", { name: t("round.freeze", { count: 2 }) });
    await freeze.click();
    await dialog.getByRole("button", { name: t("round.freeze", { count: 2 }) }).click();
    const plan = page.getByRole("button").filter({ hasText: "2031" });
    await plan.first().click();
    await assertAccessible(page);
    // None of these days lies in the year that follows the last round's: it has to be meant.
    const launch = dialog.getByRole("button").filter({ hasText: "2031" });
    assert.ok(await launch.isDisabled());
    await dialog.getByRole("checkbox", { name: t("round.otherYearMeant") }).check();
    await launch.click();
    await press(t("round.cancelPlan")).waitFor();
    await assertAccessible(page);

    await page.goto(`/standards/${editionId}/print`);
    await page.locator("article.paper").waitFor();
    await assertAccessible(page);
  });
}
