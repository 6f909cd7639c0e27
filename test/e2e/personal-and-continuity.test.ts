// Personal data and important systems in the browser: what falls short opens a gap, what remedies it closes it, a second person decides.
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { shows } from "../until.ts";

const people: Record<string, string> = {};
const ids: Record<string, string> = {};
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const own = group.companies.own;
  people["officer"] = (await signedIn(owner, { companyId: own, role: "security_officer" })).token;
  people["executive"] = (await signedIn(owner, { companyId: own, role: "company_executive" })).token;
  people["sister"] = (
    await signedIn(owner, { companyId: group.companies.sister, role: "security_officer" })
  ).token;
  people["office"] = (
    await signedIn(owner, {
      companyId: group.companies.parent,
      role: "group_office",
      unitId: group.group,
    })
  ).token;
  ids["sister"] = group.companies.sister;
  for (const language of ["ja", "en"]) {
    const server = await owner.query<{ id: string }>(
      "insert into servers (company_id, name, registered_at) values ($1, $2, now()) returning id",
      [own, `orders-${language}`],
    );
    const data = await owner.query<{ id: string }>(
      `insert into information (company_id, name, nature, registered_at, people_by_country)
       values ($1, $2, 'personal', now(), '[{"country": "JP", "people": 90}, {"country": "TH", "people": 8}]') returning id`,
      [own, `staff-${language}`],
    );
    ids[`server-${language}`] = server.rows[0]?.id ?? "";
    ids[`data-${language}`] = data.rows[0]?.id ?? "";
  }
});

const words = {
  en: {
    name: "Name as an important system",
    why: "Why it must run",
    rto: "Runs again within (RTO)",
    rpo: "May lose the last (RPO)",
    hours: "Hours",
    minutes: "Minutes",
    save: "Save",
    never: "Restoring was never tested",
    test: "Enter a restore test",
    toRun: "Until it ran",
    lost: "Lost",
    saveTest: "Save the test",
    slow: /Restoring took 8 h, 4 h is allowed/,
    noGap: "No gap is open",
    within: "An important system: within its target",
    recordFrom: "Record from Thailand",
    recipient: "Who receives",
    proposed: /People in Thailand/,
    lacks: "no basis: a gap",
    changeTransfer: /Change the transfer/,
    basis: "Basis",
    reference: "Where it is written",
    propose: "Propose a purpose",
    purpose: "Purpose",
    send: "Send for a decision",
    approve: "Approve",
    decided: "This purpose is decided",
    use: "Record a use",
    usedBy: "Who uses them",
    usedFor: "What for",
    flagged: "no purpose: a gap",
    review: "Looked at, right",
    answer: "What becomes of it",
    stop: "it will stop",
    done: "Looked at, with these answers",
    answered: /Looked at .*it will stop/,
    act: "Look and decide",
  },
  ja: {
    name: "重要システムに指定",
    why: "重要である理由",
    rto: "目標復旧時間（RTO）",
    rpo: "目標復旧時点（RPO）",
    hours: "時間",
    minutes: "分",
    save: "保存",
    never: "復旧試験が一度も行われていません",
    test: "復旧試験を記録",
    toRun: "復旧まで",
    lost: "失われたデータ",
    saveTest: "試験を保存",
    slow: /復旧に8時間かかりました/,
    noGap: "未解消の不備なし",
    within: "重要システム：目標内",
    recordFrom: "タイからの移転を記録",
    recipient: "受領者",
    proposed: /タイの個人のデータ/,
    lacks: "根拠なし：不備",
    changeTransfer: /移転を変更/,
    basis: "根拠",
    reference: "根拠の所在",
    propose: "利用目的を提案",
    purpose: "利用目的",
    send: "承認を求める",
    approve: "承認する",
    decided: "この利用目的は決定済みです",
    use: "利用を記録",
    usedBy: "利用者",
    usedFor: "利用の内容",
    flagged: "目的なし：不備",
    review: "見直し済みにする",
    answer: "扱い",
    stop: "利用をやめる",
    done: "この回答で確認済みにする",
    answered: /の確認：利用をやめる/,
    act: "内容を見て決める",
  },
} as const;

type Page = Awaited<ReturnType<typeof open>>;

async function fillTime(
  page: Page,
  field: string,
  t: { hours: string; minutes: string },
  of: [number, number],
) {
  const group = page.getByRole("dialog").getByRole("group", { name: field, exact: true });
  await group.getByLabel(t.hours, { exact: true }).fill(String(of[0]));
  await group.getByLabel(t.minutes, { exact: true }).fill(String(of[1]));
}

