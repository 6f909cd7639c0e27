import { contract, Day, Id, list, Moment, nullable, optional, text } from "#core/contract.ts";
import { Basis, permissions } from "#modules/figures/contract.ts";
import { SentBack } from "#modules/rounds/contract.ts";
import Type from "typebox";
import { chosen, ControlId, Counts, Known, Percent, Round, RoundName, State } from "./words.ts";

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
  /** Null where the sums were kept before these were. */
  known: nullable(Known),
});

export const board = contract({
  getOverview: {
    method: "GET",
    path: "/overview",
    summary:
      "The group in one sentence and what stands behind it: results by tier, region and division, assurance, funnel, who is late",
    permission: permissions.read,
    query: Type.Object(chosen),
    output: Type.Object({
      rounds: list(RoundName, 100),
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
           * The year before: in full, and like-for-like as the trend compares: the companies asked in all years that it
           * shows, judged over the controls that ask the same in them. Null where that is not known (yet).
           */
          previous: nullable(
            Type.Object({
              fiscalYear: Type.Integer(),
              edition: text(40),
              companies: Type.Integer(),
              meets: Type.Integer(),
              /** How many years the trend shows. */
              years: Type.Integer(),
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
            ...Known.properties,
            declared: Type.Integer(),
            documented: Type.Integer(),
            measured: Type.Integer(),
          }),
          funnel: list(
            Type.Object({ state: State, companies: Type.Integer(), oldestAt: nullable(Moment) }),
            7,
          ),
          /** Of the returned in the funnel, those that errata brought back. */
          sentBack: SentBack,
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
});
