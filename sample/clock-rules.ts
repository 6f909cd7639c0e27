// Clocks of law and contract: the shipped rules, most of them adopted by the group office, two rules of contract, one of them last
// reviewed over a year ago; and what some companies are in the eyes of a law.
import { addDays } from "#core/time/fiscal-year.ts";
import type { CompanyLaw } from "#modules/clock-rules/mechanism/facts.ts";
import type { Rule } from "#modules/clock-rules/mechanism/rules.ts";
import { rowOf, type ShippedRule, shippedRules } from "#modules/clock-rules/shipped/shipped.ts";
import { instantAt } from "./calendar.ts";
import { contracts } from "./clock-rule-words.ts";
import { groupZone, type Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";

/** In force, and still read by the office before it puts its name to them. */
const proposed = new Set(["us-sec-6k", "au-soci-critical", "au-apra-material", "uk-gdpr-33"]);
const adoptedDaysAgo = 40;
const noon = 12 * 60;

export function addClockRules(plan: Plan, to: Sheet): void {
  const { today } = plan.calendar;
  const at = (days: number) => instantAt(addDays(today, days), noon, groupZone);
  const office = groupPerson(plan, "office");
  const adopt = (rule: string, companyId: string | null, by: string, days: number, note: string) =>
    to.add("clockRuleAdoptions", {
      id: plan.id(addDays(today, days), "clock rule adoption", rule),
      ruleId: rule,
      companyId,
      adoptedAt: at(days),
      adoptedBy: by,
      note,
    });
  for (const shipped of shippedRules()) {
    const id = ruleId(plan, shipped);
    const isAdopted = shipped.status === "in_force" && !proposed.has(shipped.key);
    to.add("clockRules", {
      ...rowOf(shipped),
      whose: JSON.stringify(shipped.whose),
      appliesWhen: JSON.stringify(shipped.when),
      words: JSON.stringify(shipped.words),
      id,
      isShipped: true,
      writtenAt: at(-adoptedDaysAgo - 1),
      adoptedAt: isAdopted ? at(-adoptedDaysAgo) : null,
      adoptedBy: isAdopted ? office : null,
      rowVersion: isAdopted ? 2 : 1,
    });
    if (isAdopted) adopt(id, null, office, -adoptedDaysAgo, "");
  }
  for (const [key, { slug, daysAgo, ...rule }] of Object.entries(contracts)) {
    const company = slug === null ? null : plan.companies.find((one) => one.slug === slug);
    if (company === undefined) continue;
    const id = contractId(plan, key);
    const isAdopted = company === null;
    to.add("clockRules", {
      ...rule,
      appliesWhen: JSON.stringify(rule.appliesWhen),
      words: JSON.stringify(rule.words),
      id,
      key,
      version: 1,
      isShipped: false,
      companyId: company?.id ?? null,
      subject: "company",
      jurisdiction: "CONTRACT",
      status: "in_force",
      anchor: "discovered",
      unit: "hour",
      dayStart: "next",
      calendar: "company",
      mayPause: false,
      whose: JSON.stringify({ all: [] }),
      sourceAddress: "",
      moreSources: "[]",
      readOn: addDays(today, -daysAgo),
      sure: "high",
      writtenAt: at(-daysAgo),
      writtenBy: groupPerson(plan, "second"),
      effectiveFrom: addDays(today, -daysAgo),
      reviewedOn: addDays(today, -daysAgo),
      adoptedAt: isAdopted ? at(-daysAgo + 2) : null,
      adoptedBy: isAdopted ? office : null,
      rowVersion: isAdopted ? 2 : 1,
    });
    if (isAdopted) adopt(id, null, office, -daysAgo + 2, "");
  }
  addLaws(plan, to);
}

/** The rules as the mechanism reads them. */
export function rulesOfGroup(plan: Plan): (Rule & { words: ShippedRule["words"] })[] {
  const shipped = shippedRules().map((rule) => ({
    ...rule,
    id: ruleId(plan, rule),
    isAdopted: rule.status === "in_force" && !proposed.has(rule.key),
  }));
  const own = Object.entries(contracts).flatMap(([key, { slug, daysAgo, ...rule }]) => {
    const company = slug === null ? null : plan.companies.find((one) => one.slug === slug);
    if (company === undefined) return [];
    return [
      {
        ...rule,
        id: contractId(plan, key),
        key,
        version: 1,
        companyId: company?.id ?? null,
        subject: "company" as const,
        jurisdiction: "CONTRACT",
        stage: "partner" as const,
        status: "in_force" as const,
        effectiveFrom: addDays(plan.calendar.today, -daysAgo),
        effectiveTo: null,
        isAdopted: company === null,
        anchor: "discovered" as const,
        anchorOf: null,
        unit: "hour" as const,
        dayStart: "next" as const,
        calendar: "company" as const,
        softFrom: null,
        extension: null,
        mayPause: false,
        whose: { all: [] },
        when: rule.appliesWhen,
      },
    ];
  });
  return [...shipped, ...own];
}

const ruleId = (plan: Plan, { key, version }: { key: string; version: number }) =>
  plan.id("2026-01-01", "clock rule", key, version);
const contractId = (plan: Plan, key: string) => plan.id("2025-01-01", "clock rule", key);

/** By company, as its officer entered it. */
export const laws: Record<string, Partial<Record<CompanyLaw, string>>> = {
  machinery: {
    sec_filer: "none",
    jp_core_infrastructure: "no",
    cra_manufacturer: "yes",
    type_approval_holder: "no",
  },
  digital: { sec_filer: "none", jp_core_infrastructure: "no", eu_establishment: "no" },
  forge: { sec_filer: "none", type_approval_holder: "yes", cra_manufacturer: "no" },
  "electronics-suzhou": { cn_cii_operator: "no", cn_network_operator: "yes", sec_filer: "none" },
  "vision-nl": {
    eu_establishment: "yes",
    nis2_class: "important",
    cra_manufacturer: "yes",
    sec_filer: "none",
  },
  "devices-sg": { sec_filer: "none", eu_establishment: "no" },
};

export function lawsSince({ calendar }: Plan, { joinedOn }: Plan["companies"][number]): string {
  const first = addDays(calendar.today, -400);
  return joinedOn > first ? joinedOn : first;
}

function addLaws(plan: Plan, to: Sheet): void {
  const { today } = plan.calendar;
  for (const company of plan.companies)
    for (const [law, value] of Object.entries(laws[company.slug] ?? {}))
      to.add("companyLaws", {
        id: plan.id(addDays(today, -90), "company law", company.code, law),
        companyId: company.id,
        law,
        value,
        validFrom: lawsSince(plan, company),
        source:
          company.language === "ja"
            ? "法務部の確認書"
            : company.language === "zh"
              ? "法务确认书"
              : "Letter of counsel",
        recordedAt: instantAt(addDays(today, -90), noon, groupZone),
        recordedBy: seatHolder(plan, company, "officer"),
      });
}
