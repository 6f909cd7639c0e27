import { contract, Day, Id, list, nullable, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { EmploymentKind } from "./people.ts";
import { Named, permissions, Reason, UnitKind } from "./words.ts";

const ById = Type.Object({ id: Id });

export const person = contract({
  getPerson: {
    method: "GET",
    path: "/people/:id",
    summary:
      "One person: names, how to reach them, employments and positions of all days, what the reader may do",
    permission: permissions.readPeople,
    params: ById,
    output: Type.Object({
      id: Id,
      company: Type.Object({ id: Id, ...Named }),
      code: nullable(text(60)),
      familyName: text(100),
      givenName: text(100),
      familyNameReading: nullable(text(100)),
      givenNameReading: nullable(text(100)),
      email: nullable(text(254)),
      telephone: nullable(text(50)),
      language: nullable(text(10)),
      timeZone: nullable(text(60)),
      /** The zone of the company, where the person has none of their own. */
      companyTimeZone: nullable(text(60)),
      rowVersion: RowVersion,
      /** Those within the reader's scope, the latest first. */
      employments: list(
        Type.Object({
          unitId: Id,
          unitKind: UnitKind,
          ...Named,
          companyId: Id,
          kind: EmploymentKind,
          title: nullable(text(200)),
          validFrom: Day,
          /** The first day on which it no longer holds. */
          validTo: nullable(Day),
        }),
        200,
      ),
      positions: list(
        Type.Object({
          id: Id,
          ...Named,
          companyId: Id,
          unitName: text(200),
          rank: nullable(text(100)),
          validFrom: Day,
          validTo: nullable(Day),
        }),
        200,
      ),
      isSelf: Type.Boolean(),
      can: Type.Object({ manage: Type.Boolean(), organize: Type.Boolean() }),
    }),
  },
  changePerson: {
    method: "PUT",
    path: "/people/:id",
    summary: "Corrects a person's names, number, how to reach them, language and time zone",
    permission: permissions.managePeople,
    params: ById,
    body: Type.Object({
      code: nullable(text(60, 1)),
      familyName: text(100, 1),
      givenName: text(100),
      familyNameReading: nullable(text(100)),
      givenNameReading: nullable(text(100)),
      email: nullable(Type.String({ maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+$" })),
      /** As people write it; full-width digits are folded. */
      telephone: nullable(text(60)),
      /** BCP 47, e.g. ja or pt-BR. */
      language: nullable(Type.String({ maxLength: 10, pattern: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$" })),
      timeZone: nullable(text(60, 1)),
      /** Needed where anything but language and zone changes. */
      reason: Reason,
      rowVersion: RowVersion,
    }),
    output: ById,
    events: ["person.changed"],
    errors: [
      "person.changed_meanwhile",
      "person.nothing_changes",
      "person.change_needs_reason",
      "people_telephone",
      "people_code_unique",
      "time_zone.unknown",
    ],
  },
  addEmployment: {
    method: "POST",
    path: "/people/:id/employments",
    summary: "A further employment, at another unit or of a later time",
    permission: permissions.managePeople,
    params: ById,
    body: Type.Object({
      unitId: Id,
      kind: EmploymentKind,
      title: optional(text(200)),
      from: Day,
      /** The last day on which it holds. */
      lastDay: optional(Day),
      reason: Reason,
      rowVersion: RowVersion,
    }),
    output: ById,
    events: ["person.employed"],
    errors: [
      "person.changed_meanwhile",
      "employment.overlaps",
      "employment.unit_not_there",
      "employment.ends_before_it_begins",
      "change.backdated_needs_reason",
    ],
  },
  endEmployment: {
    method: "PUT",
    path: "/people/:id/employments/end",
    summary:
      "One of several employments ends after a day; where none goes on at that company, seats and rights there end too",
    permission: permissions.managePeople,
    params: ById,
    body: Type.Object({
      unitId: Id,
      validFrom: Day,
      lastDay: Day,
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, seats: Type.Integer(), grants: Type.Integer() }),
    events: ["person.employment_ended", "grant.ended"],
    errors: [
      "person.changed_meanwhile",
      "person.own_employment",
      "employment.not_found",
      "employment.ends_already",
      "employment.ends_before_it_begins",
      "employment.is_last",
    ],
  },
});
