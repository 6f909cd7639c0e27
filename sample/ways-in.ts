// What guards the group's own doors: a rule of signing in that is still to come, receivers outside that are off, a program's
// token, and a right that waits for its second person.
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { proposalDays } from "#modules/access/power.ts";
import { endOfDay } from "#modules/duties/rules.ts";
import { instantAt, startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import { groupZone, type Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, seatHolder } from "./staff.ts";

export function addWaysIn(plan: Plan, to: Sheet): void {
  addRules(plan, to);
  addReceiver(plan, null, "Group SOC (test run)", "https://soc.mihon.example/hooks/yagura", to);
  const machinery = plan.companies.find((company) => company.slug === "machinery");
  if (machinery)
    addReceiver(
      plan,
      machinery,
      "当直ポケベル連携（試験中）",
      "https://alarm.machinery.mihon.example/yagura",
      to,
    );
  addToken(plan, to);
  addProposal(plan, to);
}

const powerful = ["group_office", "administrator"] as const;

/** From a fiscal year on that is months away, with half a year of grace: until then a password is enough. */
function addRules(plan: Plan, to: Sheet) {
  const { today } = plan.calendar;
  const fromDay = fiscalYearBounds(fiscalYearOf(addDays(today, 90), startMonth) + 1, startMonth).from;
  for (const roleId of powerful) {
    to.add("signInRules", {
      id: plan.id(today, "sign-in rule", roleId),
      unitId: plan.groupId,
      roleId,
      demands: "second_factor",
      fromDay,
      graceDays: 180,
      reason: "規程の改定により、次の年度から強い権限には二要素を求める。",
      madeBy: groupPerson(plan, "administrator"),
      createdAt: instantAt(addDays(today, -8), 15 * 60, groupZone),
    });
  }
}

/** Off: nothing is called out from a sample. */
function addReceiver(plan: Plan, company: Company | null, name: string, url: string, to: Sheet) {
  const madeOn = addDays(plan.calendar.today, company ? -16 : -30);
  const id = plan.id(madeOn, "receiver", url);
  const at = instantAt(madeOn, 11 * 60, company?.timeZone ?? groupZone);
  to.add("receivers", {
    id,
    companyId: company?.id ?? null,
    name,
    url,
    kinds: company ? ["clock.hard"] : ["clock.hard", "clock.acknowledged", "duty.risen"],
    language: company?.language ?? "en",
    tellsCompany: company === null,
    isOn: false,
    secret: plan.secrets.receiver(id),
    secretMadeAt: at,
    createdAt: at,
    createdBy: company ? seatHolder(plan, company, "officer") : groupPerson(plan, "office"),
  });
}

/** Of the group office: a program that reads results. Nobody knows its words. */
function addToken(plan: Plan, to: Sheet) {
  const { today, from } = plan.calendar;
  const holder = groupPerson(plan, "second");
  const madeOn = addDays(today, -25);
  const createdAt = instantAt(madeOn, 14 * 60, groupZone);
  to.add("accessTokens", {
    id: plan.id(madeOn, "token", holder),
    key: "SampleKey1",
    tokenHash: plan.secrets.token,
    accountId: plan.id(from, "account", "office.en@mihon.example"),
    personId: holder,
    companyId: plan.parent.id,
    name: "Monthly figures for the board's data book",
    permissions: ["inspection.read", "organization.read", "result.read", "round.read"],
    isReadOnly: true,
    createdAt,
    expiresAt: instantAt(addDays(madeOn, 180), 14 * 60, groupZone),
    lastUsedAt: instantAt(addDays(today, -3), 6 * 60, groupZone),
  });
}

/** What one administrator asked for yesterday and another person of the group decides. */
function addProposal(plan: Plan, to: Sheet) {
  const { today } = plan.calendar;
  const proposedBy = groupPerson(plan, "administrator");
  const person = groupPerson(plan, "third");
  const proposedOn = addDays(today, -1);
  const id = plan.id(proposedOn, "proposal", person);
  const proposedAt = instantAt(proposedOn, 16 * 60, groupZone);
  const notFor = [proposedBy, person];
  to.add("rightsProposals", {
    id,
    kind: "grant",
    companyId: plan.parent.id,
    personId: person,
    roleId: "administrator",
    unitId: plan.groupId,
    withSubtree: true,
    validFrom: addDays(today, 7),
    validTo: addDays(today, 98),
    reason: "Runs the system while its administrator is on parental leave.",
    proposedBy,
    proposedAt,
    expiresAt: new Date(Date.parse(proposedAt) + proposalDays * 86_400_000).toISOString(),
    notFor,
  });
  const until = endOfDay(addDays(proposedOn, proposalDays), groupZone).toISOString();
  to.add("duties", {
    id: plan.id(proposedOn, "duty", "rights.decide", person),
    fiscalYear: fiscalYearOf(proposedOn, startMonth),
    kind: "rights.decide",
    subjectKind: "rights_proposal",
    subjectId: id,
    companyId: plan.groupId,
    permission: "grant.give_any",
    notFor,
    createdAt: proposedAt,
    startsAt: proposedAt,
    dueAt: until,
    timeZone: groupZone,
    state: "open",
    nextAt: plan.now,
    level: 0,
    step: 0,
    postponedCount: 0,
  });
}
