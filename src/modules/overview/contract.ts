import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { Basis, permissions } from "#modules/figures/contract.ts";

export { permissions };

export const resultOrder = ["meets", "improve", "serious", "not_known"] as const;
export const stateOrder = [
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
] as const;
const Result = oneOf(...resultOrder);
const State = oneOf(...stateOrder);
/** How many companies meet, are to improve, have a serious gap, are not known: always all four, in this order. */
const Counts = Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 });
/** 0 to 100, rounded down so that nothing is ever rounded across a threshold; null where nothing counts. */
const Percent = nullable(Type.Integer());
const Grouping = oneOf("division", "tier", "region");
const ControlId = text(40);
/** A part of the companies asked; "-" for those of no region or division. */
const narrow = {
  tier: optional(text(4)),
  region: optional(text(40)),
  division: optional(text(40)),
};
const chosen = { roundId: optional(Id), basis: optional(Basis), ...narrow };
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

const RoundName = Type.Object({ id: Id, name: text(200), fiscalYear: Type.Integer(), edition: text(40) });
const Round = Type.Object({
  ...RoundName.properties,
  editionId: Id,
  standard: text(40),
  state: text(20),
  dueOn: Day,
  confirmDueOn: Day,
  isDueTaken: Type.Boolean(),
  meetsFromPercent: Type.Integer(),
  seriousBelowPercent: Type.Integer(),
});
const Group = Type.Object({
  key: text(40),
  name: nullable(text(200)),
  counts: Counts,
  verified: Type.Integer(),
  required: Type.Integer(),
});
/** One harm, function, area or topic over all companies asked; harms and functions overlap and are never added up. */
const View = Type.Object({
  id: text(40),
  name: text(200),
  controls: Type.Integer(),
  companies: Type.Integer(),
  reaching: Type.Integer(),
  median: Percent,
});

/**
 * [company, name, tier, people, result 0-3, score, scores of the columns, difference to last year in points over the same controls, share
 * verified]. Ids are written short (rules.ts); 1000 is added to a column in which a mandatory control is not met.
 */
const HeatRow = Type.Array(Type.Unknown(), { minItems: 9, maxItems: 9 });
/** [company, name, group, tier, people, result 0-3, score, state 0-6, provisional 0/1, share verified] */
const MapRow = Type.Array(Type.Unknown(), { minItems: 10, maxItems: 10 });

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
  lastPercent: Percent,
  /** Points more or less than last year, over the controls that ask the same in both years; null where none do. */
  change: nullable(Type.Integer()),
  tierMedian: Percent,
  hasGap: Type.Boolean(),
});

