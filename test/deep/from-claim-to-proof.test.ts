// The whole way in a real browser: a company that claims everything is audited in its plant without a network, what it claimed
// is overturned, findings and a plan follow, a step moves three times and climbs, somebody else sees it gone, an instruction
// reaches sixty companies by five rules, a lateral check those whose ledger holds the box; and nobody is left out of the programme.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { type AuditVisit, buildAuditVisit } from "../audit-visit.ts";
import { site } from "../browser.ts";
import { addCompany, addUnit, type Id, type SignedIn, signedIn } from "../factories.ts";
import { takeSheetAlong } from "../on-site.ts";
import { until } from "../until.ts";

const language = "ja";
const texts = loadTexts(textFolders);
const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
const overturned = 12;

let made = {} as AuditVisit;
let holders: { id: Id; officer: SignedIn }[] = [];
const one = await site(async (database) => {
  made = await buildAuditVisit(database.owner, database.ownerUrl);
  holders = await addSixty(database.owner);
});
const { owner } = one.database;
const of = (token: string, width = 1440) =>
  one.page({ language, token, width, height: width < 500 ? 844 : 1000 });

/** Sixty companies that five rules pick, twelve each: by division, tier, country, relation and what the ledger holds; five more that none picks. */
async function addSixty(to: typeof owner): Promise<{ id: Id; officer: SignedIn }[]> {
  const division = await addUnit(to, {
    kind: "division",
    code: "SEAT",
    name: "Seating Division",
    nameJa: "座席事業本部",
    parentId: made.group,
    companyId: made.parent,
  });
  const kept: { id: Id; officer: SignedIn }[] = [];
  const kinds = [
    { parentId: division },
    { tier: "T4" },
    { country: "TH", region: "asean" },
    { relation: "equity_method" },
    { isHolding: true },
    { isLeft: true },
  ] as const;
  for (const [nth, kind] of kinds.entries())
    for (let at = 0; at < ("isLeft" in kind ? 5 : 12); at += 1) {
      const { isHolding, isLeft: _left, ...facts } = { isHolding: false, isLeft: false, ...kind };
      const code = `G${nth}${String(at).padStart(2, "0")}`;
      const id = await addCompany(to, {
        code,
        name: `Company ${code}`,
        parentId: made.division,
        // One was acquired last month.
        ...("isLeft" in kind && at === 0
          ? { from: new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10) }
          : {}),
        ...facts,
      });
      if (!isHolding) continue;
      kept.push({ id, officer: await signedIn(to, { companyId: id, role: "security_officer" }) });
      await to.query(
        "insert into internet_exits (company_id, name, exit_kind, product, registered_at) values ($1, 'VPN', 'vpn', 'FortiGate 60F', now())",
        [id],
      );
    }
  return kept;
}

/** A day ahead, as it is typed. */
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/");

const visitPath = () => `/audits/visits/${made.visitId}`;

/** Controls whose claim does not hold in the plant; of the physical list every point would have to be. */
const refuted = new Set<string>();

/** Answers every check of some places; the first claims of controls that were not refuted yet are found not met. */
async function walk(page: Page, places: readonly { at: number; checks: number }[], most: number) {
  let left = most;
  for (const { at, checks } of places) {
    if (checks > 0) await page.locator(".places button").nth(at).click();
    for (let nth = 0; nth < checks; nth += 1) {
      const card = page.locator(".check-card");
      const control =
        (await card.locator(".code").count()) > 0 ? await card.locator(".code").innerText() : "";
      const isClaimed =
        (await card
          .locator(".said .verdict")
          .filter({ hasText: /達成/ })
          .filter({ hasNotText: /未達|一部/ })
          .count()) > 0;
      const isRefuted =
        left > 0 && isClaimed && control !== "" && !control.startsWith("PHY") && !refuted.has(control);
      await card
        .locator(".answer-keys button", { hasText: isRefuted ? "未達" : "達成" })
        .first()
        .click();
      if (isRefuted) {
        refuted.add(control);
        left -= 1;
        await card.getByRole("textbox").first().fill(`${control}は現場では行われていない`);
      }
      await page.locator(".on-site > footer button").click();
    }
  }
}

