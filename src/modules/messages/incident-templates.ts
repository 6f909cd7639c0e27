// Messages about incidents. Pure.
import type { Kind } from "./rules.ts";
import { day, duties, type Template } from "./template.ts";

// Whoever judges reports of the company hears of each; whoever reported hears what became of it.
const toReporter = (kind: Kind, verbs: readonly string[], where: Record<string, unknown> = {}): Template => ({
  kind,
  verbs,
  where,
  audience: { by: "row", row: "reporter", permissionToRead: "incident.report" },
  way: "at_once",
  maxAgeHours: 7 * day,
});
export const ofIncidents: readonly Template[] = [
  duties("incident.entered", ["incident.entered"], ["incident.report", "incident.judge"], {
    maxAgeHours: day,
  }),
  {
    kind: "incident.weighed",
    verbs: ["incident.weighed"],
    audience: {
      by: "holders",
      permission: "incident.assess",
      permissionToRead: "incident.read",
      keepsData: true,
    },
    way: "at_once",
    maxAgeHours: 3 * day,
  },
  toReporter("incident.nothing", ["incident.judged"], { as: "nothing" }),
  toReporter("incident.contained", ["incident.contained"]),
  toReporter("incident.noted", ["incident.noted"]),
  // Whoever may ask others is told at once that somebody asks for it, and whoever asked what became of it.
  duties("incident.check_asked", ["incident.check_asked"], ["incident.ask_others"], {
    audience: { by: "duties", kinds: ["incident.ask_others"], subject: "requestId" },
  }),
  duties("incident.proposal_made", ["incident.lesson_added"], ["incident.decide_proposal"], {
    audience: { by: "duties", kinds: ["incident.decide_proposal"], subject: "lessonId" },
  }),
  ...(["incident.check_opened", "incident.check_declined", "incident.proposal_answered"] as const).map(
    (kind): Template => ({
      kind,
      verbs: [kind],
      audience: { by: "named", person: "personId" },
      way: "at_once",
      maxAgeHours: 7 * day,
    }),
  ),
  {
    kind: "offline_pack.made",
    verbs: ["offline_pack.made"],
    audience: { by: "pack", permissionToRead: "incident.pack" },
    way: "at_once",
    maxAgeHours: day,
  },
];
