// What somebody can see, and who can see a company: answered from the rows that the checks themselves read.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions, RoleName } from "./words.ts";

const Right = Type.Object({
  id: Id,
  roleId: text(40),
  roleName: RoleName,
  via: oneOf("person", "position", "deputy", "engagement", "emergency"),
  positionName: nullable(text(200)),
  /** For whom the deputy stands in; null where nobody holds the position. */
  holderName: nullable(text(201)),
  unitName: text(200),
  unitKind: text(20),
  withSubtree: Type.Boolean(),
  validTo: nullable(Day),
  /** The whole group, which is not listed company by company. */
  isGroup: Type.Boolean(),
  companyCount: Type.Integer(),
  /** At most a hundred by name. */
  companies: list(Type.Object({ id: Id, name: text(200) }), 100),
  permissions: list(text(60), 300),
});

const Answer = Type.Object({
  personId: Id,
  personName: text(201),
  /** Of which day the rights are; the roles are those of today. */
  day: Day,
  rights: list(Right, 500),
});

const Who = {
  companyId: Id,
  permission: optional(text(60)),
  asOf: optional(Day),
};

export const asking = contract({
  getOwnRights: {
    method: "GET",
    path: "/me/rights",
    summary: "What I may see and do, where, by what and until when",
    permission: "signed_in",
    byViewer: true,
    output: Answer,
  },
  askRights: {
    method: "GET",
    path: "/people/:id/rights",
    summary: "What this person can see and do, where, by what and until when",
    permission: permissions.askRights,
    params: Type.Object({ id: Id }),
    query: Type.Object({ asOf: optional(Day) }),
    output: Answer,
    events: ["rights.asked"],
  },
  askWho: {
    method: "GET",
    path: "/rights/who",
    summary: "Who can see or do something at a company, and by what",
    permission: permissions.askRights,
    query: Type.Object(Who),
    output: Type.Object({
      day: Day,
      people: Type.Integer(),
      rows: list(
        Type.Object({
          /** Null for somebody of a company out of the asker's reach. */
          personId: nullable(Id),
          personName: text(201),
          roleId: text(40),
          roleName: RoleName,
          via: oneOf("person", "position", "deputy", "engagement", "emergency"),
          positionName: nullable(text(200)),
          unitKind: text(20),
          unitName: text(200),
          validTo: nullable(Day),
        }),
        2000,
      ),
      permissions: list(text(60), 300),
    }),
    events: ["rights.asked"],
  },
  exportWho: {
    method: "GET",
    path: "/rights/who/export",
    summary: "Who can see or do something at a company, as a list",
    permission: permissions.askRights,
    carries: "download",
    query: Type.Object({ format: oneOf("csv"), ...Who }),
    output: Type.Object({ format: oneOf("csv") }),
    events: ["rights.asked"],
  },
});
