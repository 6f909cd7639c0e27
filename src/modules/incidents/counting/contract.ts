import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "../contract/words.ts";

/** Of one kind, company, country or month, and of all. Hours with one decimal; null where there is nothing to take them from. */
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

export const counting = contract({
  getIncidentFigures: {
    method: "GET",
    path: "/incident-figures",
    summary:
      "How many incidents, how many at headquarters within 24 hours, how long until then and until they were contained, which notices were in time, by kind, company, country or month",
    permission: permissions.read,
    query: Type.Object({
      from: optional(Day),
      to: optional(Day),
      by: optional(oneOf("kind", "company", "country", "month")),
      divisionId: optional(Id),
      companyId: optional(Id),
    }),
    output: Type.Object({
      from: Day,
      to: Day,
      all: Type.Object(Counted),
      rows: list(Type.Object({ key: text(80), name: nullable(text(200)), ...Counted }), 1500),
      /** Fewer than this many in one row say nothing of how fast it is. */
      fewest: Type.Integer(),
      at: Moment,
    }),
  },
});
