// Roles that the group made for itself, and who holds them until when.
import { addDays } from "#core/time/fiscal-year.ts";
import type { BuiltInRole } from "#core/module.ts";
import { addAccount } from "./accounts.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { personId, seatHolder } from "./staff.ts";

const reads = [
  "organization.read",
  "standard.read",
  "service.read",
  "round.read",
  "inspection.read",
  "result.read",
];

type OwnRole = {
  slug: string;
  names: { en: string; ja: string; zh: string };
  description: string;
  basedOn: BuiltInRole;
  permissions: readonly string[];
};

/** Copies of built-in roles that were changed; permissions as the catalogue of the product names them. */
export const ownRoles = {
  reviewer: {
    slug: "internal control",
    names: { en: "Internal control reviewer", ja: "内部統制評価者", zh: "内部控制评价员" },
    description: "監査人と同じものを読むが、操作履歴は見ない。年次の内部統制評価のため。",
    basedOn: "auditor",
    permissions: [...reads, "person.read", "rights.ask", "engagement.read"],
  },
  coordinator: {
    slug: "regional coordinator",
    names: { en: "Regional coordinator", ja: "地域コーディネーター", zh: "区域协调员" },
    description: "Reads the results of the region's companies and knows whom to call there; changes nothing.",
    basedOn: "reader",
    permissions: [...reads, "person.read", "engagement.read"],
  },
} as const satisfies Record<string, OwnRole>;

const roleId = (plan: Plan, { slug }: OwnRole) =>
  `own_${plan.id(plan.calendar.from, "role", slug).replaceAll("-", "")}`;

/** Beyond the seats that the parent's own and the group's people fill, also in the largest group. */
const reviewerPlace = 60;

/** Whose officer looks after which other companies of the region, by slug. */
const regions: readonly (readonly [string, readonly string[]])[] = [
  ["precision-de", ["body-pl", "vision-nl"]],
  ["electronics-suzhou", ["trading-shanghai", "machinery-dalian"]],
];

const bySlug = (plan: Plan, slug: string) => plan.companies.find((company) => company.slug === slug);

export function addRights(plan: Plan, to: Sheet): void {
  for (const role of Object.values(ownRoles)) addRole(plan, role, to);
  const reviewer = personId(plan, plan.parent, reviewerPlace);
  const login = "internal-control@mihon.example";
  addAccount(plan, { personId: reviewer, company: plan.parent, login, language: "ja" }, to);
  const since = addDays(plan.calendar.today, -40);
  addHolder(plan, plan.parent, reviewer, ownRoles.reviewer, { id: plan.groupId, since, days: 124 }, to);
  for (const [from, companies] of regions) {
    const company = bySlug(plan, from);
    for (const other of companies.map((slug) => bySlug(plan, slug))) {
      if (!company || !other || other.joinedOn > since) continue;
      const at = { id: other.id, since, days: 185 };
      addHolder(plan, company, seatHolder(plan, company, "officer"), ownRoles.coordinator, at, to);
    }
  }
}

function addRole(plan: Plan, role: OwnRole, to: Sheet) {
  const id = roleId(plan, role);
  const { names, description, basedOn } = role;
  const createdAt = `${addDays(plan.calendar.today, -60)}T01:00:00Z`;
  to.add("roles", { id, isBuiltIn: false, names: JSON.stringify(names), description, basedOn, createdAt });
  for (const permission of role.permissions) to.add("rolePermissions", { roleId: id, permission });
}

type At = { id: string; since: string; days: number };

function addHolder(plan: Plan, company: Company, holder: string, role: OwnRole, at: At, to: Sheet) {
  to.add("grants", {
    id: plan.id(at.since, "grant", holder, role.slug, at.id),
    personId: holder,
    companyId: company.id,
    roleId: roleId(plan, role),
    unitId: at.id,
    withSubtree: true,
    validFrom: at.since,
    validTo: addDays(at.since, at.days),
    reason: role.description,
    createdAt: `${at.since}T01:00:00Z`,
  });
}
