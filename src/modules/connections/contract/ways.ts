// The ways in through a provider: which there are, going there, coming back.
import { contract, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import Type from "typebox";

const Way = Type.Object({ id: Id, name: text(80), companyName: nullable(text(200)) });
/** A place within the product; never one elsewhere. */
const Inside = Type.String({ maxLength: 2000, pattern: "^/(?![/\\\\])[\\x21-\\x7e]*$" });
const Going = Type.Object({ address: text(8000) });
const unreachable = ["connection.not_on", "connection.unreachable", "connection.no_provider"];

export const ways = contract({
  listWaysIn: {
    method: "GET",
    path: "/ways-in",
    summary:
      "Which providers a login name of this domain may come in through; the name itself is not looked up",
    permission: "public",
    limitPerMinute: 60,
    query: Type.Object({ loginName: optional(text(254)) }),
    output: Type.Object({ rows: list(Way, 10) }),
  },
  getWayIn: {
    method: "GET",
    path: "/ways-in/:id",
    summary: "One provider by its address: what it is called",
    permission: "public",
    limitPerMinute: 60,
    params: Type.Object({ id: Id }),
    output: Way,
  },
  beginAtProvider: {
    method: "POST",
    path: "/ways-in/:id/journeys",
    summary: "Go to a provider to sign in, or to take up an invitation there",
    permission: "public",
    limitPerMinute: 30,
    params: Type.Object({ id: Id }),
    body: Type.Object({ to: optional(Inside), invitationToken: optional(text(100, 20)) }),
    output: Going,
    noEventBecause: "nobody is known yet; what comes back is told",
    errors: [...unreachable, "invitation.not_valid"],
  },
  listInvitationWays: {
    method: "POST",
    path: "/invitations/ways",
    summary: "Providers through which a one-time link may be taken up",
    permission: "public",
    limitPerMinute: 30,
    readOnly: true,
    body: Type.Object({ token: text(100, 20) }),
    output: Type.Object({ rows: list(Way, 10) }),
    errors: ["invitation.not_valid"],
  },
  beginConfirming: {
    method: "POST",
    path: "/session/confirmation/provider",
    summary: "Prove at one's provider anew that it is oneself: where to go",
    permission: "signed_in",
    limitPerMinute: 10,
    body: Type.Object({ to: optional(Inside) }),
    output: Going,
    noEventBecause: "what comes back is told",
    errors: [...unreachable, "connection.not_own_way"],
  },
  endAtProvider: {
    method: "POST",
    path: "/ways-in/:id/return",
    summary: "What the browser brought back from a provider",
    permission: "public",
    limitPerMinute: 30,
    params: Type.Object({ id: Id }),
    body: Type.Object({ query: text(8000) }),
    output: Type.Object({
      purpose: oneOf("sign_in", "invitation", "link", "confirm", "test"),
      to: text(2000),
      language: nullable(text(2)),
    }),
    events: [
      "session.opened",
      "session.confirmed",
      "session.refused",
      "account.activated",
      "identity.added",
      "identity.unknown",
      "connection.tested",
      "connection.test_failed",
    ],
    errors: [
      "journey.not_valid",
      "journey.declined",
      "journey.not_proved",
      "journey.no_claim",
      "journey.no_subject",
      "journey.other_person",
      "journey.too_old",
      "identity.unknown_here",
      "identity.left_company",
      "identities_subject_taken",
      "identities_account_taken",
      "invitation.not_valid",
      ...unreachable,
    ],
  },
  endByProvider: {
    method: "POST",
    path: "/ways-in/:id/sign-outs",
    summary: "A provider's signed word that a person is signed out there (Back-Channel Logout 1.0)",
    permission: "public",
    limitPerMinute: 600,
    params: Type.Object({ id: Id }),
    body: Type.Object({ logoutToken: text(16_000, 10) }),
    output: Type.Object({ endedSessions: Type.Integer() }),
    events: ["session.ended"],
    errors: ["connection.not_on", "logout_token.not_valid"],
  },
  getMyWayIn: {
    method: "GET",
    path: "/session/way-in",
    summary:
      "Which provider this session came through, what it reaches, and which companies need a sign-in of their own",
    permission: "signed_in",
    output: Type.Object({
      connection: nullable(Way),
      boundTo: nullable(Type.Object({ companyId: Id, name: text(200) })),
      /** Where the provider signs out as well; null where it does not or shall not. */
      signOutAddress: nullable(text(4000)),
      elsewhere: list(Type.Object({ companyId: Id, name: text(200), ways: list(Way, 10) }), 50),
    }),
  },
});
