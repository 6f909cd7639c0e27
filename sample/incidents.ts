// What was reported in each company over the years, from discovery to the end: mostly events that were nothing, some incidents, with
// the planted ones that docs/guides/sample-group.en.md tells of. Shares and delays as in the group's aims: within 24 hours 82 % in the
// oldest year, 94 % in the newest; half of them within nine hours.
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import {
  hoursToReport,
  isLate,
  potentialOf,
  type Severity,
  severityOf,
  type State,
} from "#modules/incidents/rules.ts";
import { startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import { circleOf } from "./incident-circle.ts";
import type { Drafted, Written } from "./incident-draft.ts";
import { draftsOf } from "./incident-drafts.ts";
import { addIncidentDuties } from "./incident-duties.ts";
import { whatFollows } from "./incident-follow.ts";
import type { Paper } from "./papers.ts";
import type { Plan } from "./plan.ts";
import { addHead, headOf, type Head } from "./incident-head.ts";
import { plantedIncidents } from "./planted-incidents.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/incidents.json" with { type: "json" };

const hour = 3_600_000;

export function addIncidents(plan: Plan, to: Sheet): Paper[] {
  addHead(plan, to);
  const workers = plan.companies.reduce((sum, company) => sum + company.workers, 0);
  const written = plan.companies.flatMap((company) =>
    addOfCompany(plan, company, company.workers / workers, to),
  );
  return whatFollows(plan, written, to);
}

function addOfCompany(plan: Plan, company: Company, share: number, to: Sheet): Written[] {
  const drafts = [...plan.calendar.rounds.keys()].flatMap((index) => draftsOf(plan, company, index, share));
  drafts.push(...plantedIncidents(plan, company));
  const seen = drafts
    .filter((one) => one.discoveredAt < plan.now && one.discoveredAt.slice(0, 10) >= company.joinedOn)
    .filter((one) => !company.leftOn || one.discoveredAt.slice(0, 10) < company.leftOn)
    .toSorted((a, b) => a.discoveredAt.localeCompare(b.discoveredAt));
  if (seen.length > 0) to.add("incidentNumbers", { companyId: company.id, last: seen.length });
  return seen.map((draft, at) => write(plan, company, draft, at + 1, to));
}

export const incidentId = (plan: Plan, company: Company, draft: Drafted) =>
  plan.id(draft.discoveredAt.slice(0, 10), "incident", company.code, draft.key);

function write(plan: Plan, company: Company, draft: Drafted, number: number, to: Sheet): Written {
  const discovered = Date.parse(draft.discoveredAt);
  const now = Date.parse(plan.now);
  const day = draft.discoveredAt.slice(0, 10);
  const id = incidentId(plan, company, draft);
  const after = (hours: number | null) =>
    hours === null || discovered + hours * hour > now
      ? null
      : new Date(discovered + hours * hour).toISOString();
  const reportedAt = after(draft.reportedAfterHours);
  const judgedAt = draft.judgedAs ? after((draft.reportedAfterHours ?? 2) + 1) : null;
  const containedAt = judgedAt && draft.judgedAs === "incident" ? after(draft.containedAfterHours) : null;
  const handledAt = containedAt && after(draft.handledAfterHours);
  const closedAt = handledAt && draft.isClosed ? after((draft.handledAfterHours ?? 0) + 120) : null;
  const dueAt = new Date(discovered + hoursToReport * hour).toISOString();
  const isLateOne = isLate(new Date(dueAt), reportedAt ? new Date(reportedAt) : null, new Date(plan.now));
  const officer = seatHolder(plan, company, "officer");
  const potential = draft.potential ?? potentialOf(draft.kind, draft.answers);
  const judgedAs = judgedAt ? draft.judgedAs : null;
  // What the product's own generated column says.
  const state: State =
    judgedAs === "nothing"
      ? "nothing"
      : closedAt
        ? "closed"
        : handledAt
          ? "handled"
          : containedAt
            ? "contained"
            : judgedAs
              ? "open"
              : "reported";
  const enteredAt = new Date(
    discovered + Math.min(draft.reportedAfterHours ?? 1, 12) * hour * (draft.reportedAfterHours ? 1 : 0.5),
  ).toISOString();
  const entered = enteredAt > plan.now ? draft.discoveredAt : enteredAt;
  to.add("incidents", {
    id,
    companyId: company.id,
    number,
    reference: `${company.code}-I${number}`,
    kind: draft.kind,
    title: draft.title,
    what: draft.what,
    answers: JSON.stringify(draft.answers),
    channel: draft.isForSomebody ? "for_somebody" : "form",
    discoveredAt: draft.discoveredAt,
    discoveredZone: company.timeZone,
    enteredAt: entered,
    enteredBy: officer,
    reporterSaid: draft.reporterSaid ?? "",
    reportDueAt: dueAt,
    reportedAt,
    lateReason: isLateOne ? (draft.lateReason ?? null) : null,
    judgedAs,
    judgedAt,
    judgedBy: judgedAt ? officer : null,
    judgedBecause: judgedAs === "nothing" ? (texts[company.language].nothing[number % 3] ?? "") : "",
    potential,
    actual: draft.actual,
    takenUpAt: judgedAs === "incident" ? judgedAt : null,
    takenUpBy: judgedAs === "incident" ? officer : null,
    containedAt,
    handledAt,
    closedAt,
    closedBy: closedAt ? officer : null,
    isProduct: draft.kind === "product_vulnerability",
    isExercise: draft.isExercise ?? false,
    isConfidential: draft.isConfidential ?? false,
    toldIds: draft.isConfidential ? circleOf(plan, company) : [],
    aboutIds: [],
    sought: `${company.code}-I${number} ${draft.title}`,
  });
  const head = headOf(plan, day);
  const written: Written = {
    id,
    day,
    company,
    reference: `${company.code}-I${number}`,
    draft,
    officer,
    potential,
    severity: severityOf(potential, draft.actual),
    state,
    reportedAt,
    judgedAt,
    judgedAs,
    containedAt,
    handledAt,
    closedAt,
  };
  addMoments(plan, written, to);
  if (reportedAt) addReport(plan, company, { id, day, reportedAt, potential, head, officer }, to);
  addIncidentDuties(
    plan,
    company,
    {
      id,
      reference: `${company.code}-I${number}`,
      state,
      startsAt: draft.discoveredAt,
      dueAt,
      reportedAt,
      lacksReason: isLateOne && reportedAt !== null && !draft.lateReason,
      judgedAs,
    },
    fiscalYearOf(day, startMonth),
    to,
  );
  return written;
}

function addMoments(plan: Plan, written: Written, to: Sheet): void {
  const { id, day, officer, draft, potential, company } = written;
  to.add("incidentSeverities", {
    id: plan.id(day, "incident severity", company.code, draft.key),
    incidentId: id,
    companyId: company.id,
    potential,
    actual: draft.actual,
    reason: "",
    setAt: draft.discoveredAt,
    setBy: officer,
  });
  const moments = [
    ["discovered", draft.discoveredAt],
    ["contained", written.containedAt],
    ["handled", written.handledAt],
    ["closed", written.closedAt],
  ] as const;
  for (const [moment, at] of moments)
    if (at)
      to.add("incidentMoments", {
        id: plan.id(day, "incident moment", company.code, draft.key, moment),
        incidentId: id,
        companyId: company.id,
        entityId: null,
        moment,
        ofWhat: "",
        at,
        zone: company.timeZone,
        reason: "",
        setAt: at,
        setBy: officer,
      });
}

type Reported = {
  id: string;
  day: string;
  reportedAt: string;
  potential: Severity;
  head: Head;
  officer: string;
};

function addReport(
  plan: Plan,
  company: Company,
  { id, day, reportedAt, potential, head, officer }: Reported,
  to: Sheet,
): void {
  const random = randomOf(plan.seed, "noted", id);
  const noted = new Date(Date.parse(reportedAt) + (0.2 + random.next() * 5) * hour).toISOString();
  const isNoted = noted <= plan.now;
  const byDeputy = random.chance(0.2);
  to.add("incidentReports", {
    id: plan.id(day, "incident report", id),
    incidentId: id,
    companyId: company.id,
    nth: 1,
    said: "",
    isPartial: true,
    severity: potential,
    reportedAt,
    reportedBy: officer,
    positionId: head.positionId,
    positionName: head.positionName,
    holderId: head.holderId,
    holderName: head.holderName,
    holderRank: head.rank,
    notedAt: isNoted ? noted : null,
    notedBy: isNoted ? (byDeputy ? head.deputyId : head.holderId) : null,
    notedName: isNoted ? (byDeputy ? head.deputyName : head.holderName) : null,
    notedAs: isNoted ? (byDeputy ? "deputy" : "holder") : null,
  });
}
