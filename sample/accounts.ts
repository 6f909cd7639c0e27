// Who signs in, as what. All share one password, which the demo prints: nothing here is worth protecting.
import type { BuiltInRole } from "#core/module.ts";
import type { Company, Language } from "./company.ts";
import type { Plan } from "./plan.ts";
import { isByPosition } from "./standing-in.ts";
import type { Sheet } from "./sheet.ts";
import {
  type GroupSeat,
  groupPerson,
  mailDomain,
  personId,
  secretaryPlace,
  seatHolder,
  type Seat,
} from "./staff.ts";

export const demoPassword = "yagura-demo-2026";

const groupAccounts: readonly {
  login: string;
  seat: GroupSeat;
  language: Language;
  roles: readonly BuiltInRole[];
}[] = [
  { login: "office@mihon.example", seat: "office", language: "ja", roles: ["group_office", "administrator"] },
  { login: "office.en@mihon.example", seat: "second", language: "en", roles: ["group_office"] },
  { login: "office.zh@mihon.example", seat: "third", language: "zh", roles: ["group_office"] },
  { login: "board@mihon.example", seat: "board", language: "ja", roles: ["reader"] },
  {
    login: "board.en@mihon.example",
    seat: "committee",
    language: "en",
    roles: ["reader", "committee_member"],
  },
  { login: "admin@mihon.example", seat: "administrator", language: "en", roles: ["administrator"] },
  { login: "auditor@mihon.example", seat: "auditor", language: "ja", roles: ["auditor"] },
];

const companyAccounts: readonly { name: string; seat: Seat; role: BuiltInRole }[] = [
  { name: "executive", seat: "executive", role: "company_executive" },
  { name: "officer", seat: "officer", role: "security_officer" },
  { name: "deputy", seat: "deputy", role: "security_officer" },
  { name: "helper", seat: "helper", role: "contributor" },
];

/** Languages in which the secretaries read; Japanese beyond these. */
const secretaryLanguage: Readonly<Record<string, Language>> = { PRE: "en", ELE: "zh", MAT: "en" };

type New = { personId: string; company: Company; login: string; language: Language };

export function addAccount(plan: Plan, account: New, to: Sheet) {
  to.add("accounts", {
    id: plan.id(plan.calendar.from, "account", account.login),
    personId: account.personId,
    companyId: account.company.id,
    loginName: account.login,
    passwordHash: plan.passwordHash,
    language: account.language,
    state: "active",
    createdAt: `${plan.calendar.from}T00:00:00Z`,
  });
}

type Granted = {
  personId: string;
  company: Company;
  role: BuiltInRole;
  unitId: string;
  withSubtree?: boolean;
  validTo?: string | null;
};

function addGrant(
  plan: Plan,
  { personId: holder, company, role, unitId, withSubtree = true, validTo = null }: Granted,
  to: Sheet,
) {
  const validFrom = company.joinedOn > plan.calendar.from ? company.joinedOn : plan.calendar.from;
  const id = plan.id(validFrom, "grant", holder, role);
  to.add("grants", {
    id,
    personId: holder,
    companyId: company.id,
    roleId: role,
    unitId,
    withSubtree,
    validFrom,
    validTo,
    createdAt: `${validFrom}T00:00:00Z`,
  });
}

export function addGroupAccounts(plan: Plan, to: Sheet): void {
  for (const { login, seat, language, roles } of groupAccounts) {
    const holder = groupPerson(plan, seat);
    addAccount(plan, { personId: holder, company: plan.parent, login, language }, to);
    for (const role of roles)
      addGrant(plan, { personId: holder, company: plan.parent, role, unitId: plan.groupId }, to);
  }
  // Whoever stands directly below the group is reviewed by the group office itself.
  for (const company of plan.companies.filter((one) => plan.divisionId(one.division) === null)) {
    const holder = groupPerson(plan, "office");
    const id = plan.id(plan.calendar.from, "grant", holder, company.code);
    to.add("grants", {
      id,
      personId: holder,
      companyId: plan.parent.id,
      roleId: "division_secretary",
      unitId: company.id,
      withSubtree: true,
      validFrom: plan.calendar.from,
      createdAt: `${plan.calendar.from}T00:00:00Z`,
    });
  }
  for (const { code } of plan.divisions) {
    const holder = personId(plan, plan.parent, secretaryPlace(plan, code));
    addAccount(
      plan,
      {
        personId: holder,
        company: plan.parent,
        login: secretaryLogin(code),
        language: secretaryLanguage[code] ?? "ja",
      },
      to,
    );
    addGrant(
      plan,
      {
        personId: holder,
        company: plan.parent,
        role: "division_secretary",
        unitId: plan.divisionId(code) ?? "",
      },
      to,
    );
  }
}

