import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { permissions } from "./words.ts";

const Demand = oneOf("second_factor", "phishing_resistant");
const whom = { unitId: Id, roleId: optional(nullable(text(40, 1))), demands: Demand };
const counted = { people: Type.Integer(), missing: Type.Integer() };

export const signInRules = contract({
  listSignInRules: {
    method: "GET",
    path: "/sign-in-rules",
    summary: "What signing in demands of whom, and how many have not set it up yet",
    permission: permissions.setSignInRules,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          unitId: Id,
          unitKind: text(20),
          unitName: text(200),
          roleId: nullable(text(40)),
          /** Of a role made here; a built-in one is named by the catalogues. */
          roleName: nullable(text(80)),
          demands: Demand,
          fromDay: Day,
          graceDays: Type.Integer(),
          /** From this day on nobody goes on without it. */
          dueOn: Day,
          reason: text(500),
          rowVersion: RowVersion,
          ...counted,
        }),
        500,
      ),
    }),
  },
  previewSignInRule: {
    method: "POST",
    path: "/sign-in-rules/preview",
    summary: "Whom a rule would concern",
    permission: permissions.setSignInRules,
    readOnly: true,
    body: Type.Object(whom),
    output: Type.Object(counted),
    errors: ["grant.beyond_own_scope"],
  },
  setSignInRule: {
    method: "POST",
    path: "/sign-in-rules",
    summary: "Demand a second factor of a unit or of a role in it, in place of the rule before",
    permission: permissions.setSignInRules,
    confirms: true,
    body: Type.Object({
      ...whom,
      fromDay: Day,
      graceDays: Type.Integer({ minimum: 0, maximum: 180 }),
      reason: text(500, 1),
    }),
    output: Type.Object({ id: Id, askedSessions: Type.Integer() }),
    events: ["sign_in_rule.set", "session.asked_again"],
    errors: ["sign_in_rule.starts_in_past", "grant.beyond_own_scope"],
  },
  endSignInRule: {
    method: "PUT",
    path: "/sign-in-rules/:id/end",
    summary: "A rule demands nothing any more",
    permission: permissions.setSignInRules,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["sign_in_rule.ended"],
    errors: ["sign_in_rule.changed_meanwhile", "grant.beyond_own_scope"],
  },
  listNotEnrolled: {
    method: "GET",
    path: "/sign-in-rules/:id/missing",
    summary: "Whom a rule still waits for",
    permission: permissions.setSignInRules,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...paging }),
    output: page(
      Type.Object({
        id: Id,
        personId: Id,
        familyName: text(100),
        givenName: text(100),
        loginName: text(254),
        companyName: text(200),
        lastSignInAt: nullable(Moment),
      }),
    ),
  },
});
