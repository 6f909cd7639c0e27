// Units, names, relations, tiers, facts and sites: each with the days on which it held.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";

const founded = "1949-04-01";
const dividedOn = "1990-04-01";

const reasons = {
  en: {
    sold: "Sold to an investor outside the group.",
    closed: "Business ended and company liquidated.",
    raised: "Holds the drawings of next year's models for two sister companies.",
    lowered: "Runs on the shared services alone since the move to the new office.",
    moved: "Reorganisation of the divisions.",
  },
} as const;

export function addGroup(plan: Plan, to: Sheet): void {
  to.add("groupSettings", {
    name: "Mihon Group",
    names: JSON.stringify({ en: "Mihon Group", ja: "見本グループ", zh: "见本集团" }),
    fiscalYearStartMonth: 4,
    timeZone: "Asia/Tokyo",
    languages: ["ja", "en", "zh"],
    setUpAt: `${plan.calendar.from}T00:00:00Z`,
  });
  const group = plan.groupId;
  to.add("units", { id: group, kind: "group", code: "GROUP", foundedOn: founded, createdAt: at(founded) });
  to.add("unitNames", {
    unitId: group,
    validFrom: founded,
    name: "Mihon Group",
    nameEn: "Mihon Group",
    nameJa: "見本グループ",
    nameZh: "见本集团",
  });
  for (const division of plan.divisions) {
    const [nameEn = "", nameJa = "", nameZh = ""] = division.names;
    const id = plan.divisionId(division.code) ?? "";
    const companyId = plan.parent.id;
    to.add("units", {
      id,
      kind: "division",
      code: division.code,
      companyId,
      foundedOn: dividedOn,
      createdAt: at(dividedOn),
    });
    to.add("unitNames", {
      unitId: id,
      companyId,
      validFrom: dividedOn,
      name: nameJa,
      nameEn,
      nameJa,
      nameZh,
    });
    to.add("supervisions", { unitId: id, parentId: group, companyId, validFrom: dividedOn });
    addDepartments(plan, plan.parent, id, division.code, ["planning", "security"], to);
  }
}

const at = (day: string) => `${day}T00:00:00Z`;

export const departmentNames = {
  planning: ["Planning Department", "企画部", "企划部"],
  security: ["Information Security Promotion Office", "情報セキュリティ推進室", "信息安全推进室"],
  administration: ["General Administration Department", "総務部", "总务部"],
  finance: ["Finance Department", "経理部", "财务部"],
  systems: ["Information Systems Department", "情報システム部", "信息系统部"],
  sales: ["Sales Department", "営業部", "销售部"],
  production: ["Production Department", "製造部", "生产部"],
  quality: ["Quality Assurance Department", "品質保証部", "质量保证部"],
  engineering: ["Engineering Department", "技術部", "技术部"],
} as const;
export type DepartmentName = keyof typeof departmentNames;

/** What a company of this size is divided into; the smallest have no departments. */
export function departmentsOf(company: Company): DepartmentName[] {
  if (company.workers < 50) return [];
  const basic: DepartmentName[] = ["administration", company.plants > 0 ? "production" : "sales"];
  if (company.workers < 150) return basic;
  const more: DepartmentName[] =
    company.plants > 0 ? ["quality", "engineering", "systems"] : ["systems", "finance"];
  return [...basic, ...more, ...(company.workers > 900 ? (["planning"] as const) : [])];
}

export const departmentId = (plan: Plan, company: Company, name: string) =>
  plan.id("2000-04-01", "department", company.code, name);
export const siteId = (plan: Plan, company: Company, n: number) =>
  plan.id("2000-04-01", "site", company.code, n);

function addDepartments(
  plan: Plan,
  company: Company,
  parentId: string,
  prefix: string,
  names: readonly DepartmentName[],
  to: Sheet,
) {
  for (const [n, name] of names.entries()) {
    const id = departmentId(plan, company, `${prefix === company.code ? "" : prefix}${name}`);
    const since = prefix === company.code ? company.joinedOn : dividedOn;
    to.add("units", {
      id,
      kind: "department",
      code: `${prefix}-${n + 1}0`,
      companyId: company.id,
      foundedOn: since,
      createdAt: at(since),
    });
    const [nameEn, nameJa, nameZh] = departmentNames[name];
    const local = { ja: nameJa, zh: nameZh, en: nameEn }[company.language];
    to.add("unitNames", {
      unitId: id,
      companyId: company.id,
      validFrom: since,
      name: local,
      nameEn,
      nameJa,
      nameZh,
    });
    to.add("supervisions", { unitId: id, parentId, companyId: company.id, validFrom: since });
  }
}

export function addCompany(plan: Plan, company: Company, to: Sheet): void {
  const random = randomOf(plan.seed, "organization", company.code);
  const since = company.joinedOn;
  const { id: companyId, leftOn } = company;
  const endedReason = leftOn ? (company.story === "sold" ? reasons.en.sold : reasons.en.closed) : null;
  to.add("units", {
    id: companyId,
    kind: "company",
    code: company.code,
    companyId,
    foundedOn: since,
    endedOn: leftOn,
    endedReason,
    joinedAs: company.story === "acquired" ? "acquired" : "already",
    createdAt: at(since),
  });
  to.add("unitNames", {
    unitId: companyId,
    companyId,
    validFrom: since,
    name: company.names.name,
    nameEn: company.names.en,
    nameJa: company.names.ja,
    nameZh: company.names.zh,
  });
  addSupervision(plan, company, random.chance(0.04), to);
  addRelation(plan, company, to);
  addFacts(plan, company, to);
  addTier(plan, company, to);
  addDepartments(plan, company, companyId, company.code, departmentsOf(company), to);
  for (const [n, site] of company.sites.entries()) addSite(plan, company, n, site, to);
}

