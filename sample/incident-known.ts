// What was found out in the planted incidents that the clocks of law run for: personal data of five countries, a charger that is exploited.
import type { CaseFact, FactValue } from "#modules/clock-rules/mechanism/facts.ts";
import { entryOf } from "./entry.ts";
import type { Story, Written } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

export type Known = {
  answers: Partial<Record<CaseFact, FactValue>>;
  /** Hours after the discovery at which it was known for certain. */
  awareAt: number;
  awareBecause: string;
  omitted?: { key: string; reason: string; at: number };
  /** Of a product: when its fix was available, and which one. */
  fix?: { at: number; because: string };
  /** What the product that the case names says of itself in the ledger. */
  fromLedger?: Partial<Record<CaseFact, FactValue>>;
};

const five: Known = {
  answers: {
    personal_data: true,
    sensitive_data: false,
    property_harm: false,
    wrongful_purpose: false,
    unreadable: false,
    risk_to_people: "likely",
    outside_intrusion: false,
    is_ongoing: false,
    cn_level: "below",
    contract_named: true,
  },
  awareAt: 20,
  awareBecause: "确认名单被外部读取",
  omitted: {
    key: "th-pdpa-37",
    reason: "泰国客户信息仅为公司公用邮箱和总机号码，不指向个人；律师书面意见（第3项）认为无需报告监管机构。",
    at: 80,
  },
};

/** Beside the clocks of the Cyber Resilience Act those of the company run: its own servers are touched. */
const product: Known = {
  answers: {
    product_exploited: true,
    product_incident: false,
    company_concerned: true,
    significant_incident: true,
    personal_data: false,
    outside_intrusion: true,
    is_ongoing: true,
    contract_named: false,
  },
  awareAt: 24,
  awareBecause: "Log of a charger in the field shows commands from outside",
  fix: { at: 38, because: "Firmware 4.2.1 released to the chargers" },
  fromLedger: { product_in_cra: true, vehicle_type_concerned: false },
};
export const knownOf: Partial<Record<Story, Known>> = { five, product };

/** The product of the case as its ledger keeps it. */
export function addProduct(plan: Plan, { id, company, officer, draft }: Written, to: Sheet): void {
  const values = {
    product: "Wall charger",
    productType: "WB-2",
    softwareVersion: "4.1.7",
    supplier: "Mihon Electronics",
    hasComponentList: true,
    inCra: true,
    isVehicleType: false,
  };
  const entry = entryOf(plan, company, "product_components", "charger", "Wall charger", values, {
    takenIn: 20,
    seen: null,
    class: 3,
    ownerId: officer,
  });
  to.add("productComponents", { ...entry, ...values });
  to.add("incidentAssets", {
    incidentId: id,
    companyId: company.id,
    ledger: "product_components",
    entryId: entry.id,
    name: "Wall charger",
    about: "Wall charger WB-2 4.1.7 Mihon Electronics",
    addedAt: draft.discoveredAt,
    addedBy: officer,
  });
}