test("T-16 T-17 what was claimed is audited in the plant on two devices without a network, and twelve answers are overturned", async () => {
  const desk = await of(made.lead.token);
  await desk.goto(`${visitPath()}/sheet`);
  await desk.getByLabel("種", { exact: true }).fill("櫓");
  await desk.getByRole("button", { name: /件で準備する$/ }).click();
  await desk.getByRole("heading", { level: 1, name: /件中0件を確認/ }).waitFor();
  const { rows } = await owner.query<{ checks: number }>(
    `select count(c.id)::int as checks from audit_places p left join audit_checks c on c.place_id = p.id
     where p.visit_id = $1 group by p.id, p.position order by p.position`,
    [made.visitId],
  );
  const places = rows.map((row, at) => ({ at, checks: row.checks }));
  // One asks, the other walks.
  const devices = [
    { page: await of(made.lead.token, 390), name: "電話", places: places.slice(0, 1), most: overturned - 1 },
    { page: await of(made.partner.token, 820), name: "タブレット", places: places.slice(1), most: 1 },
  ];
  for (const { page, name } of devices) await takeSheetAlong(page, made.visitId, name);
  for (const { page } of devices) await page.context().setOffline(true);
  for (const device of devices) await walk(device.page, device.places, device.most);
  assert.equal(refuted.size, overturned);
  assert.equal(
    (await owner.query("select count(*)::int as n from audit_ops")).rows[0].n,
    0,
    "nothing left the plant",
  );
  for (const { page } of devices) {
    await page.context().setOffline(false);
    await until("everything is sent", async () =>
      Number(await page.locator(".band button b").textContent()) === 0 ? true : undefined,
    );
    await page.locator(".band button").click();
    await page.getByRole("button", { name: "返却する" }).click();
    await page.getByRole("heading", { name: "返却しました" }).waitFor();
  }
  await desk.reload();
  await desk.getByRole("heading", { level: 1, name: new RegExp(`回答の覆り${overturned}件$`) }).waitFor();
  await desk.getByRole("button", { name: say("audits.sheet.finish") }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("audits.sheet.finish") })
    .click();
  await desk.getByRole("button", { name: say("audits.sheet.reopen") }).waitFor();
});

test("T-17 the report goes to the company and back, and becomes twelve findings", async () => {
  const lead = await of(made.lead.token);
  await lead.goto(`${visitPath()}/report`);
  await lead.getByRole("button", { name: "報告書を作成" }).click();
  await lead.getByRole("textbox", { name: "総括" }).fill("回答した12項目が現場では行われていない。");
  await lead.getByRole("button", { name: "草案を保存" }).click();
  await lead.getByText("草案を保存しました").waitFor();
  await lead.getByRole("button", { name: "会社に送付", exact: true }).click();
  await lead.getByRole("dialog").getByRole("button", { name: "会社に送付" }).click();
  await lead.getByText(/まで会社の回答待ちです/).waitFor();

  const officer = await of(made.officer.token, 390);
  await officer.goto(`${visitPath()}/report`);
  await officer.getByRole("button", { name: "同意する" }).first().waitFor();
  for (const control of refuted)
    await officer
      .getByRole("listitem")
      .filter({ hasText: control })
      .first()
      .getByRole("button", { name: "同意する" })
      .click();
  await officer.getByRole("button", { name: "回答を提出" }).click();
  await officer.getByRole("dialog").getByRole("button", { name: "回答を提出" }).click();
  await officer.getByText("会社が報告書 C1-A1 に回答しました").waitFor();

  await lead.reload();
  await lead.getByRole("button", { name: "確定する", exact: true }).click();
  await lead.getByRole("dialog").getByRole("button", { name: "確定する" }).click();
  await lead.getByRole("heading", { name: "署名" }).waitFor();
  assert.equal(await lead.getByRole("link", { name: /^C1-F\d+$/ }).count(), overturned);
});

let planAddress = "";