/** A few companies came from another division; the oldest days are what they are, the move was a year and a half ago. */
function addSupervision(plan: Plan, company: Company, hasMoved: boolean, to: Sheet) {
  const supervisor = company.supervisorCode ? plan.byCode.get(company.supervisorCode) : undefined;
  const parentId = supervisor?.id ?? plan.divisionId(company.division) ?? plan.groupId;
  const movedOn = addDays(plan.calendar.today, -548);
  const row = { unitId: company.id, companyId: company.id, validTo: company.leftOn };
  const other = plan.divisions.find((division) => division.code !== company.division);
  if (
    !hasMoved ||
    supervisor ||
    company.relation === "parent" ||
    company.joinedOn > addDays(movedOn, -90) ||
    company.leftOn ||
    !other
  ) {
    to.add("supervisions", { ...row, parentId, validFrom: company.joinedOn });
    return;
  }
  to.add("supervisions", {
    ...row,
    parentId: plan.divisionId(other.code) ?? plan.groupId,
    validFrom: company.joinedOn,
    validTo: movedOn,
  });
  to.add("supervisions", { ...row, parentId, validFrom: movedOn, reason: reasons.en.moved });
}

function addRelation(plan: Plan, company: Company, to: Sheet) {
  const ownerId = company.ownerCode ? (plan.byCode.get(company.ownerCode)?.id ?? null) : null;
  const row = {
    companyId: company.id,
    ownerId,
    kind: company.relation,
    ownershipPercent: company.ownershipPercent,
  };
  to.add("relations", {
    ...row,
    validFrom: company.joinedOn,
    validTo: company.leftOn,
    reason: company.leftOn ? reasons.en.sold : null,
  });
}

function addFacts(plan: Plan, company: Company, to: Sheet) {
  const facts = {
    companyId: company.id,
    country: company.country,
    region: company.region,
    timeZone: company.timeZone,
    language: company.language,
    industry: company.industry,
    personalDataPeople: company.personalDataPeople,
    hasPlant: company.plants > 0,
    runsServers: company.runsServers,
    hasRestrictedRooms: company.hasRestrictedRooms,
    developsSoftware: company.developsSoftware,
    developsProducts: company.developsProducts,
    isRegionalHeadquarters: company.isRegionalHeadquarters,
    isFinance: company.isFinance,
    providesSharedServices: company.providesSharedServices,
    answersByWorkbook: company.answersByWorkbook,
  };
  // The head count of the years before: facts are written anew each April.
  const lastApril = plan.calendar.rounds.at(-1)?.fiscalYear;
  const renewedOn = `${lastApril}-04-01`;
  if (company.leftOn || company.joinedOn >= renewedOn || company.workers < 20) {
    to.add("companyFacts", {
      ...facts,
      workers: company.workers,
      validFrom: company.joinedOn,
      validTo: company.leftOn,
    });
    return;
  }
  const before = Math.max(4, Math.round(company.workers * 0.98));
  to.add("companyFacts", { ...facts, workers: before, validFrom: company.joinedOn, validTo: renewedOn });
  to.add("companyFacts", { ...facts, workers: company.workers, validFrom: renewedOn, validTo: null });
}

function addTier(plan: Plan, company: Company, to: Sheet) {
  const { tier, criteriaTier } = company;
  const row = { companyId: company.id, tier, validFrom: company.joinedOn, validTo: company.leftOn };
  if (tier === criteriaTier || company.joinedOn > plan.calendar.from) {
    to.add("tiers", { ...row, basis: "criteria" });
    return;
  }
  // Raised and lowered tiers hold from a day on; lowering ends, as the standard wants it.
  const since = plan.calendar.from;
  const isRaised = tier < criteriaTier;
  to.add("tiers", { ...row, tier: criteriaTier, basis: "criteria", validTo: since });
  to.add("tiers", {
    ...row,
    basis: isRaised ? "raised" : "lowered",
    validFrom: since,
    validTo: isRaised ? company.leftOn : (company.leftOn ?? addDays(plan.calendar.today, 400)),
    reason: isRaised ? reasons.en.raised : reasons.en.lowered,
  });
}

function addSite(plan: Plan, company: Company, n: number, site: Company["sites"][number], to: Sheet) {
  const id = siteId(plan, company, n);
  const companyId = company.id;
  const since = company.joinedOn;
  to.add("units", {
    id,
    kind: "site",
    code: `${company.code}-S${n + 1}`,
    companyId,
    foundedOn: since,
    endedOn: company.leftOn,
    createdAt: at(since),
  });
  to.add("unitNames", {
    unitId: id,
    companyId,
    validFrom: since,
    name: site.names.name,
    nameEn: site.names.en,
    nameJa: site.names.ja,
    nameZh: site.names.zh,
  });
  to.add("supervisions", {
    unitId: id,
    parentId: companyId,
    companyId,
    validFrom: since,
    validTo: company.leftOn,
  });
  to.add("sites", {
    unitId: id,
    companyId,
    country: company.country,
    timeZone: company.timeZone,
    isPlant: site.isPlant,
  });
}
