// What companies say of their important systems and their personal data. Planted: one restore that took far too long, one
// transfer on no recorded basis, one use that nobody has approved. All else is as it should be.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt } from "./calendar.ts";
import type { Company, Story } from "./company.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";

const slowRestore: Story = "contradicts_data";
const transferWithoutBasis: Story = "late_with_answers";
const useWithoutPurpose: Story = "flawless";

const words = {
  ja: {
    why: "停止すると受発注と出荷ができない",
    backup: "データベースとファイルを第二拠点へ",
    tested: "情報システム担当",
    slow: "予備機の準備に時間を要した。手順書を見直す",
    payroll: "給与と福利厚生、法令に基づく届出",
    contract: "契約の履行と連絡",
    hiring: "採用選考",
    newsletter: "展示会の案内メールの配信",
    hr: "人事部門",
    sales: "営業部門",
    marketing: "販売企画チーム",
    staff: "氏名、職位、勤務先",
  },
  en: {
    why: "Orders and shipping stop without it",
    backup: "Database and files, to the second site",
    tested: "IT operations",
    slow: "The spare machine had to be prepared first; the run book is being rewritten",
    payroll: "Pay and benefits, and what the law asks to be reported",
    contract: "To perform contracts and to keep in touch",
    hiring: "To choose among applicants",
    newsletter: "Mailing of invitations to trade fairs",
    hr: "Human resources",
    sales: "Sales",
    marketing: "Marketing team",
    staff: "Names, positions, places of work",
  },
  zh: {
    why: "停用后无法接单和发货",
    backup: "数据库与文件，备份至第二站点",
    tested: "信息系统负责人",
    slow: "备用机准备耗时过长，正在修订操作手册",
    payroll: "薪酬福利及依法申报",
    contract: "履行合同及联络",
    hiring: "招聘甄选",
    newsletter: "发送展会邀请邮件",
    hr: "人力资源部",
    sales: "销售部",
    marketing: "市场团队",
    staff: "姓名、职务、工作地点",
  },
} as const;

const at = (plan: Plan, company: Company, daysAgo: number) =>
  instantAt(addDays(plan.calendar.today, -daysAgo), 11 * 60, company.timeZone);

/** The first servers of a company: named as important, and restored in time some months ago. */
export function addImportant(plan: Plan, company: Company, servers: readonly string[], to: Sheet): void {
  const chance = randomOf(plan.seed, "continuity", company.code);
  const { today } = plan.calendar;
  for (const [nth, entryId] of servers.entries()) {
    const isSlow = company.story === slowRestore && nth === 0;
    const [rtoMinutes, rpoMinutes] = nth === 0 ? [240, 60] : [480, 240];
    const testedOn = addDays(today, -chance.int(20, 300));
    const test = {
      tookMinutes: isSlow ? 1130 : Math.round(rtoMinutes * (0.3 + 0.6 * chance.next())),
      lostMinutes: Math.round(rpoMinutes * (0.2 + 0.7 * chance.next())),
    };
    const id = plan.id(testedOn, "restore test", company.code, nth);
    const said = words[company.language];
    to.add("continuityTargets", {
      entryId,
      companyId: company.id,
      ledger: "servers",
      why: said.why,
      rtoMinutes,
      rpoMinutes,
      backupMinutes: rpoMinutes,
      backup: said.backup,
      testMonths: 12,
      setAt: at(plan, company, 340),
      setBy: seatHolder(plan, company, "officer"),
      lastTestId: id,
      testedOn,
      ...test,
      outcome: "restored",
      nextTestOn: addDays(testedOn, 365),
    });
    to.add("restoreTests", {
      id,
      companyId: company.id,
      ledger: "servers",
      entryId,
      testedOn,
      outcome: "restored",
      ...test,
      testedBy: said.tested,
      remark: isSlow ? said.slow : "",
      rtoMinutes,
      rpoMinutes,
      recordedAt: instantAt(testedOn, 17 * 60, company.timeZone),
      recordedBy: seatHolder(plan, company, "officer"),
    });
  }
}

/** By the names under which things-of-companies.ts keeps the sets of personal data. */
const purposeOf = {
  "Staff register": ["payroll", "legal_obligation", "hr"],
  "Customer register": ["contract", "contract", "sales"],
  Applicants: ["hiring", "consent", "hr"],
} as const;
export type PersonalSet = keyof typeof purposeOf;
export const isPersonalSet = (name: string): name is PersonalSet => name in purposeOf;

/** A purpose that the executive has approved, and the use that rests on it. */
export function addPurposes(
  plan: Plan,
  company: Company,
  set: PersonalSet,
  entryId: string,
  to: Sheet,
): void {
  const { today } = plan.calendar;
  const [purpose, ground, user] = purposeOf[set];
  const said = words[company.language];
  const validFrom = addDays(today, -330);
  const id = plan.id(validFrom, "purpose", company.code, set);
  to.add("dataPurposes", {
    id,
    companyId: company.id,
    entryId,
    purpose: said[purpose],
    ground,
    validFrom,
    state: "approved",
    proposedBy: seatHolder(plan, company, "officer"),
    proposedAt: at(plan, company, 338),
    decidedBy: seatHolder(plan, company, "executive"),
    decidedAt: at(plan, company, 331),
  });
  const use = (usedBy: string, usedFor: string, purposeId: string | null, daysAgo: number) =>
    to.add("dataUses", {
      id: plan.id(addDays(today, -daysAgo), "use", company.code, set, usedFor),
      companyId: company.id,
      entryId,
      usedBy,
      usedFor,
      since: addDays(today, -daysAgo),
      purposeId,
      recordedAt: at(plan, company, daysAgo),
      recordedBy: seatHolder(plan, company, "officer"),
    });
  use(said[user], said[purpose], id, 330);
  if (company.story === useWithoutPurpose && set === "Customer register")
    use(said.marketing, said.newsletter, null, 45);
  if (set === "Staff register") addTransfer(plan, company, entryId, to);
}

/** What the transfer of a company abroad to the parent in Japan rests on, by the law there. */
function basisOf(country: string): [basis: string, reference: string] {
  if (country === "GB" || country === "NL" || country === "DE" || country === "FR")
    return ["adequacy", "2019/419/EU"];
  return country === "CN" ? ["law_filing", "SCC 2025-0381"] : ["standard_clauses", "SCC 2024-17"];
}

/** Companies abroad tell the parent who works for them. */
function addTransfer(plan: Plan, company: Company, entryId: string, to: Sheet): void {
  if (company.country === plan.parent.country) return;
  const isOpen = company.story === transferWithoutBasis;
  const [basis, reference] = isOpen ? [null, ""] : basisOf(company.country);
  to.add("dataTransfers", {
    id: plan.id(addDays(plan.calendar.today, -300), "transfer", company.code),
    companyId: company.id,
    entryId,
    fromCountry: company.country,
    toCountry: plan.parent.country,
    recipientCompanyId: plan.parent.id,
    recipient: plan.parent.names[company.language],
    categories: words[company.language].staff,
    basis,
    reference,
    recordedAt: at(plan, company, 300),
    recordedBy: seatHolder(plan, company, "officer"),
  });
}