for (const language of walked("ja", "en")) {
  const t = words[language];
  const officer = () => open({ language, token: people["officer"] ?? "" });

  test(`R-27 in the browser (${language}): a slow restore is a gap beside its target, one in time closes it`, async () => {
    const page = await officer();
    await page.goto(`/ledgers/servers/${ids[`server-${language}`]}`);
    await page.getByRole("button", { name: t.name }).click();
    await page.getByLabel(t.why).fill("Orders");
    await fillTime(page, t.rto, t, [4, 0]);
    await fillTime(page, t.rpo, t, [1, 0]);
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await page.getByText(t.never).waitFor();
    const enter = async (took: [number, number]) => {
      await page.getByRole("button", { name: t.test }).click();
      await fillTime(page, t.toRun, t, took);
      await fillTime(page, t.lost, t, [0, 20]);
      await assertAccessible(page);
      await page.getByRole("button", { name: t.saveTest }).click();
    };
    await enter([8, 0]);
    await page.getByText(t.slow).waitFor();
    await assertAccessible(page);
    await enter([3, 30]);
    await page.getByText(t.noGap).waitFor();
    await page.getByText(t.within).waitFor();
    await page.goto("/ledgers/continuity");
    await page.getByRole("link", { name: `orders-${language}` }).waitFor();
    await assertAccessible(page);
  });

  test(`R-23 in the browser (${language}): a proposed transfer without a basis is a gap until the basis is there`, async () => {
    const page = await officer();
    await page.goto(`/ledgers/information/${ids[`data-${language}`]}`);
    await page.getByText(t.proposed).waitFor();
    await page.getByRole("button", { name: t.recordFrom }).click();
    await page.getByLabel(t.recipient).fill("Parent Inc.");
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await page.getByText(t.lacks).waitFor();
    await page.goto("/ledgers/gaps");
    await page.getByRole("link", { name: `staff-${language}` }).waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: `staff-${language}` }).click();
    await page.getByRole("button", { name: t.changeTransfer }).click();
    await page.getByRole("menuitem").first().click();
    await page.getByLabel(t.basis, { exact: true }).selectOption("standard_clauses");
    await page.getByLabel(t.reference).fill("SCC 2024-3");
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await page.getByText(t.noGap).waitFor();
  });

  test(`R-26 in the browser (${language}): another person approves a purpose, and a use without one is flagged in the review`, async () => {
    const page = await officer();
    await page.goto(`/ledgers/information/${ids[`data-${language}`]}`);
    await page.getByRole("button", { name: t.propose }).click();
    await page.getByLabel(t.purpose, { exact: true }).fill(`Pay ${language}`);
    await assertAccessible(page);
    await page.getByRole("button", { name: t.send }).click();
    await page.getByText(`Pay ${language}`).waitFor();
    const second = await open({ language, token: people["executive"] ?? "" });
    await second.goto("/");
    await second.getByRole("link", { name: t.act }).first().click();
    await second.getByText(`Pay ${language}`).waitFor();
    await assertAccessible(second);
    await second.getByRole("button", { name: t.approve }).first().click();
    await assertAccessible(second);
    await second.getByRole("dialog").getByRole("button", { name: t.approve }).click();
    await second.locator("main h1", { hasText: t.decided }).waitFor();

    await page.reload();
    await page.getByRole("button", { name: t.use }).click();
    await page.getByLabel(t.usedBy).fill("Marketing");
    await page.getByLabel(t.usedFor).fill("Newsletter");
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: t.save }).click();
    await page.getByText(t.flagged).waitFor();
    await page.getByRole("button", { name: t.review }).click();
    await page.getByRole("dialog").getByLabel(t.answer).selectOption({ label: t.stop });
    await assertAccessible(page);
    await page.getByRole("button", { name: t.done }).click();
    await page.getByText(t.answered).waitFor();
    await assertAccessible(page);
  });
}

test("S-01 the sister company sees no gap, no system and no data set", async () => {
  const page = await open({ language: "en", token: people["sister"] ?? "" });
  await page.goto("/ledgers/gaps");
  await page.locator("main h1", { hasText: "No gap is open" }).waitFor();
  await page.goto("/ledgers/continuity");
  await page.locator("main h1", { hasText: "No important system is named" }).waitFor();
  await assertAccessible(page);
  await page.goto(`/ledgers/servers/${ids["server-en"]}`);
  await shows(page.getByText("orders-en"), 0);
});

test("the group office narrows gaps and important systems to a company; whoever sees one company is not asked", async () => {
  const page = await open({ language: "en", token: people["office"] ?? "" });
  for (const [path, none] of [
    ["/ledgers/gaps", "No gap fits what was chosen"],
    ["/ledgers/continuity", "None fits"],
  ] as const) {
    await page.goto(path);
    await page.getByRole("button", { name: "Company", exact: true }).click();
    await page.getByRole("combobox", { name: "Company" }).fill("Sister");
    await page.getByRole("option", { name: "Sister Ltd." }).click();
    await page.getByText(none).waitFor();
    await page.waitForURL(new RegExp(`companyId=${ids["sister"]}`));
    await assertAccessible(page);
    await page.getByRole("button", { name: "Remove this filter: Company" }).click();
    await shows(page.getByText(none), 0);
  }
  const single = await open({ language: "en", token: people["officer"] ?? "" });
  await single.goto("/ledgers/gaps");
  await single.getByRole("button", { name: "Filter", exact: true }).waitFor();
  await single.waitForLoadState("networkidle");
  await shows(single.getByRole("button", { name: "Company", exact: true }), 0);
});

test("on a phone gaps, important systems and an entry hold together", async () => {
  const page = await open({ language: "ja", token: people["officer"] ?? "", width: 360, height: 740 });
  for (const path of [
    "/ledgers/gaps",
    "/ledgers/continuity",
    `/ledgers/servers/${ids["server-ja"]}`,
    `/ledgers/information/${ids["data-ja"]}`,
  ]) {
    await page.goto(path);
    await page.locator("main h1").waitFor();
    await shows(page.locator("main [aria-busy=true]"), 0);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (width !== 360) throw new Error(`${path} is ${width} wide`);
    await assertAccessible(page);
  }
});
