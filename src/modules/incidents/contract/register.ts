import Type from "typebox";
import {
  contract,
  Day,
  Id,
  Moment,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { causes } from "../after/rules.ts";
import { notReviewed, sets } from "../counting/rules.ts";
import { judgements, states } from "../rules.ts";
import { IncidentWhole } from "./record.ts";
import {
  Actual,
  ById,
  IncidentRow,
  Kind,
  permissions,
  productWorkers,
  readers,
  Severity,
  workers,
  Zone,
} from "./words.ts";

const narrowing = {
  companyId: optional(Id),
  divisionId: optional(Id),
  kind: optional(Kind),
  severity: optional(Severity),
  state: optional(oneOf(...states)),
  country: optional(text(2, 2)),
  late: optional(Type.Boolean()),
  product: optional(Type.Boolean()),
  exercise: optional(Type.Boolean()),
  /** Of the figures: those that one of their numbers counts, exercises apart. */
  counted: optional(oneOf(...sets)),
  /** What led to it, as its review says; or that nobody has reviewed it yet. */
  cause: optional(oneOf(...causes, notReviewed)),
  /** The days on which it was discovered, by the group's clock. */
  discoveredFrom: optional(Day),
  discoveredTo: optional(Day),
  search: optional(text(100)),
};
export const views = ["running", "unreported", "late", "grave", "ended", "nothing", "all"] as const;
const Sort = oneOf("grave", "due", "-due", "discovered", "-discovered", "reference");
const shown = { ...narrowing, view: optional(oneOf(...views)), sort: optional(Sort) };
const counted = <const T extends string>(...words: readonly T[]) =>
  Type.Object(Object.fromEntries(words.map((word) => [word, Type.Integer()])) as { [K in T]: Type.TInteger });

const changed = Type.Object({ id: Id, rowVersion: RowVersion });

export const register = contract({
  listIncidents: {
    method: "GET",
    path: "/incidents",
    summary: "The register of events and incidents, narrowed and in an order",
    permission: readers,
    query: Type.Object({ ...paging, ...shown }),
    output: page(IncidentRow),
  },
  countIncidents: {
    method: "GET",
    path: "/incidents/counts",
    summary: "How many incidents there are, by what is to be done and how grave they are",
    permission: readers,
    query: Type.Object(narrowing),
    output: Type.Object({
      views: counted(...views),
      severities: counted("critical", "high", "medium", "low"),
      at: Moment,
    }),
  },
  exportIncidents: {
    method: "GET",
    path: "/incidents/export",
    summary: "The register as a file, exactly as it is shown",
    permission: readers,
    query: Type.Object({ ...shown, columns: optional(text(300)), format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["incident.exported"],
  },
  getIncident: {
    method: "GET",
    path: "/incidents/:id",
    summary:
      "One incident: what was reported, the clock, who was told, how grave it is, and what may be done now",
    permission: readers,
    params: ById,
    output: IncidentWhole,
  },
  judgeIncident: {
    method: "POST",
    path: "/incidents/:id/judgement",
    summary:
      "Say whether a report is an incident, turned out to be nothing or is the same as another; an incident goes to headquarters if it has not yet",
    permission: workers,
    params: ById,
    body: Type.Object({
      as: oneOf(...judgements),
      because: text(2000),
      /** The same as this one, which is kept: of the same company, and none that is itself the same as another. */
      duplicateOf: optional(Id),
      kind: optional(Kind),
      rowVersion: RowVersion,
    }),
    output: changed,
    events: ["incident.judged", "incident.also_reported", "incident.reported_to_head"],
    errors: [
      "incident.changed_meanwhile",
      "incident.not_now",
      "incident.judged_because",
      "incident.clocks_run",
      "incident.questions_open",
      "incident.same_as_missing",
      "incident.same_as_none",
      "incident.same_as_a_duplicate",
    ],
  },
  reportToHeadquarters: {
    method: "POST",
    path: "/incidents/:id/reports",
    summary: "Report to the position in charge at headquarters: a first time, also in part, or what is new",
    permission: workers,
    params: ById,
    body: Type.Object({ said: text(4000), isPartial: Type.Boolean(), rowVersion: RowVersion }),
    output: changed,
    events: ["incident.reported_to_head"],
    errors: ["incident.changed_meanwhile", "incident.not_now", "incident.nothing_new"],
  },
  weighIncident: {
    method: "POST",
    path: "/incidents/:id/severity",
    summary: "Say how grave it may be and how grave it is, with the reason",
    permission: productWorkers,
    params: ById,
    body: Type.Object({ potential: Severity, actual: Actual, reason: text(2000, 1), rowVersion: RowVersion }),
    output: changed,
    events: ["incident.weighed", "incident.reported_to_head"],
    errors: ["incident.changed_meanwhile", "incident.not_now"],
  },
  takeUpIncident: {
    method: "POST",
    path: "/incidents/:id/charge",
    summary:
      "Take charge of it; a report that waited for somebody to stand for it goes to headquarters where its kind does so at once",
    permission: workers,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    output: changed,
    events: ["incident.taken_up", "incident.reported_to_head"],
    errors: ["incident.changed_meanwhile", "incident.not_now"],
  },
  moveIncident: {
    method: "POST",
    path: "/incidents/:id/steps",
    summary: "Say that it is contained, that it is handled, or that it is closed, and since when",
    permission: workers,
    params: ById,
    body: Type.Object({
      step: oneOf("contained", "handled", "closed"),
      at: Moment,
      said: text(2000),
      rowVersion: RowVersion,
    }),
    output: changed,
    events: ["incident.contained", "incident.handled", "incident.closed"],
    errors: [
      "incident.changed_meanwhile",
      "incident.not_now",
      "incident.moment_ahead",
      "incident.moment_before",
      "incident.review_first",
      "incident.clocks_run",
      "incident.questions_open",
    ],
  },
  correctDiscovery: {
    method: "POST",
    path: "/incidents/:id/discovery",
    summary: "Correct when it was discovered, with the reason; what was due before stays to be read",
    permission: workers,
    params: ById,
    body: Type.Object({ discoveredAt: Moment, zone: Zone, reason: text(1000, 1), rowVersion: RowVersion }),
    output: changed,
    events: ["incident.discovery_corrected"],
    errors: [
      "incident.changed_meanwhile",
      "incident.not_now",
      "incident.discovered_ahead",
      "incident.discovered_too_long_ago",
      "incident.no_such_zone",
    ],
  },
  sayWhyLate: {
    method: "PUT",
    path: "/incidents/:id/late-reason",
    summary: "Say what kept a report that came after its 24 hours",
    permission: workers,
    params: ById,
    body: Type.Object({ reason: text(2000, 1), rowVersion: RowVersion }),
    output: changed,
    events: ["incident.late_reason_said"],
    errors: ["incident.changed_meanwhile", "incident.not_late"],
  },
  takeNoteOfIncident: {
    method: "POST",
    path: "/incidents/:id/note",
    summary: "Headquarters: take note of what was reported",
    permission: permissions.read,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["incident.noted"],
    errors: ["incident.not_yours_to_note", "incident.noted_already"],
  },
});