/** One of the many who run no security, at companies of each language. */
const employees: Readonly<Record<string, number>> = {
  casting: 12,
  "precision-th": 12,
  "electronics-suzhou": 12,
};

function addEmployee(plan: Plan, company: Company, to: Sheet): void {
  const place = employees[company.slug];
  if (place === undefined) return;
  const holder = personId(plan, company, place);
  const login = `employee@${mailDomain(company)}`;
  addAccount(plan, { personId: holder, company, login, language: company.language }, to);
  const at = { personId: holder, company, unitId: company.id };
  addGrant(plan, { ...at, role: "employee", withSubtree: false }, to);
}

export const secretaryLogin = (code: string) => `secretary@${code.toLowerCase()}.mihon.example`;

export function addCompanyAccounts(plan: Plan, company: Company, to: Sheet): void {
  for (const { name, seat, role } of companyAccounts) {
    const holder = seatHolder(plan, company, seat);
    addAccount(
      plan,
      { personId: holder, company, login: `${name}@${mailDomain(company)}`, language: company.language },
      to,
    );
    // For the company alone: who supervises others reads their results, but neither answers nor signs for them.
    const at = { personId: holder, company, unitId: company.id, validTo: company.leftOn };
    if (!isByPosition(company, seat)) addGrant(plan, { ...at, role, withSubtree: false }, to);
    if (name === "officer" && plan.companies.some((one) => one.supervisorCode === company.code))
      addGrant(plan, { ...at, role: "reader" }, to);
  }
  addEmployee(plan, company, to);
}

export type DemoAccount = { role: string; login: string; language: Language; what: string };

/** What the demo prints: one of each role, in the languages there are. */
export const demoAccounts: readonly DemoAccount[] = [
  {
    role: "group office",
    login: "office@mihon.example",
    language: "ja",
    what: "sees and steers the whole group",
  },
  { role: "group office", login: "office.en@mihon.example", language: "en", what: "the same in English" },
  { role: "group office", login: "office.zh@mihon.example", language: "zh", what: "the same in Chinese" },
  {
    role: "reader",
    login: "board.en@mihon.example",
    language: "en",
    what: "an executive of the group: reads results",
  },
  {
    role: "division secretary",
    login: secretaryLogin("CAS"),
    language: "ja",
    what: "reviews the casting division's companies",
  },
  {
    role: "division secretary",
    login: secretaryLogin("PRE"),
    language: "en",
    what: "reviews the precision division's companies",
  },
  {
    role: "division secretary",
    login: secretaryLogin("ELE"),
    language: "zh",
    what: "reviews the electronics division's companies",
  },
  {
    role: "company officer",
    login: "officer@casting.mihon.example",
    language: "ja",
    what: "is late, in the middle of answering",
  },
  {
    role: "company officer",
    login: "officer@mobility-us.mihon.example",
    language: "en",
    what: "30 people in Los Angeles, not begun",
  },
  {
    role: "company officer",
    login: "officer@electronics-suzhou.mihon.example",
    language: "zh",
    what: "is late with almost everything answered",
  },
  {
    role: "company officer",
    login: "officer@press-in.mihon.example",
    language: "en",
    what: "got answers back from the division",
  },
  {
    role: "company executive",
    login: "executive@machinery.mihon.example",
    language: "ja",
    what: "has a result to confirm",
  },
  {
    role: "company executive",
    login: "executive@precision-de.mihon.example",
    language: "en",
    what: "has a result to confirm",
  },
  {
    role: "contributor",
    login: "helper@casting.mihon.example",
    language: "ja",
    what: "answers the technical area only",
  },
  {
    role: "employee",
    login: "employee@casting.mihon.example",
    language: "ja",
    what: "reports what was noticed, no more",
  },
  {
    role: "employee",
    login: "employee@precision-th.mihon.example",
    language: "en",
    what: "the same in English",
  },
  {
    role: "administrator",
    login: "admin@mihon.example",
    language: "en",
    what: "runs the system, sees no answers",
  },
];
