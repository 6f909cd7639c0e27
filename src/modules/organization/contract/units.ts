import { contract, Day, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import {
  asOf,
  changed,
  Country,
  Named,
  NewNames,
  permissions,
  Reason,
  RelationKind,
  Tier,
  UnitKind,
} from "./words.ts";

export const UnitRow = Type.Object({
  id: Id,
  kind: UnitKind,
  code: text(40),
  ...Named,
  parentId: nullable(Id),
  /** Companies at or below this unit on the day. */
  companyCount: Type.Integer(),
  childCount: Type.Integer(),
  tier: nullable(Tier),
  relation: nullable(RelationKind),
  country: nullable(text(2)),
  workers: nullable(Type.Integer()),
  rowVersion: RowVersion,
});

export const units = contract({
  listChildren: {
    method: "GET",
    path: "/units/children",
    summary:
      "The units directly below one unit of the supervision tree on a day; without one, the group itself",
    permission: permissions.read,
    query: Type.Object({ parentId: optional(Id), ...asOf }),
    output: Type.Object({ rows: list(UnitRow, 2000) }),
  },
  searchUnits: {
    method: "GET",
    path: "/units",
    summary: "Units by name or code",
    permission: permissions.read,
    query: Type.Object({
      search: text(100, 1),
      kind: optional(UnitKind),
      limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
      ...asOf,
    }),
    output: Type.Object({
      rows: list(Type.Object({ id: Id, kind: UnitKind, code: text(40), ...Named }), 50),
    }),
  },
  addUnit: {
    method: "POST",
    path: "/units",
    summary: "A new division, department or site",
    permission: permissions.manage,
    body: Type.Object({
      kind: oneOf("division", "department", "site"),
      code: text(40, 1),
      ...NewNames,
      parentId: Id,
      from: Day,
      country: optional(Country),
      isPlant: optional(Type.Boolean()),
    }),
    output: Type.Object({ id: Id }),
    events: ["unit.added"],
    errors: ["units_code_unique", "unit.parent_does_not_fit"],
  },
  renameUnit: {
    method: "POST",
    path: "/units/:id/names",
    summary: "New names from a day on; the old ones stay for the days before",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...NewNames, from: Day, reason: Reason, rowVersion: RowVersion }),
    ...changed,
    errors: ["unit.changed_meanwhile", "change.backdated_needs_reason"],
  },
  moveUnit: {
    method: "POST",
    path: "/units/:id/supervisions",
    summary: "Another place in the supervision tree from a day on; rights to read move on that day",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ parentId: Id, from: Day, reason: Reason, rowVersion: RowVersion }),
    ...changed,
    errors: [
      "unit.changed_meanwhile",
      "unit.parent_does_not_fit",
      "unit.below_itself",
      "change.backdated_needs_reason",
    ],
  },
});
