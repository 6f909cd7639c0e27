import {
  contract,
  Day,
  Id,
  list,
  nullable,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { permissions } from "./words.ts";

const Grant = Type.Object({
  id: Id,
  personId: Id,
  personName: text(201),
  companyId: Id,
  roleId: text(40),
  unitId: Id,
  unitName: text(200),
  unitKind: text(20),
  withSubtree: Type.Boolean(),
  validFrom: Day,
  validTo: nullable(Day),
  reason: nullable(text(500)),
  rowVersion: RowVersion,
});

export const grants = contract({
  listRoles: {
    method: "GET",
    path: "/roles",
    summary: "Roles and the permissions in them",
    permission: permissions.readGrants,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: text(40),
          isBuiltIn: Type.Boolean(),
          permissions: list(text(60), 300),
          isGrantable: Type.Boolean(),
        }),
        100,
      ),
    }),
  },
  listGrants: {
    method: "GET",
    path: "/grants",
    summary: "Who holds which role where, until when",
    permission: permissions.readGrants,
    query: Type.Object({
      ...paging,
      personId: optional(Id),
      unitId: optional(Id),
      roleId: optional(text(40)),
      isCurrent: optional(Type.Boolean()),
    }),
    output: page(Grant),
  },
  giveGrant: {
    method: "POST",
    path: "/grants",
    summary: "Give a person a role at a unit, with dates",
    permission: [permissions.grantAny, permissions.grantCompany, permissions.grantHelpers],
    confirms: true,
    body: Type.Object({
      personId: Id,
      roleId: text(40, 1),
      unitId: Id,
      withSubtree: Type.Boolean(),
      validFrom: Day,
      validTo: optional(nullable(Day)),
      reason: text(500, 1),
    }),
    output: Type.Object({
      id: Id,
      /** One-time links that stopped working, because whoever made them could not have given this right. */
      voidedLinks: Type.Integer(),
    }),
    events: ["grant.given", "account.invitation_voided"],
    errors: ["grant.beyond_own_scope", "grant.role_not_yours_to_give", "grants_dates"],
  },
  endGrant: {
    method: "PUT",
    path: "/grants/:id/end",
    summary: "End a grant on a day (today at the earliest)",
    permission: [permissions.grantAny, permissions.grantCompany, permissions.grantHelpers],
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ validTo: Day, reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["grant.ended"],
    errors: [
      "grant.changed_meanwhile",
      "grant.role_not_yours_to_give",
      "grant.beyond_own_scope",
      "grant.end_in_past",
      "grant.ends_already",
      "grant.last_administrator",
    ],
  },
});
