// An improvement plan in the browser: begun from a finding, written, handed in, returned, approved, a step done, and the meeting's list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const people: Record<string, { token: string }> = {};
const findingIds: Record<string, string> = {};
const { page: open } = await site(async ({ owner }) => {
  const { companies, divisions } = await buildSmallGroup(owner);
  await addEdition(owner);
  for (const [language, companyId] of [
    ["ja", companies.own],
    ["en", companies.sister],
  ] as const) {
    people[`officer ${language}`] = await signedIn(owner, {
      companyId,
      role: "security_officer",
      name: "Planner",
    });
    const { rows } = await owner.query<{ id: string }>(
      `insert into findings (company_id, number, reference, title, source_kind, found_on, severity, first_due_on, due_on, raised_at, sought)
       select id, 1, code || '-F1', 'Shared accounts', 'noticed', current_date - 5, 'medium', current_date + 85, current_date + 85, now(), 'Shared accounts'
       from units where id = $1 returning id`,
      [companyId],
    );
    findingIds[language] = rows[0]?.id ?? "";
  }
  people["desk"] = await signedIn(owner, {
    companyId: companies.parent,
    role: "division_secretary",
    unitId: divisions.one,
  });
});

const words = {
  ja: {
    begin: "改善計画を始める",
    title: "件名",
    what: "実施すること",
    due: "期限",
    cost: "費用",
    owner: "計画の責任者",
    stepOwner: "担当",
    save: "保存",
    ready: "確認してください",
    submit: "提出する",
    waits: "承認待ち",
    decide: "判断する",
    back: "差し戻す",
    approve: "承認する",
    reason: "理由",
    returned: /が差し戻し：/,
    running: "実施中",
    done: "完了を報告",
    doneWhat: "実施した内容",
    toVerify: "検証待ち",
    followUp: "フォローアップの対象",
    onBoard: /実施中 \d+$/,
    noDay: "日付を yyyy/mm/dd の形で入力してください。",
    addStep: "施策を追加",
    removeStep: "削除",
    more: "施策1: この計画のその他の操作",
    later: "期限の延長",
    toDay: "新しい期限",
    why: "延期の理由",
    postpone: /まで延期$/,
    postponed: /まで延期しました。/,
  },
  en: {
    begin: "Begin a plan",
    title: "Title",
    what: "What is done",
    due: "By",
    cost: "Cost",
    owner: "Answers for the plan",
    stepOwner: "Who does it",
    save: "Save",
    ready: "To be looked at",
    submit: "Hand in",
    waits: "waits for approval",
    decide: "Decide",
    back: "Return",
    approve: "Approve",
    reason: "Reason",
    returned: /^Returned by/,
    running: "under way",
    done: "Done",
    doneWhat: "What was done",
    toVerify: "to verify",
    followUp: "Steps to talk about",
    onBoard: /Under way: \d+$/,
    noDay: "Write a day as yyyy/mm/dd.",
    addStep: "Add a step",
    removeStep: "Remove",
    more: "Step 1: More about this plan",
    later: "Later day",
    toDay: "New due day",
    why: "Reason",
    postpone: /^Postpone to/,
    postponed: /^Postponed to/,
  },
} as const;