export const overview = contract({
  getOverview: {
    method: "GET",
    path: "/overview",
    summary:
      "The group in one sentence and what stands behind it: results by tier, region and division, assurance, funnel, who is late",
    permission: permissions.read,
    query: Type.Object(chosen),
    output: Type.Object({
      rounds: list(RoundName, 12),
      /** Null before the first round has been opened. */
      overview: nullable(
        Type.Object({
          round: Round,
          basis: Basis,
          /** Of the whole group, or of the part that was asked for. */
          boundary: Type.Object({
            tier: nullable(text(4)),
            region: nullable(text(40)),
            division: nullable(text(200)),
          }),
          companies: Type.Integer(),
          people: Type.Integer(),
          peopleInMeeting: Type.Integer(),
          counts: Counts,
          provisional: Type.Integer(),
          notSubmitted: Type.Integer(),
          left: Type.Integer(),
          /** Companies of the group today that the round does not ask: the rest of the ownership graph. */
          notAsked: Type.Integer(),
          dataAt: nullable(Moment),
          /**
           * The year before: in full, and like-for-like: the companies asked in both years, judged over the controls that
           * ask the same in all years shown. Null where that is not known (yet).
           */
          previous: nullable(
            Type.Object({
              fiscalYear: Type.Integer(),
              edition: text(40),
              companies: Type.Integer(),
              meets: Type.Integer(),
              sameCompanies: Type.Integer(),
              sameControls: Type.Integer(),
              sameMeetsNow: nullable(Type.Integer()),
              sameMeetsThen: nullable(Type.Integer()),
            }),
          ),
          tiers: list(Group, 20),
          regions: list(Group, 40),
          divisions: list(Group, 400),
          answers: Type.Object({
            required: Type.Integer(),
            answered: Type.Integer(),
            na: Type.Integer(),
            unknown: Type.Integer(),
            declared: Type.Integer(),
            documented: Type.Integer(),
            measured: Type.Integer(),
            verified: Type.Integer(),
          }),
          funnel: list(
            Type.Object({ state: State, companies: Type.Integer(), oldestAt: nullable(Moment) }),
            7,
          ),
          lateCount: Type.Integer(),
          late: list(
            Type.Object({
              companyId: Id,
              inspectionId: nullable(Id),
              name: text(200),
              tier: text(4),
              state: State,
              dueOn: Day,
              timeZone: text(60),
              answered: Type.Integer(),
              required: Type.Integer(),
            }),
            12,
          ),
          gaps: list(
            Type.Object({
              controlId: ControlId,
              title: text(300),
              companies: Type.Integer(),
              people: Type.Integer(),
            }),
            6,
          ),
          gapControls: Type.Integer(),
          mandatoryControls: Type.Integer(),
          harms: list(View, 50),
          functions: list(View, 50),
        }),
      ),
    }),
  },
  getHeatMap: {
    method: "GET",
    path: "/overview/heat-map",
    summary:
      "Companies by areas, topics, functions or harms: those below the standard, the others folded per group with medians",
    permission: permissions.read,
    query: Type.Object({
      ...chosen,
      by: optional(Grouping),
      columns: optional(oneOf("areas", "topics", "functions", "harms")),
      show: optional(oneOf("below", "all")),
      /** Only the companies of this group, the folded ones among them: what a fold opens. */
      open: optional(text(40)),
      /** With `open`: companies of the group that one has already, in the order of need. */
      from: optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    }),
    output: Type.Object({
      roundId: nullable(Id),
      companies: Type.Integer(),
      below: Type.Integer(),
      meetsFromPercent: Type.Integer(),
      seriousBelowPercent: Type.Integer(),
      /** Whether rows carry a difference to last year; only ever over the same controls, else it would be read as progress. */
      hasChange: Type.Boolean(),
      /** Functions and harms overlap: a control counts in each of its columns. */
      isOverlapping: Type.Boolean(),
      columns: list(Type.Object({ id: text(40), name: text(200), controls: Type.Integer() }), 500),
      weakest: nullable(Type.Object({ id: text(40), groups: Type.Integer(), of: Type.Integer() })),
      groups: list(
        Type.Object({
          key: text(40),
          name: nullable(text(200)),
          counts: Counts,
          medians: list(Percent, 500),
          /** Companies that are not sent: those that meet the standard, and what would be too much for one picture. */
          fold: nullable(
            Type.Object({ companies: Type.Integer(), meeting: Type.Integer(), lowest: Percent }),
          ),
          rows: list(HeatRow, 5000),
        }),
        400,
      ),
    }),
  },
  listMandatoryGaps: {
    method: "GET",
    path: "/overview/mandatory-gaps",
    summary:
      "Mandatory controls that companies do not meet, most companies first; with one named, the companies themselves",
    permission: permissions.read,
    query: Type.Object({ ...chosen, controlId: optional(ControlId) }),
    output: Type.Object({
      roundId: nullable(Id),
      companies: Type.Integer(),
      rows: list(
        Type.Object({
          controlId: ControlId,
          title: text(300),
          area: text(20),
          companies: Type.Integer(),
          people: Type.Integer(),
        }),
        1000,
      ),
      having: list(
        Type.Object({
          companyId: Id,
          inspectionId: nullable(Id),
          name: text(200),
          tier: text(4),
          people: Type.Integer(),
          state: State,
        }),
        5000,
      ),
    }),
  },
  getTrend: {
    method: "GET",
    path: "/overview/trend",
    summary:
      "The share of companies that meet the standard over the years: in full, and among those asked in every year",
    permission: permissions.read,
    query: Type.Object(narrow),
    output: Type.Object({
      sameCompanies: Type.Integer(),
      /** Controls that ask the same in all years shown; null where nothing may be compared. */
      sameControls: nullable(Type.Integer()),
      years: list(
        Type.Object({
          roundId: Id,
          fiscalYear: Type.Integer(),
          edition: text(40),
          isNewEdition: Type.Boolean(),
          /** What the edition of this year changed in that of the year before. */
          changes: nullable(
            Type.Object({ added: Type.Integer(), withdrawn: Type.Integer(), changed: Type.Integer() }),
          ),
          companies: Type.Integer(),
          meets: Type.Integer(),
          sameMeets: nullable(Type.Integer()),
          joined: Type.Integer(),
          left: Type.Integer(),
          provisional: Type.Integer(),
        }),
        5,
      ),
    }),
  },
  listCompanyResults: {
    method: "GET",
    path: "/overview/companies",
    summary: "The rows behind every number of an overview: companies of a round with result, state and score",
    permission: permissions.read,
    query: Type.Object({
      ...ResultFilter,
      after: optional(text(40)),
      limit: optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    output: Type.Object({
      roundId: nullable(Id),
      fiscalYear: nullable(Type.Integer()),
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
          state: State,
          answered: Type.Integer(),
          required: Type.Integer(),
          verifiedPercent: Type.Integer(),
          gaps: Type.Integer(),
          dueAt: Moment,
          isOverdue: Type.Boolean(),
          isLate: Type.Boolean(),
          leftOn: nullable(Day),
        }),
        500,
      ),
      next: nullable(text(40)),
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
  getGroupMap: {
    method: "GET",
    path: "/overview/map",
    summary: "Every company asked with people, result and state, for the map of the group",
    permission: permissions.read,
    query: Type.Object({ ...chosen, by: optional(Grouping) }),
    output: Type.Object({
      roundId: nullable(Id),
      fiscalYear: nullable(Type.Integer()),
      companies: Type.Integer(),
      people: Type.Integer(),
      provisional: Type.Integer(),
      dataAt: nullable(Moment),
      groups: list(Type.Object({ key: text(40), name: nullable(text(200)) }), 400),
      rows: list(MapRow, 5000),
    }),
  },
});
