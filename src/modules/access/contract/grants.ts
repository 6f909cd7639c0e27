import {
  contract,
  Day,
  Id,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { permissions, RoleName } from "./words.ts";

const Grant = Type.Object({
  id: Id,
  /** Null: the right is the position's, whoever holds it. */
  personId: nullable(Id),
  personName: nullable(text(201)),
  positionId: nullable(Id),
  positionName: nullable(text(200)),
  /** Asked of one person: by oneself, as the holder of the position, or as its deputy. */
  via: oneOf("person", "position", "deputy", "engagement", "emergency"),
  isSingleHanded: Type.Boolean(),
  companyId: Id,
  roleId: text(40),
  roleName: RoleName,
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
  listGrants: {
    method: "GET",
    path: "/grants",
    summary: "Who holds which role where, until when",
    permission: permissions.readGrants,
    query: Type.Object({
      ...paging,
      personId: optional(Id),
      positionId: optional(Id),
      /** Whose people and positions hold them, wherever. */
      companyId: optional(Id),
      ofPositions: optional(Type.Boolean()),
      unitId: optional(Id),
      roleId: optional(text(40)),
      isCurrent: optional(Type.Boolean()),
      isSingleHanded: optional(Type.Boolean()),
    }),
    output: page(Grant),
  },
  giveGrant: {
    method: "POST",
    path: "/grants",
    summary:
      "Give a person, or a position for whoever holds it, a role at a unit, with dates; a powerful one is proposed",
    permission: [permissions.grantAny, permissions.grantCompany, permissions.grantHelpers],
    confirms: true,
    body: Type.Object({
      personId: optional(Id),
      positionId: optional(Id),
      roleId: text(40, 1),
      unitId: Id,
      withSubtree: Type.Boolean(),
      validFrom: Day,
      validTo: optional(nullable(Day)),
      reason: text(500, 1),
    }),
    output: Type.Object({
      /** Null: it waits for the second person. */
      id: nullable(Id),
      proposalId: nullable(Id),
      isSingleHanded: Type.Boolean(),
      /** One-time links that stopped working, because whoever made them could not have given this right. */
      voidedLinks: Type.Integer(),
    }),
    events: ["grant.given", "grant.proposed", "account.invitation_voided"],
    errors: [
      "grant.beyond_own_scope",
      "grant.role_not_yours_to_give",
      "grant.person_or_position",
      "grant.proposed_already",
      "role.ended",
      "grants_dates",
    ],
  },
  confirmGrant: {
    method: "PUT",
    path: "/grants/:id/confirm",
    summary: "A second person stands for a powerful right that one person gave alone",
    permission: permissions.grantAny,
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["grant.confirmed"],
    errors: ["grant.own_decision", "grant.not_single_handed", "grant.beyond_own_scope"],
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
