// The clocks of law and contract of what still runs: which there are follows from the product's own mechanism. Those that are over were
// notified with a reference; one was not, for a reason that a second person has seen.
import {
  type Case,
  type CaseCompany,
  type Clock,
  clocksOf,
  type Moment,
  runOfClock,
} from "#modules/clock-rules/mechanism/clocks.ts";
import type { CompanyLaw } from "#modules/clock-rules/mechanism/facts.ts";
import { reportWithinGroup, submissionOf } from "#modules/clock-rules/mechanism/rules.ts";
import { lawValue } from "#modules/clock-rules/rules-for.ts";
import { laws, lawsSince, rulesOfGroup } from "./clock-rules.ts";
import type { Company } from "./company.ts";
import { afterHours, type Written } from "./incident-draft.ts";
import { addDutyByHours } from "./incident-duties.ts";
import { headOf } from "./incident-head.ts";
import { addProduct, type Known, knownOf } from "./incident-known.ts";
import { rooms } from "./incident-stories.ts";
import type { Plan } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";

const hour = 3_600_000;
const rules = new WeakMap<Plan, ReturnType<typeof rulesOfGroup>>();

export function addClocks(plan: Plan, incident: Written, to: Sheet): void {
  if (incident.state === "closed") return;
  const known = (incident.draft.story && knownOf[incident.draft.story]) ?? null;
  const group = rules.get(plan) ?? rulesOfGroup(plan);
  rules.set(plan, group);
  const moments: Moment[] = momentsOf(plan, incident, known);
  if (known) addAnswers(plan, incident, known, to);
  if (known?.fromLedger) addProduct(plan, incident, to);
  const of = caseOf(plan, incident, known, moments);
  // What was notified begins the next stage: asked until nothing new begins.
  const ends = new Map<string, End>();
  let clocks = clocksOf(group, of);
  for (let round = 0; round < 3; round += 1) {
    for (const clock of clocks)
      if (!ends.has(clock.id)) {
        const end = endOf(plan, incident, clock, known);
        if (!end) continue;
        ends.set(clock.id, end);
        if (end.as === "notified")
          moments.push({
            anchor: "submitted",
            of: submissionOf(clock.ruleKey, runOfClock(clock.id)),
            companyId: clock.ruleKey === reportWithinGroup ? null : clock.companyId,
            at: end.at,
            recordedAt: end.at,
          });
      }
    clocks = clocksOf(group, { ...of, moments });
  }
  for (const clock of clocks) addClock(plan, incident, { clock, end: ends.get(clock.id), group, known }, to);
}

const momentsOf = (plan: Plan, { draft, handledAt }: Written, known: Known | null): Moment[] => {
  const moment = (anchor: Moment["anchor"], at: string | null) =>
    at ? [{ anchor, of: null, companyId: null, at, recordedAt: at }] : [];
  return [
    ...moment("discovered", draft.discoveredAt),
    ...moment("aware", known && afterHours(plan.now, draft, known.awareAt)),
    ...moment("fix_available", known?.fix ? afterHours(plan.now, draft, known.fix.at) : null),
    ...moment("handled", handledAt),
  ];
};

function addAnswers(plan: Plan, incident: Written, known: Known, to: Sheet): void {
  const { id, day, company, officer } = incident;
  const own = (...name: string[]) => ({
    id: plan.id(day, "incident answer", id, ...name),
    incidentId: id,
    companyId: company.id,
  });
  const at = afterHours(plan.now, incident.draft, known.awareAt);
  if (!at) return;
  for (const [fact, value] of Object.entries(known.answers))
    to.add("incidentAnswers", {
      ...own(fact),
      fact,
      value: JSON.stringify(value),
      saidAt: at,
      saidBy: officer,
    });
  addMoment(
    plan,
    incident,
    { moment: "aware", ofWhat: "", at, entityId: null, reason: known.awareBecause },
    to,
  );
  const fixedAt = known.fix && afterHours(plan.now, incident.draft, known.fix.at);
  if (known.fix && fixedAt)
    addMoment(
      plan,
      incident,
      { moment: "fix_available", ofWhat: "", at: fixedAt, entityId: null, reason: known.fix.because },
      to,
    );
}

type Said = { moment: string; ofWhat: string; at: string; entityId: string | null; reason: string };

function addMoment(plan: Plan, incident: Written, said: Said, to: Sheet): void {
  const { id, day, company, officer } = incident;
  to.add("incidentMoments", {
    id: plan.id(day, "incident moment", id, said.moment, said.ofWhat, said.entityId ?? "", said.reason),
    incidentId: id,
    companyId: company.id,
    ...said,
    zone: company.timeZone,
    setAt: said.at,
    setBy: officer,
  });
}

function caseOf(plan: Plan, incident: Written, known: Known | null, moments: Moment[]): Case {
  const { draft, company } = incident;
  const room = draft.story ? rooms[draft.story] : undefined;
  const others = (room?.affected ?? []).flatMap((one) => {
    const other = plan.companies.find(({ slug }) => slug === one.slug);
    return other && one.role !== "supplier" ? [[other, one.role === "processor"] as const] : [];
  });
  const people = (room?.people ?? []).flatMap(({ country, counts }) => {
    const last = counts.filter(([at]) => afterHours(plan.now, incident.draft, at)).at(-1);
    return last ? [{ country, count: last[1], isEstimate: !last[2] }] : [];
  });
  return {
    facts: {
      // As the product itself takes it from the record.
      ...(draft.kind === "lost_device" ? { device_lost: true } : {}),
      ...(draft.kind === "ransomware" || draft.kind === "account_takeover"
        ? { outside_intrusion: true, wrongful_purpose: true }
        : {}),
      ...(draft.kind === "insider" ? { wrongful_purpose: true } : {}),
      product_concerned: draft.kind === "product_vulnerability",
      ...(draft.kind === "product_vulnerability"
        ? { company_concerned: others.length > 0 || people.some((one) => one.count > 0) }
        : {}),
      ...known?.fromLedger,
      ...known?.answers,
    },
    people: people.length > 0 ? people : null,
    companies: [[company, false] as const, ...others].map(([one, isEntrusted]) =>
      companyOf(plan, incident.day, one, isEntrusted),
    ),
    moments,
    today: plan.calendar.today,
  };
}

