// Audits in the browser: the proof and the years, a proposal that is taken, a team that refuses whoever is not independent, and what the
// company sees of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { addMonths, monthOf } from "#modules/audits/programme/rules.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addCompany, addPerson, buildSmallGroup, signedIn } from "../factories.ts";

const people: Record<string, string> = {};
const ids: Record<string, string> = {};
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const { parent, own, sister } = group.companies;
  for (const name of ["office", "second"])
    people[name] = (
      await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group })
    ).token;
  people["officer"] = (await signedIn(owner, { companyId: own, role: "security_officer" })).token;
  const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
  ids["own"] = own;
  const bought = await addCompany(owner, {
    code: "N1",
    name: "Newly Bought K.K.",
    parentId: group.divisions.two,
    from: addMonths(today, -1),
    tier: "T4",
  });
  await owner.query("update units set joined_as = 'acquired' where id = $1", [bought]);
  await owner.query(
    "insert into earlier_audits (company_id, held_on, result, findings, auditors, source) values ($1, $2, 'improve', 7, '見本 太郎', '監査一覧.xlsx')",
    [own, addMonths(today, -30)],
  );
  const auditor = async (familyName: string, companyId: string) => {
    const personId = await addPerson(owner, { companyId, familyName, givenName: "Walk" });
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [personId, companyId],
    );
    await owner.query(
      `insert into auditors (person_id, home_region, days_a_year, competences, languages, valid_from)
       values ($1, 'japan', 60, '{lead,it}', '{ja}', '2021-04-01')`,
      [personId],
    );
  };
  await auditor("Independent", parent);
  await auditor("Sisterly", sister);
  const ahead = addMonths(monthOf(today), 60);
  const programme = await owner.query<{ id: string }>(
    `insert into audit_programmes (fiscal_year, state, approved_by, approved_at)
     select $1, 'approved', p.id, now() from people p limit 1 returning id`,
    [fiscalYearOf(ahead, 4)],
  );
  const visit = await owner.query<{ id: string }>(
    `insert into audit_visits (company_id, programme_id, month, kind, auditor_days, why)
     values ($1, $2, $3, 'on_site', 3, 'cycle') returning id`,
    [own, programme.rows[0]?.id, ahead],
  );
  ids["visit"] = visit.rows[0]?.id ?? "";
});

const words = {
  ja: {
    proof: /資本関係データ4社のうち4社を掲載、漏れ0社/,
    never: "未実施・予定なし",
    years: /周期内に監査した会社は4社のうち1社/,
    programme: "監査計画",
    proposal: "計画案",
    take: /往査\d+件を計画する/,
    taken: /往査\d+件を計画しました/,
    approve: "監査計画を承認する",
    own: /作成に関わったため/,
    running: /実施中（承認:|が承認、年度の開始/,
    find: "監査人を探す",
    division: /所管部門に所属（Sister Ltd.）/,
    asLead: "主任にする",
    lead: "主任",
    announce: "会社に通知する",
    announced: "通知済み",
    last: /直近の監査は/,
    imported: "取込",
  },
  en: {
    proof: /4 of 4 in the ownership data; 0 missing/,
    never: "Never, not planned",
    years: /1 of 4 companies were audited within their cycle/,
    programme: "Programme",
    proposal: "Proposal",
    take: /Plan \d+ visits?/,
    taken: /\d+ visits? planned/,
    approve: "Approve the programme",
    own: /You had a hand in it/,
    running: /Running, approved by|Approved by/,
    find: "Find auditors",
    division: /Belongs to the supervising division: Sister Ltd\./,
    asLead: "Send as lead",
    lead: "Lead",
    announce: "Announce to the company",
    announced: "Announced",
    last: /Last audit on/,
    imported: "imported",
  },
} as const;

for (const language of walked("ja", "en")) {
  const t = words[language];

  test(`T-14 in the browser (${language}): from the proof of coverage to a programme that is taken and approved by another`, async () => {
    const page = await open({ language, token: people["office"] ?? "" });
    await page.goto("/audits");
    await page.getByText(t.proof).waitFor();
    await page
      .getByRole("row", { name: /Newly Bought/ })
      .getByText(t.never)
      .waitFor();
    await page.getByRole("heading", { name: t.years }).waitFor();
    await assertAccessible(page);
    await page.goto("/audits/programme");
    await page.getByRole("link", { name: t.proposal, exact: true }).click();
    await page.getByRole("button", { name: t.take }).click();
    await page.getByText(t.taken).first().waitFor();
    await page.getByRole("button", { name: t.own }).waitFor();
    await assertAccessible(page);
    const second = await open({ language, token: people["second"] ?? "" });
    await second.goto("/audits/programme");
    await second.getByRole("button", { name: t.approve }).click();
    await second.getByRole("heading", { name: t.running }).waitFor();
  });

  test(`T-15 in the browser (${language}): the team of a visit; who belongs to the division is out with the reason, and the company sees what is announced`, async () => {
    const page = await open({ language, token: people["office"] ?? "" });
    await page.goto(`/audits/visits/${ids["visit"]}`);
    await page.getByRole("button", { name: t.find }).click();
    const out = page.getByRole("listitem").filter({ hasText: "Sisterly" });
    await out.getByText(t.division).waitFor();
    assert.equal(await out.getByRole("button").count(), 0);
    await page
      .getByRole("listitem")
      .filter({ hasText: "Independent" })
      .getByRole("button", { name: t.asLead })
      .click();
    await page
      .getByRole("listitem")
      .filter({ hasText: "Independent" })
      .getByText(t.lead, { exact: true })
      .waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: t.announce }).click();
    await page.getByText(t.announced, { exact: true }).waitFor();
    const officer = await open({ language, token: people["officer"] ?? "" });
    await officer.goto(`/companies/${ids["own"]}`);
    await officer.getByRole("heading", { name: t.last }).waitFor();
    await officer.getByText(t.imported, { exact: true }).waitFor();
    await officer.getByText(t.announced, { exact: true }).waitFor();
  });
}
