// The incidents that stories tell of: a director's phone lost on a Friday night, personal data of five countries, a plant that stopped.
import { addDays } from "#core/time/fiscal-year.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Drafted } from "./incident-draft.ts";
import type { Plan } from "./plan.ts";
import texts from "./texts/incidents.json" with { type: "json" };

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
    default:
      return [];
  }
}
