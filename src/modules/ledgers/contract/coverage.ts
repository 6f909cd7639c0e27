// Whether the count is true, company by company: what each has in the five ledgers that every company keeps, what no rule
// covers, and how far the ledgers agree with what is seen. On any day.
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
import { coveredParts } from "../declared/covered.ts";
import { None } from "./beginning.ts";
import { permissions } from "./words.ts";

const Count = Type.Integer();

/** One company and one of the five: null where it was never counted, which is not zero. */
const Cell = Type.Object({
  part: oneOf(...coveredParts),
  registered: nullable(Count),
  withoutRule: nullable(Count),
  withoutOwner: nullable(Count),
  /** Of what is in the ledger or was seen: how many are in both. */
  matched: nullable(Count),
  all: nullable(Count),
});

const Fact = Type.Object({
  measure: text(120),
  /** The day since which it has been so. */
  since: Day,
  numerator: Count,
  denominator: nullable(Count),
  unknown: nullable(Count),
});

export const coverage = contract({
  listCoverage: {
    method: "GET",
    path: "/ledger-coverage",
    summary:
      "The five ledgers of every company: entries, what no rule covers, and how far they agree with what is seen",
    permission: permissions.read,
    query: Type.Object({ ...paging, divisionId: optional(Id), asOf: optional(Day) }),
    output: page(
      Type.Object({
        companyId: Id,
        companyName: text(200),
        companyCode: text(40),
        cells: list(
          Type.Object({
            ...Cell.properties,
            /** The company said on the day, or before, that it has none of what this ledger keeps. */
            none: nullable(None),
            /** And still there are entries. */
            isContradicted: Type.Boolean(),
          }),
          10,
        ),
        /** Unknown things that wait, in all ledgers. */
        unknown: Count,
        /** Since when a source of the company or of the group owes its next load. */
        silentSince: nullable(Moment),
      }),
    ),
  },
  sumCoverage: {
    method: "GET",
    path: "/ledger-coverage/sums",
    summary:
      "The same added up over all companies within one's scope, and how many of them have never counted",
    permission: permissions.read,
    query: Type.Object({ divisionId: optional(Id), asOf: optional(Day) }),
    output: Type.Object({
      companies: Count,
      cells: list(Type.Object({ ...Cell.properties, uncounted: Count }), 10),
    }),
  },
  listFacts: {
    method: "GET",
    path: "/ledger-facts",
    summary: "Every count and measure of a company's ledgers as it stood on a day, and since when",
    permission: permissions.read,
    query: Type.Object({ companyId: Id, asOf: optional(Day) }),
    output: Type.Object({ rows: list(Fact, 1000) }),
  },
});
