// The audits of the group: those of earlier years from a list, since the fiscal year seven years ago, a programme that runs, two drafts
// ahead as the product proposes them, and the pool of who goes. The company that was bought is in none of it yet.
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { propose, type ToVisit } from "#modules/audits/programme/proposal.ts";
import { addMonths, dueOn, lastOfMonth, monthOf } from "#modules/audits/programme/rules.ts";
import { reportStories } from "./audit-reports.ts";
import { type AuditSheet, auditSheetOf } from "./audit-sheets.ts";
import { instantAt, startMonth, workday } from "./calendar.ts";
import { addPool, type Auditor, yearsBack } from "./audit-pool.ts";
import type { Company } from "./company.ts";
import { groupZone, type Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson } from "./staff.ts";

/** As the product ships them. */
const cycle = {
  months: { T1: 12, T2: 24, T3: 36, T4: 48 },
  acquiredMonths: 12,
  days: { T1: 10, T2: 6, T3: 3, T4: 2 },
} as const;
const findingsOf = { T1: 12, T2: 9, T3: 6, T4: 3 } as const;

type Audited = { company: Company; lastOn: string | null };

/** @returns what was found on the visits of this year, by company: written once its inspections are. */
export function addAudits(plan: Plan, to: Sheet): ReadonlyMap<string, AuditSheet> {
  const sheets = new Map<string, AuditSheet>();
  const companies = plan.companies.filter((one) => one.relation === "consolidated" && one.leftOn === null);
  const year = fiscalYearOf(plan.calendar.today, startMonth);
  const pool = addPool(plan, companies, to);
  const running = addProgrammes(plan, year, to);
  const audited = companies.map((company) => addHistory(plan, { company, year, pool, running, sheets }, to));
  addProposed(plan, { audited, year, pool }, to);
  return sheets;
}

const programmeId = (plan: Plan, year: number) => plan.id("2019-04-01", "audit programme", year);

/** The year under way is approved by somebody who had no hand in it; the next two are drafts. */
function addProgrammes(plan: Plan, year: number, to: Sheet): string {
  for (const at of [0, 1, 2]) {
    const madeAt = instantAt(addDays(fiscalYearBounds(year, startMonth).from, -40), 10 * 60, groupZone);
    to.add("auditProgrammes", {
      id: programmeId(plan, year + at),
      fiscalYear: year + at,
      state: at === 0 ? "approved" : "draft",
      preparedBy: [groupPerson(plan, "office")],
      approvedBy: at === 0 ? groupPerson(plan, "second") : null,
      approvedAt:
        at === 0
          ? instantAt(addDays(fiscalYearBounds(year, startMonth).from, -20), 15 * 60, groupZone)
          : null,
      createdAt: madeAt,
    });
  }
  return programmeId(plan, year);
}

type Given = {
  company: Company;
  year: number;
  pool: readonly Auditor[];
  running: string;
  sheets: Map<string, AuditSheet>;
};

/** Audits by the cycle with months of delay in earlier years; those of the year under way are visits of its programme. */
function addHistory(plan: Plan, { company, year, pool, running, sheets }: Given, to: Sheet): Audited {
  const random = randomOf(plan.seed, "audits", company.code);
  const begin = fiscalYearBounds(year - yearsBack, startMonth).from;
  const months = cycle.months[company.tier];
  let on = workday(addDays(addMonths(begin, random.int(1, Math.min(34, months))), random.int(0, 27)));
  let lastOn: string | null = null;
  if (company.story === "acquired") return { company, lastOn };
  // Whoever claims everything, and whose claims its data contradict, is looked at this year, and there is a report of it.
  const reported = reportStories[company.story as keyof typeof reportStories];
  const first = fiscalYearBounds(year, startMonth).from;
  const lately = workday(addDays(plan.calendar.today, reported === "replied" ? -21 : -40));
  const until = reported && lately > first ? first : addDays(plan.calendar.today, -14);
  for (let nth = 0; on < until; nth += 1) {
    const lead = pick(pool, company, random);
    if (on < fiscalYearBounds(year, startMonth).from) addEarlier(plan, { company, on, lead, random }, to);
    else addHeld(plan, { company, on, lead, random, running, year, sheets }, to);
    lastOn = on;
    // In the first years the group fell behind; since then a few are late by some months.
    const late = nth === 0 ? random.int(0, 8) : random.chance(0.2) ? random.int(1, 6) : -random.int(0, 3);
    on = workday(addMonths(on, Math.max(6, months + late)));
  }
  if (!reported || lately <= first) return { company, lastOn };
  const lead = pool[0] ?? pick(pool, company, random);
  addHeld(plan, { company, on: lately, lead, random, running, year, sheets }, to);
  return { company, lastOn: lately };
}

/** Somebody who belongs neither to the company nor to a company of its division. */
const pick = (pool: readonly Auditor[], company: Company, random: Random): Auditor => {
  const fit = pool.filter((one) => one.isLead && (one.region === "japan" || one.region !== company.region));
  return random.pick(fit.filter((one) => one.region === "japan"));
};

type Held = { company: Company; on: string; lead: Auditor; random: Random };

const outcomeOf = (company: Company, random: Random) => ({
  result:
    company.story === "flawless" || random.chance(0.12)
      ? "serious"
      : random.chance(0.55)
        ? "improve"
        : "meets",
  findings: Math.max(0, Math.round(findingsOf[company.tier] * (0.6 + random.next() * 0.8))),
});