for (const language of walked("ja", "en"))
  test(`R-13 R-14 a plan is begun, written, returned, approved and followed (${language})`, async () => {
    const say = words[language];
    const officer = await open({ language, token: people[`officer ${language}`]?.token ?? "" });
    await officer.goto(`/findings/${findingIds[language]}`);
    await officer
      .getByRole("link", { name: say.begin })
      .or(officer.getByRole("button", { name: say.begin }))
      .click();
    await officer.getByLabel(say.title).fill("Accounts of their own");
    await assertAccessible(officer);
    await officer.getByRole("button", { name: say.begin }).click();
    await officer.getByLabel(say.what).fill("Give everybody an account");
    await assertAccessible(officer);
    // What is typed and is no day is not thrown away with a "saved".
    await officer.getByLabel(say.due, { exact: true }).fill("20.1.2031");
    await officer.getByRole("button", { name: say.save, exact: true }).click();
    await officer.getByText(say.noDay).waitFor();
    assert.equal(await officer.getByLabel(say.due, { exact: true }).inputValue(), "20.1.2031");
    assert.match(officer.url(), /write$/);
    await officer.getByLabel(say.due, { exact: true }).fill("2031/01/31");
    await officer.getByLabel(say.cost, { exact: true }).fill("250000");
    for (const field of [say.owner, say.stepOwner]) {
      await officer.getByLabel(field, { exact: true }).first().fill("Planner");
      await officer
        .getByRole("group", { name: field, exact: true })
        .getByRole("radio", { name: /Planner/ })
        .check();
    }
    // A second step has a choice of its own.
    await officer.getByRole("button", { name: say.addStep }).click();
    const second = officer.getByRole("group", { name: say.stepOwner, exact: true }).nth(1);
    await officer.getByRole("searchbox", { name: say.stepOwner, exact: true }).nth(1).fill("Test Planner");
    await second.getByRole("radio", { name: /Planner/ }).check();
    for (const group of await officer.getByRole("group", { name: say.stepOwner, exact: true }).all())
      assert.ok(await group.getByRole("radio", { name: /Planner/ }).isChecked());
    await officer.getByRole("button", { name: say.removeStep }).nth(1).click();
    await officer.getByRole("button", { name: say.save, exact: true }).click();
    await officer.getByText(say.ready).waitFor();
    await assertAccessible(officer);
    await officer.getByRole("button", { name: say.submit, exact: true }).click();
    await officer.locator(".strip").getByText(say.waits).waitFor();
    const address = new URL(officer.url()).pathname;

    const desk = await open({ language, token: people["desk"]?.token ?? "" });
    const decide = async (word: string) => {
      await desk.goto(address);
      await desk.getByRole("button", { name: say.decide, exact: true }).click();
      const dialog = desk.getByRole("dialog");
      await dialog.getByText(word, { exact: true }).first().click();
      await dialog.getByLabel(say.reason, { exact: true }).fill("Looked at it.");
      await assertAccessible(desk);
      await dialog.getByRole("button", { name: word, exact: true }).last().click();
      await dialog.waitFor({ state: "hidden" });
    };
    await decide(say.back);
    await officer.goto(address);
    await officer.getByText(say.returned).waitFor();
    await officer.getByRole("button", { name: say.submit, exact: true }).click();
    await officer.locator(".strip").getByText(say.waits).waitFor();
    await decide(say.approve);
    await desk.locator(".strip").getByText(say.running).waitFor();

    await desk.goto("/plans/follow-up");
    await desk.getByRole("heading", { level: 1, name: say.followUp }).waitFor();
    await desk.getByRole("link", { name: "Give everybody an account" }).first().waitFor();
    await assertAccessible(desk);
    await desk.goto("/plans?view=running");
    await desk.getByRole("link", { name: "Accounts of their own" }).first().waitFor();
    await assertAccessible(desk);

    await desk.goto("/plans/board");
    await desk.getByRole("link", { name: say.onBoard }).first().click();
    await desk.getByRole("link", { name: "Accounts of their own" }).first().waitFor();
    await desk.goBack();
    await desk.locator(".plan-age").first().waitFor();
    await assertAccessible(desk);

    // A later day, and at once another: the page knows of the first.
    await officer.goto(address);
    for (const [day, shown] of [
      ["2031/02/07", /2031.0?2.0?7|7 Feb 2031/],
      ["2031/02/14", /2031.0?2.14|14 Feb 2031/],
    ] as const) {
      await officer.getByRole("button", { name: say.more }).click();
      await officer.getByRole("menuitem", { name: say.later }).click();
      const dialog = officer.getByRole("dialog");
      await dialog.getByLabel(say.toDay).fill(day);
      await dialog.getByLabel(say.why, { exact: true }).fill("The supplier is late.");
      await dialog.getByRole("button", { name: say.postpone }).click();
      await dialog.getByText(say.postponed).waitFor();
      await officer.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await officer.locator(".plan-steps").getByText(shown).first().waitFor();
    }
    await officer.getByRole("button", { name: say.done, exact: true }).click();
    await officer.getByRole("dialog").getByLabel(say.doneWhat).fill("Everybody has one.");
    await assertAccessible(officer);
    await officer.getByRole("dialog").getByRole("button", { name: say.done, exact: true }).click();
    await officer.getByText(say.toVerify).waitFor();
    const phone = await open({
      language,
      width: 390,
      theme: "dark",
      token: people[`officer ${language}`]?.token ?? "",
    });
    await phone.goto(address);
    await phone.getByText("Give everybody an account").first().waitFor();
    await assertAccessible(phone);
  });