test("R-13 R-14 a plan about the twelve is handed in and approved; its step moves three times, and the third climbs to the division", async () => {
  const officer = await of(made.officer.token);
  await officer.goto(`/plans/new?companyId=${made.company}`);
  await officer.getByLabel("件名").fill("現場と回答を一致させる");
  const ticks = officer.getByRole("checkbox", { name: /^C1-F\d+/ });
  await until("its findings are offered", async () =>
    (await ticks.count()) >= overturned ? true : undefined,
  );
  for (const tick of await ticks.all()) await tick.check();
  await officer.getByRole("button", { name: "改善計画を始める" }).click();
  await officer.getByLabel("実施すること").fill("12項目を現場で実施し、記録を残す");
  await officer.getByLabel("期限", { exact: true }).fill(inDays(20));
  await officer.getByLabel("費用", { exact: true }).fill("2500000");
  for (const field of ["計画の責任者", "担当"]) {
    await officer.getByLabel(field, { exact: true }).first().fill("責任");
    await officer
      .getByRole("group", { name: field, exact: true })
      .getByRole("radio", { name: /責任/ })
      .check();
  }
  await officer.getByRole("button", { name: "保存", exact: true }).click();
  await officer.getByRole("button", { name: "提出する", exact: true }).click();
  await officer.locator(".strip").getByText("承認待ち").waitFor();
  planAddress = new URL(officer.url()).pathname;

  const division = await of(made.secretary.token);
  await division.goto(planAddress);
  await division.getByRole("button", { name: "判断する", exact: true }).click();
  const dialog = division.getByRole("dialog");
  await dialog.getByText("承認する", { exact: true }).first().click();
  await dialog.getByLabel("理由", { exact: true }).fill("範囲と期限が妥当。");
  await dialog.getByRole("button", { name: "承認する", exact: true }).last().click();
  await division.locator(".strip").getByText("実施中").waitFor();

  for (const nth of [1, 2, 3]) {
    await officer.goto(planAddress);
    await officer
      .getByRole("button", { name: new RegExp(say("plan.more")) })
      .last()
      .click();
    await officer.getByRole("menuitem", { name: say("plan.do.postpone") }).click();
    const ask = officer.getByRole("dialog");
    await ask.getByLabel(say("duty.postponeReason")).fill(`業者の都合（${nth}回目）`);
    const isThird = nth === 3;
    await ask.getByRole("button", { name: isThird ? say("duty.askDivision") : /まで延期$/ }).click();
    await ask.getByText(isThird ? say("duty.postponementSent") : /まで延期しました/).waitFor();
  }
  await division.goto("/");
  const asked = division.getByRole("listitem").filter({ hasText: "業者の都合（3回目）" });
  await asked.getByRole("button", { name: /まで認める$/ }).click();
  await asked.getByLabel(say("needs.reasonKept")).fill("代替の業者が決まった。");
  await asked.getByRole("button", { name: /まで認める$/ }).click();
  await asked.waitFor({ state: "detached" });
  await division.goto("/plans/board");
  await division
    .getByRole("link", { name: new RegExp(`${say("planBoard.thrice")}.*1$`) })
    .first()
    .waitFor();
});

test("R-16 what was done is said, seen by another person, and a finding closed", async () => {
  const officer = await of(made.officer.token);
  await officer.goto(planAddress);
  await officer.getByRole("button", { name: "完了を報告", exact: true }).click();
  await officer.getByRole("dialog").getByLabel("実施した内容").fill("12項目を実施し、記録を棚に置いた。");
  await officer.getByRole("dialog").getByRole("button", { name: "完了を報告", exact: true }).click();
  await officer.getByText("検証待ち").first().waitFor();
  const division = await of(made.secretary.token);
  await division.goto("/findings?view=to_verify");
  await division
    .getByRole("row", { name: /^C1-F1 / })
    .getByRole("link")
    .click();
  await division.getByRole("button", { name: say("finding.do.verify"), exact: true }).click();
  await division.getByLabel(say("finding.verify.seen")).fill("記録を現場で確認した。");
  await division
    .getByRole("dialog")
    .getByRole("button", { name: /を完了にする$/ })
    .click();
  await until("it is closed", async () => {
    const { rows } = await owner.query("select count(*)::int as n from findings where state = 'closed'");
    return rows[0].n === 1 || undefined;
  });
});

