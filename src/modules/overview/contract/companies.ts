import { contract, Cursor, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "#modules/figures/contract.ts";
import Type from "typebox";
import {
  chosen,
  ControlId,
  Known,
  Maturity,
  Percent,
  points,
  Round,
  RoundName,
  State,
  stateOrder,
} from "./words.ts";

export const resultOrder = ["meets", "improve", "serious", "not_known"] as const;

const Result = oneOf(...resultOrder);

/** Written as a word in the URL. */
const Yes = oneOf("yes");

const ResultFilter = {
  ...chosen,
  result: optional(oneOf(...resultOrder, "below")),
  state: optional(oneOf(...stateOrder, "not_submitted")),
  provisional: optional(Yes),
  overdue: optional(Yes),
  left: optional(Yes),
  /** Companies that do not meet this mandatory control. */
  lacking: optional(ControlId),
  search: optional(text(100)),
  sort: optional(oneOf("need", "name", "people", "score", "verified")),
};

const YearResult = Type.Object({
  roundId: Id,
  inspectionId: Id,
  fiscalYear: Type.Integer(),
  edition: text(40),
  tier: text(4),
  state: State,
  basis: oneOf("live", "due", "locked", "restated", "standing"),
  result: Result,
  isProvisional: Type.Boolean(),
  percent: Percent,
  ...points,
  verifiedCount: Type.Integer(),
  verifiedPercent: Type.Integer(),
  requiredCount: Type.Integer(),
  answeredCount: Type.Integer(),
  naCount: Type.Integer(),
  unknownCount: Type.Integer(),
  expiredCount: Type.Integer(),
  computedAt: Moment,
});

const PartRow = Type.Object({
  id: text(40),
  name: text(200),
  controls: Type.Integer(),
  percent: Percent,
  ...points,
  known: Known,
  lastPercent: Percent,
  /** Points more or less than last year, over the controls that ask the same in both years; null where none do. */
  change: nullable(Type.Integer()),
  tierMedian: Percent,
  hasGap: Type.Boolean(),
});

export const companies = contract({
  listCompanyResults: {
    method: "GET",
    path: "/overview/companies",
    summary: "The rows behind every number of an overview: companies of a round with result, state and score",
    permission: permissions.read,
    query: Type.Object({
      ...ResultFilter,
      after: optional(Cursor),
      limit: optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    output: Type.Object({
      roundId: nullable(Id),
      fiscalYear: nullable(Type.Integer()),
      edition: nullable(text(40)),
      total: Type.Integer(),
      people: Type.Integer(),
      dataAt: nullable(Moment),
      rows: list(
        Type.Object({
          companyId: Id,
          inspectionId: nullable(Id),
          code: text(40),
          name: text(200),
          tier: text(4),
          region: nullable(text(40)),
          divisionName: nullable(text(200)),
          people: Type.Integer(),
          result: Result,
          isProvisional: Type.Boolean(),
          percent: Percent,
          ...points,
          state: State,
          ...Known.properties,
          verifiedPercent: Type.Integer(),
          gaps: Type.Integer(),
          dueAt: Moment,
          isOverdue: Type.Boolean(),
          isLate: Type.Boolean(),
          leftOn: nullable(Day),
        }),
        500,
      ),
      next: nullable(Cursor),
    }),
  },
  exportCompanyResults: {
    method: "GET",
    path: "/overview/results/export",
    summary: "The results of companies as CSV or Excel: exactly the rows shown, in the reader's language",
    permission: permissions.read,
    carries: "download",
    query: Type.Object({ ...ResultFilter, format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    events: ["results.exported"],
  },
  listNotAsked: {
    method: "GET",
    path: "/overview/not-asked",
    summary:
      "Companies of the group today that a round does not ask, with the reason: the rest of the ownership graph",
    permission: permissions.read,
    query: Type.Object({ roundId: optional(Id) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          companyId: Id,
          code: text(40),
          name: text(200),
          relation: nullable(text(40)),
          /** A key of the catalogue (population.*), the words of whoever left it out, or null for one that came later. */
          reason: nullable(text(500)),
        }),
        5000,
      ),
    }),
  },
  getCompanyResult: {
    method: "GET",
    path: "/companies/:id/result",
    summary:
      "One company: locked last year, this year, current standing; areas, functions and harms; what would lift it; what is not met",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ roundId: optional(Id) }),
    output: Type.Object({
      companyId: Id,
      name: text(200),
      /** The round shown; null when the company has never been asked. */
      round: nullable(Round),
      inspectionId: nullable(Id),
      tier: nullable(text(4)),
      state: nullable(State),
      years: list(YearResult, 60),
      areas: list(PartRow, 100),
      functions: list(PartRow, 50),
      harms: list(PartRow, 50),
      /** Companies of the same tier within the reader's scope; no median below five. */
      tierCompanies: Type.Integer(),
      /** Asked, but not required at this tier: shown apart, never part of a score. */
      recommended: nullable(
        Type.Object({ n: Type.Integer(), answered: Type.Integer(), met: Type.Integer() }),
      ),
      /** Null where the edition does not ask this tier how mature its controls are. */
      maturity: nullable(Maturity),
      isSameEdition: Type.Boolean(),
      /** After a change of edition: how many controls the differences are over; null where nothing may be compared. */
      sameControls: nullable(Type.Integer()),
      lift: nullable(
        Type.Object({
          from: Percent,
          steps: list(
            Type.Object({
              controlId: ControlId,
              title: text(300),
              why: oneOf("mandatory_gap", "mandatory_partly", "score"),
              reading: text(20),
              gain: Type.Number(),
              after: Percent,
              resultAfter: Result,
            }),
            500,
          ),
        }),
      ),
      /** Newest rounds on other standards in which the company is asked. */
      others: list(RoundName, 100),
      unmet: list(
        Type.Object({
          controlId: ControlId,
          title: text(300),
          area: text(20),
          reading: text(20),
          isMandatory: Type.Boolean(),
          weight: Type.Integer(),
        }),
        1000,
      ),
    }),
  },
});
