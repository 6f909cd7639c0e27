// Who writes a notice of the sample, and to whom it goes.
import type { Text } from "#modules/incidents/notices/drafting.ts";
import type { Written } from "./incident-draft.ts";
import type { IncidentBook, Plan } from "./plan.ts";
import { groupPerson, nameAt, seatHolder, seats, writtenName } from "./staff.ts";

export type Line = IncidentBook["lines"][number];
export type Given = {
  noticeId: string;
  line: Line;
  texts: readonly Text[];
  /** When it was handed in, approved, sent. */
  at: { handed: string; approved: string; sent: string };
};

/** In the office where the group owns it, else at the company. */
export const authorOf = (plan: Plan, { officer }: Written, { content }: Line): string =>
  content.owner.by === "assess" ? officer : groupPerson(plan, "second");
export const authorName = (plan: Plan, { company }: Written, { content }: Line): string =>
  content.owner.by === "assess"
    ? writtenName(nameAt(plan, company, seats.indexOf("officer")), company.language)
    : writtenName(nameAt(plan, plan.parent, seats.length + 2), plan.parent.language);

export type To = {
  kind: "person" | "words" | "address";
  id?: string;
  name: string;
  address?: string;
  language: "ja" | "en" | "zh";
};

/** Inside the group people by name; outside whom the story needs, none of them real. */
export function recipientsOf(plan: Plan, { company }: Written, { content }: Line): To[] {
  const { language } = company;
  if (content.audience === "management" && content.owner.by === "assess")
    return [
      {
        kind: "person",
        id: seatHolder(plan, company, "executive"),
        name: writtenName(nameAt(plan, company, 0), language),
        language,
      },
    ];
  if (content.audience === "management" || content.audience === "group")
    return [
      {
        kind: "person",
        id: groupPerson(plan, "board"),
        name: writtenName(nameAt(plan, plan.parent, seats.length), plan.parent.language),
        language: plan.parent.language,
      },
    ];
  const name = outside[language][content.audience] ?? outside[language]["partners"] ?? "";
  return content.channel === "mail"
    ? [{ kind: "address", name, address: `${content.audience}@outside.example`, language }]
    : [{ kind: "words", name, language }];
}

const outside: Readonly<Record<"ja" | "en" | "zh", Readonly<Record<string, string>>>> = {
  ja: {
    authority: "個人情報の監督機関",
    police: "所轄警察署 サイバー犯罪相談窓口",
    customers: "納入先 品質窓口",
    people: "対象となる方",
    partners: "回線・端末の提供会社",
    insurer: "見本損害保険 事故受付",
    employees: "従業員",
    internal: "各拠点の責任者",
    press: "報道機関",
  },
  en: {
    authority: "Authority for data protection",
    police: "Police, desk for cyber crime",
    customers: "Customers' desk for deliveries",
    people: "People affected",
    partners: "Provider of the service",
    insurer: "Example Insurance, claims",
    employees: "Employees",
    internal: "Those in charge at the sites",
    press: "The press",
  },
  zh: {
    authority: "个人信息监管机构",
    police: "公安机关网安部门",
    customers: "供货客户窗口",
    people: "受影响的个人",
    partners: "云服务提供方",
    insurer: "范例保险 理赔窗口",
    employees: "员工",
    internal: "各现场负责人",
    press: "媒体",
  },
};
