import Type from "typebox";
import {
  contract,
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
import { longestDays } from "./rules.ts";

export const permissions = {
  make: "token.make",
  /** What the group allows tokens at most. */
  rule: "token.rule",
  readAccounts: "account.read",
  manageAccounts: "account.manage",
} as const;

const token = {
  id: Id,
  /** The part that may be shown: `ygr_<key>_…`. */
  key: text(10),
  name: text(100),
  permissions: list(text(60), 300),
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  isReadOnly: Type.Boolean(),
  createdAt: Moment,
  expiresAt: Moment,
  lastUsedAt: nullable(Moment),
  lastUsedFrom: nullable(text(60)),
  revokedAt: nullable(Moment),
  state: oneOf("live", "expired", "revoked"),
  warnings: list(oneOf("expires_soon", "unused"), 2),
};

const Rules = Type.Object({
  areAllowed: Type.Boolean(),
  mayWrite: Type.Boolean(),
  longestDays: Type.Integer({ minimum: 1, maximum: longestDays }),
  rowVersion: RowVersion,
});

export const tokens = contract({
  listMyTokens: {
    method: "GET",
    path: "/tokens/mine",
    summary: "One's own access tokens, without their secrets",
    permission: "signed_in",
    output: Type.Object({ rows: list(Type.Object(token), 200) }),
  },
  getTokenOffer: {
    method: "GET",
    path: "/tokens/offer",
    summary:
      "What one could put into a token of one's own: permissions held today, companies, and what the group allows",
    permission: permissions.make,
    output: Type.Object({
      permissions: list(text(60), 300),
      companies: list(Type.Object({ id: Id, name: text(200) }), 1000),
      areAllowed: Type.Boolean(),
      mayWrite: Type.Boolean(),
      longestDays: Type.Integer(),
      proposedDays: Type.Integer(),
    }),
  },
  makeToken: {
    method: "POST",
    path: "/tokens",
    summary:
      "Make an access token with a part of one's own permissions; its secret is in this answer and nowhere else",
    permission: permissions.make,
    confirms: true,
    limitPerMinute: 20,
    body: Type.Object({
      name: text(100, 1),
      permissions: Type.Array(text(60, 1), { minItems: 1, maxItems: 300, uniqueItems: true }),
      /** The one company that it reaches; all that the permissions reach where it is left out. */
      companyId: optional(nullable(Id)),
      isReadOnly: Type.Boolean(),
      days: Type.Integer({ minimum: 1, maximum: longestDays }),
    }),
    output: Type.Object({ id: Id, key: text(10), token: text(60), expiresAt: Moment }),
    events: ["token.made"],
    errors: [
      "token.none_allowed",
      "token.too_long",
      "token.only_reading",
      "token.not_yours_to_lend",
      "token.too_many",
      "company.not_found",
    ],
  },
  revokeMyToken: {
    method: "PUT",
    path: "/tokens/mine/:id/revocation",
    summary: "Revoke one of one's own access tokens: the next call with it is refused",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["token.revoked"],
    errors: ["token.revoked_already"],
  },
  listTokens: {
    method: "GET",
    path: "/tokens",
    summary: "Access tokens of the people whose accounts one sees",
    permission: permissions.readAccounts,
    query: Type.Object({ ...paging, personId: optional(Id), isLive: optional(Type.Boolean()) }),
    output: page(
      Type.Object({
        ...token,
        personId: Id,
        personName: text(201),
        ofCompanyId: Id,
        ofCompanyName: text(200),
        mayRevoke: Type.Boolean(),
      }),
    ),
  },
  revokeToken: {
    method: "PUT",
    path: "/tokens/:id/revocation",
    summary: "Revoke somebody's access token",
    permission: permissions.manageAccounts,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["token.revoked"],
    errors: ["token.revoked_already"],
  },
  getTokenRules: {
    method: "GET",
    path: "/tokens/rules",
    summary: "What the group allows access tokens at most",
    permission: permissions.rule,
    output: Rules,
  },
  changeTokenRules: {
    method: "PUT",
    path: "/tokens/rules",
    summary: "Change what the group allows access tokens at most; it counts for those made before, too",
    permission: permissions.rule,
    confirms: true,
    body: Type.Object({
      areAllowed: Type.Boolean(),
      mayWrite: Type.Boolean(),
      longestDays: Type.Integer({ minimum: 1, maximum: longestDays }),
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Rules,
    events: ["token.rules_changed"],
    errors: ["token_rules.changed_meanwhile"],
  },
});
