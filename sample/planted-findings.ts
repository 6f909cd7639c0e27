// Findings with a story: a critical one moved three times, and the VPN box that nobody remembered.
import { addDays } from "#core/time/fiscal-year.ts";
import type { Company } from "./company.ts";
import type { Draft } from "./finding-draft.ts";
import type { Written } from "./incident-draft.ts";
import { incidentOf } from "./incident-follow.ts";
import { lessonDaysAgo, lessonKey, lessonsOfVpn } from "./incident-lessons.ts";
import type { Plan } from "./plan.ts";
import texts from "./texts/findings.json" with { type: "json" };

/** In the words of the company that is late three times. */
const why = [
  "メーカーの担当者の来日が遅れています。",
  "代替回線の開通工事が来月にずれました。",
  "停止できる日がメーカーの都合で決まらず、あと2週間お願いします。",
];

export function plantedFindings(plan: Plan, company: Company): Draft[] {
  const { today } = plan.calendar;
  const words = texts[company.language];
  const one = (
    key: "critical" | "vpn",
    rest: Pick<Draft, "source" | "severity" | "foundOn" | "controlIds">,
  ): Draft => ({
    key: `planted:${key}`,
    title: words[key].title,
    titles: Object.fromEntries(
      (["ja", "en", "zh"] as const).map((language) => [language, texts[language][key].title]),
    ),
    detail: words[key].detail,
    sourceId: null,
    editionId: plan.editionAt(plan.calendar.rounds.length - 1).id,
    ownerSaid: "",
    seen: [],
    end: { state: "open" },
    recurs: null,
    ...rest,
  });
  if (company.story === "postponed")
    return [
      {
        // Due a fortnight after; moved twice by two weeks, and the third time the division has to say yes.
        ...one("critical", {
          source: "audit",
          severity: "critical",
          foundOn: addDays(today, -41),
          controlIds: ["TEC-20"],
        }),
        postponed: { times: 2, waits: true, byDays: 28, reasons: why },
      },
    ];
  if (company.story === "forgotten_vpn")
    return [
      one("vpn", {
        source: "assessment",
        severity: "critical",
        foundOn: addDays(today, -9),
        controlIds: ["TEC-04"],
      }),
    ];
  const vpn = incidentOf(plan, "vpn");
  return vpn?.company.id === company.id ? [ofIncident(plan, vpn)] : [];
}

/** What was learned of the sign-in through the VPN box, and set right within its month. */
function ofIncident(plan: Plan, { id, reference }: Written): Draft {
  const { today } = plan.calendar;
  const [lesson = ""] = lessonsOfVpn;
  return {
    key: lessonKey,
    title: lesson,
    titles: null,
    detail: "",
    source: "incident",
    sourceId: id,
    sourceSaid: reference,
    editionId: plan.editionAt(0).id,
    controlIds: [],
    severity: "high",
    foundOn: addDays(today, lessonDaysAgo),
    ownerSaid: "",
    seen: [],
    end: {
      state: "closed",
      remedied: addDays(today, lessonDaysAgo + 18),
      on: addDays(today, lessonDaysAgo + 25),
    },
    recurs: null,
  };
}
