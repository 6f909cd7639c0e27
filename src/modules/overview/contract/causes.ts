import { contract, Day, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { Basis } from "#modules/figures/contract.ts";
import { permissions } from "#modules/incidents/contract.ts";
import Type from "typebox";
import { Known, Percent, RoundName } from "./words.ts";

/** What the review of an incident finds; the first three are harms of the standard as well. */
const causes = ["attack", "insider", "error", "failure", "not_known", "not_reviewed"] as const;

/** Companies that incidents of a cause have touched, or all the others of the round; without those that no control of it concerns. */
const Side = Type.Object({
  /** Asked in the round. */
  companies: Type.Integer(),
  /** Among them those whose score may be read. */
  readable: Type.Integer(),
  /** Of those, the ones that have a score over the controls of the cause. */
  scored: Type.Integer(),
  /** Of these scores; null of fewer than five. */
  median: Percent,
  lowest: Percent,
  /** Readable ones that do not meet a mandatory control of the cause. */
  lacking: Type.Integer(),
  /** Of all asked, as they say it. */
  known: nullable(Known),
});

export const causesContract = contract({
  getCauses: {
    method: "GET",
    path: "/overview/causes",
    summary:
      "Incidents by cause and kind against the results of the controls that stand against the same cause, and open findings on them",
    permission: permissions.read,
    query: Type.Object({
      roundId: optional(Id),
      basis: optional(Basis),
      division: optional(Id),
      /** Days of discovery, both whole, by the group's clock; the last twelve months unless said. */
      from: optional(Day),
      to: optional(Day),
    }),
    output: Type.Object({
      from: Day,
      to: Day,
      round: nullable(
        Type.Object({
          ...RoundName.properties,
          companies: Type.Integer(),
          meetsFromPercent: Type.Integer(),
          seriousBelowPercent: Type.Integer(),
        }),
      ),
      /** Divisions whose companies the round asks, to narrow by. */
      divisions: list(Type.Object({ id: Id, name: text(200) }), 400),
      /** Each incident counted once: one of two causes stands in the rows of both. */
      incidents: Type.Integer(),
      /** Kinds that came, the most frequent first. */
      kinds: list(text(40), 40),
      causes: list(
        Type.Object({
          id: oneOf(...causes),
          incidents: Type.Integer(),
          /** In the order of `kinds`. */
          kinds: list(Type.Integer(), 40),
          /** Null where the edition tags no control with it. */
          against: nullable(
            Type.Object({
              controls: Type.Integer(),
              mandatory: Type.Integer(),
              touched: Side,
              others: Side,
              /** Running findings on controls of it. */
              findings: Type.Integer(),
            }),
          ),
        }),
        causes.length,
      ),
    }),
  },
});
