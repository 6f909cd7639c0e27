import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "#modules/figures/contract.ts";
import Type from "typebox";
import { resultOrder } from "./companies.ts";
import { cautions, chosen, Counts, Maturity, narrow, Percent } from "./words.ts";

const Grouping = oneOf("division", "tier", "region");

/**
 * [company, name, tier, people, result 0-3, score, scores of the columns, difference to last year in points over the same controls,
 * shares answered, not applicable, not known, verified]. Ids are written short (rules.ts); 1000 is added to a column in which a
 * mandatory control is not met, 2000 to one of which the answers that count leave unknown whether it is reached.
 */
const HeatRow = Type.Array(Type.Unknown(), { minItems: 12, maxItems: 12 });

/**
 * [company, name, group, tier, people, result 0-3, score, state 0-6, provisional 0/1, shares answered, not applicable, not known,
 * verified]
 */
const MapRow = Type.Array(Type.Unknown(), { minItems: 13, maxItems: 13 });

export const pictures = contract({
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
  getTrend: {
    method: "GET",
    path: "/overview/trend",
    summary:
      "The share of companies that meet the standard over the years: in full, and among those asked in every year",
    permission: permissions.read,
    query: Type.Object({
      ...narrow,
      span: optional(oneOf("5", "10")),
      companyId: optional(Id),
      /** Of the standard of this round; by default of the one that stands first. */
      roundId: optional(Id),
    }),
    output: Type.Object({
      company: nullable(Type.Object({ id: Id, name: text(200) })),
      /** Why these years must be read with care. */
      cautions: list(oneOf(...cautions), cautions.length),
      sameCompanies: Type.Integer(),
      /** Controls that ask the same in all years shown; null where nothing may be compared. */
      sameControls: nullable(Type.Integer()),
      years: list(
        Type.Object({
          /** Null of a year that a list brought in: it is marked, and compared with nothing. */
          roundId: nullable(Id),
          fiscalYear: Type.Integer(),
          edition: text(80),
          isImported: Type.Boolean(),
          isNewEdition: Type.Boolean(),
          /** What the edition of this year changed in that of the year before. */
          changes: nullable(
            Type.Object({ added: Type.Integer(), withdrawn: Type.Integer(), changed: Type.Integer() }),
          ),
          companies: Type.Integer(),
          /** Of an imported year: companies of which the list gives a score and no result; they are in no share. */
          scoreOnly: Type.Integer(),
          /** Companies of the group that the round did not ask, with reasons. */
          leftOut: Type.Integer(),
          /** As it was reported: locked results, never recomputed. */
          meets: Type.Integer(),
          sameMeets: nullable(Type.Integer()),
          /** Companies corrected after the lock, and what the year says with them. */
          restated: Type.Integer(),
          restatedMeets: nullable(Type.Integer()),
          joined: Type.Integer(),
          left: Type.Integer(),
          provisional: Type.Integer(),
          required: Type.Integer(),
          na: Type.Integer(),
          verified: Type.Integer(),
          dataAt: nullable(Moment),
          /** Of the one company that was asked for: as reported, corrected, and over the same controls. */
          own: nullable(
            Type.Object({
              result: nullable(oneOf(...resultOrder)),
              percent: Percent,
              restatedPercent: Percent,
              samePercent: Percent,
              tier: nullable(text(10)),
              /** Of the scores of its tier as reported in that year, as far as the reader may see them; null of fewer than five. */
              tierMedian: Percent,
              verified: Type.Integer(),
              required: Type.Integer(),
            }),
          ),
        }),
        10,
      ),
    }),
  },
  getMaturity: {
    method: "GET",
    path: "/overview/maturity",
    summary:
      "How mature the controls are where the standard asks for it: how many stand at each level, by area; median and lowest",
    permission: permissions.read,
    query: Type.Object(chosen),
    output: Type.Object({
      roundId: nullable(Id),
      /** Companies whose tier is asked, and those of them that said a level of any control. */
      companies: Type.Integer(),
      saying: Type.Integer(),
      maturity: nullable(Maturity),
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