function addEarlier(plan: Plan, { company, on, lead, random }: Held, to: Sheet): void {
  const year = fiscalYearOf(on, startMonth);
  to.add("earlierAudits", {
    id: plan.id(on, "earlier audit", company.code),
    companyId: company.id,
    heldOn: on,
    kind: (year === 2020 || year === 2021) && random.chance(0.5) ? "remote" : "on_site",
    auditors: lead.name,
    ...outcomeOf(company, random),
    report: `IA-${year}-${company.code}`,
    source: "監査実施一覧.xlsx",
    addedBy: groupPerson(plan, "office"),
    addedAt: instantAt(addDays(plan.calendar.today, -200), 11 * 60, groupZone),
  });
}

function addHeld(
  plan: Plan,
  {
    company,
    on,
    lead,
    random,
    running,
    year,
    sheets,
  }: Held & { running: string; year: number; sheets: Map<string, AuditSheet> },
  to: Sheet,
): void {
  const id = plan.id(on, "audit visit", company.code);
  const found = auditSheetOf(plan, { company, visitId: id, on, lead });
  if (found) sheets.set(company.id, found);
  const days = cycle.days[company.tier];
  to.add("auditVisits", {
    id,
    companyId: company.id,
    programmeId: running,
    month: monthOf(on),
    fromOn: on,
    toOn: on,
    kind: "on_site",
    auditorDays: days,
    why: "cycle",
    announcedAt: instantAt(addDays(on, -40), 10 * 60, groupZone),
    announcedBy: groupPerson(plan, "office"),
    ...heldAs({ company, on, random, year, found }),
    ...plannedBy(plan, year),
  });
  staff(plan, { id, company, year, days, from: on }, [lead], to);
}

type Outcome = Pick<Held, "company" | "on" | "random"> & { year: number; found: AuditSheet | null };

/** A visit is held by its final report; of those without one, an older way of reporting says so. */
function heldAs({ company, on, random, year, found }: Outcome) {
  const reported = found && reportStories[company.story as keyof typeof reportStories];
  if (reported === "replied") return { state: "planned", report: "" };
  return {
    state: "held",
    heldOn: on,
    ...(found ? { result: found.result, findings: found.findings } : outcomeOf(company, random)),
    report: reported ? `${company.code}-A1` : `IA-${year}-${company.code}`,
  };
}

const plannedBy = (plan: Plan, year: number) => ({
  plannedBy: groupPerson(plan, "office"),
  plannedAt: instantAt(addDays(fiscalYearBounds(year, startMonth).from, -38), 11 * 60, groupZone),
});

type Visit = { id: string; company: Company; year: number; days: number; from: string };

/** Gives each of the team a part of the days, as long as they have some left. */
function staff(
  plan: Plan,
  { id, company, year, days, from }: Visit,
  team: readonly Auditor[],
  to: Sheet,
): void {
  team.forEach((one, at) => {
    const part = Math.max(1, Math.floor(days / (team.length + 1)));
    one.left.set(year, (one.left.get(year) ?? one.days) - part);
    to.add("auditVisitTeam", {
      visitId: id,
      auditorId: one.id,
      companyId: company.id,
      isLead: at === 0,
      days: part,
      assignedBy: groupPerson(plan, "office"),
      assignedAt: instantAt(addDays(from, -60), 14 * 60, groupZone),
    });
  });
}

type Ahead = { audited: readonly Audited[]; year: number; pool: readonly Auditor[] };

/** The rest of this year and the two after it, as the product itself would propose them; the first months have their teams. */
function addProposed(plan: Plan, { audited, year, pool }: Ahead, to: Sheet): void {
  const { today } = plan.calendar;
  const byId = new Map(audited.map((one) => [one.company.id, one.company]));
  const all = audited
    .filter(({ company }) => company.story !== "acquired")
    .map(({ company, lastOn }): ToVisit => {
      const { id, code, tier, region, joinedOn } = company;
      const due = dueOn({ tier, joinedOn, isAcquired: false, lastOn, earlierOn: null }, cycle);
      return { id, code, tier, region, risk: 0, isAcquired: false, lastOn, dueOn: due };
    });
  const days = pool.reduce((sum, one) => sum + one.days, 0);
  // The months that are left of this year have their part of its days.
  const { visits } = propose(all, [], {
    first: year,
    count: 3,
    startMonth,
    today: addMonths(monthOf(today), 1),
    available: { [year]: Math.round(days / 2), [year + 1]: days, [year + 2]: days },
    cycle,
  });
  for (const visit of visits) {
    const company = byId.get(visit.companyId);
    if (!company) continue;
    const of = fiscalYearOf(visit.month, startMonth);
    const id = plan.id(visit.month, "audit visit", company.code);
    const isNear = of === year && visit.month <= addMonths(monthOf(today), 2);
    const random = randomOf(plan.seed, "audit team", company.code, visit.month);
    const team = isNear && !random.chance(0.25) ? [pick(pool, company, random)] : [];
    to.add("auditVisits", {
      id,
      companyId: company.id,
      programmeId: programmeId(plan, of),
      month: visit.month,
      kind: "on_site",
      auditorDays: visit.auditorDays,
      why: visit.why,
      state: "planned",
      announcedAt: team.length > 0 && lastOfMonth(visit.month) < addDays(today, 70) ? plan.now : null,
      announcedBy:
        team.length > 0 && lastOfMonth(visit.month) < addDays(today, 70) ? groupPerson(plan, "office") : null,
      ...plannedBy(plan, year),
      report: "",
    });
    staff(plan, { id, company, year: of, days: visit.auditorDays, from: today }, team, to);
  }
}
