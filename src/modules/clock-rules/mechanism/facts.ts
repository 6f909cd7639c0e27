// Lent to later modules.
// What a case is asked so that rules can be judged: facts of the case, and legal facts of a company. Pure; the questions in
// plain words stand in the catalogues under `clockFact.<id>` and `companyLaw.<id>`.

export type FactKind =
  | { kind: "yes_no" }
  | { kind: "number" }
  | { kind: "one_of" | "some_of"; options: readonly string[] };

/** The twenty kinds of incidents of annexure I to CERT-In's directions of 28 April 2022, in words of our own. */
const certInTypes = [
  "probing",
  "compromise",
  "unauthorised_access",
  "defacement",
  "malicious_code",
  "server_attack",
  "identity_theft",
  "denial_of_service",
  "critical_infrastructure",
  "application_attack",
  "data_breach",
  "data_leak",
  "things_attack",
  "digital_payment",
  "malicious_app",
  "fake_app",
  "social_media",
  "cloud",
  "emerging",
  "artificial_intelligence",
  "none",
] as const;

export const caseFacts = {
  personal_data: { kind: "yes_no" },
  sensitive_data: { kind: "yes_no" },
  unique_identifiers: { kind: "yes_no" },
  property_harm: { kind: "yes_no" },
  wrongful_purpose: { kind: "yes_no" },
  unreadable: { kind: "yes_no" },
  risk_to_people: { kind: "one_of", options: ["unlikely", "likely", "high"] },
  outside_intrusion: { kind: "yes_no" },
  device_lost: { kind: "yes_no" },
  significant_incident: { kind: "yes_no" },
  critical_disruption: { kind: "yes_no" },
  is_ongoing: { kind: "yes_no" },
  cn_level: { kind: "one_of", options: ["below", "relatively_large", "large", "especially_large"] },
  loss_cny: { kind: "number" },
  certin_type: { kind: "some_of", options: certInTypes },
  material: { kind: "yes_no" },
  facts_missing_in_report: { kind: "yes_no" },
  product_concerned: { kind: "yes_no" },
  product_in_cra: { kind: "yes_no" },
  product_exploited: { kind: "yes_no" },
  product_incident: { kind: "yes_no" },
  vehicle_type_concerned: { kind: "yes_no" },
  /** Of a product case: whether the company's own systems, data or plants are touched as well. */
  company_concerned: { kind: "yes_no" },
  contract_named: { kind: "yes_no" },
} as const satisfies Record<string, FactKind>;
export type CaseFact = keyof typeof caseFacts;
export const caseFactIds = Object.keys(caseFacts) as CaseFact[];

export const companyLaws = {
  eu_establishment: { kind: "yes_no" },
  nis2_class: { kind: "one_of", options: ["essential", "important", "none"] },
  cn_cii_operator: { kind: "yes_no" },
  cn_network_operator: { kind: "yes_no" },
  sec_filer: { kind: "one_of", options: ["domestic", "foreign_private_issuer", "none"] },
  kr_online_service: { kind: "yes_no" },
  uk_essential_or_digital: { kind: "yes_no" },
  cra_manufacturer: { kind: "yes_no" },
  type_approval_holder: { kind: "yes_no" },
  au_critical_infrastructure: { kind: "yes_no" },
  au_apra_regulated: { kind: "yes_no" },
  jp_core_infrastructure: { kind: "yes_no" },
} as const satisfies Record<string, FactKind>;
export type CompanyLaw = keyof typeof companyLaws;
export const companyLawIds = Object.keys(companyLaws) as CompanyLaw[];

export type FactValue = boolean | number | string | readonly string[];

const kindOf = (id: string): FactKind | undefined =>
  (caseFacts as Record<string, FactKind>)[id] ?? (companyLaws as Record<string, FactKind>)[id];

/** Whether the value is one that the fact can have. */
export function fits(id: string, value: unknown): boolean {
  const of = kindOf(id);
  if (!of) return false;
  if (of.kind === "yes_no") return typeof value === "boolean";
  if (of.kind === "number") return typeof value === "number" && Number.isFinite(value) && value >= 0;
  if (of.kind === "one_of") return typeof value === "string" && of.options.includes(value);
  return Array.isArray(value) && value.every((one) => of.options.includes(one as string));
}

/** Countries that a rule names together: member states of the European Union, and with them those of the EEA. */
export const EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(
  " ",
);
const areas: Readonly<Record<string, readonly string[]>> = { EU, EEA: [...EU, "IS", "LI", "NO"] };

/** The countries that are meant by codes of countries and areas. */
export const countriesOf = (codes: readonly string[]): ReadonlySet<string> =>
  new Set(codes.flatMap((code) => areas[code] ?? [code]));
