// Roles: the built-in ones, which are shown, and those made here.
import Type from "typebox";
import { contract, Day, Id, list, nullable, optional, RowVersion, text } from "#core/contract.ts";
import { permissions } from "./words.ts";

const RoleId = text(40, 1);
const Names = Type.Object({
  en: optional(text(80)),
  ja: optional(text(80)),
  zh: optional(text(80)),
});
const Permissions = list(text(60), 300);
const Affected = Type.Object({
  /** Who holds the role now, by name; at most a hundred are named. */
  people: list(text(201), 100),
  count: Type.Integer(),
});

export const roles = contract({
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
          names: Names,
          description: nullable(text(500)),
          basedOn: nullable(text(40)),
          permissions: Permissions,
          isGrantable: Type.Boolean(),
          /** Giving it takes two people, wherever. */
          isPowerful: Type.Boolean(),
          needsTwo: Type.Boolean(),
          endedOn: nullable(Day),
          /** How many hold it today; null for who reaches a part of the group. */
          holders: nullable(Type.Integer()),
          rowVersion: RowVersion,
        }),
        300,
      ),
      can: Type.Object({ manage: Type.Boolean() }),
    }),
  },
  addRole: {
    method: "POST",
    path: "/roles",
    summary: "A role of one's own, begun as a copy of a built-in one",
    permission: permissions.manageRoles,
    confirms: true,
    body: Type.Object({
      names: Names,
      description: optional(text(500)),
      basedOn: RoleId,
      permissions: Permissions,
    }),
    output: Type.Object({ id: text(40) }),
    events: ["role.added"],
    errors: [
      "role.name_needed",
      "role.name_taken",
      "role.permission_unknown",
      "role.permission_not_yours",
      "role.group_only",
    ],
  },
  previewRole: {
    method: "GET",
    path: "/roles/:id/preview",
    summary: "Who would gain or lose what if a role held these permissions",
    permission: permissions.manageRoles,
    params: Type.Object({ id: RoleId }),
    query: Type.Object({ permissions: text(8000) }),
    output: Type.Object({
      gains: Permissions,
      loses: Permissions,
      affected: Affected,
      needsTwo: Type.Boolean(),
    }),
  },
  changeRole: {
    method: "PUT",
    path: "/roles/:id",
    summary:
      "Name and permissions of a role made here; what gives its holders more is decided by a second person",
    permission: permissions.manageRoles,
    confirms: true,
    params: Type.Object({ id: RoleId }),
    body: Type.Object({
      names: Names,
      description: optional(text(500)),
      permissions: Permissions,
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: text(40), proposalId: nullable(Id) }),
    events: ["role.changed", "role.change_proposed"],
    errors: [
      "role.built_in",
      "role.name_needed",
      "role.name_taken",
      "role.permission_unknown",
      "role.permission_not_yours",
      "role.changed_meanwhile",
      "role.group_only",
      "grant.proposed_already",
    ],
  },
  endRole: {
    method: "PUT",
    path: "/roles/:id/end",
    summary: "A role made here is no longer given; it goes only when nobody holds it or will",
    permission: permissions.manageRoles,
    confirms: true,
    params: Type.Object({ id: RoleId }),
    body: Type.Object({ reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: text(40) }),
    events: ["role.ended"],
    errors: ["role.built_in", "role.still_held", "role.ended", "role.changed_meanwhile", "role.group_only"],
  },
  markRole: {
    method: "PUT",
    path: "/roles/:id/two-persons",
    summary: "Giving this role takes two people; those that always do stay as they are",
    permission: permissions.manageRoles,
    confirms: true,
    params: Type.Object({ id: RoleId }),
    body: Type.Object({ needsTwo: Type.Boolean(), reason: text(500, 1) }),
    output: Type.Object({ id: text(40) }),
    events: ["role.marked"],
    errors: ["role.group_only"],
  },
});
