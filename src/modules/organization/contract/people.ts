import { contract, Day, Id, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import Type from "typebox";
import { NewNames, permissions, Reason } from "./words.ts";

export const EmploymentKind = oneOf("regular", "contract", "part_time", "dispatched", "officer");

export const people = contract({
  listPeople: {
    method: "GET",
    path: "/people",
    summary: "People within one's scope",
    permission: permissions.readPeople,
    query: Type.Object({ ...paging, search: optional(text(100)), companyId: optional(Id) }),
    output: page(
      Type.Object({
        id: Id,
        companyId: Id,
        companyName: text(200),
        code: nullable(text(60)),
        familyName: text(100),
        givenName: text(100),
        email: nullable(text(254)),
        employment: nullable(EmploymentKind),
        title: nullable(text(200)),
      }),
    ),
  },
  exportPeople: {
    method: "GET",
    path: "/people/export",
    summary: "People with every field that a list may carry, to be changed and brought in again",
    permission: permissions.readPeople,
    carries: "download",
    query: Type.Object({
      format: oneOf("csv", "xlsx"),
      search: optional(text(100)),
      companyId: optional(Id),
    }),
    output: Type.Object({ format: oneOf("csv", "xlsx") }),
    events: ["people.exported"],
  },
  addPerson: {
    method: "POST",
    path: "/people",
    summary: "A person with a first employment",
    permission: permissions.managePeople,
    body: Type.Object({
      companyId: Id,
      unitId: optional(Id),
      code: optional(text(60, 1)),
      familyName: text(100, 1),
      givenName: text(100),
      familyNameReading: optional(text(100)),
      givenNameReading: optional(text(100)),
      email: optional(Type.String({ maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+$" })),
      telephone: optional(text(60)),
      language: optional(text(10)),
      employment: EmploymentKind,
      title: optional(text(200)),
      from: Day,
    }),
    output: Type.Object({ id: Id }),
    events: ["person.added"],
    errors: ["people_code_unique", "people_telephone"],
  },
  addPosition: {
    method: "POST",
    path: "/positions",
    summary: "A seat at a unit, e.g. security officer",
    permission: permissions.manage,
    body: Type.Object({
      unitId: Id,
      purpose: optional(
        oneOf(
          "security_officer",
          "deputy_security_officer",
          "accountable_executive",
          "division_head",
          "group_security_head",
        ),
      ),
      ...NewNames,
      from: Day,
    }),
    output: Type.Object({ id: Id }),
    events: ["position.added"],
  },
  holdPosition: {
    method: "POST",
    path: "/positions/:id/holders",
    summary: "Who holds the seat from a day on; the holder before keeps the days until then",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ personId: Id, rank: optional(text(100)), from: Day, reason: Reason }),
    output: Type.Object({ id: Id }),
    events: ["position.held"],
    errors: ["change.backdated_needs_reason"],
  },
});
