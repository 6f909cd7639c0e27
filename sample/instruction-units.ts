// Who tells and who is told in the sample: the divisions, their departments, the companies of the day and theirs.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import { departmentId, type DepartmentName, departmentNames, departmentsOf } from "./organization.ts";
import { groupZone, type Plan } from "./plan.ts";
import { groupPerson, personId, seatHolder, secretaryPlace } from "./staff.ts";

type Kind = "division" | "company" | "department";
export type Unit = {
  id: string;
  kind: Kind;
  code: string;
  names: readonly [name: string, en: string, ja: string, zh: string];
  company: Company;
  divisionId: string | null;
  officer: string | null;
};
export type Issuer = {
  id: string;
  kind: "group" | "division" | "company";
  code: string;
  names: Unit["names"];
  companyId: string | null;
  by: string;
  zone: string;
};
export const isThere = (plan: Plan, company: Company) =>
  company.joinedOn <= addDays(plan.calendar.today, -200) &&
  (company.leftOn === null || company.leftOn > plan.calendar.today);

/** Of departments, the unit above: filled with the units themselves. */
export const parentOf = new Map<string, string>();

export function unitsOf(plan: Plan): Unit[] {
  const units: Unit[] = [];
  const department = (
    company: Company,
    parentId: string,
    prefix: string,
    name: DepartmentName,
    n: number,
    divisionId: string | null,
  ) => {
    const id = departmentId(plan, company, `${prefix === company.code ? "" : prefix}${name}`);
    const [en, ja, zh] = departmentNames[name];
    parentOf.set(id, parentId);
    units.push({
      id,
      kind: "department",
      code: `${prefix}-${n + 1}0`,
      names: [{ ja, en, zh }[company.language], en, ja, zh],
      company,
      divisionId,
      officer: null,
    });
  };
  for (const division of plan.divisions) {
    const id = plan.divisionId(division.code) ?? "";
    const [en = "", ja = "", zh = ""] = division.names;
    units.push({
      id,
      kind: "division",
      code: division.code,
      names: [ja, en, ja, zh],
      company: plan.parent,
      divisionId: id,
      officer: personId(plan, plan.parent, secretaryPlace(plan, division.code)),
    });
    for (const [n, name] of (["planning", "security"] as const).entries())
      department(plan.parent, id, division.code, name, n, id);
  }
  for (const company of plan.companies.filter((one) => isThere(plan, one))) {
    const { names } = company;
    const divisionId = plan.divisionId(company.division);
    units.push({
      id: company.id,
      kind: "company",
      code: company.code,
      names: [names.name, names.en, names.ja, names.zh],
      company,
      divisionId,
      officer: seatHolder(plan, company, "officer"),
    });
    for (const [n, name] of departmentsOf(company).entries())
      department(company, company.id, company.code, name, n, divisionId);
  }
  return units;
}

export const groupIssuer = (plan: Plan): Issuer => ({
  id: plan.groupId,
  kind: "group",
  code: "GROUP",
  names: ["見本グループ", "Mihon Group", "見本グループ", "见本集团"],
  companyId: null,
  by: groupPerson(plan, "office"),
  zone: groupZone,
});
export function divisionIssuer(plan: Plan, code: string): Issuer {
  const [en = "", ja = "", zh = ""] = plan.divisions.find((one) => one.code === code)?.names ?? [];
  const by = personId(plan, plan.parent, secretaryPlace(plan, code));
  return {
    id: plan.divisionId(code) ?? "",
    kind: "division",
    code,
    names: [ja, en, ja, zh],
    companyId: plan.parent.id,
    by,
    zone: groupZone,
  };
}
export const companyIssuer = (plan: Plan, company: Company): Issuer => ({
  id: company.id,
  kind: "company",
  code: company.code,
  names: [company.names.name, company.names.en, company.names.ja, company.names.zh],
  companyId: company.id,
  by: seatHolder(plan, company, "officer"),
  zone: company.timeZone,
});
