// Who needs to know of a confidential incident: three people by name, nobody by a right.
import type { Company } from "./company.ts";
import type { Written } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";

const whys = {
  ja: ["社内の対応責任者", "会社の経営者", "情報セキュリティ事務局の担当"],
  en: ["Handles it at the company", "Executive of the company", "In charge at the group office"],
  zh: ["公司内的处理负责人", "公司经营者", "集团信息安全办公室负责人"],
};

export const circleOf = (plan: Plan, company: Company): string[] => [
  seatHolder(plan, company, "officer"),
  seatHolder(plan, company, "executive"),
  groupPerson(plan, "office"),
];

export function addCircle(plan: Plan, { id, day, company, draft, officer }: Written, to: Sheet): void {
  if (!draft.isConfidential) return;
  for (const [at, personId] of circleOf(plan, company).entries())
    to.add("incidentCircle", {
      id: plan.id(day, "incident circle", id, at),
      incidentId: id,
      companyId: company.id,
      part: "knows",
      personId,
      why: whys[company.language][at] ?? "",
      since: draft.discoveredAt,
      addedBy: officer,
    });
}