/** What a company is before the law is read as of the day of the discovery. */
const companyOf = (plan: Plan, day: string, company: Company, isEntrusted: boolean): CaseCompany => ({
  companyId: company.id,
  country: company.country,
  timeZone: company.timeZone,
  isEntrusted,
  laws: Object.fromEntries(
    Object.entries(day < lawsSince(plan, company) ? {} : (laws[company.slug] ?? {})).map(([law, value]) => [
      law,
      lawValue(law as CompanyLaw, value),
    ]),
  ),
});

type End = { as: "notified" | "not_notified"; at: string };

const isOwed = (clock: Clock) =>
  clock.standing === "due" &&
  clock.outcome === "applies" &&
  clock.startedAt !== null &&
  clock.state !== "paused";

/** What is over by now was notified with a fifth of its time left. */
function endOf(plan: Plan, incident: Written, clock: Clock, known: Known | null): End | null {
  if (!isOwed(clock) || !clock.startedAt) return null;
  if (known?.omitted && clock.ruleKey === known.omitted.key && clock.companyId === incident.company.id) {
    const at = afterHours(plan.now, incident.draft, known.omitted.at);
    return at ? { as: "not_notified", at } : null;
  }
  if (clock.ruleKey === reportWithinGroup)
    return incident.reportedAt ? { as: "notified", at: incident.reportedAt } : null;
  const started = Date.parse(clock.startedAt);
  const at = new Date(
    clock.dueAt ? started + (Date.parse(clock.dueAt) - started) * 0.8 : started + 0.7 * hour,
  ).toISOString();
  return at <= plan.now ? { as: "notified", at } : null;
}

function atHeadquarters(plan: Plan, day: string): string {
  const { positionName, holderName } = headOf(plan, day);
  return `${positionName} – ${holderName}`;
}

type Kept = {
  clock: Clock;
  end: End | undefined;
  group: ReturnType<typeof rulesOfGroup>;
  known: Known | null;
};

function addClock(plan: Plan, incident: Written, { clock, end, group, known }: Kept, to: Sheet): void {
  const { id, day, company, officer, reference } = incident;
  const rule = group.find((one) => one.id === clock.ruleId);
  const entity = plan.companies.find((one) => one.id === clock.companyId);
  const isNotified = end?.as === "notified";
  // The report to headquarters is one, of all legal entities.
  const isOfAll = clock.ruleKey === reportWithinGroup;
  const proofReference = isNotified
    ? isOfAll
      ? reference
      : `${clock.jurisdiction}-${end.at.slice(0, 10).replaceAll("-", "")}-${String(clock.ruleKey.length * 137 + Number(entity?.code.slice(-4)))}`
    : "";
  const secondedAt =
    end?.as === "not_notified" ? new Date(Date.parse(end.at) + 6 * hour).toISOString() : null;
  const isSeconded = secondedAt !== null && secondedAt <= plan.now;
  const clockId = plan.id(day, "incident clock", id, clock.id);
  to.add("incidentClocks", {
    id: clockId,
    incidentId: id,
    companyId: company.id,
    clockKey: clock.id,
    ruleId: clock.ruleId,
    entityId: clock.companyId,
    stage: clock.stage,
    standing: clock.standing,
    outcome: clock.outcome,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    zone: clock.zone,
    firstDueAt: clock.dueAt,
    endedAs: end?.as ?? null,
    endedAt: end?.at ?? null,
    recipient: isNotified
      ? isOfAll
        ? atHeadquarters(plan, day)
        : (rule?.words[company.language].recipient ?? "").slice(0, 300)
      : "",
    proofReference,
    reason: end?.as === "not_notified" ? (known?.omitted?.reason ?? "") : "",
    endedBy: end ? officer : null,
    enteredAt: end?.at ?? null,
    secondedBy: isSeconded ? seatHolder(plan, company, "deputy") : null,
    secondedAt: isSeconded ? secondedAt : null,
  });
  if (isNotified && (!isOfAll || clock.companyId === company.id))
    addMoment(
      plan,
      incident,
      {
        moment: "submitted",
        ofWhat: submissionOf(clock.ruleKey, runOfClock(clock.id)),
        at: end.at,
        entityId: isOfAll ? null : clock.companyId,
        reason: proofReference,
      },
      to,
    );
  if (!isOwed(clock) || isNotified || isSeconded || !clock.startedAt) return;
  addDutyByHours(
    plan,
    company,
    {
      kind: "incident.law_clock",
      subjectKind: "incident_clock",
      subjectId: clockId,
      permission: "incident.assess",
      from: clock.startedAt,
      due: clock.dueAt ?? new Date(Date.parse(clock.startedAt) + hour).toISOString(),
      about: reference,
    },
    to,
  );
}
