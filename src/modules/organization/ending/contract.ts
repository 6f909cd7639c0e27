// What ends by hand: a site or department, a seat or who holds it, employments of several people at once.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { permissions } from "../contract.ts";

const ById = Type.Object({ id: Id });
const people = {
  personIds: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
  /** The last day on which the employment holds. */
  lastDay: Day,
};

export const ending = contract({
  endUnit: {
    method: "PUT",
    path: "/units/:id/end",
    summary:
      "A site or department is no longer there from a day on: rights given at it end, its people belong to the company itself",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({ on: Day, reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id, endedGrants: Type.Integer(), movedPeople: Type.Integer() }),
    events: ["unit.ended"],
    errors: [
      "unit.changed_meanwhile",
      "unit.ended_already",
      "unit.has_units_below",
      "unit.not_yet_there",
      "unit.end_refused",
    ],
  },
  vacatePosition: {
    method: "PUT",
    path: "/positions/:id/vacancy",
    summary: "Nobody holds the seat from a day on; who held it keeps the days until then",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["position.vacated"],
    errors: ["position.vacant_already"],
  },
  endPosition: {
    method: "PUT",
    path: "/positions/:id/end",
    summary: "The seat itself is no longer there from a day on; its holders stay in the history",
    permission: permissions.manage,
    params: ById,
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["position.ended"],
    errors: ["position.ended_already", "position.not_yet_there"],
  },
  previewEmploymentEnds: {
    method: "POST",
    path: "/people/employment-ends/preview",
    summary: "What ending the employment of these people would end besides: seats, rights, sign-ins",
    permission: permissions.managePeople,
    readOnly: true,
    body: Type.Object(people),
    output: Type.Object({
      /** People whose employment ends by it. */
      people: Type.Integer(),
      /** People among those chosen who have none that would end. */
      untouched: Type.Integer(),
      /** Rights that end with it. */
      grants: Type.Integer(),
      /** People who could still sign in, though without any right. */
      accounts: Type.Integer(),
      seats: list(
        Type.Object({
          id: Id,
          name: text(200),
          nameEn: nullable(text(200)),
          nameJa: nullable(text(200)),
          nameZh: nullable(text(200)),
          companyName: text(200),
          familyName: text(100),
          givenName: text(100),
        }),
        500,
      ),
      refusedBecause: nullable(oneOf("person.own_employment", "grant.last_administrator")),
    }),
  },
  endEmployments: {
    method: "POST",
    path: "/people/employment-ends",
    summary: "The employment of these people ends after a day, with their seats and rights",
    permission: permissions.managePeople,
    body: Type.Object({ ...people, reason: text(500, 1) }),
    output: Type.Object({ people: Type.Integer(), seats: Type.Integer(), grants: Type.Integer() }),
    events: ["person.left", "grant.ended"],
    errors: ["person.own_employment", "grant.last_administrator"],
  },
});
