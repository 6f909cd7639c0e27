// An improvement plan in the browser: begun from a finding, written, handed in, returned, approved, a step done, and the meeting's list.
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
    await officer.getByLabel(say.due, { exact: true }).fill("2031/01/31");
    await officer.getByLabel(say.cost, { exact: true }).fill("250000");
    for (const field of [say.owner, say.stepOwner]) {
      await officer.getByLabel(field, { exact: true }).first().fill("Planner");
      await officer
        .getByRole("group", { name: field, exact: true })
        .getByRole("radio", { name: /Planner/ })
        .check();
    }
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

    await officer.goto(address);
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
