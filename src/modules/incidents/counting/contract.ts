import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  text,
} from "#core/contract.ts";
import { causes } from "../after/rules.ts";
import { Kind, permissions } from "../contract/words.ts";
import { bys, dueKinds, notReviewed } from "./rules.ts";

/** Of one kind, company, country, month or cause, and of all. Hours with one decimal; null where there is nothing to take them from. */
const Counted = {
  count: Type.Integer(),
  /** Among them, those that nobody has judged yet. */
  unjudged: Type.Integer(),
  /** Whose 24 hours are over or that were reported. */
  counted: Type.Integer(),
  withinDay: Type.Integer(),
  medianHours: nullable(Type.Number()),
  p90Hours: nullable(Type.Number()),
  contained: Type.Integer(),
  containMedianHours: nullable(Type.Number()),
  /** Notices that were due or given, without those that nobody owes any more or that were decided against by two. */
  noticesOwed: Type.Integer(),
  noticesInTime: Type.Integer(),
  /** Clocks of law and contract that the group has adopted, the same way. */
  clocksOwed: Type.Integer(),
  clocksInTime: Type.Integer(),
};

const chosen = {
  from: optional(Day),
  to: optional(Day),
  divisionId: optional(Id),
  companyId: optional(Id),
};

export const counting = contract({
  getIncidentFigures: {
    method: "GET",
    path: "/incident-figures",
    summary:
      "How many incidents, how many at headquarters within 24 hours, how long until then and until they were contained, which notices were in time, by kind, company, country, month or cause",
    permission: permissions.read,
    query: Type.Object({ ...chosen, by: optional(oneOf(...bys)) }),
    output: Type.Object({
      from: Day,
      to: Day,
      by: oneOf(...bys),
      all: Type.Object(Counted),
      /** By cause an incident of two causes stands in both rows: these do not add up to all. */
      rows: list(Type.Object({ key: text(80), name: nullable(text(200)), ...Counted }), 1500),
      /** Fewer than this many in one row say nothing of how fast it is. */
      fewest: Type.Integer(),
      at: Moment,
    }),
  },
  listIncidentDues: {
    method: "GET",
    path: "/incident-figures/dues",
    summary: "The notices, or the clocks of law and contract, that the figures of incidents count",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      ...chosen,
      what: oneOf(...dueKinds),
      inTime: optional(Type.Boolean()),
      kind: optional(Kind),
      country: optional(text(2, 2)),
      cause: optional(oneOf(...causes, notReviewed)),
    }),
    output: Type.Object({
      ...page(
        Type.Object({
          /** Of the notice or the clock. */
          id: Id,
          name: text(300),
          incidentId: Id,
          reference: text(80),
          title: text(300),
          kind: Kind,
          companyName: text(200),
          dueAt: Moment,
          doneAt: nullable(Moment),
          isInTime: Type.Boolean(),
        }),
      ).properties,
      count: Type.Integer(),
      inTime: Type.Integer(),
    }),
  },
});
