// A company's first hour in the browser: the group office registers an acquisition, the division names the officer, the officer
// walks through the guided set-up on a small laptop and on a phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { until } from "../until.ts";

const people: { office?: SignedIn; desk?: SignedIn } = {};
const { page: open, database } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const { parent, own } = group.companies;
  people.office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  people.desk = await signedIn(owner, {
    companyId: parent,
    role: "division_secretary",
    unitId: group.divisions.one,
  });
  const editionId = await addEdition(owner);
  const dueOn = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await addOpenRound(owner, { editionId, companies: [own], dueOn });
});

const words = {
  en: {
    add: "Add a company",
    code: "Code",
    name: "Name by law",
    below: "Supervised by",
    division: "Division One",
    joinedAs: "How it comes to the group",
    workers: "Workers of every kind",
    setUp: "Open the set-up",
    step: {
      officer: "Officer",
      facts: "What the company is",
      ledgers: "Ledgers",
      rules: "Rules",
      inspection: "First self-inspection",
    },
    open: "Open",
    nameOfficer: "Name the officer",
    family: "Family name",
    email: "E-mail",
    invite: "Name and invite",
    link: "Copy the link",
    so: "This is so",
    fits: "T3 is in force and fits what was said",
    none: "We have none of this",
    source: "Name a source",
    save: "Save",
    allLedgers: "8 of 8 ledgers have begun",
    rule: "Name a rule",
    ruleName: "Rule",
    goOn: "Go on with: ",
    covered: /1 of 1 ledgers are covered/,
    begin: "Begin",
    devices: "Computers, phones and tablets",
    titleDone: "5 of 6 steps of the set-up are done",
  },
  ja: {
    add: "会社を追加",
    code: "コード",
    name: "会社名（登記）",
    below: "所管",
    division: "Division One",
    joinedAs: "グループに加わる理由",
    workers: "従業者数（雇用形態を問わない）",
    setUp: "受け入れ準備を開く",
    step: {
      officer: "責任者",
      facts: "会社の概要",
      ledgers: "台帳",
      rules: "規則",
      inspection: "最初の自己点検",
    },
    open: "開く",
    nameOfficer: "責任者を決める",
    family: "姓",
    email: "メールアドレス",
    invite: "任命して招待",
    link: "コピー",
    so: "この内容で申告する",
    fits: "会社区分はT3で、申告内容に合っています",
    none: "該当するものはない",
    source: "情報源を登録",
    save: "保存",
    allLedgers: "8の台帳のうち8が始まっています",
    rule: "規則を登録",
    ruleName: "規則",
    goOn: "続ける：",
    covered: /1の台帳のうち1に規則/,
    begin: "点検を始める",
    devices: "パソコン・スマートフォン・タブレット",
    titleDone: "受け入れ準備：6手順のうち5が完了",
  },
} as const;

for (const [language, size] of walked(
  ["en", { width: 1280, height: 720 }],
  ["ja", { width: 390, height: 844 }],
))
  test(`R-30 the guided set-up in the browser (${language}, ${size.width} px): from the acquisition to the first question`, async () => {
    const t = words[language];
    const office = await open({ language, token: people.office?.token ?? "" });
    await office.goto("/group");
    await office.getByRole("button", { name: t.add }).click();
    const dialog = office.getByRole("dialog");
    await dialog.getByLabel(t.code, { exact: true }).fill(`NEW-${language}`);
    await dialog.getByLabel(t.name, { exact: true }).fill(`Newcomer ${language} Ltd.`);
    await dialog.getByRole("combobox", { name: t.below }).click();
    await office.getByRole("option", { name: t.division }).click();
    await dialog.getByLabel(t.workers).fill("60");
    await dialog.getByLabel(t.joinedAs, { exact: true }).selectOption("acquired");
    await assertAccessible(office);
    await dialog.getByRole("button", { name: t.add }).click();
    await office.getByRole("heading", { level: 1, name: `Newcomer ${language} Ltd.` }).waitFor();
    const companyId = /companies\/([0-9a-f-]+)/.exec(office.url())?.[1] ?? "";
    await until("the plan is open", async () => {
      const { rows } = await database.owner.query(
        "select from onboarding_plans where company_id = $1 and started_at is not null",
        [companyId],
      );
      return rows.length > 0 || undefined;
    });
    await office.reload();
    await office.getByRole("link", { name: t.setUp }).first().waitFor();
    await office.goto("/group/onboarding");
    await office.getByRole("link", { name: `Newcomer ${language} Ltd.` }).click();
    await office.getByRole("link", { name: t.setUp }).first().waitFor();
    await assertAccessible(office);
    await office.close();

    // The division: a person, the role, the invitation, in one form.
    const desk = await open({ language, token: people.desk?.token ?? "" });
    await desk.goto(`/companies/${companyId}/set-up`);
    await desk.getByRole("button", { name: t.nameOfficer }).click();
    await desk.getByLabel(t.family, { exact: true }).fill("Arai");
    await desk.getByLabel(t.email, { exact: true }).fill(`arai-${language}@newcomer.test`);
    await assertAccessible(desk);
    await desk.getByRole("button", { name: t.invite }).click();
    await desk.locator("input[readonly]").waitFor();
    await desk.close();

    // The officer, alone: a whole set-up, step by step, in pieces.
    const officer = await signedIn(database.owner, { companyId, role: "security_officer", name: "Arai" });
    const page = await open({ language, token: officer.token, ...size });
    await page.goto("/");
    await page
      .getByRole("link", { name: new RegExp(t.step.facts) })
      .first()
      .click();
    await page.getByRole("button", { name: t.so }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: t.so }).click();
    await page.getByRole("heading", { name: t.fits }).waitFor();
    // The tier stands by itself, so the ledgers are next.
    const goOn = (step: keyof typeof t.step) =>
      page.getByRole("button", { name: `${t.goOn}${t.step[step]}`, exact: true }).click();
    await goOn("ledgers");
    const devices = page.getByRole("listitem", { name: t.devices });
    await devices.getByRole("button", { name: t.source }).waitFor();
    await assertAccessible(page);
    await devices.getByRole("button", { name: t.source }).click();
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await devices.getByRole("button", { name: t.source }).waitFor({ state: "detached" });
    // Left and come back to: nothing is lost.
    await page.reload();
    await devices.waitFor();
    assert.equal(await devices.getByRole("button", { name: t.source }).count(), 0);
    for (let left = 7; left > 0; left -= 1) {
      const none = page.getByRole("button", { name: t.none });
      await until(`${left} ledgers are left`, async () => (await none.count()) === left || undefined);
      await none.first().click();
    }
    await page.getByRole("heading", { name: t.allLedgers }).waitFor();
    await goOn("rules");
    await page.getByRole("button", { name: t.rule }).click();
    await page.getByRole("dialog").getByLabel(t.ruleName, { exact: true }).fill("Use of computers");
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await page.getByRole("heading", { name: t.covered }).waitFor();
    await goOn("inspection");
    // The round takes the company in as soon as its tier stands.
    await page.getByRole("link", { name: t.begin, exact: true }).waitFor();
    await page.getByRole("heading", { level: 1, name: t.titleDone }).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: t.begin, exact: true }).click();
    await page.waitForURL(/\/inspections\/[0-9a-f-]+\/answer/);
    await page.locator("main h1").first().waitFor();
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
    assert.ok(wide <= 0, `nothing hangs over the edge: ${wide} px`);
  });