test("T-06 an instruction reaches sixty companies by five rules, each shown with the rule that picked it", async () => {
  const desk = await of(made.office.token);
  await desk.goto("/instructions/new");
  await desk.getByRole("textbox", { name: "件名", exact: true }).fill("遠隔保守の回線を止める");
  await desk
    .getByRole("textbox", { name: "実施すること", exact: true })
    .fill("使わない回線を閉じ、記録を残す。");
  const add = async (rule: string, pick: () => Promise<unknown>) => {
    await desk.getByRole("button", { name: "条件", exact: true }).click();
    await desk.getByRole("menuitem", { name: say(`instruction.rule.${rule}`), exact: true }).click();
    await pick();
  };
  const press = (name: string) => desk.getByRole("button", { name, exact: true }).click();
  await add("divisions", () => press("座席事業本部"));
  await add("tiers", () => press("T4"));
  await add("countries", () => press("タイ"));
  await add("relations", () => press(say("relation.equity_method")));
  await add("ledgers", () => desk.getByLabel(say("held.words"), { exact: true }).fill("fortigate"));
  await desk.getByRole("button", { name: "下書きとして保存" }).click();
  await desk.getByRole("button", { name: "指示を出す", exact: true }).click();
  await desk.getByText(/に60件送りました|を60件に送りました/).waitFor();
  const { rows } = await owner.query<{ by: string; n: number }>(
    "select picked_by[1] as by, count(*)::int as n from instruction_recipients group by 1 order by 1",
  );
  assert.deepEqual(
    rows,
    ["countries", "divisions", "ledgers", "relations", "tiers"].map((by) => ({ by, n: 12 })),
  );
});

test("a lateral check goes to the twelve companies whose ledger holds the box, and comes back", async () => {
  const desk = await of(made.office.token);
  const { rows } = await owner.query<{ id: string }>(
    "select id from findings where state <> 'closed' order by number limit 1",
  );
  await desk.goto(`/findings/${rows[0]?.id}`);
  await desk.getByRole("link", { name: say("lateral.askOthers") }).click();
  await desk.getByRole("textbox", { name: say("lateral.look"), exact: true }).fill("版と回線を見る。");
  await desk.getByRole("button", { name: say("table.addFilter"), exact: true }).click();
  await desk.getByRole("menuitem", { name: say("instruction.rule.ledgers") }).click();
  await desk.getByLabel(say("held.words"), { exact: true }).fill("fortigate");
  const ask = say("lateral.ask", { count: holders.length });
  await desk.getByRole("button", { name: ask }).click();
  await desk.getByRole("dialog").getByRole("button", { name: ask }).click();
  await desk.waitForURL(/\/lateral-checks\/[0-9a-f-]{36}/);
  for (const [nth, { officer }] of holders.entries()) {
    const page = await of(officer.token, 390);
    await page.goto("/lateral-checks");
    await page.getByRole("link", { name: /C1-F/ }).or(page.locator("table a, .card a")).first().click();
    if (nth > 1) await page.locator("button.not_affected").click();
    else {
      await page.locator("button.affected").click();
      await page
        .getByRole("button", { name: say("lateral.send", { answer: say("lateral.standing.affected") }) })
        .click();
    }
    await page.getByText(say("lateral.answered"), { exact: true }).waitFor();
    await page.context().close();
  }
  await desk.reload();
  await desk.getByRole("button", { name: say("lateral.close"), exact: true }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("lateral.close"), exact: true })
    .click();
  await until("the affected have a finding", async () => {
    const raised = await owner.query(
      "select count(*)::int as n from findings where source_kind = 'lateral_check'",
    );
    return raised.rows[0].n === 2 || undefined;
  });
});

test("T-14 nobody of the ownership data is missing in the programme, the one acquired last month included", async () => {
  const desk = await of(made.office.token);
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from relations where kind = 'consolidated' and valid_from <= group_today() and (valid_to is null or valid_to > group_today())",
  );
  const count = rows[0]?.n;
  await desk.goto("/audits");
  await desk.getByText(new RegExp(`資本関係データ${count}社のうち${count}社を掲載、漏れ0社`)).waitFor();
  await desk.goto("/audits?search=G500");
  await desk
    .getByRole("row", { name: /Company G500/ })
    .getByText("未実施・予定なし")
    .waitFor();
});
