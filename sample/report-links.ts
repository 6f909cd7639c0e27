// Codes put up at companies, by which anybody reports without an account: one in each language. They are the same in every sample group, so
// that a guide can name them.
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { addIntakes } from "./incident-intakes.ts";
import { seatHolder } from "./staff.ts";

const links = [
  {
    slug: "casting",
    code: "CAST2GAT",
    label: "正門・食堂の掲示",
    languages: ["ja", "en"],
    phone: "03-0000-0199",
  },
  {
    slug: "precision-th",
    code: "THAY2CAN",
    label: "Canteen and gate",
    languages: ["en"],
    phone: "+66 00 000 0199",
  },
  {
    slug: "electronics-suzhou",
    code: "SZH2GATE",
    label: "食堂和门卫处",
    languages: ["zh", "en"],
    phone: "+86 512 0000 0199",
  },
] as const;
const days = 40;

export function addReportLinks(plan: Plan, to: Sheet): void {
  for (const link of links) {
    const company = plan.companies.find(({ slug }) => slug === link.slug);
    if (company) add(plan, company, link, to);
  }
}

function add(
  plan: Plan,
  company: Company,
  { code, label, languages, phone }: (typeof links)[number],
  to: Sheet,
): void {
  const id = plan.id(plan.calendar.today, "report link", code);
  to.add("reportLinks", {
    id,
    companyId: company.id,
    code,
    label,
    languages: [...languages],
    phone,
    madeAt: new Date(Date.parse(plan.now) - days * 86_400_000).toISOString(),
    madeBy: seatHolder(plan, company, "officer"),
    rowVersion: 1,
  });
  addIntakes(plan, company, id, to);
}
