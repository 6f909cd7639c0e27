// What was learned of incidents that are closed: causes, costs, lessons; of the sign-in through the VPN box a finding, a lateral check and a
// proposal for the standard came of it.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Kind } from "#modules/incidents/rules.ts";
import type { Cause } from "#modules/incidents/after/rules.ts";
import type { Company } from "./company.ts";
import type { Written } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson } from "./staff.ts";
import texts from "./texts/incident-lessons.json" with { type: "json" };

export const lessonsOfVpn = [
  "Nobody watches which version our VPN boxes run, and what is published about it.",
  "The same product stands at other companies of the group: all of them look at their version.",
  "Administration of boxes at the edge should never be reachable from the internet, with or without a password.",
] as const;
export const lessonKey = "planted:incident";
export const lessonDaysAgo = -398;

const causes: Readonly<Partial<Record<Kind, readonly Cause[]>>> = {
  lost_device: ["error"],
  mis_sent: ["error"],
  cloud_setting: ["error"],
  insider: ["insider"],
  plant_stop: ["failure"],
  other: ["not_known"],
  physical: ["not_known", "error"],
  supplier: ["attack", "failure"],
};

export function addLessons(plan: Plan, incident: Written, to: Sheet): void {
  const { closedAt, severity, draft, id } = incident;
  if (!closedAt) return;
  const random = randomOf(plan.seed, "lessons", id);
  if (draft.story === "vpn") addReview(plan, incident, reviewOfVpn, to);
  else if (draft.story === "exercise")
    addReview(plan, incident, { causes: ["attack"], ...texts.exercise[incident.company.language] }, to);
  // Of the graver ones, and of some beside.
  else if (severity === "critical" || severity === "high" || random.chance(0.3))
    addReview(plan, incident, plainReview(incident, random), to);
  else return;
  if (draft.story === "vpn") addVpnLessons(plan, incident, to);
  else addPlainLesson(plan, incident, random, to);
  if (!draft.isExercise) addCosts(plan, incident, random, to);
}

type Review = { causes: readonly Cause[]; how: string; wentWell: string; toChange: string };

const reviewOfVpn: Review = {
  causes: ["attack"],
  how: "The hole of the VPN box had been public for eight weeks; nobody here reads what its maker publishes. The account had no second step at the box.",
  wentWell: "The night shift of the provider saw the sign-ins and rang. The box was off within two hours.",
  toChange: "Who watches the versions of what stands at the edge, and how soon they are brought up to date.",
};

const plainReview = ({ draft, company }: Written, random: Random): Review => {
  const words = texts[company.language];
  return {
    causes: [random.pick(causes[draft.kind] ?? ["attack"])],
    how: `${draft.what} ${random.pick(words.how)}`,
    wentWell: random.pick(words.wentWell),
    toChange: random.pick(words.toChange),
  };
};

const own = (plan: Plan, { id, day, company }: Written, ...name: (string | number)[]) => ({
  id: plan.id(day, "incident lesson", id, ...name),
  incidentId: id,
  companyId: company.id,
});

function addReview(plan: Plan, incident: Written, review: Review, to: Sheet): void {
  const { id, company, closedAt, officer } = incident;
  if (!closedAt) return;
  to.add("incidentReviews", {
    incidentId: id,
    companyId: company.id,
    ...review,
    causes: [...review.causes],
    heldOn:
      closedAt.slice(0, 10) < plan.calendar.today ? closedAt.slice(0, 10) : addDays(plan.calendar.today, -1),
    writtenAt: closedAt,
    writtenBy: officer,
  });
}

function addVpnLessons(plan: Plan, incident: Written, to: Sheet): void {
  const { closedAt, officer, company } = incident;
  const { today } = plan.calendar;
  if (!closedAt) return;
  const leads = ["finding", "lateral_check", "standard"] as const;
  for (const [at, lesson] of lessonsOfVpn.entries()) {
    const leadsTo = leads[at] ?? "nothing";
    const isProposal = leadsTo === "standard";
    to.add("incidentLessons", {
      ...own(plan, incident, at),
      nth: at + 1,
      lesson,
      leadsTo,
      findingId:
        leadsTo === "finding"
          ? plan.id(addDays(today, lessonDaysAgo), "finding", company.code, lessonKey)
          : null,
      controlId: isProposal ? "TEC-19" : null,
      because: "",
      answeredAt: isProposal ? `${addDays(today, -300)}T02:00:00.000Z` : null,
      answeredBy: isProposal ? groupPerson(plan, "office") : null,
      answer: isProposal ? "Taken up in the edition that is in force since April." : null,
      isTakenUp: isProposal ? true : null,
      addedAt: closedAt,
      addedBy: officer,
    });
  }
}

function addPlainLesson(plan: Plan, incident: Written, random: Random, to: Sheet): void {
  const { closedAt, officer, company, draft } = incident;
  if (!closedAt) return;
  const words = texts[company.language];
  const isProposal = !draft.isExercise && random.chance(0.12);
  // The office answers within a quarter.
  const isAnswered = isProposal && closedAt.slice(0, 10) < addDays(plan.calendar.today, -90);
  to.add("incidentLessons", {
    ...own(plan, incident, "plain"),
    nth: 1,
    lesson: random.pick(isProposal ? words.proposals : words.lessons),
    leadsTo: isProposal ? "standard" : "nothing",
    controlId: null,
    because: isProposal ? words.proposed : words.because,
    answeredAt: isAnswered ? new Date(Date.parse(closedAt) + 30 * 86_400_000).toISOString() : null,
    answeredBy: isAnswered ? groupPerson(plan, "office") : null,
    answer: isAnswered ? texts.answer[company.language] : null,
    isTakenUp: isAnswered ? random.chance(0.4) : null,
    addedAt: closedAt,
    addedBy: officer,
  });
}

const currencies: Readonly<Record<string, readonly [code: string, unit: number]>> = {
  JP: ["JPY", 1000],
  CN: ["CNY", 50],
  US: ["USD", 10],
  GB: ["GBP", 10],
  IN: ["INR", 500],
};

/** Hours of one's own, and where somebody was paid the bill. */
function addCosts(plan: Plan, incident: Written, random: Random, to: Sheet): void {
  const { closedAt, officer, company, severity } = incident;
  const weight = severity === "critical" || severity === "high" ? 5 : 1;
  const cost = (kind: "work" | "outside_help" | "replacement", of: Company) => {
    const [currency, unit] = currencies[of.country] ?? ["EUR", 10];
    const isWork = kind === "work";
    to.add("incidentCosts", {
      ...own(plan, incident, "cost", kind),
      kind,
      amount: isWork ? null : random.int(8, 60) * weight * unit,
      currency: isWork ? null : currency,
      hours: isWork ? random.int(4, 30) * weight : null,
      isEstimate: random.chance(0.3),
      note: "",
      addedAt: closedAt ?? plan.now,
      addedBy: officer,
    });
  };
  cost("work", company);
  if (weight > 1 || random.chance(0.3)) cost(random.chance(0.5) ? "outside_help" : "replacement", company);
}
