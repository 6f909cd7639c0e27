// The incidents that stories tell of: a charger whose weakness is exploited, a director's phone lost on a Friday night, personal data of five countries, a plant that stopped.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Drafted } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import texts from "./texts/incidents.json" with { type: "json" };

/** Just before the lateral check of last year, which it led to. */
const vpnDaysAgo = 404;
export const exerciseDaysAgo = 38;

/** The last Friday before the day of loading, or that day itself one week ago. */
function lastFriday(today: string): string {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, -((weekday + 2) % 7 || 7));
}

export function plantedIncidents(plan: Plan, company: Company): Drafted[] {
  const { today } = plan.calendar;
  const at = (daysAgo: number, minutes: number) =>
    instantAt(addDays(today, -daysAgo), minutes, company.timeZone);
  const said = (name: keyof typeof texts.planted) => {
    const [title = "", what = ""] = texts.planted[name][company.language];
    return { title, what };
  };
  const none = {
    answers: {},
    actual: "none",
    containedAfterHours: null,
    handledAfterHours: null,
    isClosed: false,
  } as const;
  switch (company.slug) {
    case "casting":
      return [
        {
          ...none,
          key: "friday-phone",
          story: "phone",
          kind: "lost_device",
          ...said("phone"),
          answers: { data: "yes", protected: "not_known" },
          discoveredAt: instantAt(lastFriday(today), 23 * 60 + 40, company.timeZone),
          reportedAfterHours: 0.2,
          judgedAs: "incident",
          containedAfterHours: 9,
          isForSomebody: true,
          reporterSaid: texts.planted.caller[company.language][0] ?? "",
        },
      ];
    case "electronics-suzhou":
      return [
        {
          ...none,
          key: "five-countries",
          story: "five",
          kind: "cloud_setting",
          ...said("five"),
          answers: { data: "yes", outside: "yes" },
          discoveredAt: at(6, 10 * 60),
          reportedAfterHours: 7,
          judgedAs: "incident",
          actual: "high",
          containedAfterHours: 11,
        },
      ];
    case "precision-th":
      return [
        {
          ...none,
          key: "plant",
          story: "plant",
          kind: "plant_stop",
          ...said("plant"),
          answers: { spreading: "no" },
          discoveredAt: at(1, 6 * 60),
          reportedAfterHours: 1.5,
          judgedAs: "incident",
          actual: "medium",
        },
      ];
    case "press":
      return [
        {
          ...none,
          key: "odd-mail",
          kind: "suspicious_mail",
          ...said("mail"),
          discoveredAt: new Date(Date.parse(plan.now) - 21 * 3_600_000).toISOString(),
          reportedAfterHours: null,
          judgedAs: null,
        },
      ];
    case "precision-de":
      return [
        {
          ...none,
          key: "vpn",
          story: "vpn",
          kind: "account_takeover",
          ...said("vpn"),
          answers: { data: "no" },
          discoveredAt: at(vpnDaysAgo, 5 * 60),
          reportedAfterHours: 3,
          judgedAs: "incident",
          actual: "medium",
          containedAfterHours: 6,
          handledAfterHours: 66,
          isClosed: true,
        },
      ];
    case "vision-nl":
      return [
        {
          ...none,
          key: "charger",
          story: "product",
          kind: "product_vulnerability",
          ...said("product"),
          discoveredAt: new Date(Date.parse(plan.now) - 40 * 3_600_000).toISOString(),
          reportedAfterHours: 5,
          judgedAs: "incident",
          actual: "medium",
        },
      ];
    case "machinery":
      return [
        {
          ...none,
          key: "exercise",
          story: "exercise",
          kind: "ransomware",
          ...said("exercise"),
          answers: { spreading: "yes", stopped: "no" },
          discoveredAt: at(exerciseDaysAgo, 13 * 60),
          reportedAfterHours: 0.4,
          judgedAs: "incident",
          containedAfterHours: 2,
          handledAfterHours: 3,
          isClosed: true,
          isExercise: true,
        },
        {
          ...none,
          key: "insider",
          story: "insider",
          kind: "insider",
          ...said("insider"),
          answers: { data: "not_known" },
          discoveredAt: at(3, 11 * 60),
          reportedAfterHours: 5,
          judgedAs: "incident",
          containedAfterHours: 26,
          isConfidential: true,
        },
      ];
    default:
      return [];
  }
}
