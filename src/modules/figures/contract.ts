import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";

export const permissions = { read: "result.read" } as const;

/**
 * Which result of a company counts. standing: as it stands now (after the lock the daily one, before it the provisional
 * one); due: as it stood at the end of the due day; locked: confirmed and locked; verified: as it stands, but only
 * answers verified on site count.
 */
export const Basis = oneOf("standing", "due", "locked", "verified");
export const figureIds = [
  "companies_meeting",
  "companies_to_improve",
  "companies_serious",
  "companies_not_known",
  "companies_provisional",
  "companies_late",
  "people_in_meeting",
  "answers_given",
  "answers_verified",
  "answers_not_applicable",
  "answers_not_known",
] as const;

/** Of the work that follows from rounds and visits; as it stands, of no round. */
export const workFigureIds = [
  "audits_within_cycle",
  "claims_overturned",
  "findings_overdue",
  "findings_old",
  "findings_recurred",
  "plans_in_time",
  "plans_approved",
  "plans_helped",
  "steps_late",
  "steps_thrice",
  "incidents_in_time",
  "incidents_noted",
  "notices_in_time",
] as const;

export const figures = contract({
  listFigures: {
    method: "GET",
    path: "/figures",
    summary:
      "The catalogue of figures with the numbers of a round: numerator, denominator, boundary, age of the data",
    permission: permissions.read,
    query: Type.Object({ roundId: optional(Id), basis: optional(Basis) }),
    output: Type.Object({
      roundId: nullable(Id),
      fiscalYear: nullable(Type.Integer()),
      edition: nullable(text(40)),
      basis: Basis,
      rows: list(
        Type.Object({
          id: oneOf(...figureIds),
          /** What numerator and denominator count. */
          counts: oneOf("companies", "people", "answers"),
          /** Whether more is better. */
          isGood: Type.Boolean(),
          numerator: Type.Integer(),
          denominator: Type.Integer(),
          /** The oldest result among those counted; null when there is none. */
          dataAt: nullable(Moment),
        }),
        50,
      ),
      work: list(
        Type.Object({
          id: oneOf(...workFigureIds),
          counts: oneOf(
            "companies",
            "claims",
            "findings",
            "plans",
            "steps",
            "incidents",
            "reports",
            "notices",
          ),
          isGood: Type.Boolean(),
          numerator: Type.Integer(),
          denominator: Type.Integer(),
          dataAt: Moment,
        }),
        50,
      ),
    }),
  },
});
