// Powerful rights: one person proposes, another decides.
import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions, RoleName } from "./words.ts";

export const proposals = contract({
  listProposals: {
    method: "GET",
    path: "/rights/proposals",
    summary: "Powerful rights that wait for a second person, and those decided lately",
    permission: permissions.readGrants,
    query: Type.Object({ isOpen: optional(Type.Boolean()) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          kind: oneOf("grant", "role"),
          roleId: text(40),
          roleName: RoleName,
          personName: nullable(text(201)),
          positionName: nullable(text(200)),
          unitName: nullable(text(200)),
          withSubtree: Type.Boolean(),
          validFrom: nullable(Day),
          validTo: nullable(Day),
          gains: list(text(60), 300),
          loses: list(text(60), 300),
          reason: text(500),
          proposedByName: text(201),
          proposedAt: Moment,
          expiresAt: Moment,
          state: oneOf("open", "allowed", "refused", "withdrawn", "expired"),
          decidedByName: nullable(text(201)),
          decidedBecause: nullable(text(500)),
          isOwn: Type.Boolean(),
          /** Why the reader may not decide; null where they may. */
          offBecause: nullable(text(60)),
        }),
        200,
      ),
    }),
  },
  decideProposal: {
    method: "PUT",
    path: "/rights/proposals/:id/decision",
    summary: "Allow or refuse a powerful right that somebody else proposed for somebody else",
    permission: permissions.grantAny,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ isAllowed: Type.Boolean(), reason: optional(text(500)) }),
    output: Type.Object({ id: Id, grantId: nullable(Id), voidedLinks: Type.Integer() }),
    events: ["grant.given", "role.changed", "rights.refused", "account.invitation_voided"],
    errors: [
      "grant.own_decision",
      "grant.beyond_own_scope",
      "grant.decided_already",
      "grant.reason_needed",
      "role.permission_not_yours",
      "grants_dates",
    ],
  },
  withdrawProposal: {
    method: "PUT",
    path: "/rights/proposals/:id/withdrawal",
    summary: "Take back what one proposed oneself",
    permission: [permissions.grantAny, permissions.grantCompany, permissions.grantHelpers],
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["rights.withdrawn"],
    errors: ["grant.decided_already", "grant.not_your_proposal"],
  },
});
